"""``moneyquote quotes``: what it takes for a text and what for a path."""

from pathlib import Path

import pytest

from moneyquote.cli.quotes import _articles
from moneyquote.errors import PathNotFound
from moneyquote.records import Article

TEXT = "“It holds,” said Odile Brandt."


def test_a_text_is_read_as_it_stands() -> None:
    assert [found.text for found in _articles(TEXT) if isinstance(found, Article)] == [TEXT]


def test_a_path_is_read(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text(TEXT, encoding="utf-8")
    assert [found.text for found in _articles(str(tmp_path / "a b.txt")) if isinstance(found, Article)] == [TEXT]


def test_a_path_with_a_slip_is_no_text() -> None:
    with pytest.raises(PathNotFound, match=r"artcle\.txt"):
        _articles("artcle.txt")
