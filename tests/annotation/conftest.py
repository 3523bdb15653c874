"""Files of one record: gold, standoff, and the article in a folder."""

from pathlib import Path

import pytest
from tests.annotation.one_record import TEXT, record

from moneyquote.annotation import detach_file, write_gold, write_standoff


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    write_gold([record()], tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


@pytest.fixture
def standoff(gold: Path, tmp_path: Path) -> Path:
    write_standoff(detach_file(gold), tmp_path / "standoff.jsonl")
    return tmp_path / "standoff.jsonl"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "of-another-name.dat").write_bytes(TEXT.encode())
    return folder
