"""Scores of the mentions layer: organizations and people, by exact span and by overlap."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.evaluation.matching import Interval, match_one_to_one, overlaps
from moneyquote.evaluation.rows import Counts, ErrorKind, Finding, Layer, LayerScore, Row
from moneyquote.records import ArticleRecord, EntityType

_ROWS = {
    EntityType.ORG: (Row.ORG_EXACT, Row.ORG_OVERLAP),
    EntityType.PER: (Row.PER_EXACT, Row.PER_OVERLAP),
}


def score_mentions(gold: ArticleRecord, predicted: ArticleRecord) -> LayerScore:
    """Count the mentions that agree and list those that do not; ``gold`` has its text."""
    counts: dict[Row, Counts] = {}
    findings: list[Finding] = []
    text = gold.text or ""
    spans = {kind: (_spans(gold, kind), _spans(predicted, kind)) for kind in _ROWS}
    for kind, (exact, overlap) in _ROWS.items():
        golds, ours = spans[kind]
        pairs = _pair(golds, ours)
        counts[exact] = Counts(hits=len(set(golds) & set(ours)), predicted=len(ours), gold=len(golds))
        counts[overlap] = Counts(hits=len(pairs), predicted=len(ours), gold=len(golds))
        other = EntityType.PER if kind is EntityType.ORG else EntityType.ORG
        other_golds, other_ours = spans[other]
        missed = _without(golds, [g for g, _ in pairs])
        extra = _without(ours, [p for _, p in pairs])
        for span in sorted(missed):
            told = f"found as {other}" if _touches(span, other_ours) else ""
            findings.append(_finding(text, ErrorKind.MISS, kind, span, told))
        for span in sorted(extra):
            told = f"in the gold as {other}" if _touches(span, other_golds) else ""
            findings.append(_finding(text, ErrorKind.FALSE_ALARM, kind, span, told))
        for (start, end), span in sorted((golds[g], ours[p]) for g, p in pairs if golds[g] != ours[p]):
            told = f"gold: {text[start:end]!r} at {start}–{end}"
            findings.append(_finding(text, ErrorKind.WRONG_SPAN, kind, span, told))
    return LayerScore(counts=counts, findings=tuple(findings))


def _spans(record: ArticleRecord, kind: EntityType) -> list[Interval]:
    """Return the places where entities of one type are named, each once.

    They keep the order of the set (the same in every run, as numbers hash to themselves): where one span overlaps
    two, the order decides who gets it, and the reference scorer takes them in this one.
    """
    wanted = {entity.id for entity in record.entities if entity.type is kind}
    return list({(m.start, m.end) for m in record.mentions if m.entity in wanted})


def _pair(golds: Sequence[Interval], ours: Sequence[Interval]) -> list[tuple[int, int]]:
    return match_one_to_one(len(golds), len(ours), lambda g, p: overlaps(golds[g], ours[p]))


def _touches(span: Interval, others: Sequence[Interval]) -> bool:
    return any(overlaps(span, other) for other in others)


def _without(spans: Sequence[Interval], indexes: Sequence[int]) -> list[Interval]:
    left_out = set(indexes)
    return [span for index, span in enumerate(spans) if index not in left_out]


def _finding(text: str, error: ErrorKind, kind: EntityType, span: Interval, detail: str) -> Finding:
    start, end = span
    return Finding(
        layer=Layer.MENTIONS,
        kind=error,
        label=kind.value,
        start=start,
        end=end,
        text=text[start:end],
        detail=detail,
    )
