"""Statements by our conventions: rules alone against rules with heads, cross-validated on gold new to the encoder."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from moneyquote.attribution.combine import accepted, added
from moneyquote.attribution.passage import Interval
from moneyquote.attribution.scorers import Scorers
from moneyquote.components.passages import passage_of
from moneyquote.components.quotes import rule_attributions, ruled_of
from moneyquote.evaluation.gold import read_gold
from moneyquote.training.attribution import Annotated, Told, acceptance_rows, fit_acceptance

FOLDS = 5
MEASURED_ONLY = "real news"  # never fitted on
BANDS = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95, 1.0)


def gold_articles(nlp: Language, file: Path) -> Iterator[Annotated]:
    """Yield the articles of a gold file, read by encoder and rules."""
    with nlp.select_pipes(disable=["amounts", "quotes", "speakers"]):
        for record in read_gold(file):
            doc = nlp(record.text or "")
            told = tuple(
                Told(content=tuple((span.start, span.end) for span in quote.content), cue=(), source=())
                for quote in record.quotes
            )
            yield Annotated(passage=passage_of(doc), ruled=tuple(ruled_of(rule_attributions(doc))), gold=told)


def content_f1(found: Iterable[tuple[Annotated, Sequence[tuple[Interval, ...]]]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of contents in percent; half of the words shared is a match, one to one."""
    counts: Counter[str] = Counter()
    for article, contents in found:
        golds = [_words(article, told.content) for told in article.gold]
        ours = [_words(article, content) for content in contents]
        pairs = sorted(
            ((len(g & o) / len(g | o), i, j) for i, g in enumerate(golds) for j, o in enumerate(ours) if g & o),
            reverse=True,
        )
        used: set[tuple[str, int]] = set()
        for share, i, j in pairs:
            if share >= 0.5 and not used & {("gold", i), ("ours", j)}:
                used |= {("gold", i), ("ours", j)}
                counts["hits"] += 1
        counts["gold"] += len(golds)
        counts["ours"] += len(ours)
    precision, recall = 100 * counts["hits"] / counts["ours"], 100 * counts["hits"] / counts["gold"]
    return precision, recall, 2 * precision * recall / (precision + recall)


def _words(article: Annotated, content: tuple[Interval, ...]) -> set[int]:
    solid = article.passage.solid
    ranges = [article.passage.range_of(span) for span in content]
    return {word for start, end in ranges for word in range(start, end) if solid[word]}


def fitted_on(sets: Mapping[str, Sequence[Annotated]]) -> list[Annotated]:
    """Return the articles that the acceptance may be fitted on."""
    return [article for name, articles in sets.items() if name != MEASURED_ONLY for article in articles]


def cross_validated(sets: Mapping[str, Sequence[Annotated]], scorers: Scorers) -> dict[int, Scorers]:
    """Return for each article (by the id of its object) scorers whose acceptance was fitted on other articles."""
    everything = fitted_on(sets)
    whole = replace(scorers, accept=fit_acceptance(everything, scorers))
    made = {id(article): whole for article in sets[MEASURED_ONLY]}
    random.Random(3).shuffle(everything)
    for fold in range(FOLDS):
        held = everything[fold::FOLDS]
        others = [article for number, article in enumerate(everything) if number % FOLDS != fold]
        accept = fit_acceptance(others, scorers)
        made |= {id(article): replace(scorers, accept=accept) for article in held}
    return made


def combined(article: Annotated, scorers: Scorers) -> list[tuple[Interval, ...]]:
    """Return the contents of the statements that are accepted or added."""
    chances = accepted(article.passage, article.ruled, scorers)
    kept = [r.content for r, chance in zip(article.ruled, chances, strict=True) if chance is not None]
    return kept + [weighed.content for weighed in added(article.passage, article.ruled, scorers)]


def acceptance_page(sets: Mapping[str, Sequence[Annotated]], scorers: Scorers) -> str:
    """Return the tables: content of rules alone and of both, and how well the confidence is calibrated."""
    of_article = cross_validated(sets, scorers)
    lines = [
        "## Statements by our conventions",
        "",
        "Content in percent (half of the words shared), precision / recall / F1; the acceptance is fitted on the",
        "sample, cross-validated there.",
        "",
        "| gold | articles | quotes | rules alone | rules and heads |",
        "|---|---|---|---|---|",
    ]
    chances: list[float] = []
    hits: list[bool] = []
    for name, articles in sets.items():
        ruled = content_f1((a, [r.content for r in a.ruled]) for a in articles)
        both = content_f1((a, combined(a, of_article[id(a)])) for a in articles)
        cells = [" / ".join(f"{value:.1f}" for value in row) for row in (ruled, both)]
        quotes = sum(len(a.gold) for a in articles)
        lines.append(f"| {name} | {len(articles)} | {quotes} | {cells[0]} | {cells[1]} |")
        for article in articles:
            rows, labels = acceptance_rows(article, scorers)
            if len(rows):
                chances += of_article[id(article)].accept.probability(rows).tolist()
                hits += labels.tolist()
    return "\n".join([*lines, "", *_calibration(np.array(chances), np.array(hits))]) + "\n"


def _calibration(chances: NDArray[np.float64], hits: NDArray[np.bool_]) -> list[str]:
    brier, base = float(((chances - hits) ** 2).mean()), float(hits.mean() * (1 - hits.mean()))
    lines = [
        f"Calibration over {len(hits)} statements, Brier score {brier:.3f} (always the mean: {base:.3f}):",
        "",
        "| confidence | statements | mean confidence | share right |",
        "|---|---|---|---|",
    ]
    for low, high in pairwise(BANDS):
        inside = (chances >= low) & ((chances < high) | (high == 1))
        if inside.any():
            row = f"{chances[inside].mean():.2f} | {hits[inside].mean():.2f}"
            lines.append(f"| {low:.2f} to {high:.2f} | {int(inside.sum())} | {row} |")
    return lines
