"""What the batch asks of a place where records go."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from moneyquote.records import Article, ArticleRecord, Failure, Run


class Store(Protocol):
    """A target of ``extract``. Close it, or use it as a context manager; it is used from one thread.

    An article's identity is the SHA-256 of its text: the same content in two places is one article. Each call that
    writes is all or nothing, and what it wrote outlives the death of the process right after it.

    Every method may raise StoreLocked, UnwritableTarget, or NotADatabase where the target proves damaged.
    """

    def begin_run(self, run: Run) -> None:
        """Note that a run has begun. The other writing calls name a run that has begun."""

    def is_done(self, sha256: str, pipeline: str) -> bool:
        """Tell whether that content has a record of the pipeline with that fingerprint."""
        ...

    def note_location(self, article: Article) -> None:
        """Note one more place where finished content stands, and drop the failures of that place.

        Nothing is written where all that is known already, or where the content has no record.
        """

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> None:
        """Keep an article and its record in place of older records of the same content.

        Drops the failures of the article's location and of its content.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or cannot be stored.
            OffsetMismatch: if a span does not give its text.
        """

    def fail(self, failure: Failure, run_id: str) -> None:
        """Keep a failure in place of an older one of the same location and stage."""

    def finish_run(self, run: Run) -> None:
        """Note the end of a run and its counts."""

    def close(self) -> None:
        """Give the target back; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
