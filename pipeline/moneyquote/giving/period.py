"""When a transfer was or is made: the times of the article that may tell it, and what speaks for each."""

from __future__ import annotations

import math
from collections.abc import Iterable

from moneyquote.giving import words as lexical
from moneyquote.giving.article import Interval
from moneyquote.giving.features import VERBS, Features, cue_after, cue_before, named
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.times import TimeForm, TimeWords

_NEAR = 2  # sentences on either side whose times are looked at
_HEAD = 3  # sentences at the beginning whose times may hold for the whole article
_MOST = 24


def period_options(reading: Reading, anchor: Anchor) -> list[TimeWords]:
    """Return the times that may be the period of the transfer at an anchor, of each period its nearest statement.

    These are the times around the anchor, of the sentence that leads in to its list, of the head of the article, and
    the fiscal year that the article is about.
    """
    here = reading.article.sentence_at(anchor.start)
    best: dict[str, tuple[tuple[bool, bool, int], TimeWords]] = {}
    for words in reading.times:
        there = reading.article.sentence_at(words.start)
        near = abs(there - here) <= _NEAR or there == reading.leads[here] or there < _HEAD
        if not near and words.form not in (TimeForm.SPAN, TimeForm.FISCAL, TimeForm.THIS_FISCAL):
            continue
        rank = (there != here, there != reading.leads[here], abs(words.start - anchor.start))
        key = reading.period(words)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, words)
    ranked = sorted(best.values(), key=lambda found: found[0])
    return [words for _, words in ranked[:_MOST]]


def period_features(reading: Reading, anchor: Anchor, words: TimeWords) -> Features:
    """Return what tells whether a time is the period of the transfer at an anchor."""
    article = reading.article
    here, there = article.sentence_at(anchor.start), article.sentence_at(words.start)
    return {
        f"time:{words.form.value}": 1.0,
        **_order(reading, anchor, words, here, there),
        **_around(reading, words, there),
        **_at_anchor(reading, anchor, here),
        **_whole(reading, words, there),
    }


def _order(reading: Reading, anchor: Anchor, words: TimeWords, here: int, there: int) -> Features:
    article = reading.article
    before = words.end <= anchor.start
    low, high = (words.end, anchor.start) if before else (anchor.end, words.start)
    between = article.text[low:high] if low < high else ""
    own = article.sentences[there]
    gaps = [_gap(words, (a.start, a.end)) for a in article.amounts_in(*own)]
    return {
        "order:same sentence": float(here == there),
        "order:sentences": float(max(min(here - there, 8), -4)),
        "order:before": float(before),
        "order:distance": math.log1p(max(high - low, 0)),
        "order:amounts between": float(min(len(article.amounts_in(low, high)), 5)),
        "order:times between": float(min(sum(low <= t.start < high for t in reading.times), 5)),
        "order:comma between": float("," in between or ";" in between),
        "order:paragraph": float("\n\n" in between),
        "order:nearest sum": float(here == there and _gap(words, (anchor.start, anchor.end)) <= min(gaps, default=0)),
        "order:sums beside": float(min(len(gaps), 5)),
        "order:priced": float(anchor.amount is not None),
        "list:lead": float(there == reading.leads[here]),
        "list:item": float(reading.items[here]),
        "list:own item": float(reading.items[there]),
    }


def _gap(words: TimeWords, place: Interval) -> int:
    return max(words.start - place[1], place[0] - words.end, 0)


def _around(reading: Reading, words: TimeWords, there: int) -> Features:
    text = reading.article.text
    start, end = reading.article.sentences[there]
    cues = reading.cues[there]
    earlier, later = cue_before(cues, words.start, VERBS), cue_after(cues, words.end, VERBS)
    made = {
        f"cue:earlier {named(earlier)}": 1.0,
        f"cue:later {named(later)}": 1.0,
        "cue:earlier distance": math.log1p(words.start - earlier.end) if earlier else 7.0,
        "cue:later distance": math.log1p(later.start - words.end) if later else 7.0,
        "order:opens": float(words.start - start < 8),
        "order:closes": float(end - words.end < 4),
    }
    for word in lexical.WORD.findall(text, max(start, words.start - 30), words.start)[-2:]:
        made[f"word:before {word.casefold()}"] = 1.0
    for word in lexical.WORD.findall(text, words.end, min(end, words.end + 30))[:2]:
        made[f"word:after {word.casefold()}"] = 1.0
    for word in lexical.WORD.findall(text, words.start, words.end):
        made[f"word:in {word.casefold()}"] = 1.0
    return made


def _at_anchor(reading: Reading, anchor: Anchor, here: int) -> Features:
    cues = reading.cues[here]
    start, end = reading.article.sentences[here]
    own = [words for words in reading.times if start <= words.start < end]
    return {
        f"cue:anchor before {named(cue_before(cues, anchor.start, VERBS))}": 1.0,
        f"cue:anchor after {named(cue_after(cues, anchor.end, VERBS))}": 1.0,
        "order:own times": float(min(len(own), 5)),
        "document:place": min(here, 30) / 30,
    }


def _whole(reading: Reading, words: TimeWords, there: int) -> Features:
    """Return what the whole article tells of a time: how often it is told, and how far it is from its publication."""
    period = reading.period(words)
    year = int(period[:4]) if period[:4].isdigit() else None
    off = year - reading.calendar.year if year and reading.calendar.year else None
    day = reading.calendar.day
    return {
        "document:repeats": float(min(_count(reading.periods.values(), period), 6)),
        "document:periods": float(min(len(set(reading.periods.values())), 12)),
        "document:fiscal": float(reading.calendar.fiscal is not None),
        "document:is fiscal": float(period == f"{reading.calendar.fiscal}/{(reading.calendar.fiscal or 0) + 1}"),
        "document:day": float(day is not None and period == day.isoformat()),
        "document:dated": float(off is not None),
        "document:years off": float(max(min(off, 4), -4)) if off is not None else 5.0,
        "document:headline": float(there == 0),
        "document:head": float(there < _HEAD),
        "time:open": float("/.." in period),
    }


def _count(values: Iterable[str], value: str) -> int:
    return sum(other == value for other in values)
