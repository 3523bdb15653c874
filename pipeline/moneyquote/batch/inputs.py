"""The inputs of a run, one after another: what the ledger has settled is not read again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moneyquote.batch.shards import Shard
from moneyquote.reading import InputFile, Inputs, ReadingSettings, failure, read_file, read_standard_input
from moneyquote.records import Article, Failure
from moneyquote.stores import Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article, or what could not be read as one, and the file of several articles that it stands in."""

    what: Article | Failure
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadThrough:
    """A file of several articles has been read to its end."""

    file: str


Item = Found | InputFile | ReadThrough


def stamped(inputs: Inputs, settings: ReadingSettings, shard: Shard) -> list[tuple[InputFile, str]]:
    """Return the files of a shard, each with the stamp of what reading it depends on."""
    by_settings = hashlib.sha256(repr(settings).encode()).hexdigest()[:8]
    files = []
    for file in inputs.files:
        if file.may_hold_several or shard.takes(file.id):
            files.append((file, f"{_state(file)} {by_settings}"))
    return files


def _state(file: InputFile) -> str:
    try:
        found = os.stat(file.path)
    except OSError:
        return "gone"  # reading it tells why
    return f"{found.st_size} {found.st_mtime_ns}"


def items(
    inputs: Inputs, files: Iterable[tuple[InputFile, str]], expected: Expected, settings: ReadingSettings, shard: Shard
) -> Iterator[Item]:
    """Yield what is to be done, in the order of the inputs.

    Files that a parser of foreign make reads come as they are: a worker reads them.
    """
    for error in inputs.problems:
        yield Found(what=failure(error))
    to_read = set(expected.open)
    for file, _ in files:
        if file.location not in to_read:
            continue
        if file.is_parsed:
            yield file
        elif file.may_hold_several:
            yield from _parts(file, settings, shard)
        else:
            for found in read_file(file, settings):
                yield Found(what=found)
    if inputs.standard_input:
        for found in read_standard_input(settings):
            if shard.takes(found.id if isinstance(found, Article) else found.location):
                yield Found(what=found)


def _parts(file: InputFile, settings: ReadingSettings, shard: Shard) -> Iterator[Item]:
    """Yield the articles of a file of several; where the file itself is at fault, that is its only input."""
    for found in read_file(file, settings):
        if found.location == file.location:  # the file is one article, or no good at all
            if shard.takes(file.id):
                yield Found(what=found)
                return
            continue
        # The place in the file names a part that has no id; the path may differ from machine to machine.
        name = found.id if isinstance(found, Article) else file.id + found.location.removeprefix(file.location)
        if shard.takes(name):
            yield Found(what=found, file=file.location)
    yield ReadThrough(file=file.location)
