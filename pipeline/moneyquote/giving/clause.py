"""The parties of a giving clause without a parser: subjects before a verb, noun phrases behind a preposition."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLAUSE_START = re.compile(
    r"[;:—–]\s|,? (?:that|which|who|where|when|while|whereas|because|after|before|but|and (?=the |[A-Z]))\s?"
    r"|[.!?][\"”’]?\s|^\s*(?:[•*–-]\s+)?"
)
_LEAD = re.compile(
    r"(?:(?:according to|thanks to|to date|in|on|at|since|by|during|for|from|as|under|with|through|after)\b"
    r"[^,]{0,80},\s|"
    r"(?:also|then|later|today|yesterday|meanwhile|additionally|moreover|and|but|so|finally)\b,?\s|"
    r"last (?:year|month|week)\b,?\s){0,3}",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:[\s,]+(?:has|have|had|will|would|is|are|was|were|be|been|being|also|already|recently|today|yesterday|to|"
    r"now|just|then|already|jointly|together|initially|each|both|expects|plans|intends|agreed|did|does|do|not|may|"
    r"could|can|should|must|shall|set|due|earlier|this|last|year|week|month|on|[A-Z][a-z]+day|\w+ly))+[\s,]*$"
)
_PHRASE_END = re.compile(
    r"[,.;:()\"“”!?]|\s(?:for|to|which|that|who|as|under|through|over|from|by|with|during|while|after|before|since|"
    r"has|have|had|will|would|is|are|was|were|and (?:will|has|to)|this|last|next|today|so|in order|on|towards?|"
    r"in (?:\d{4}|the form|response|funding|grants?|aid|support)|worth|totall?ing|aligned)\b"
)
_THAT = re.compile(r"that\s(?=(?:the|an?|its|their|his|her|our|some|many)\b)")  # "announced that the port would pay"
_LONGEST_PHRASE = 140
Interval = tuple[int, int]


def subject(text: str, start: int, verb: int, names: Sequence[Interval]) -> Interval | None:
    """Return the subject of the verb at ``verb``: the first name of its clause, else the phrase before the verb."""
    clause = text[start:verb]
    begun = 0
    for match in _CLAUSE_START.finditer(clause):
        if clause[match.end() :].strip() and len(clause) - match.end() > 2:
            begun = match.end()
    lead = _LEAD.match(clause, begun)
    begun = lead.end() if lead else begun
    auxiliary = _AUXILIARY.search(clause[-60:] if len(clause) > 60 else clause)
    left, right = start + begun, verb - (len(auxiliary.group()) if auxiliary else 0)
    inside = [name for name in names if left <= name[0] and name[1] <= right]
    if not inside:
        return _bare_subject(text, left, right)
    head = text[left : inside[0][0]]
    described = re.search(r"(?<![A-Z\w])[a-z]{3,}\s(?:at|of|for|in|from|with)\s(?:the\s)?$", head)
    return phrase(text, left, right, ()) if described else inside[0]


_SUBJECT_BEGINS = re.compile(
    r"\s*(?:the|an?|its|their|his|her|our|my|this|these|those|some|many|several|all|each|both|two|three|four|five|more|"
    r"he|she|it|they|we|i|who|donors|officials|organi[sz]ers|supporters|residents|students|companies)\b",
    re.IGNORECASE,
)
_NAME_RUN = re.compile(r"[A-Z][\w.'’-]*(?:\s(?:of\s|and\s)?(?:the\s)?[A-Z][\w.'’-]*)*")


def _bare_subject(text: str, left: int, right: int) -> Interval | None:
    """Return a subject without a name mention: the last capitalised run behind the last comma, else that phrase."""
    comma = text.rfind(", ", left, right)
    left = comma + 2 if comma >= 0 else left
    runs = [m for m in _NAME_RUN.finditer(text, left, right) if len(m.group()) > 3]
    if runs and not re.search(r"[a-z]{3,}\s(?:of|in|at|from)\s(?:the\s)?$", text[left : runs[-1].start()]):
        return runs[-1].span()
    return phrase(text, left, right, ()) if _SUBJECT_BEGINS.match(text, left, right) else None


def phrase(text: str, start: int, limit: int, names: Sequence[Interval]) -> Interval | None:
    """Return the noun phrase that begins at ``start``: a name where one begins there, else up to the phrase's end."""
    match = re.compile(r"\s*(?:(?:the|an?|its|their|his|her|our)\s+)?", re.IGNORECASE).match(text, start, limit)
    begun = match.end() if match else start
    for name in names:
        if begun <= name[0] <= begun + 1 and name[1] <= limit:
            return name
    while start < limit and text[start].isspace():
        start += 1
    that = _THAT.match(text, start, limit)
    start = that.end() if that else start
    limit = min(limit, start + _LONGEST_PHRASE)
    end = _PHRASE_END.search(text, start, limit)
    stop = end.start() if end else limit
    while stop > start and not text[stop - 1].isalnum():
        stop -= 1
    while start < stop and not text[start].isalnum():
        start += 1
    return (start, stop) if start < stop else None


_PURPOSE = re.compile(r"\b(?:for|to(?= [a-z]+\b)|towards?)\s+")
PURPOSE_END = re.compile(
    r"[;:(]|[.!?](?=\s|$)|,? (?:according to|said|says|which|who|he said|she said)\b|, (?:and|but|while|[A-Z])"
)
NOT_PURPOSE = re.compile(
    r"(?:the )?(?:first|second|third|last|next|past|coming|current) |\d|"
    r"(?:more|less|example|instance|now|years?|months?|both|each|all|this|date|be |its? )\b"
)


def purpose(text: str, start: int, limit: int, taken: Sequence[Interval]) -> Interval | None:
    """Return what a transfer is for: the words behind "for" or "to", up to the end of their clause."""
    for match in _PURPOSE.finditer(text, start, limit):
        begun = match.end()
        if any(a <= begun < b for a, b in taken) or NOT_PURPOSE.match(text, begun, limit):
            continue
        end = PURPOSE_END.search(text, begun, limit)
        stop = end.start() if end else limit
        while stop > begun and (text[stop - 1].isspace() or text[stop - 1] in '.,;"”'):
            stop -= 1
        if stop - begun > 3:
            return begun, stop
    return None
