"""How fast real articles go into each store with one worker and two, and what a run costs beside the pipeline."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evaluation.bench.extract_speed import sample
from evaluation.bench.tables import Row
from tests.postgres_server import running_server

from moneyquote.batch import Event, Kind, Settings, run_batch
from moneyquote.batch.worker import pipeline_extractor
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article
from moneyquote.stores import open_store

STORES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "parquet": "Parquet"}


class Marks:
    """When the first article was done, and what was done after it."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words
        self._begun: float | None = None
        self.articles = self.words = 0

    def __call__(self, event: Event) -> None:
        """Note an article that is done; start-up ends with the first."""
        if event.kind is not Kind.DONE:
            return
        if self._begun is None:
            self._begun = time.perf_counter()
            return
        self.articles += 1
        self.words += self._words[event.sha256 or ""]

    def rates(self) -> tuple[float, float]:
        """Return articles and words a second, from the first article done until now."""
        if self._begun is None or not self.articles:
            raise SystemExit("fewer than two articles were done: give a larger --number")
        took = time.perf_counter() - self._begun
        return self.articles / took, self.words / took


def speed(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Time from the first article done until the store is closed, so that what is written last counts too."""
    files = sample(options.articles, options.number)
    articles = (found for found in read_articles(find_inputs(files)) if isinstance(found, Article))
    words = {article.sha256: len(article.text.split()) for article in articles}
    for store in options.stores:
        rates = {}
        for jobs in (1, 2):
            marks = Marks(words)
            with target(store, place / f"speed{jobs}") as address:
                with open_store(address) as opened:
                    run_batch(find_inputs(files), opened, Settings(jobs=jobs), watch=marks)
                rates[jobs], a_second = marks.rates()
            yield Row(
                what=f"{STORES[store]}, {jobs} worker{'s' * (jobs > 1)}: articles a second"
                f" ({marks.articles + 1:,} real articles)",
                value=f"{rates[jobs]:.1f} ({a_second:,.0f} words)",
            )
        efficiency = rates[2] / (2 * rates[1])
        yield Row(what=f"{STORES[store]}: efficiency of the second worker", value=f"{efficiency:.0%}", bar="≥ 85 %")


@contextmanager
def target(store: str, path: Path) -> Iterator[str]:
    """Yield an empty target of a store: a path, or the address of a database on a server that is started for it."""
    if store != "postgres":
        yield f"{path}.{'db' if store == 'sqlite' else store}"
        return
    with running_server(durable=True) as server:
        yield server.address(server.new_database())


def overhead(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Compare the pipeline alone with processor time spent in the run's own process: reading, ledger, store, pipes."""
    files = sample(options.articles, min(options.number, 1000))
    articles = [found for found in read_articles(find_inputs(files)) if isinstance(found, Article)]
    work = pipeline_extractor("news")
    for article in articles[:20]:
        work(article)
    begun = time.process_time()
    for article in articles:
        work(article)
    alone = time.process_time() - begun
    with open_store(str(place / "overhead.db")) as store:
        begun = time.process_time()
        run_batch(find_inputs(files), store)
        spent = time.process_time() - begun
    yield Row(
        what=f"overhead of reading, ledger, store and pipes ({len(articles):,} articles, processor time)",
        value=f"{spent / alone:.1%} of the pipeline's {1000 * alone / len(articles):.1f} ms an article",
        bar="≤ 10 %",
    )
