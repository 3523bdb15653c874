"""The batch: articles through the pipeline into a store, each once, in one process or several.

An article that fails is quarantined with its reason and costs only itself. What is in the store already, under the
same content and pipeline, is not worked again.
"""

from __future__ import annotations

import multiprocessing
import uuid
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice

from spacy.language import Language

from moneyquote.errors import ArticleFailed, RecordError
from moneyquote.extract import extract
from moneyquote.loading import fingerprint, load
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.stores import Store
from moneyquote.version import __version__

STAGE = "extraction"
Outcome = ArticleRecord | Failure


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run has done so far.

    Attributes:
        done: articles whose records are new in the store.
        skipped: articles that were in the store already, or stood twice in the input.
        failed: inputs that were quarantined.
        records: how many records of each kind are new.
    """

    done: int = 0
    skipped: int = 0
    failed: int = 0
    records: Counter[str] = field(default_factory=Counter)

    def add(self, record: ArticleRecord) -> None:
        """Count one article's record."""
        self.done += 1
        for kind in ("entities", "mentions", "amounts", "quotes", "grants"):
            self.records[kind] += len(getattr(record, kind))


Report = Callable[[Tally, Failure | None], None]


def run_batch(
    inputs: Iterable[Article | Failure],
    store: Store,
    *,
    model: str = "news",
    jobs: int = 1,
    limit: int | None = None,
    redo: bool = False,
    report: Report = lambda _tally, _failure: None,
) -> Tally:
    """Extract every article of the inputs into the store and return the tally.

    Args:
        inputs: articles, and failures of reading.
        store: where records and failures go.
        model: the name or folder of the pipeline.
        jobs: the number of worker processes; 1 works in this process.
        limit: the largest number of articles to work in this run, or None.
        redo: whether to work finished articles again.
        report: called after each input with the tally and its failure, if it failed.

    Raises:
        ModelNotFound: if there is no such model.
        StoreError: if the store stops taking records; what was saved stays.
    """
    run = Run(id=uuid.uuid4().hex[:12], started=_now(), version=__version__, pipeline=fingerprint(model))
    books = _Books(store=store, run=run, report=report)
    store.begin_run(run)
    under_way: dict[str, list[Article]] = {}

    def new_articles() -> Iterator[Article]:
        for found in inputs:
            if isinstance(found, Failure):
                books.quarantine(found)
            elif found.sha256 in under_way:
                under_way[found.sha256].append(found)
            elif not redo and store.is_done(found.sha256, run.pipeline):
                books.skip(found)
            else:
                under_way[found.sha256] = []
                yield found

    for article, outcome in _outcomes(islice(new_articles(), limit), model, jobs):
        saved = books.enter(article, outcome)
        for twin in under_way.pop(article.sha256):
            if isinstance(saved, Failure):
                books.quarantine(replace(saved, location=twin.location))
            else:
                books.skip(twin)
    tally = books.tally
    store.finish_run(replace(run, finished=_now(), done=tally.done, skipped=tally.skipped, failed=tally.failed))
    return tally


@dataclass(slots=True, kw_only=True)
class _Books:
    """Where each input of one run ends: in the store, and in the tally."""

    store: Store
    run: Run
    report: Report
    tally: Tally = field(default_factory=Tally)

    def enter(self, article: Article, outcome: Outcome) -> Outcome:
        """Save a record or quarantine a failure; what cannot be saved is quarantined, and returned as a Failure."""
        if not isinstance(outcome, Failure):
            try:
                self.store.save(article, outcome, self.run.id)
            except RecordError as error:
                outcome = Failure(
                    location=article.location,
                    stage="saving",
                    code=error.code,
                    what=error.what,
                    mend=error.mend,
                    sha256=article.sha256,
                )
        if isinstance(outcome, Failure):
            self.quarantine(outcome)
        else:
            self.tally.add(outcome)
            self.report(self.tally, None)
        return outcome

    def quarantine(self, failure: Failure) -> None:
        """Keep a failure."""
        self.store.fail(failure, self.run.id)
        self.tally.failed += 1
        self.report(self.tally, failure)

    def skip(self, article: Article) -> None:
        """Note that an article's content is in the store already."""
        self.store.note_location(article)
        self.tally.skipped += 1
        self.report(self.tally, None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def attempt(nlp: Language, article: Article) -> Outcome:
    """Return an article's record, or the Failure that its extraction ended in; never raises for the article's sake."""
    try:
        return extract(nlp, article)
    except Exception as error:  # any fault of one article is quarantined with its reason, and the others go on
        return _failure(article, f"{type(error).__name__}: {error}")


def _failure(article: Article, what: str) -> Failure:
    failed = ArticleFailed(article.location, what, "Report it with the article's SHA-256; the others went on")
    return Failure(
        location=failed.where, stage=STAGE, code=failed.code, what=failed.what, mend=failed.mend, sha256=article.sha256
    )


def _outcomes(articles: Iterator[Article], model: str, jobs: int) -> Iterator[tuple[Article, Outcome]]:
    if jobs > 1:
        yield from _from_workers(articles, model, jobs)
        return
    nlp = None
    for article in articles:
        nlp = nlp or load(model)
        yield article, attempt(nlp, article)


_worker_nlp: list[Language] = []


def _begin_worker(model: str) -> None:
    _worker_nlp[:] = [load(model)]


def _work(article: Article) -> Outcome:
    return attempt(_worker_nlp[0], article)


def _pool(model: str, jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: ONNX Runtime's and the tokenizers' threads do not survive a fork.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_begin_worker, initargs=(model,))


def _from_workers(articles: Iterator[Article], model: str, jobs: int) -> Iterator[tuple[Article, Outcome]]:
    """Yield outcomes in the order of the articles; a worker that dies takes only its own article along."""
    pool = _pool(model, jobs)
    ahead: deque[tuple[Article, Future[Outcome]]] = deque()
    try:
        for article in articles:
            ahead.append((article, pool.submit(_work, article)))
            if len(ahead) >= 4 * jobs:
                pool = yield from _first(ahead, pool, model, jobs)
        while ahead:
            pool = yield from _first(ahead, pool, model, jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _first(
    ahead: deque[tuple[Article, Future[Outcome]]], pool: ProcessPoolExecutor, model: str, jobs: int
) -> Generator[tuple[Article, Outcome], None, ProcessPoolExecutor]:
    """Yield the first outcome; after a worker's death, all that were under way, one at a time."""
    article, future = ahead.popleft()
    try:
        yield article, future.result()
        return pool
    except BrokenProcessPool:
        pool.shutdown(wait=True, cancel_futures=True)
    waiting = [article, *(other for other, _ in ahead)]
    ahead.clear()
    for other in waiting:
        with _pool(model, 1) as alone:
            try:
                outcome = alone.submit(_work, other).result()
            except BrokenProcessPool:
                outcome = _failure(other, "the worker process died over it (out of memory, or a crash)")
        yield other, outcome
    return _pool(model, jobs)
