"""Files into a stream of articles, in which one bad file costs only itself."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from moneyquote.errors import ReadingError, UnreadableFile
from moneyquote.reading.discovery import InputFile, Inputs
from moneyquote.reading.formats import READERS, Reader, ReadingSettings, Source, read_jsonl, read_text
from moneyquote.records import Article, Failure

STAGE = "reading"
_IN_MEMORY = 10_000_000  # bytes of standard input; more of it waits in a temporary file


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
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        while (first := kept.read(1)).isspace():
            pass
        kept.seek(0)
        reader = read_jsonl if first == b"{" else read_text
        yield from _read(reader, Source(file=kept, location="-", id="stdin"), settings)


def read_file(file: InputFile, settings: ReadingSettings) -> Iterator[Article | Failure]:
    """Yield the articles of a file, and a Failure for each that cannot be read."""
    location = file.location
    try:
        opened = Path(file.path).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        yield failure(_unreadable(location, error))
        return
    identity = os.fsencode(file.id).decode("utf-8", "replace")
    with opened:
        source = Source(file=opened, location=location, id=identity)
        yield from _read(READERS[file.suffix], source, settings)


def _unreadable(location: str, error: OSError) -> UnreadableFile:
    return UnreadableFile(location, f"cannot be read ({error.strerror})", "Check the file and its permissions")


def _read(reader: Reader, source: Source, settings: ReadingSettings) -> Iterator[Article | Failure]:
    try:
        for found in reader(source, settings):
            yield failure(found) if isinstance(found, ReadingError) else found
    except ReadingError as error:
        yield failure(error)
    except OSError as error:
        yield failure(_unreadable(source.location, error))


def failure(error: ReadingError) -> Failure:
    """Return the record of an input that could not be read."""
    return Failure(location=error.where, stage=STAGE, code=error.code, what=error.what, mend=error.mend)
