"""Pages of measurements, of which a part is measured again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from evaluation.bench.tables import Part, Row, measure, parser


def speed(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    del options, place
    yield Row(what="rate", value="5.0", bar="≥ 4")
    yield Row(what="rate, 2 workers", value="9.1")


def speed_at_night(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    assert place.is_dir()
    yield Row(what="rate", value=f"{options.number}.0", bar="≥ 4")


def kills(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    del options, place
    yield Row(what="lost", value="0")


def full_disk(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    yield Row(what="lost", value="none so far")
    raise OSError("no room")


def run(page: Path, parts: Mapping[str, Part], *arguments: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(sys, "argv", ["page.py", "--to", str(page), *arguments])
    options = parser("A page.", parts, page)
    options.add_argument("--number", type=int, default=7)
    measure("Some page", parts, options.parse_args(), "evaluation.bench.some")
    return page.read_text(encoding="utf-8").splitlines()


def test_a_part_measured_again_replaces_its_rows_and_its_command_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    before = run(page, {"speed": speed, "kills": kills}, monkeypatch=monkeypatch)
    assert [line for line in before if line.startswith(("| speed", "| kills"))] == [
        "| speed | rate | 5.0 | ≥ 4 |",
        "| speed | rate, 2 workers | 9.1 |  |",
        "| kills | lost | 0 |  |",
    ]
    new = {"speed": speed_at_night, "kills": kills}
    after = run(page, new, "--only", "speed", "--number", "3", monkeypatch=monkeypatch)
    assert [line for line in after if line.startswith(("| speed", "| kills"))] == [
        "| speed | rate | 3.0 | ≥ 4 |",
        "| kills | lost | 0 |  |",
    ]
    of_kills = [line for line in before if line.startswith("- kills: ")]
    assert len(of_kills) == 1
    assert [line for line in after if line.startswith("- kills: ")] == of_kills
    (of_speed,) = [line for line in after if line.startswith("- speed: ")]
    assert of_speed.endswith(f"`python -m evaluation.bench.some --to {page} --only speed --number 3`")
    assert after[0] == "# Some page"


def test_what_was_measured_stays_where_a_later_part_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    run(page, {"speed": speed, "kills": kills}, monkeypatch=monkeypatch)
    with pytest.raises(OSError, match="no room"):
        run(page, {"speed": speed_at_night, "kills": full_disk}, monkeypatch=monkeypatch)
    lines = page.read_text(encoding="utf-8").splitlines()
    assert "| speed | rate | 7.0 | ≥ 4 |" in lines
    assert "| kills | lost | 0 |  |" in lines
