"""One run: inputs through the workers into the store."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from moneyquote.batch import messages
from moneyquote.batch.books import Books
from moneyquote.batch.events import Kind, Tally, Watch
from moneyquote.batch.inputs import Found, Item, ReadThrough, items, stamped
from moneyquote.batch.outcomes import read, worked
from moneyquote.batch.shards import Shard
from moneyquote.batch.stopping import Stop
from moneyquote.batch.worker import Extractor, pipeline_extractor
from moneyquote.batch.workers import Job, Pool, Result, Tell, Terms, Workforce
from moneyquote.errors import StoreError
from moneyquote.loading import fingerprint
from moneyquote.reading import InputFile, Inputs, ReadingSettings
from moneyquote.records import Article, Failure, Run
from moneyquote.stores import Claim, Store
from moneyquote.version import __version__

# Seconds between two looks at signals and at what other runs hold.
_PATIENCE = 0.2
# Articles that other runs hold and that we keep in mind before we stop to ask for them again.
_MOST_ASIDE = 64
# Jobs that an ordered store may be behind the workers: while one hangs until its deadline, the others go on so far.
_MOST_AHEAD = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run goes about its work.

    Attributes:
        model: the name or folder of the pipeline.
        jobs: the number of worker processes.
        limit: the largest number of articles to work in this run, or None.
        redo: whether to work finished articles again.
        retry_failed: whether to try again what is quarantined.
        timeout: seconds after which reading or working one article is stopped.
        shard: the part of the inputs to work.
        reading: how files are read.
        recycle_after: articles after which a worker is replaced by a fresh one. In a memory zone a worker still grows
            by 2 to 5 kB an article of fresh words (4,000 articles, 2026-11), so that 5,000 bound it to 25 MB.
    """

    model: str = "news"
    jobs: int = 1
    limit: int | None = None
    redo: bool = False
    retry_failed: bool = False
    timeout: float = 60.0
    shard: Shard = field(default_factory=Shard)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    recycle_after: int = 5000


def run_batch(
    inputs: Inputs | Iterable[Article | Failure],
    store: Store,
    settings: Settings | None = None,
    *,
    watch: Watch = lambda _event: None,
    stop: Stop | None = None,
    make: Callable[[str], Extractor] = pipeline_extractor,
    staff: Callable[[Terms, Tell], Workforce] = Pool,
) -> Tally:
    """Extract every article of the inputs into the store and return the tally.

    Args:
        inputs: what ``find_inputs`` found; or articles, and failures of reading.
        store: where records and failures go.
        settings: how to go about it.
        watch: is told all that happens.
        stop: may be asked to end the run in good order.
        make: makes, from the model's name and in the worker, the function that works an article.
        staff: makes what the jobs are done by.

    Raises:
        ModelNotFound: if there is no such model.
        ModelBroken: if it does not load.
        StoreError: if the store stops taking records; what was saved stays.
        WorkersFail: if worker processes do not start, or die over every article.
    """
    settings = settings or Settings()
    run = Run(id=uuid.uuid4().hex[:12], started=_now(), version=__version__, pipeline=fingerprint(settings.model))
    store.begin_run(run)
    books = Books(store=store, run=run, watch=watch)
    try:
        _Work(inputs, settings, books, stop or Stop(), make=make, staff=staff).work()
    except BaseException:  # also when interrupted: cleaned up and raised on
        with suppress(StoreError):  # what stopped the run tells more than that its end could not be noted either
            store.finish_run(_finished(run, books.tally))
        raise
    store.finish_run(_finished(run, books.tally))
    books.tell(Kind.FINISHED)
    return books.tally


def _finished(run: Run, tally: Tally) -> Run:
    return replace(run, finished=_now(), done=tally.done, skipped=tally.skipped, failed=tally.failed)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What a job was given for: a file to read or an article to work, and its place in the order of the inputs."""

    asked: InputFile | Article
    number: int


class _Work:
    """The inputs of a run, and what is under way of them."""

    def __init__(
        self,
        inputs: Inputs | Iterable[Article | Failure],
        settings: Settings,
        books: Books,
        stop: Stop,
        *,
        make: Callable[[str], Extractor],
        staff: Callable[[Terms, Tell], Workforce],
    ) -> None:
        self._settings, self._books, self._stop = settings, books, stop
        self._items: Iterator[Item] | None = self._open(inputs)
        self._tasks: dict[Job, _Task] = {}
        self._twins: dict[str, list[Found]] = {}  # the content under way, and its further places
        self._aside: deque[Found] = deque()  # what other runs hold
        self._ask_after = 0.0
        self._granted = 0
        self._numbered = 0
        terms = Terms(
            make=make,
            model=settings.model,
            reading=settings.reading,
            size=settings.jobs,
            timeout=settings.timeout,
            recycle_after=settings.recycle_after,
        )
        self._pool = staff(terms, lambda kind, detail: books.tell(kind, detail=detail))

    def work(self) -> None:
        """Work until nothing is left, or until asked to stop and nothing is under way."""
        try:
            while True:
                self._feed()
                if self._stop.is_asked and not self._books.tally.stopped:
                    self._books.tally.stopped = True
                    self._books.tell(Kind.STOPPING, detail=f"{len(self._pool)} under way")
                if not len(self._pool) and (self._stop.is_asked or (self._items is None and not self._aside)):
                    return
                for job, result in self._pool.poll(0.0 if self._wants() else _PATIENCE):
                    self._take(job, result)
                self._ask_again()
        finally:
            self._pool.close()

    def _open(self, inputs: Inputs | Iterable[Article | Failure]) -> Iterator[Item]:
        settings, books = self._settings, self._books
        if not isinstance(inputs, Inputs):
            books.tell(Kind.STARTED)
            shard = settings.shard
            return (
                Found(what=found)
                for found in inputs
                if shard.takes(found.id if isinstance(found, Article) else found.location)
            )
        files = stamped(inputs, settings.reading, settings.shard)
        expected = books.expect([(file.location, stamp) for file, stamp in files], settings)
        books.forget(inputs.folders)
        books.tell(Kind.STARTED)
        return items(inputs, files, expected, settings.reading, settings.shard)

    def _wants(self) -> bool:
        """Tell whether there is room, and reason, to go on reading inputs."""
        if self._items is None or self._stop.is_asked or len(self._aside) >= _MOST_ASIDE:
            return False
        return len(self._pool) < 2 * self._settings.jobs + 2 and self._books.behind < _MOST_AHEAD

    def _feed(self) -> None:
        """Read inputs until the workers have enough before them; look up after a hundred that need no work."""
        for _ in range(100):
            if not self._wants() or self._items is None:
                return
            if self._granted == self._settings.limit:
                self._items = None
                return
            item = next(self._items, None)
            if item is None:
                self._items = None
            elif isinstance(item, ReadThrough):
                self._books.note_read(item.file)
            elif isinstance(item, InputFile):
                self._put(item, messages.ask_to_read(item), self._next_number())
            else:
                self._admit(item)

    def _admit(self, found: Found, number: int | None = None) -> None:
        """Claim an article and put it before the workers; ``number`` is that of the job that read it."""
        if found.file is not None:
            self._books.tally.total += 1
        if isinstance(found.what, Failure):
            self._books.at(number, partial(self._books.quarantine, found.what, found.file))
        else:
            self._claim(found.what, found, number)

    def _claim(self, article: Article, found: Found, number: int | None) -> None:
        """Ask the store for an article and put it before the workers, if it is granted."""
        twins = self._twins.get(article.sha256)
        if twins is not None:
            twins.append(found)
            self._books.at(number, _nothing)
            return
        settings = self._settings
        claim = self._books.claim(article, found.file, redo=settings.redo, retry=settings.retry_failed)
        if claim is Claim.GRANTED:
            self._granted += 1
            self._twins[article.sha256] = []
            number = self._next_number() if number is None else number
            self._put(article, messages.ask_to_extract(article), number)
            return
        if claim is Claim.ELSEWHERE:
            if not self._aside:
                self._books.tell(Kind.WAITING, location=article.location, detail="another run works it")
            self._aside.append(found)
        self._books.at(number, _nothing)

    def _ask_again(self) -> None:
        """Ask for what other runs held, once round, where there is nothing better to do."""
        if not self._aside or self._stop.is_asked or self._wants() or time.monotonic() < self._ask_after:
            return
        for _ in range(len(self._aside)):
            found = self._aside.popleft()
            assert isinstance(found.what, Article)  # only articles are held
            self._claim(found.what, found, None)
        self._ask_after = time.monotonic() + _PATIENCE

    def _next_number(self) -> int:
        self._numbered += 1
        return self._numbered - 1

    def _put(self, asked: InputFile | Article, request: bytes, number: int) -> None:
        job = Job(request)
        self._tasks[job] = _Task(asked=asked, number=number)
        self._pool.put(job)

    def _take(self, job: Job, result: Result) -> None:
        """Enter what became of a job in the books, or work what it has read."""
        task = self._tasks.pop(job)
        if isinstance(task.asked, Article):
            outcome, seconds = worked(task.asked, result, self._settings.timeout)
            twins = self._twins.pop(task.asked.sha256)
            self._books.at(task.number, partial(self._books.enter, task.asked, outcome, twins, seconds))
            return
        for found in read(task.asked, result, self._settings.timeout):  # one, in the formats that workers read
            self._admit(Found(what=found), task.number)


def _nothing() -> None:
    """Enter nothing in the books."""
