"""The JSON Lines store: one article record a line, appended, never a line twice.

A line holds neither its run nor its location: content that stands in the file is done, whichever pipeline made it.
Failures stand in the batch's messages and summary only.
"""

from __future__ import annotations

import json
import os
import sys
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from moneyquote.errors import BrokenRecord, StoreLocked, UnwritableTarget
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.serialization import to_json
from moneyquote.stores.checking import check_record

try:
    import fcntl
except ImportError:  # Windows has no flock; there two runs into one file are not told apart
    _LOCKS = False
else:
    _LOCKS = True

_LINE_BEGINS = b'{"article": {"id": '


class JsonlStore:
    """A stream of record lines that this process appends to."""

    def __init__(self, stream: BinaryIO | FileIO, where: str, done: set[str], *, is_file: bool) -> None:
        self._stream = stream
        self._where = where
        self._done = done
        self._is_file = is_file

    @classmethod
    def of_path(cls, path: Path) -> Self:
        """Open a file, made where missing; what a killed run left of its last line is cut off.

        Raises:
            UnwritableTarget: if the file cannot be made or written.
            StoreLocked: if another run writes to it.
            BrokenRecord: if it holds a line that is no article record; it is left as it is.
        """
        if path.is_dir() or not path.parent.is_dir():
            what = "a folder stands there" if path.is_dir() else f"no folder {path.parent}"
            raise UnwritableTarget(str(path), what, "Give the path of a file in a folder that exists")
        try:
            stream = path.open("ab", buffering=0)  # unbuffered: a line that failed is not written again at closing
        except OSError as error:
            raise _unwritable(str(path), error) from error
        try:
            _lock(stream, path)
            done, whole, is_ended = _read_done(path)
            stream.truncate(whole)
            if not is_ended:
                stream.write(b"\n")
        except BaseException:
            stream.close()
            raise
        return cls(stream, str(path), done, is_file=True)

    @classmethod
    def of_stdout(cls) -> Self:
        """Write to standard output, which knows of no earlier run."""
        return cls(sys.stdout.buffer, "standard output", set(), is_file=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin_run(self, run: Run) -> None:
        """Do nothing: lines do not name their run."""

    def finish_run(self, run: Run) -> None:
        """Do nothing: lines do not name their run."""

    def is_done(self, sha256: str, pipeline: str) -> bool:  # noqa: ARG002 - a line does not tell its pipeline
        """Tell whether that content has a line, by whichever pipeline."""
        return sha256 in self._done

    def note_location(self, article: Article) -> None:
        """Do nothing: lines do not name their location."""

    def fail(self, failure: Failure, run_id: str) -> None:
        """Do nothing: a file of records holds records only."""

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> None:  # noqa: ARG002 - nor its run
        """Append the record's line, unless that content has one.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or is not valid Unicode.
            OffsetMismatch: if a span does not give its text.
            UnwritableTarget: if the disk is full or the reader of standard output has gone.
        """
        check_record(article, record)
        if article.sha256 in self._done:
            return
        try:
            line = f"{to_json(record)}\n".encode()
        except UnicodeEncodeError as error:
            raise BrokenRecord(
                article.location, "a text holds half of a surrogate pair", "Mend the article's text or fields"
            ) from error
        self._append(line)
        self._done.add(article.sha256)

    def close(self) -> None:
        """Close the file, its lines on the disk; a second call does nothing."""
        if not self._is_file or self._stream.closed:
            return
        try:
            os.fsync(self._stream.fileno())
            self._stream.close()
        except OSError as error:
            raise _unwritable(self._where, error) from error

    def _append(self, line: bytes) -> None:
        """Write a whole line or, in a file, nothing."""
        before = os.fstat(self._stream.fileno()).st_size if self._is_file else 0
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._stream.write(rest) :]
            self._stream.flush()
        except OSError as error:
            if self._is_file:
                self._stream.truncate(before)
            raise _unwritable(self._where, error) from error


def _unwritable(where: str, error: OSError) -> UnwritableTarget:
    return UnwritableTarget(
        where, f"cannot be written ({error.strerror})", "Check permissions and room, then run the same command again"
    )


def _lock(stream: FileIO, path: Path) -> None:
    if not _LOCKS:
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreLocked(
            str(path), "another run writes to it", "Wait for it to finish, or give another path"
        ) from error


def _read_done(path: Path) -> tuple[set[str], int, bool]:
    """Return the contents that have a line, the length up to the last whole one, and whether a line break ends it."""
    done: set[str] = set()
    whole, is_ended = 0, True
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                sha256 = _sha256(line)
                if sha256 is None and not _is_torn(line):
                    raise BrokenRecord(
                        f"{path}:{number}",
                        "no article record; the file was left as it is",
                        "Mend the line, or give another path",
                    )
                if sha256 is None:
                    break
                done.add(sha256)
            whole += len(line)
            is_ended = line.endswith(b"\n")
    return done, whole, is_ended


def _is_torn(line: bytes) -> bool:
    """Tell whether a line is what a killed run left of one of ours."""
    return not line.endswith(b"\n") and line[: len(_LINE_BEGINS)] == _LINE_BEGINS[: len(line)]


def _sha256(line: bytes) -> str | None:
    """Return the content hash of a line, or None where it is no whole record."""
    try:
        found = json.loads(line)["article"]["sha256"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None
