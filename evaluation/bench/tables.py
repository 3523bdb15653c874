"""Pages of measurements: one table with the rows of every part, of which a part measured again replaces its own."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evaluation.bench.extract_speed import machine

from moneyquote.version import __version__

_HEAD = "| part | | measured | bar |\n|---|---|---|---|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    what: str
    value: str
    bar: str = ""


Part = Callable[[argparse.Namespace, Path], Iterator[Row]]


def parser(about: str | None, parts: Mapping[str, Part], page: Path) -> argparse.ArgumentParser:
    """Return a parser of the options that every page has: ``--only`` and ``--to``."""
    made = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    made.add_argument("--only", nargs="+", choices=list(parts), default=list(parts), help="the parts to measure")
    made.add_argument("--to", type=Path, default=page, help="the page, of which other parts' rows stay")
    return made


def measure(title: str, parts: Mapping[str, Part], options: argparse.Namespace, module: str, with_: str = "") -> None:
    """Measure the parts asked for, each in a folder of its own, and write each into the page as soon as it is done.

    Args:
        title: the heading of the page.
        parts: every part of the page, in its order.
        options: what the parser made: ``only``, ``to``, and what the parts read.
        module: the module that was run.
        with_: what else was measured with, as name and version.
    """
    command = " ".join(["python -m", module, *sys.argv[1:]])
    stamp = f"{datetime.now(UTC):%Y-%m-%d}, moneyquote {__version__}, {with_ + ', ' if with_ else ''}{machine()}"
    with tempfile.TemporaryDirectory() as place:
        for name in options.only:
            folder = Path(place, name)
            folder.mkdir()
            rows = []
            for row in parts[name](options, folder):
                print(f"{row.what}: {row.value}", flush=True)
                rows.append(row)
            before = options.to.read_text(encoding="utf-8") if options.to.exists() else ""
            made = f"{stamp}: `{command}`"
            options.to.write_text(page(before, title, list(parts), name, rows, made), encoding="utf-8")


def page(before: str, title: str, parts: Sequence[str], part: str, rows: Sequence[Row], made: str) -> str:
    """Return a page with a part's rows in place of its former ones.

    Args:
        before: the page as it was, of which the rows of the other ``parts`` stay; others' go.
        title: its heading.
        parts: every part, in the order of the page.
        part: the part that was measured.
        rows: what was measured.
        made: when, with what and by which command.
    """
    lines = before.splitlines()
    table: list[str] = []
    notes: list[str] = []
    for name in parts:
        if name == part:
            table += [f"| {part} | {row.what} | {row.value} | {row.bar} |" for row in rows]
            notes.append(f"- {part}: {made}")
        else:
            table += [line for line in lines if line.startswith(f"| {name} |")]
            notes += [line for line in lines if line.startswith(f"- {name}: ")]
    return "\n".join([f"# {title}", "", _HEAD, *table, "", "When, with what and by which command:", "", *notes, ""])
