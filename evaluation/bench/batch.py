"""What the batch costs beyond the pipeline, and what it keeps under kills; writes a table.

    python -m evaluation.bench.batch [--articles ../shared/articles] [--number 5000] [--fresh 50000]
        [--sizes 1000 10000 100000] [--resume 100000] [--kills 200] [--only NAME...] [--to evaluation/bench/batch.md]

The parts, by name: speed, overhead, memory, growth, resume, kills. Ratios are of one run on one machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from evaluation.bench.extract_speed import machine, sample
from tests.batch.rig import dump, made_folder, numbered, obedient

from moneyquote.batch import Event, Kind, Settings, messages, run_batch
from moneyquote.batch.worker import pipeline_extractor
from moneyquote.batch.workers import Job, Pool, Terms
from moneyquote.reading import ReadingSettings, find_inputs, read_articles
from moneyquote.records import Article, ArticleRecord, Run
from moneyquote.stores import open_store
from moneyquote.version import __version__

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    what: str
    value: str
    bar: str = ""


def fresh_text(chance: random.Random, sentences: int = 8) -> str:
    def word() -> str:
        return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(chance.randint(5, 11)))

    return " ".join(
        f"Mr {word().title()} {word().title()} of the {word().title()} Fund said it gave ${chance.randint(1, 900)},000 "
        f"to the {word().title()} College for {word()} {word()}."
        for _ in range(sentences)
    )


def fresh_articles(count: int, sentences: int = 8, seed: int = 1) -> Iterator[Article]:
    chance = random.Random(seed)
    for number in range(count):
        yield Article(id=f"f{number:07d}", text=fresh_text(chance, sentences), location=f"fresh:{number}")


def speed(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    files = sample(options.articles, options.number)
    words = sum(len(found.text.split()) for found in read_articles(find_inputs(files)) if isinstance(found, Article))
    rates = {}
    for jobs in (1, 2):
        begun = 0.0
        answered = 0

        def watch(event: Event) -> None:
            nonlocal begun, answered
            if event.kind is Kind.DONE:
                begun = begun or time.perf_counter()
                answered += 1

        with open_store(str(place / f"speed{jobs}.db")) as store:
            run_batch(find_inputs(files), store, Settings(jobs=jobs), watch=watch)
        took = time.perf_counter() - begun
        rates[jobs] = answered / took
        yield Row(
            what=f"articles a second, {jobs} worker{'s' * (jobs > 1)} ({answered:,} real articles into SQLite)",
            value=f"{rates[jobs]:.1f} ({rates[jobs] * words / max(1, answered):,.0f} words)",
        )
    efficiency = rates[2] / (2 * rates[1])
    yield Row(what="efficiency of the second worker", value=f"{efficiency:.0%}", bar="≥ 85 %")


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


def memory(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Fit a line through a worker's resident memory over articles none of whose names came before."""
    del place
    for recycle in (options.fresh + 1, Settings().recycle_after):
        marks = _memory_marks(options.fresh, recycle)
        settled = marks[len(marks) // 10 :]
        slope = _slope(settled)
        peak = max(size for _, size in marks) / 1e6
        kind = "one worker throughout" if recycle > options.fresh else f"replaced every {recycle:,}"
        yield Row(
            what=f"memory over {options.fresh:,} articles of fresh words, {kind}",
            value=f"{slope:,.0f} bytes an article, peak {peak:.0f} MB",
            bar="< 1,000" if recycle <= options.fresh else "",
        )
        if recycle > options.fresh and options.fresh < Settings().recycle_after:
            return


def _memory_marks(count: int, recycle: int) -> list[tuple[int, int]]:
    terms = Terms(
        make=pipeline_extractor,
        model="news",
        reading=ReadingSettings(),
        size=1,
        timeout=60.0,
        recycle_after=recycle,
    )
    pool = Pool(terms, lambda _kind, _detail: None)
    marks: list[tuple[int, int]] = []
    articles = fresh_articles(count)
    try:
        while len(marks) < count:
            while len(pool) < 3 and (article := next(articles, None)):
                pool.put(Job(messages.ask_to_extract(article)))
            for _, result in pool.poll(1.0):
                assert isinstance(result, bytes), result
                marks.append((len(marks), messages.memory(result)))
    finally:
        pool.close()
    return marks


def _slope(marks: list[tuple[int, int]]) -> float:
    mean_x = sum(x for x, _ in marks) / len(marks)
    mean_y = sum(y for _, y in marks) / len(marks)
    return sum((x - mean_x) * (y - mean_y) for x, y in marks) / sum((x - mean_x) ** 2 for x, _ in marks)


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
        made_folder(folder / f"{part:07d}", {f"{part + n:07d}": f"Fund{part + n} gave." for n in range(1000)})
    with open_store(str(target)) as store:
        run_batch(find_inputs([folder]), store, Settings(jobs=2), make=obedient)
    begun = time.perf_counter()
    with open_store(str(target)) as store:
        tally = run_batch(find_inputs([folder]), store, Settings(jobs=2), make=obedient)
    took = time.perf_counter() - begun
    assert tally.done == 0, tally
    assert tally.skipped == options.resume, tally
    yield Row(what=f"resume a database of {options.resume:,} done articles", value=f"{took:.2f} s", bar="≤ 5 s")


def kills(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Kill runs at random points until all is done as often as asked; compare with undisturbed runs."""
    chance, killed, rounds, lost, doubled, equal = random.Random(4), 0, 0, 0, 0, 0
    texts = {name: f"SLOW 0.003 {text}" for name, text in numbered(400).items()} | {"bad": "RAISE x", "p.json": "{"}
    folder = made_folder(place / "kills", texts)
    with open_store(str(place / "whole.db")) as store:
        run_batch(find_inputs([folder]), store, make=obedient)
    whole = dump(place / "whole.db")
    while killed < options.kills:
        rounds += 1
        target = place / f"killed{rounds}.db"
        while True:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.batch.runner", str(folder), str(target), "2"],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            try:
                if killed >= options.kills:
                    process.wait(timeout=600)
                else:
                    process.wait(timeout=chance.uniform(0.2, 2.0))
                break
            except subprocess.TimeoutExpired:
                killed += 1
                if chance.random() < 0.5:
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()
                process.wait()
        found = dump(target)
        shas = [row[5] for row in found["articles"]]
        lost += len({row[5] for row in whole["articles"]} - set(shas))
        doubled += len(shas) - len(set(shas)) + len(found["entities"]) - len(whole["entities"])
        equal += found == whole
    yield Row(
        what=f"{killed} kill -9 at random points, over {rounds} databases of {len(texts):,} inputs",
        value=f"{lost} lost, {doubled} doubled, {equal} of {rounds} dumps equal",
        bar="0, 0, all",
    )


PARTS: dict[str, Callable[[argparse.Namespace, Path], Iterator[Row]]] = {
    "speed": speed,
    "overhead": overhead,
    "memory": memory,
    "growth": growth,
    "resume": resume,
    "kills": kills,
}


def page(rows: list[Row], command: str) -> str:
    table = "\n".join(f"| {row.what} | {row.value} | {row.bar} |" for row in rows)
    return f"""# The batch

{datetime.now(UTC):%Y-%m-%d}, moneyquote {__version__}, Python {platform.python_version()}.
{machine()}.

| | measured | bar |
|---|---|---|
{table}

Made by `{command}`.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "articles")
    parser.add_argument("--number", type=int, default=5000)
    parser.add_argument("--fresh", type=int, default=50_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--resume", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "bench" / "batch.md")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for name in options.only:
            for row in PARTS[name](options, Path(place)):
                print(f"{row.what}: {row.value}", flush=True)
                rows.append(row)
    options.to.write_text(page(rows, "python -m evaluation.bench.batch " + " ".join(sys.argv[1:])), encoding="utf-8")


if __name__ == "__main__":
    main()
