"""Scores of predictions against gold: all layers, all articles, one report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from moneyquote.errors import MoneyquoteError
from moneyquote.evaluation.excerpts import sentence_around
from moneyquote.evaluation.intervals import SAMPLES, SEED, Interval95, bootstrap
from moneyquote.evaluation.pairing import tie
from moneyquote.evaluation.rows import Counts, Finding, Layer, LayerScore, Row
from moneyquote.evaluation.score_amounts import score_amounts
from moneyquote.evaluation.score_grants import score_grants
from moneyquote.evaluation.score_mentions import score_mentions
from moneyquote.evaluation.score_quotes import score_quotes
from moneyquote.records import Article, ArticleRecord

SCORERS: dict[Layer, Callable[[ArticleRecord, ArticleRecord], LayerScore]] = {
    Layer.MENTIONS: score_mentions,
    Layer.AMOUNTS: score_amounts,
    Layer.QUOTES: score_quotes,
    Layer.GRANTS: score_grants,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScore:
    """One row of the table: summed counts, and 95 % intervals in percent."""

    row: Row
    counts: Counts
    precision_95: Interval95
    recall_95: Interval95
    f1_95: Interval95


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFinding:
    """One error, with its article and the sentence in which it stands."""

    article: str
    finding: Finding
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Scores over a gold file, summed over its articles (micro average)."""

    articles: int
    rows: tuple[RowScore, ...]
    findings: tuple[ArticleFinding, ...] = ()
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def score(self, row: Row) -> RowScore:
        """Return one row.

        Raises:
            KeyError: if its layer was not scored.
        """
        return {scored.row: scored for scored in self.rows}[row]


def evaluate(
    gold: Sequence[ArticleRecord],
    predictions: Iterable[ArticleRecord],
    *,
    layers: Collection[Layer] = tuple(Layer),
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Report:
    """Score predictions against gold records that ``read_gold`` has checked.

    A gold article without a prediction counts as missed in all its items.

    Raises:
        UnmatchedArticle: if predictions and gold articles do not go together one to one.
    """
    pairing = tie(gold, predictions)
    per_row: dict[Row, list[Counts]] = {row: [] for row in Row if row.layer in layers}
    findings: list[ArticleFinding] = []
    for theirs, ours in zip(gold, pairing.predictions, strict=True):
        for layer in Layer:
            if layer in layers:
                scored = SCORERS[layer](theirs, ours or ArticleRecord(article=theirs.article))
                findings += [_located(theirs, finding) for finding in scored.findings]
                for row, counts in scored.counts.items():
                    per_row[row].append(counts)
    return Report(
        articles=len(gold),
        rows=tuple(_summed(row, counts, samples, seed) for row, counts in per_row.items()),
        findings=tuple(sorted(findings, key=lambda found: list(Layer).index(found.finding.layer))),
        missing=pairing.missing,
        notices=pairing.notices,
    )


def _located(record: ArticleRecord, finding: Finding) -> ArticleFinding:
    sentence = sentence_around(record.text or "", finding.start, finding.end)
    return ArticleFinding(article=record.article.id, finding=finding, sentence=sentence)


def _summed(row: Row, counts: Sequence[Counts], samples: int, seed: int) -> RowScore:
    table = np.array([(c.hits, c.predicted, c.gold) for c in counts], dtype=np.int64).reshape(-1, 3)
    precision, recall, f1 = bootstrap(table, samples=samples, seed=seed)
    return RowScore(row=row, counts=sum(counts, Counts()), precision_95=precision, recall_95=recall, f1_95=f1)


def predict(
    gold: Iterable[ArticleRecord],
    extract: Callable[[Article], ArticleRecord],
    failed: Callable[[MoneyquoteError], None],
) -> list[ArticleRecord]:
    """Run a pipeline over the texts of gold records.

    An article on which it stops is handed to ``failed`` as its error and gets no prediction.
    """
    made = []
    for record in gold:
        head = record.article
        article = Article(
            id=head.id,
            text=record.text or "",
            location=f"gold article {head.id}",
            source=head.source,
            title=head.title,
            published=head.published,
        )
        try:
            made.append(extract(article))
        except MoneyquoteError as error:
            failed(error)
    return made
