"""Files into a stream of articles, in which one bad file costs only itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from moneyquote.errors import ReadingError, TooLong, UnreadableFile
from moneyquote.reading.discovery import InputFile, Inputs
from moneyquote.reading.formats import READERS, Reader, ReadingSettings, Source, read_jsonl, read_text
from moneyquote.records import Article, Failure

STAGE = "reading"


def read_articles(inputs: Inputs, settings: ReadingSettings | None = None) -> Iterator[Article | Failure]:
    """Yield every article of the inputs, and a Failure for each that cannot be read.

    Standard input comes last: JSON Lines where it begins with ``{``, else the text of one article.
    """
    settings = settings or ReadingSettings()
    for error in inputs.problems:
        yield failure(error)
    for file in inputs.files:
        yield from read_file(file, settings)
    if inputs.standard_input:
        yield from read_standard_input(settings)


def read_standard_input(settings: ReadingSettings) -> Iterator[Article | Failure]:
    """Yield the articles of standard input."""
    raw = sys.stdin.buffer.read()
    reader = read_jsonl if raw.lstrip()[:1] == b"{" else read_text
    yield from _read(reader, Source(raw=raw, location="-", id="stdin"), settings)


def read_file(file: InputFile, settings: ReadingSettings) -> Iterator[Article | Failure]:
    """Yield the articles of a file, and a Failure for each that cannot be read."""
    location = file.location
    try:
        size = file.path.stat().st_size
        if size > settings.largest:
            yield failure(_too_large(location, size, settings))
            return
        raw = file.path.read_bytes()
    except OSError as error:
        yield failure(
            UnreadableFile(location, f"cannot be read ({error.strerror})", "Check the file and its permissions")
        )
        return
    identity = os.fsencode(file.id).decode("utf-8", "replace")
    source = Source(raw=raw, location=location, id=identity)
    yield from _read(READERS[file.path.suffix.lower()], source, settings)


def _too_large(location: str, size: int, settings: ReadingSettings) -> TooLong:
    return TooLong(
        location,
        f"a file of {size / 1e6:,.0f} MB, more than {settings.largest / 1e6:,.0f}",
        "Split it into smaller files",
    )


def _read(reader: Reader, source: Source, settings: ReadingSettings) -> Iterator[Article | Failure]:
    try:
        for found in reader(source, settings):
            yield failure(found) if isinstance(found, ReadingError) else found
    except ReadingError as error:
        yield failure(error)


def failure(error: ReadingError) -> Failure:
    """Return the record of an input that could not be read."""
    return Failure(location=error.where, stage=STAGE, code=error.code, what=error.what, mend=error.mend)
