"""Places of an article that look as if an annotator had passed over something. Hints, not errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moneyquote.evaluation.excerpts import sentence_around
from moneyquote.evaluation.matching import Interval, overlaps
from moneyquote.records import ArticleRecord, EntityType

# Written apart from the pipeline's own currency grammar on purpose: gold must not inherit its blind spots.
_MONEY = re.compile(
    r"(?:[$£€¥₩₦₹₽₪₫₱₴₸₺₵฿]|\b(?:Rs|KSh|USh|TSh|Sh|Dhs?|QR|SR|RM|Tk|Kč|kr|zł|CHF|EUR|USD|GBP|NT|S/))\.?\s?\d(?:[\d.,]{0,30}\d)?"
    r"|\d(?:[\d.,]{0,30}\d)?\s(?:thousand\s|million\s|billion\s|trillion\s|lakh\s|crore\s)?"
    r"(?:dollars|euros?|pounds|rupees|pesos|yen|won|yuan|kroner|kronor|zlotys?|tenge|soms?|roubles|rubles|shillings|"
    r"dirhams|riyals|dinars|francs|naira|rand|taka|baht|cents|pence)\b"
)
_STRETCHES = re.compile(r"“[^“”\n]{1,400}”|«[^«»\n]{1,400}»|\"[^\"\n]{1,400}\"|(?<!\w)‘[^‘’\n]{1,400}’(?!\w)")

# Shorter stretches in quotation marks are mostly names, titles and single words.
_WORDS_OF_A_QUOTE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A suspicious place: its characters ``[start, end)``, what is odd, and the sentence around it."""

    start: int
    end: int
    what: str
    sentence: str


def gaps(record: ArticleRecord) -> list[Gap]:
    """Return the suspicious places of a gold record, in reading order."""
    text = record.text or ""
    found = [*_money(record, text), *_stretches(record, text), *_loose_amounts(record), *_names(record, text)]
    return [
        Gap(start=start, end=end, what=what, sentence=sentence_around(text, start, end))
        for (start, end), what in sorted(found)
    ]


def _money(record: ArticleRecord, text: str) -> Iterator[tuple[Interval, str]]:
    marked = [(amount.start, amount.end) for amount in record.amounts]
    for match in _MONEY.finditer(text):
        if not _touches(match.span(), marked):
            yield match.span(), f"{match.group()!r} looks like money and is no amount"


def _stretches(record: ArticleRecord, text: str) -> Iterator[tuple[Interval, str]]:
    marked = [(span.start, span.end) for quote in record.quotes for span in quote.content]
    for match in _STRETCHES.finditer(text):
        if len(match.group().split()) >= _WORDS_OF_A_QUOTE and not _touches(match.span(), marked):
            yield match.span(), f"{match.group()!r} stands in quotation marks outside every quote"


def _loose_amounts(record: ArticleRecord) -> Iterator[tuple[Interval, str]]:
    """Yield amounts inside the evidence of a grant that has none, if no grant uses them."""
    used = {grant.amount for grant in record.grants}
    for grant in record.grants:
        if grant.amount is not None or grant.evidence is None:
            continue
        for amount in record.amounts:
            if amount.id not in used and grant.evidence.start <= amount.start < grant.evidence.end:
                told = f"{amount.text!r} stands in the evidence of {grant.id}, which has no amount"
                yield (amount.start, amount.end), told


def _names(record: ArticleRecord, text: str) -> Iterator[tuple[Interval, str]]:
    """Yield the last names of people where they are no mention."""
    marked = [(mention.start, mention.end) for mention in record.mentions]
    for entity in record.entities:
        if entity.type is not EntityType.PER:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(entity.name.split()[-1])}(?!\w)", text):
            if not _touches(match.span(), marked):
                yield match.span(), f"{match.group()!r} of {entity.name!r} is no mention"


def _touches(place: Interval, marked: Iterable[Interval]) -> bool:
    return any(overlaps(place, other) for other in marked)
