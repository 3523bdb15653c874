"""The spans that may tell what a transfer is for: the encoder's, and those behind words like "for"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moneyquote.giving.article import GivingArticle, Interval
from moneyquote.giving.clause import NOT_PURPOSE, PURPOSE_END
from moneyquote.quotation.edges import trimmed_marks

_LONGEST = 300
_LEADING = re.compile(r"\s*(?:for|to|towards?|in support of|in order to)\s+", re.IGNORECASE)
_FUNDS = (
    r"(?:fund|support|financ|cover|establish|creat|endow)(?:e|s|es|ed|ing|d)?"
    r"|(?:pays?|paid|paying|used)\s+for|go\s+to(?:wards?)?"
)
_NO_VERB = r"(?:the|an?|its|their|his|her|our|be|date)\b"
_NO_DEED = r"(?:be|receive|have|not|go|get)\b"
_LEADS = {
    "funds": re.compile(rf"\b(?:{_FUNDS})\s+(?=\S)", re.IGNORECASE),
    "for": re.compile(r"\b[Ff]or\s+(?!\d|example|instance)"),
    "to": re.compile(rf"\b[Tt]o\s+(?:also\s+|further\s+|\w+ly\s+)?(?!{_NO_VERB})(?=[a-z]+\b)"),
    "toward": re.compile(r"\btowards?\s+"),
    "in": re.compile(r"\bin\s+(?:support\s+of\s+|order\s+to\s+|honou?r\s+of\s+)"),
    "label": re.compile(r"\bpurpose\s?:\s*", re.IGNORECASE),
    "will": re.compile(rf"\b(?:will|would)\s+(?:also\s+|\w+ly\s+)?(?!{_NO_DEED})(?=[a-z])"),
}
# "in emergency food aid", "of highway funds": what sort of money it is tells what for.
_SORT = re.compile(
    r"\b(?:in|of|as)\s+((?!the\b|its\b|federal\b)[a-z][\w-]*\s+(?:[\w-]+\s+){0,4}?(?:assistance|funding|funds|aid|relief|support))\b"
)
# "The grant will be used to …": told of the money, wherever it stands.
OF_MONEY = re.compile(
    r"\b(?:the|this|these|those|its|federal)\s+(?:\w+\s+){0,2}(?:grants?|funds?|funding|money|monies|awards?|gifts?|donations?|dollars)\s+"
    r"(?:\w+\s+){0,3}?(?:will|would|is|are|to\s+be|can|enables?|helps?|supports?|goes|go)\b",
    re.IGNORECASE,
)
# Words that end no purpose: "… for robes with a gift of [$500]", "… projects by".
_DURATION = re.compile(  # "for several years" tells how long, not what for
    r"(?:(?:the|a|an|over|about|nearly|more than|at least|last|past|next|first|coming)\s)*"
    r"(?:several|many|some|few|a few|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})?\s?"
    r"(?:more\s)?(?:day|week|month|quarter|year|decade)s?",
    re.IGNORECASE,
)
_TAIL = 200  # characters in which words that end nothing are looked for
_OPEN_END = re.compile(
    r"(?:[\s.,;\"”–—-]|(?<![\w’'-])(?:(?:with|by|through)\s+an?\s+\w+\s+of|of|with|by|from|in|for|to|at|on|and|or|the|an?|about|"
    r"nearly|over|up|worth|totall?ing|more\s+than|at\s+least))+$",
    re.IGNORECASE,
)
# How the rest of an item begins that only goes on with its sentence.
_GOES_ON = re.compile(
    r"(?:from|and|or|of|in|by|at|on|as|was|were|is|are|has|have|had|will|would|with|that|which|who|over|into|through|"
    r"during|since|after|before|under|between|went|goes|awarded|cut|worth|annually|each|more|less)\b"
)
_HEAD = "head"
_ITEM = "item"
_AROUND_ITEM = " \t\n•●▪·*–—-:,;()"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeOption:
    """Characters ``[start, end)`` that may tell what a transfer is for, and what leads in to them."""

    start: int
    end: int
    lead: str

    @property
    def interval(self) -> Interval:
        """The characters as a pair."""
        return self.start, self.end


def purpose_spans(article: GivingArticle, index: int, *, is_item: bool) -> list[PurposeOption]:
    """Return what in a sentence may tell a purpose, the encoder's spans first; ``is_item``: it is one of a list."""
    made = [*_told(article, index), *(_of_item(article, index) if is_item else ())]
    return list({option.start: option for option in reversed(made)}.values())[::-1]


def _told(article: GivingArticle, index: int) -> Iterator[PurposeOption]:
    text = article.text
    start, end = article.sentences[index]
    for span in article.purposes:
        if start <= span[0] < end:
            yield from _trimmed(article, *span, _HEAD)
    for match in _SORT.finditer(text, start, end):
        yield PurposeOption(start=match.start(1), end=match.end(1), lead="sort")
    for name, pattern in _LEADS.items():
        for match in pattern.finditer(text, start, end):
            if not NOT_PURPOSE.match(text, match.end(), end):
                yield from _trimmed(article, match.end(), _stop(text, match.end(), end), name)


def _of_item(article: GivingArticle, index: int) -> Iterator[PurposeOption]:
    """Yield what an item of a list has before and behind its sums."""
    text = article.text
    start, end = article.sentences[index]
    sums = article.amounts_in(start, end)
    for low, high in ((start, sums[0].start), (sums[-1].end, end)) if sums else ():
        kept = text[low:high].strip(_AROUND_ITEM)
        begun = low + text[low:high].find(kept)
        for option in _trimmed(article, begun, begun + len(kept), _ITEM):
            if not NOT_PURPOSE.match(text, option.start, option.end) and not _GOES_ON.match(text, option.start):
                yield option


def _stop(text: str, begun: int, limit: int) -> int:
    found = PURPOSE_END.search(text, begun, min(limit, begun + _LONGEST))
    return found.start() if found else min(limit, begun + _LONGEST)


def _trimmed(article: GivingArticle, start: int, end: int, lead: str) -> Iterator[PurposeOption]:
    """Yield a span without the word that leads in to it, a sum in it and what follows, and words that end nothing."""
    text = article.text
    led = _LEADING.match(text, start, end)
    start = led.end() if led and led.end() < end else start
    end = next((a.start for a in article.amounts_in(start + 1, end)), end)
    end = start + len(_closed(text[start:end]))
    tail = max(start, end - _TAIL)
    end = tail + len(_OPEN_END.sub("", text[tail:end]))
    start, end = trimmed_marks(text, start, end)
    if end - start > 3 and not _DURATION.fullmatch(text, start, end):
        yield PurposeOption(start=start, end=end, lead=lead)


def _closed(told: str) -> str:
    """Return words up to a bracket that they open and do not close."""
    opened = told.rfind("(")
    return told[:opened] if opened > told.rfind(")") else told
