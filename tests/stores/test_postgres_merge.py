"""Databases of shards merged into PostgreSQL: what merging them into a file gives, killed on the way or not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.batch.rig import DUMP, asked, dump, made_folder, numbered, run
from tests.conftest import ROOT

from moneyquote.batch import Shard
from moneyquote.errors import NotADatabase

TABLES = {name: query for name, query in DUMP.items() if name not in ("ledger", "leases")}
# A database that was merged knows neither files nor their stamps: the next run over them reads each once more.
LEDGER = {"ledger": "SELECT location, state, sha256 FROM ledger WHERE state <> 'read' ORDER BY location"}


@pytest.fixture(scope="module")
def whole_and_shards(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    place = tmp_path_factory.mktemp("shards")
    lines = "".join(f'{{"text": "Line{number} gave."}}\n' for number in range(20)) + "no line\n"
    texts = {"bad": "RAISE x", "twin": "Fund3 gave money.", "many.jsonl": lines, "one.json": '{"text": "One."}'}
    folder = made_folder(place / "articles", numbered(100) | texts)
    run(folder, place / "whole.db", timeout=600.0)
    shards = [place / f"{index}.db" for index in (1, 2, 3)]
    for index, shard in enumerate(shards, 1):
        run(folder, shard, timeout=600.0, shard=Shard(index=index, count=3))
    return place / "whole.db", [str(shard) for shard in shards]


def merge(into: str, shards: list[str]) -> subprocess.Popen[bytes]:
    """Begin to merge, by the command."""
    command = [sys.executable, "-m", "moneyquote", "merge", into, *shards]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'pipeline'}:{ROOT}"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)


def count(address: str) -> int:
    with suppress(NotADatabase):
        return int(asked(address, {"n": "SELECT count(*) AS n FROM articles"})["n"][0][0])
    return 0


@pytest.mark.parametrize("kills", [(), (1, 40, 80)])
def test_r01_shards_merge_into_what_one_run_makes(
    whole_and_shards: tuple[Path, list[str]], address: str, kills: tuple[int, ...]
) -> None:
    whole, shards = whole_and_shards
    for enough in kills:
        process = merge(address, shards)
        while count(address) < enough:
            assert process.poll() is None, "it ended before it should be killed"
            time.sleep(0.02)
        process.kill()
        process.wait()
    assert count(address) < 100
    for _ in range(2):  # the second time all of it is known
        assert merge(address, shards).wait() == 0
        expected = dump(whole)
        assert asked(address, TABLES) == {name: expected[name] for name in TABLES}
        assert asked(address, LEDGER) == asked(str(whole), LEDGER)
        assert asked(address, {"leases": "SELECT sha256 FROM leases"}) == {"leases": []}
