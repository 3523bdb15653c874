"""Finding the texts of annotated articles by their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from moneyquote.errors import NoArticles, PathNotFound, UnsupportedFormat
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article


def find_texts(wanted: Collection[str], paths: Sequence[Path]) -> dict[str, str]:
    """Return the texts that have the wanted SHA-256 (of their UTF-8), by it; what is nowhere is left out.

    Looked at are the files under ``paths``, of whatever suffix: first their bytes, then, if some text is still
    wanted, their articles as the reader reads them (pages, PDF files, JSON and JSONL with a ``text`` field).

    Raises:
        PathNotFound: if one of the paths does not exist.
    """
    for path in paths:
        if not path.exists():
            raise PathNotFound(str(path), "no such file or folder", "Give the folders that hold the articles")
    missing = set(wanted)
    found: dict[str, str] = {}
    for texts in (_plain(paths, missing), _read(paths)):
        while missing and (pair := next(texts, None)):
            digest, text = pair
            if digest in missing:
                found[digest] = text
                missing.remove(digest)
    return found


def _plain(paths: Sequence[Path], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the files that are a wanted text byte for byte; the others are not decoded."""
    for path in paths:
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                raw = file.read_bytes()
                digest = hashlib.sha256(raw).hexdigest()
                if digest in wanted:
                    yield digest, raw.decode("utf-8", "surrogatepass")


def _read(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    try:
        inputs = find_inputs(paths)
    except (NoArticles, UnsupportedFormat):  # nothing there that the reader reads: not found, which the caller tells
        return
    for article in read_articles(inputs):
        if isinstance(article, Article):
            yield article.sha256, article.text
