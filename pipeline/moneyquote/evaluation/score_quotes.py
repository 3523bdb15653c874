"""Scores of the quotes layer: content by the words it covers, then its source and its resolved speaker."""

from __future__ import annotations

from collections.abc import Iterator

from moneyquote.evaluation.matching import (
    Words,
    interval,
    jaccard,
    match_one_to_one,
    names_agree,
    names_of,
    overlaps,
)
from moneyquote.evaluation.rows import Counts, ErrorKind, Finding, Layer, LayerScore, Row
from moneyquote.records import ArticleRecord, Quote, QuoteType

# Two contents are the same quote where they share at least half of their words.
LEAST_JACCARD = 0.5

_KINDS = (
    (frozenset({QuoteType.DIRECT, QuoteType.MIXED}), Row.DIRECT_CONTENT, Row.DIRECT_SPEAKER),
    (frozenset({QuoteType.INDIRECT}), Row.INDIRECT_CONTENT, Row.INDIRECT_SPEAKER),
)


def score_quotes(gold: ArticleRecord, predicted: ArticleRecord) -> LayerScore:
    """Count the quotes that agree and list those that do not; ``gold`` has its text."""
    pairs = pair_quotes(gold, predicted)
    right = {(g, p) for g, p in pairs if _same_speaker(gold, gold.quotes[g], predicted.quotes[p])}
    size = len(predicted.quotes), len(gold.quotes)
    sourced = sum(_same_source(gold.quotes[g], predicted.quotes[p]) for g, p in pairs)
    counts = {
        Row.QUOTE_CONTENT: Counts(hits=len(pairs), predicted=size[0], gold=size[1]),
        Row.QUOTE_SOURCE: Counts(hits=sourced, predicted=size[0], gold=size[1]),
        Row.QUOTE_SPEAKER: Counts(hits=len(right), predicted=size[0], gold=size[1]),
    }
    for types, content_row, speaker_row in _KINDS:
        inside = [pair for pair in pairs if gold.quotes[pair[0]].type in types]
        claimed = _predicted_of(types, gold, predicted, pairs)
        golds = sum(quote.type in types for quote in gold.quotes)
        counts[content_row] = Counts(hits=len(inside), predicted=claimed, gold=golds)
        counts[speaker_row] = Counts(hits=len(right.intersection(inside)), predicted=claimed, gold=golds)
    return LayerScore(counts=counts, findings=tuple(_findings(gold, predicted, pairs, right)))


def pair_quotes(gold: ArticleRecord, predicted: ArticleRecord) -> list[tuple[int, int]]:
    """Return pairs of indexes of gold and predicted quotes whose contents share at least half of their words."""
    words = Words(gold.text or "")
    golds = [words.covered(quote.content) for quote in gold.quotes]
    ours = [words.covered(quote.content) for quote in predicted.quotes]

    def score(g: int, p: int) -> float:
        shared = jaccard(golds[g], ours[p])
        return shared if shared >= LEAST_JACCARD else 0.0

    return match_one_to_one(len(golds), len(ours), score)


def _predicted_of(
    types: frozenset[QuoteType], gold: ArticleRecord, predicted: ArticleRecord, pairs: list[tuple[int, int]]
) -> int:
    """Return how many predicted quotes count for the gold quotes of these types.

    A predicted quote that has a gold partner counts for the partner's type, so that a quote of the wrong type is
    no false alarm of another type as well; one without counts for its own type.
    """
    partner = {p: gold.quotes[g].type for g, p in pairs}
    return sum(partner.get(p, quote.type) in types for p, quote in enumerate(predicted.quotes))


def _same_source(gold: Quote, ours: Quote) -> bool:
    if gold.source is None or ours.source is None:
        return gold.source is None and ours.source is None
    return overlaps(interval(gold.source), interval(ours.source))


def _same_speaker(record: ArticleRecord, gold: Quote, ours: Quote) -> bool:
    """Tell whether the predicted speaker's name is one of the gold speaker's; no speaker agrees with none."""
    if gold.source is None and not gold.speaker_name:
        return not ours.speaker_name and ours.source is None
    return names_agree(ours.speaker_name, names_of(record, gold.speaker_entity, gold.speaker_name))


def _findings(
    gold: ArticleRecord, predicted: ArticleRecord, pairs: list[tuple[int, int]], right: set[tuple[int, int]]
) -> Iterator[Finding]:
    paired_gold, paired_ours = {g for g, _ in pairs}, {p for _, p in pairs}
    for index, quote in enumerate(gold.quotes):
        if index not in paired_gold:
            yield _finding(gold, ErrorKind.MISS, quote, f"speaker {quote.speaker_name!r}")
    for index, quote in enumerate(predicted.quotes):
        if index not in paired_ours:
            yield _finding(gold, ErrorKind.FALSE_ALARM, quote, f"speaker {quote.speaker_name!r}")
    for g, p in pairs:
        theirs, ours = gold.quotes[g], predicted.quotes[p]
        wrong = []
        if (g, p) not in right:
            wrong.append(f"speaker {ours.speaker_name!r} for {theirs.speaker_name!r}")
        if not _same_source(theirs, ours):
            wrong.append(f"source {ours.source and ours.source.text!r} for {theirs.source and theirs.source.text!r}")
        if wrong:
            yield _finding(gold, ErrorKind.WRONG_LINK, theirs, "; ".join(wrong))


def _finding(gold: ArticleRecord, kind: ErrorKind, quote: Quote, detail: str) -> Finding:
    start = min(span.start for span in quote.content) if quote.content else 0
    end = max(span.end for span in quote.content) if quote.content else 0
    text = " / ".join((gold.text or "")[span.start : span.end] for span in quote.content)
    return Finding(
        layer=Layer.QUOTES, kind=kind, label=quote.type.value, start=start, end=end, text=text, detail=detail
    )
