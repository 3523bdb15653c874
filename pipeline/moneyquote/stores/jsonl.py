"""The JSON Lines store: one article record a line, appended, in the end one line for each content.

A line holds neither its run nor its location: content that stands in the file is done, whichever pipeline made it.
It has no ledger: failures stand in the batch's messages and log only, and the next run tries them again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from moneyquote.errors import BrokenRecord, UnwritableTarget
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.serialization import to_json
from moneyquote.stores.checking import check_record
from moneyquote.stores.lines import drop_older_lines, lock, read_lines
from moneyquote.stores.protocol import Claim, Expected


class JsonlStore:
    """A stream of record lines that this process appends to; ``path`` is None for standard output."""

    keeps_order = True

    def __init__(self, stream: BinaryIO | FileIO, path: Path | None, done: set[str], *, is_doubled: bool) -> None:
        self._stream = stream
        self._path = path
        self._done = done
        self._is_doubled = is_doubled

    @classmethod
    def of_path(cls, path: Path) -> Self:
        """Open a file, made where missing; what a killed run left of its last line is cut off.

        Raises:
            UnwritableTarget: if the file cannot be made or written.
            StoreLocked: if another run writes to it.
            BrokenRecord: if it holds a line that is no article record; it is left as it is.
        """
        if os.path.isdir(path) or not os.path.isdir(path.parent):
            what = "a folder stands there" if os.path.isdir(path) else f"no folder {path.parent}"
            raise UnwritableTarget(str(path), what, "Give the path of a file in a folder that exists")
        try:
            stream = path.open("ab", buffering=0)  # unbuffered: a line that failed is not written again at closing
        except OSError as error:
            raise _unwritable(str(path), error) from error
        try:
            lock(stream, path)
            lines = read_lines(path)
            stream.truncate(lines.length)
            if not lines.is_ended:
                stream.write(b"\n")
        except BaseException:  # also when interrupted: cleaned up and raised on
            stream.close()
            raise
        return cls(stream, path, set(lines.last), is_doubled=lines.is_doubled)

    @classmethod
    def of_stdout(cls) -> Self:
        """Write to standard output, which knows of no earlier run."""
        return cls(sys.stdout.buffer, None, set(), is_doubled=False)

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

    def expect(self, files: Sequence[tuple[str, str]], run_id: str, *, retry: bool = False) -> Expected:  # noqa: ARG002 - lines do not name their file
        """Have every file read: lines do not name their location."""
        return Expected(open=[location for location, _ in files])

    def forget(self, folders: Sequence[str]) -> None:
        """Do nothing: failures are not kept."""

    def claim(
        self,
        article: Article,
        run_id: str,  # noqa: ARG002 - a file has one run at a time
        *,
        file: str | None = None,  # noqa: ARG002 - lines do not name their file
        redo: bool = False,
        retry: bool = False,  # noqa: ARG002 - failures are not kept, so that each run tries anew
    ) -> Claim:
        """Grant what has no line, by whichever pipeline."""
        return Claim.DONE if article.sha256 in self._done and not redo else Claim.GRANTED

    def fail(self, failure: Failure, run_id: str, *, file: str | None = None) -> None:
        """Do nothing: a file of records holds records only."""

    def note_read(self, file: str, run_id: str) -> None:
        """Do nothing: lines do not name their file."""

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> bool:  # noqa: ARG002 - nor its run
        """Append the record's line; an older line of that content is dropped when the file is closed.

        Standard output, from which nothing can be dropped, gets the first line of a content only.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or is not valid Unicode.
            OffsetMismatch: if a span does not give its text.
            UnwritableTarget: if the disk is full.
            BrokenPipeError: if the reader of standard output has gone.
        """
        check_record(article, record)
        is_known = article.sha256 in self._done
        if is_known and not self._path:
            return False
        try:
            line = f"{to_json(record)}\n".encode()
        except UnicodeEncodeError as error:
            raise BrokenRecord(
                article.location, "a text holds half of a surrogate pair", "Mend the article's text or fields"
            ) from error
        self._append(line)
        self._done.add(article.sha256)
        self._is_doubled |= is_known
        return True

    def close(self) -> None:
        """Close the file, its lines on the disk, each content once; a second call does nothing."""
        if self._path is None or self._stream.closed:
            return
        try:
            os.fsync(self._stream.fileno())
            if self._is_doubled:
                drop_older_lines(self._path)
        except OSError as error:
            raise _unwritable(str(self._path), error) from error
        finally:
            self._stream.close()

    def _append(self, line: bytes) -> None:
        """Write a whole line or, in a file, nothing."""
        before = os.fstat(self._stream.fileno()).st_size if self._path else 0
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._stream.write(rest) :]
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            if self._path:
                self._stream.truncate(before)
            raise _unwritable(str(self._path or "standard output"), error) from error


def _unwritable(where: str, error: OSError) -> UnwritableTarget:
    return UnwritableTarget(
        where, f"cannot be written ({error.strerror})", "Check permissions and room, then run the same command again"
    )
