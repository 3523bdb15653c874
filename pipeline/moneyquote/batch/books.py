"""Where each input of a run ends: in the store and in the tally, and told to whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from moneyquote.batch.events import Event, Kind, Tally, Watch
from moneyquote.batch.inputs import Found
from moneyquote.errors import RecordError
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.stores import Claim, Expected, Store

if TYPE_CHECKING:
    from moneyquote.batch.run import Settings

SAVING = "saving"


@dataclass(slots=True, kw_only=True)
class Books:
    """The books of one run."""

    store: Store
    run: Run
    watch: Watch
    tally: Tally = field(default_factory=Tally)
    _held_back: dict[int, Callable[[], None]] = field(default_factory=dict)
    _next: int = 0

    @property
    def behind(self) -> int:
        """How many entries wait for one before them."""
        return len(self._held_back)

    def at(self, number: int | None, enter: Callable[[], None]) -> None:
        """Make an entry: at once, or where the order of saving shows, when all of lower numbers are made.

        None is the number of what has no place in that order, for it leaves nothing in the store.
        """
        if number is None or not self.store.keeps_order:
            enter()
            return
        self._held_back[number] = enter
        while self._next in self._held_back:
            self._held_back.pop(self._next)()
            self._next += 1

    def tell(
        self,
        kind: Kind,
        *,
        location: str | None = None,
        sha256: str | None = None,
        seconds: float | None = None,
        failure: Failure | None = None,
        detail: str | None = None,
    ) -> None:
        """Tell the watcher what happened."""
        event = Event(
            kind=kind,
            tally=self.tally,
            location=location,
            sha256=sha256,
            seconds=seconds,
            failure=failure,
            detail=detail,
        )
        self.watch(event)

    def expect(self, files: Sequence[tuple[str, str]], settings: Settings) -> Expected:
        """Enter the files of the run as pending, and return those that are to be read."""
        known = self.store.expect(files, self.run.id, retry=settings.retry_failed)
        if settings.redo:
            known = Expected(open=[location for location, _ in files])
        self.tally.skipped, self.tally.held = known.done, known.quarantined
        self.tally.total = known.done + known.quarantined + len(known.open)
        return known

    def forget(self, folders: Sequence[str]) -> None:
        """Drop the failures of folders that can be looked into now."""
        self.store.forget(folders)

    def note_read(self, file: str) -> None:
        """Note that a file of several articles has been read: it counts no longer, its articles do."""
        self.store.note_read(file, self.run.id)
        self.tally.total -= 1

    def claim(self, article: Article, file: str | None, *, redo: bool, retry: bool) -> Claim | None:
        """Ask the store for an article and note the answer; None where it could not even be entered."""
        try:
            claim = self.store.claim(article, self.run.id, file=file, redo=redo, retry=retry)
        except RecordError as error:
            self.quarantine(_unsaved(article, error), file)
            return None
        if claim is Claim.DONE:
            self.skip(article)
        elif claim is Claim.QUARANTINED:
            self.tally.held += 1
        return claim

    def enter(
        self, article: Article, outcome: ArticleRecord | Failure, twins: Sequence[Found], seconds: float | None
    ) -> None:
        """Save a record or quarantine a failure, for every place where the content stands."""
        is_new = False
        if not isinstance(outcome, Failure):
            try:
                is_new = self.store.save(article, outcome, self.run.id)
            except RecordError as error:
                outcome = _unsaved(article, error)
        if isinstance(outcome, Failure):
            self.quarantine(outcome)
        elif is_new:
            self.tally.add(outcome)
            self.tell(Kind.DONE, location=article.location, sha256=article.sha256, seconds=seconds)
        else:
            self.skip(article)
        for twin in twins:
            if isinstance(outcome, Failure):
                self.quarantine(replace(outcome, location=twin.what.location), twin.file)
            elif isinstance(twin.what, Article):
                self.claim(twin.what, twin.file, redo=False, retry=False)

    def quarantine(self, failure: Failure, file: str | None = None) -> None:
        """Keep a failure."""
        self.store.fail(failure, self.run.id, file=file)
        self.tally.failed += 1
        self.tell(Kind.QUARANTINED, location=failure.location, sha256=failure.sha256, failure=failure)

    def skip(self, article: Article) -> None:
        """Count an article whose content is in the store already."""
        self.tally.skipped += 1
        self.tell(Kind.SKIPPED, location=article.location, sha256=article.sha256)


def _unsaved(article: Article, error: RecordError) -> Failure:
    return Failure(
        location=article.location,
        stage=SAVING,
        code=error.code,
        what=error.what,
        mend=error.mend,
        sha256=article.sha256,
    )
