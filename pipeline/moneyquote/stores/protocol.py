"""What the batch asks of a place where records go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from moneyquote.records import Article, ArticleRecord, Failure, Run


class Claim(StrEnum):
    """What a store answers to a run that wants to work an article."""

    GRANTED = "granted"  # the run holds it, and is to save a record or a failure of it
    DONE = "done"  # the content has a record of this pipeline; its location is noted
    QUARANTINED = "quarantined"  # this content, at this location, has failed under this pipeline
    ELSEWHERE = "elsewhere"  # another run that lives holds it: ask again later


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a store knows of the files of a run.

    Attributes:
        open: the files to read, in the order given.
        done: how many inputs of the other files are done.
        quarantined: how many are quarantined.
    """

    open: list[str]
    done: int = 0
    quarantined: int = 0


class Store(Protocol):
    """A target of ``extract``. Close it, or use it as a context manager; it is used from one thread.

    An article's identity is the SHA-256 of its text: the same content in two places is one article. A store keeps
    at most one record of it, and a ledger of the inputs: each location is pending, done or quarantined. Each call
    that writes is all or nothing, and what it wrote outlives the death of the process right after it. A power cut may
    undo the last calls, whole, ledger and records alike, so that their articles are worked again; what was written
    before ``finish_run`` outlives that too.

    The calls of a run, in this order: ``begin_run``; ``expect`` and ``forget``; for each article ``claim`` and, where
    granted, ``save`` or ``fail``; for each input that cannot be read ``fail``; after the last article of a file of
    several ``note_read``; ``finish_run``. A run may end anywhere: what it had claimed is pending again once its process
    is dead, its store closed or the run finished.

    Every method may raise StoreLocked, UnwritableTarget, ServerUnavailable, or NotADatabase where the target proves
    damaged.
    ``tests/stores/conformance.py`` tests all that is said here on any store.

    Attributes:
        keeps_order: whether the order of saving shows in what is kept, so that a run is to save in the order of its
            inputs.
    """

    keeps_order: bool

    def begin_run(self, run: Run) -> None:
        """Note that a run has begun. The other writing calls name a run that has begun in this store."""

    def expect(self, files: Sequence[tuple[str, str]], run_id: str, *, retry: bool = False) -> Expected:
        """Enter files, as pairs of location and stamp, as pending inputs; return those that are to be read.

        A file need not be read where all its inputs are done, or quarantined and not to be tried again (``retry``),
        under the same stamp and pipeline.
        """
        ...

    def forget(self, folders: Sequence[str]) -> None:
        """Drop the failures of folders that can be looked into now, and with them those folders as inputs."""

    def claim(
        self, article: Article, run_id: str, *, file: str | None = None, redo: bool = False, retry: bool = False
    ) -> Claim:
        """Ask to work an article and enter its location in the ledger.

        Args:
            article: the article.
            run_id: the run that asks.
            file: the file of several articles that it stands in.
            redo: whether to work it though it is done.
            retry: whether to work it though it is quarantined.

        Raises:
            BrokenRecord: if the article cannot be stored; nothing is claimed then.
        """
        ...

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> bool:
        """Keep an article and its record in place of older records of the same content; its location is done.

        Drops the failures of the article's location and of its content. Returns False, and keeps what stands, where
        this run does not hold the article any more and another has finished it under the same pipeline.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or cannot be stored.
            OffsetMismatch: if a span does not give its text.
        """
        ...

    def fail(self, failure: Failure, run_id: str, *, file: str | None = None) -> None:
        """Keep a failure in place of an older one of the same location and stage; its location is quarantined."""

    def note_read(self, file: str, run_id: str) -> None:
        """Note that a file of several articles has been read to its end, each of them claimed or failed."""

    def finish_run(self, run: Run) -> None:
        """Note the end of a run and its counts; what it still holds is free again."""

    def close(self) -> None:
        """Give the target back; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
