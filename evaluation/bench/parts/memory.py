"""Whether a worker's memory stays flat over articles none of whose words came before."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from evaluation.bench.tables import Row

from moneyquote.batch import Settings, messages
from moneyquote.batch.worker import pipeline_extractor
from moneyquote.batch.workers import Job, Pool, Terms
from moneyquote.reading import ReadingSettings
from moneyquote.records import Article

# 18 words that no article before had: a real one of ../shared/articles brings 13 once a thousand were read, 6 after six
# thousand. So short that 50,000 of them take an hour and not five.
SENTENCES = 3


def fresh_text(chance: random.Random, sentences: int = SENTENCES) -> str:
    def word() -> str:
        return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(chance.randint(5, 11)))

    return " ".join(
        f"Mr {word().title()} {word().title()} of the {word().title()} Fund said it gave ${chance.randint(1, 900)},000 "
        f"to the {word().title()} College for {word()} {word()}."
        for _ in range(sentences)
    )


def fresh_articles(count: int, sentences: int = SENTENCES, seed: int = 1) -> Iterator[Article]:
    chance = random.Random(seed)
    for number in range(count):
        yield Article(id=f"f{number:07d}", text=fresh_text(chance, sentences), location=f"fresh:{number}")


def memory(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Fit a line through a worker's resident memory over articles none of whose names came before."""
    del place
    for recycle in (Settings().recycle_after, options.fresh + 1):
        if recycle <= options.fresh // 2 or recycle > options.fresh:
            yield _row(options.fresh, recycle)


def _row(count: int, recycle: int) -> Row:
    marks = _memory_marks(count, recycle)
    slope = _slope(marks[len(marks) // 10 :])
    peak = max(size for _, size in marks) / 1e6
    kind = "one worker throughout" if recycle > count else f"replaced every {recycle:,}"
    return Row(
        what=f"memory over {count:,} articles of {6 * SENTENCES} new words, {kind}",
        value=f"{slope:,.0f} bytes an article, peak {peak:.0f} MB",
        bar="< 1,000" if recycle <= count else "",
    )


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
