"""The page of promises names tests that exist, and each promise has tests named by its number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS / "RELIABILITY.md").read_text(encoding="utf-8")
ROWS = {int(number): row for number, row in re.findall(r"^\| R(\d+) (.*)\|$", PAGE, re.MULTILINE)}


def named(number: int) -> set[str]:
    """Return the files, below the folder of tests, that have a test named by a promise."""
    test = re.compile(rf"^ *def test_(?:r\d\d_)*r{number:02d}_", re.MULTILINE)
    files = (file for file in TESTS.rglob("*.py") if test.search(file.read_text(encoding="utf-8")))
    return {file.relative_to(TESTS).as_posix() for file in files}


def test_every_promise_stands_on_the_page() -> None:
    assert list(ROWS) == list(range(1, 29))


@pytest.mark.parametrize("number", sorted(ROWS))
def test_a_promise_s_files_have_tests_of_its_number(number: int) -> None:
    told = set(re.findall(r"`((?:\w+/)*(?:test_\w+|conformance)\.py)`", ROWS[number]))
    assert told
    assert told <= named(number), f"no test of R{number} in {sorted(told - named(number))}"
