"""What a transfer is for: the span that the encoder takes for a purpose, else the words behind "for" or "to"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moneyquote.giving.article import GivingArticle, Interval, meets
from moneyquote.giving.clause import purpose
from moneyquote.giving.reading import Anchor
from moneyquote.quotation.edges import trimmed_marks

_LEADING = re.compile(r"\s*(?:for|to|towards?|in support of|in order to)\s+", re.IGNORECASE)


def find_purpose(article: GivingArticle, anchor: Anchor, parties: Sequence[Interval]) -> Interval | None:
    """Return what the transfer at an anchor is for, as characters ``[start, end)`` without marks around it."""
    found = _purpose(article, anchor, parties)
    if found is None:
        return None
    start, end = trimmed_marks(article.text, *found)
    return (start, end) if start < end else None


def _purpose(article: GivingArticle, anchor: Anchor, parties: Sequence[Interval]) -> Interval | None:
    index = article.sentence_at(anchor.start)
    start, end = article.sentences[index]
    inside = [span for span in article.purposes if start <= span[0] < end]
    behind = [span for span in inside if span[0] >= anchor.end]
    free = [span for span in (behind or inside) if not any(meets(span, party) for party in parties)]
    if free:
        lead = _LEADING.match(article.text, *free[0])
        return (lead.end() if lead and lead.end() < free[0][1] else free[0][0]), free[0][1]
    after = max([anchor.end, *(b for a, b in parties if anchor.end <= a and b < end)])
    return purpose(article.text, after, end, parties)
