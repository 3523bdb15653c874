"""Which prediction belongs to which gold article: by the text's SHA-256, else by the article's id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moneyquote.errors import UnmatchedArticle
from moneyquote.evaluation.gold import span_fault, spans_of
from moneyquote.records import ArticleRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Gold articles with their predictions, and what a reader of the scores must know about them.

    Attributes:
        predictions: one for each gold article, in its order; None where there is none.
        missing: ids of the gold articles without a prediction; all their items count as missed.
        notices: predictions that are scored although something is odd with them.
    """

    predictions: tuple[ArticleRecord | None, ...]
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def tie(gold: Sequence[ArticleRecord], predictions: Iterable[ArticleRecord]) -> Pairing:
    """Tie predictions to gold articles; where two articles have the same text, their ids decide.

    Raises:
        UnmatchedArticle: if two gold records have one id, or a prediction is for no gold article or for one that
            has a prediction already.
    """
    by_digest, by_id = _by_digest(gold), _by_id(gold)
    found: list[ArticleRecord | None] = [None] * len(gold)
    notices: list[str] = []
    for prediction in predictions:
        head = prediction.article
        places = by_digest.get(head.sha256, [])
        if not places and head.id in by_id:
            places = [by_id[head.id]]
            notices.append(f"{head.id}: tied by its id, as its SHA-256 is not that of the gold text")
        if not places:
            raise _for_no_article(prediction, gold)
        same_name = [place for place in places if gold[place].article.id == head.id]
        place = (same_name or [free for free in places if found[free] is None] or places)[0]
        earlier = found[place]
        if earlier is not None:
            raise UnmatchedArticle(
                head.id,
                f"second prediction for gold article {gold[place].article.id!r}, after {earlier.article.id!r}",
                "Keep one prediction an article",
            )
        found[place] = prediction
        notices += _odd_spans(gold[place], prediction)
    missing = tuple(g.article.id for g, p in zip(gold, found, strict=True) if p is None)
    return Pairing(predictions=tuple(found), missing=missing, notices=tuple(notices))


def _by_digest(gold: Sequence[ArticleRecord]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, record in enumerate(gold):
        found.setdefault(record.article.sha256, []).append(place)
    return found


def _by_id(gold: Sequence[ArticleRecord]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, record in enumerate(gold):
        name = record.article.id
        if name in found:
            raise UnmatchedArticle(name, f"two gold records have the id {name!r}", "Keep one of them")
        found[name] = place
    return found


def _for_no_article(prediction: ArticleRecord, gold: Sequence[ArticleRecord]) -> UnmatchedArticle:
    known = ", ".join(record.article.id for record in gold[:3]) + (" …" if len(gold) > 3 else "")
    return UnmatchedArticle(
        prediction.article.id,
        f"prediction for no article of the gold (SHA-256 {prediction.article.sha256[:12]}…; gold: {known})",
        "Give predictions for the gold's articles only",
    )


def _odd_spans(gold: ArticleRecord, prediction: ArticleRecord) -> list[str]:
    faults = [
        f"{field}: {fault}" for field, place in spans_of(prediction) if (fault := span_fault(place, gold.text or ""))
    ]
    if not faults:
        return []
    return [f"{prediction.article.id}: {len(faults)} predicted spans do not give their text, first {faults[0]}"]
