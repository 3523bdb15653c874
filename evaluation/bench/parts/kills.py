"""What is lost or doubled where runs are killed at random points."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.bench.parts.speed import STORES, target
from evaluation.bench.tables import Row
from tests.batch.rig import DUMP, asked, dump, made_folder, numbered

ROOT = Path(__file__).resolve().parents[3]
Dump = dict[str, list[tuple[Any, ...]]]


def kills(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Kill runs until all is done, as often as asked, and compare with an undisturbed run into SQLite.

    Not with Parquet, whose ledger and records are a SQLite database (``tests/stores/test_parquet_store.py`` kills it).
    """
    texts = {name: f"SLOW 0.003 {text}" for name, text in numbered(400).items()} | {"bad": "RAISE x", "p.json": "{"}
    folder = made_folder(place / "articles", texts)
    begun = time.monotonic()
    assert _begun(folder, str(place / "whole.db")).wait() == 0
    usual, whole = time.monotonic() - begun, dump(place / "whole.db")
    for store in options.stores:
        if store == "parquet":
            continue
        chance, killed, rounds, lost, doubled, equal = random.Random(4), 0, 0, 0, 0, 0
        while killed < options.kills:
            rounds += 1
            with target(store, place / f"killed{rounds}") as address:
                killed += _killed(folder, address, options.kills - killed, chance, usual)
                found = _left(store, address)
            shas = [row[5] for row in found["articles"]]
            lost += len({row[5] for row in whole["articles"]} - set(shas))
            doubled += len(shas) - len(set(shas)) + len(found["entities"]) - len(whole["entities"])
            equal += found == whole
        yield Row(
            what=f"{STORES[store]}: {killed} kill -9 at random points, over {rounds} databases of {len(texts)} inputs",
            value=f"{lost} lost, {doubled} doubled, {equal} of {rounds} dumps equal",
            bar="0, 0, all",
        )


def _begun(folder: Path, address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.batch.runner", str(folder), address, "2"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True)


def _killed(folder: Path, address: str, most: int, chance: random.Random, usual: float) -> int:
    """Work a folder into a database, killed at most so often, and return how often it was.

    A run is killed at any moment of the seconds that an undisturbed one takes, start-up included, or a little later.
    """
    killed = 0
    while True:
        process = _begun(folder, address)
        try:
            process.wait(timeout=600 if killed >= most else chance.uniform(0.1, 1.1) * usual)
        except subprocess.TimeoutExpired:
            killed += 1
            if chance.random() < 0.5:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
            continue
        if process.returncode:
            raise SystemExit(f"a run that was not killed ended with {process.returncode}")
        return killed


def _left(store: str, address: str) -> Dump:
    """Return what a database holds after all runs have ended."""
    if store == "sqlite":
        return dump(Path(address))  # looks whether the file is whole, too
    return asked(address, DUMP)
