"""Scores of the amounts layer: where an amount stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moneyquote.evaluation.matching import interval, match_one_to_one, overlaps, same_figure
from moneyquote.evaluation.rows import Counts, ErrorKind, Finding, Layer, LayerScore, Row
from moneyquote.records import Amount, ArticleRecord


def pair_amounts(gold: ArticleRecord, predicted: ArticleRecord) -> list[tuple[int, int]]:
    """Pair the amounts that overlap, those with the very same span first. Returns pairs of indexes."""

    def score(g: int, p: int) -> int:
        first, second = interval(gold.amounts[g]), interval(predicted.amounts[p])
        return 2 if first == second else int(overlaps(first, second))

    return match_one_to_one(len(gold.amounts), len(predicted.amounts), score)


def score_amounts(gold: ArticleRecord, predicted: ArticleRecord) -> LayerScore:
    """Count the amounts that agree and list those that do not."""
    pairs = pair_amounts(gold, predicted)
    both = [(gold.amounts[g], predicted.amounts[p]) for g, p in pairs]
    same = [(g, p) for g, p in both if same_figure(g, p)]
    hits = {
        Row.AMOUNT_OVERLAP: len(both),
        Row.AMOUNT_EXACT: sum(interval(g) == interval(p) for g, p in both),
        Row.AMOUNT_VALUE: len(same),
        Row.AMOUNT_QUALIFIER: sum(g.qualifier is p.qualifier for g, p in same),
    }
    size = len(predicted.amounts), len(gold.amounts)
    counts = {row: Counts(hits=hit, predicted=size[0], gold=size[1]) for row, hit in hits.items()}
    findings = [
        *_alone(ErrorKind.MISS, gold.amounts, {g for g, _ in pairs}),
        *_alone(ErrorKind.FALSE_ALARM, predicted.amounts, {p for _, p in pairs}),
        *(finding for g, p in both for finding in _differences(g, p)),
    ]
    return LayerScore(counts=counts, findings=tuple(findings))


def _alone(kind: ErrorKind, amounts: Sequence[Amount], paired: set[int]) -> Iterator[Finding]:
    for index, amount in enumerate(amounts):
        if index not in paired:
            yield _finding(kind, amount, describe(amount))


def _differences(gold: Amount, ours: Amount) -> Iterator[Finding]:
    if interval(gold) != interval(ours):
        yield _finding(ErrorKind.WRONG_SPAN, ours, f"gold: {gold.text!r} at {gold.start}–{gold.end}")
    if not same_figure(gold, ours):
        yield _finding(ErrorKind.WRONG_VALUE, ours, f"{describe(ours)} for {describe(gold)}")
    elif gold.qualifier is not ours.qualifier:
        yield _finding(ErrorKind.WRONG_VALUE, ours, f"qualifier {ours.qualifier} for {gold.qualifier}")


def describe(amount: Amount) -> str:
    """Return an amount's value, currency and qualifier for a reader: ``1300000 USD, approximately``."""
    value = "unknown value" if amount.value is None else format(amount.value, "f")
    if amount.value_max is not None:
        value += f" to {amount.value_max:f}"
    return f"{value} {amount.currency or 'no currency'}, {amount.qualifier}"


def _finding(kind: ErrorKind, amount: Amount, detail: str) -> Finding:
    return Finding(
        layer=Layer.AMOUNTS,
        kind=kind,
        label="amount",
        start=amount.start,
        end=amount.end,
        text=amount.text,
        detail=detail,
    )
