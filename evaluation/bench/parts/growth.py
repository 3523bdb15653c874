"""What an article costs in a database that holds many, and how long a finished run takes to see that it is finished."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from evaluation.bench.parts.memory import fresh_articles
from evaluation.bench.tables import Row
from tests.batch.rig import made_folder, obedient

from moneyquote.batch import Settings, run_batch
from moneyquote.batch.worker import pipeline_extractor
from moneyquote.reading import find_inputs
from moneyquote.records import Article, ArticleRecord, Run
from moneyquote.stores import open_store
from moneyquote.version import __version__


def growth(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Time saving into databases that hold ever more articles."""
    target, held, costs = place / "growth.db", 0, []
    work = pipeline_extractor("news")
    made = [(article, work(article)) for article in fresh_articles(200, sentences=4, seed=2)]
    for size in options.sizes:
        held += _fill(target, held, size - held)
        costs.append((size, _cost(target, made, tag=size)))
        held += len(made)
    first = costs[0][1]
    for size, cost in costs:
        yield Row(
            what=f"claim and save an article in a database of {size:,}",
            value=f"{1000 * cost:.2f} ms ({cost / first:.2f} of the first)",
            bar="flat",
        )


def _fill(target: Path, begun: int, count: int) -> int:
    articles = (
        Article(id=f"g{number:07d}", text=f"Fund{number} gave money to some college.", location=f"g:{number}")
        for number in range(begun, begun + count)
    )
    work = obedient("news")
    with open_store(str(target)) as store:
        run = _begun_run(f"fill{begun}")
        store.begin_run(run)
        for article in articles:
            store.claim(article, run.id)
            store.save(article, work(article), run.id)
        store.finish_run(run)
    return count


def _begun_run(name: str) -> Run:
    return Run(id=name, started=datetime.now(UTC).isoformat(), version=__version__, pipeline="bench")


def _cost(target: Path, made: list[tuple[Article, ArticleRecord]], tag: int) -> float:
    with open_store(str(target)) as store:
        run = _begun_run(f"cost{tag}")
        store.begin_run(run)
        begun = time.perf_counter()
        for article, record in made:
            text = f"{article.text} {tag}"
            again = replace(article, text=text, location=f"{article.location}:{tag}")
            head = replace(record.article, sha256=again.sha256)
            store.claim(again, run.id)
            store.save(again, replace(record, article=head, text=text), run.id)
        took = time.perf_counter() - begun
        store.finish_run(run)
    return took / len(made)


def resume(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    folder, target = place / "resume", place / "resume.db"
    folder.mkdir()
    for part in range(0, options.resume, 1000):
        made_folder(
            folder / f"{part:07d}",
            {f"{part + n:07d}": f"Fund{part + n} gave." for n in range(min(1000, options.resume - part))},
        )
    with open_store(str(target)) as store:
        run_batch(find_inputs([folder]), store, Settings(jobs=2), make=obedient)
    begun = time.perf_counter()
    with open_store(str(target)) as store:
        tally = run_batch(find_inputs([folder]), store, Settings(jobs=2), make=obedient)
    took = time.perf_counter() - begun
    assert tally.done == 0, tally
    assert tally.skipped == options.resume, tally
    yield Row(what=f"resume a database of {options.resume:,} done articles", value=f"{took:.2f} s", bar="≤ 5 s")
