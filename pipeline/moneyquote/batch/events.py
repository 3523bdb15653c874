"""What happens in a run, as its watchers are told, and how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from moneyquote.records import ArticleRecord, Failure


class Kind(StrEnum):
    """What can happen in a run."""

    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"
    QUARANTINED = "quarantined"
    WORKER_STARTED = "worker-started"
    WORKER_DIED = "worker-died"
    WORKER_STOPPED = "worker-stopped"
    WORKER_RETIRED = "worker-retired"
    WAITING = "waiting"
    STOPPING = "stopping"
    FINISHED = "finished"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run has done so far.

    Attributes:
        total: the inputs that it knew to be open so far; grows while files of several articles are read.
        done: articles whose records are new in the store.
        skipped: inputs whose content was in the store already, or stood twice among them.
        failed: inputs that were quarantined in this run.
        held: inputs that were quarantined before and not tried again.
        records: how many records of each kind are new.
        stopped: whether the run was asked to stop before its end.
    """

    total: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    held: int = 0
    records: Counter[str] = field(default_factory=Counter)
    stopped: bool = False

    def add(self, record: ArticleRecord) -> None:
        """Count one article's record."""
        self.done += 1
        for kind in ("entities", "mentions", "amounts", "quotes", "grants"):
            self.records[kind] += len(getattr(record, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: what it was.
        tally: how far the run had come then.
        location: the input that it happened to.
        sha256: the content that it happened to.
        seconds: how long the worker had taken over it.
        failure: why the input was quarantined.
        detail: what else there is to tell.
    """

    kind: Kind
    tally: Tally
    location: str | None = None
    sha256: str | None = None
    seconds: float | None = None
    failure: Failure | None = None
    detail: str | None = None


Watch = Callable[[Event], None]
