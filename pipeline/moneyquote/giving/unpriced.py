"""Transfers told without a sum, by the turns of phrase that tell them: "grantees include A", "A is funded by B"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moneyquote.giving.article import GivingArticle, Interval, meets
from moneyquote.giving.clause import subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpriced:
    """A transfer without a sum: the words that tell it, its receiver, and who gives where they tell that too."""

    cue: Interval
    grantee: Interval
    funder: Interval | None = None


_MONEY = (
    r"(?:grants?|funding|funds|money|donations?|contributions?|gifts?|aid|assistance|scholarships?|stipends?|"
    r"fellowships?|awards?|sponsorship|financial support|support)"
)
# Words that are neither names nor figures, nor speak of money as told before ("this grant").
_FEW = r"(?:(?!(?:this|that|these|those|the|such|no)\b)[a-z’'-]+\s){0,5}?"
# Behind these stands the list of who receives.
_RECEIVERS = re.compile(
    r"\b(?:(?:grantees|grant recipients|recipients|beneficiaries|awardees|scholarship winners)\b[^.;:\d]{0,60}?"
    r"|(?:selected|chosen|approved) to receive\b[^.;:\d]{0,80}?|receiving\b[^.;:\d]{0,50}?\bgrants\b[^.;:\d]{0,20}?)"
    r"\b(?:includ(?:e|ed|es|ing)|are|were)\b:?\s+(?:the\s+)?"
)
_WENT = re.compile(rf"\b{_MONEY}\s(?:[a-z]+\s){{0,3}}?(?:went|go|goes|will go|was given|were given)\sto\s+(?:the\s+)?")
# Subject gives, list receives.
_GAVE = re.compile(
    r"(?<!\bbe )(?<!\bbeen )\b(?:(?:donat|contribut)(?:e|es|ed|ing)|(?:gives?|gave|given|giving|made|makes?|"
    r"provid(?:e|es|ed|ing)|award(?:s|ed|ing)?|offer(?:s|ed|ing)?|sent|send(?:s|ing)?|pledg(?:e|es|ed|ing)|"
    rf"extend(?:s|ed)?)\s{_FEW}{_MONEY})\s(?:[a-z-]+\s){{0,3}}?to\s+(?:the\s+)?"
)
_SUPPORTED = re.compile(
    r"\b(?:has|have|also|generously)\s(?:also\s)?(?:supported|funded|sponsored|endowed)\s+(?:the\s+)?"
)
# Subject receives, who gives stands behind.
_GOT = re.compile(
    rf"\b(?:receiv(?:e|es|ed|ing)|accept(?:s|ed)|got|won|holds|attract(?:s|ed)|secured|recipient of)\s{_FEW}{_MONEY}\s"
    r"(?:[a-z-]+\s){0,3}?from\s+(?:the\s+)?"
)
_FUNDED = re.compile(
    r",?\s(?:(?:which|that)\s)?(?:(?:is|was|are|were|has been|have been|had been)\s)?(?:\w+ly\s|in part\s)?"
    r"(?:funded|sponsored|financed|bankrolled|endowed)\s(?:\w+ly\s|in part\s)?(?:under|by)\s+(?:the\s+)?"
)
# "received a Lamp Fund grant": who gives stands between.
_GOT_THEIR = re.compile(
    r"\b(?:receiv(?:e|es|ed|ing)|won|holds|(?:was|were|been) awarded|recipient of)\s"
    r"(?:(?!to\b|from\b|by\b)[a-z]+\s){0,4}$"
)
_THEIR_MONEY = re.compile(rf"\s(?:[a-z]+\s)?{_MONEY}\b")
_GRANTEE = re.compile(r",?\s(?:an?|the|and)\s(?:[a-z-]+\s){0,2}?$")
_IS_GRANTEE = re.compile(
    r"\s(?:grantee|(?:grant|scholarship|fellowship)\s(?:recipient|winner|holder)|recipient)\b", re.I
)
_SHARED = re.compile(
    r"\b(?:shared|split|divided|dividing the (?:funds|money|sum))\s(?:equally\s|evenly\s)?(?:by|among|between)\s+"
    r"(?:the\s+)?"
)
_NOT = re.compile(r"(?:\bnot|n[’']t|\bnever|\bneither|\bno)\s(?:\w+\s)?$")
# A place before such a word is no receiver but tells whose: "Tarnish refugees".
_OF_WHOM = re.compile(
    r"\s(?!(?:and|or|to|for|in|as|at|on|of|by|from|with|through|under|via|over|since|during|after|before|worth|this|"
    r"last|which|that|who|has|have|had|is|are|was|were|will|would|while|but)\b)[a-z]"
)
_PLURAL = re.compile(r"\s[a-z-]+s\b")
_OWNS = re.compile(r"(?:’s|'s|’|')\s")
_RUN = r"((?:[A-Z][\w’&.-]{0,30}\s{1,3}){1,8}[A-Z][\w’&.-]{0,30})\s{1,3}"  # a name that no layer before took for one
_CALLED = re.compile(rf"{_RUN}{_MONEY}\b")
_CAPITALS = re.compile(rf"{_RUN}$")
_NEXT = re.compile(
    r"(?:(?:’s|'s)?\s(?:of|in|at)\s(?:the\s)?[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,2})?"
    r"(?:[,;]\s+(?:and\s+|&\s+)?|\s+(?:and|&)\s+(?:\w+\sother\s[^.;:]{1,60}:\s+)?)(?:to\s+)?(?:the\s+)?"
)


def find_unpriced(article: GivingArticle) -> list[Unpriced]:
    """Return the transfers without a sum that an article tells in one of the known turns of phrase."""
    places = [place for place in article.places if not article.names_at(*place) and not article.amounts_at(*place)]
    begun = [start for start, _ in places]
    found: dict[Interval, Unpriced] = {}
    for start, end in article.sentences:
        names = [(name.start, name.end) for name in article.names_in(start, end)]
        there = places[bisect_left(begun, start) : bisect_left(begun, end)]
        inside = sorted(name for name in (*names, *there) if name[1] <= end)
        if inside:
            for transfer in _told(article.text, (start, end), inside):
                found.setdefault(transfer.grantee, transfer)
    return list(found.values())


def _told(text: str, sentence: Interval, names: Sequence[Interval]) -> Iterator[Unpriced]:
    start, end = sentence
    for pattern in (_RECEIVERS, _WENT, _SHARED):
        for match in _turns(pattern, text, (start, end)):
            giver = _named_with(text, match, names)
            for name in _list_at(text, match.end(), names):
                yield Unpriced(cue=match.span(), grantee=name, funder=giver)
    for pattern in (_GAVE, _SUPPORTED):
        for match in _turns(pattern, text, (start, end)):
            giver = subject(text, start, match.start(), names)
            for name in _list_at(text, match.end(), names):
                if giver is None or not meets(giver, name):
                    yield Unpriced(cue=match.span(), grantee=name, funder=giver)
    for match in _turns(_GOT, text, (start, end)):
        receiver, givers = subject(text, start, match.start(), names), _list_at(text, match.end(), names)
        if receiver and givers:
            yield Unpriced(cue=match.span(), grantee=_whole(text, receiver, match.start()), funder=givers[0])
    for first in names:
        funded = _FUNDED.match(text, first[1], end)
        givers = _list_at(text, funded.end(), names) if funded else []
        if funded and givers:
            yield Unpriced(cue=funded.span(), grantee=first, funder=givers[0])
        yield from _by_their_name(text, start, first, names)


def _by_their_name(text: str, start: int, giver: Interval, names: Sequence[Interval]) -> Iterator[Unpriced]:
    """Yield who received "a Lamp Fund grant", and who is "a Lamp Fund grantee"."""
    got = _GOT_THEIR.search(text, start, giver[0])
    if got and _THEIR_MONEY.match(text, giver[1]):
        receiver = subject(text, start, got.start(), names)
        if receiver and not meets(receiver, giver):
            yield Unpriced(cue=got.span(), grantee=receiver, funder=giver)
    before = [name for name in names if start <= name[0] and name[1] <= giver[0]]
    title = _IS_GRANTEE.match(text, giver[1])
    if before and title and _GRANTEE.fullmatch(text, before[-1][1], giver[0]):
        yield Unpriced(cue=title.span(), grantee=before[-1], funder=giver)


def _named_with(text: str, match: re.Match[str], names: Sequence[Interval]) -> Interval | None:
    """Return whose grantees or grants the words of a match speak of: "Lamp Fund grantees include"."""
    own = [name for name in names if match.start() - 2 <= name[1] <= match.end()]
    called = [m.span(1) for m in _CALLED.finditer(text, match.start(), match.end())]
    before = _CAPITALS.search(text, max(0, match.start() - 80), match.start())
    return next(iter([*own, *called, *([before.span(1)] if before else [])]), None)


def _whole(text: str, receiver: Interval, verb: int) -> Interval:
    """Return a receiver with the noun that its place describes: "Tarnish schools", not "Tarnish"."""
    described = _PLURAL.match(text, receiver[1])
    is_described = described and described.end() < verb and _OF_WHOM.match(text, receiver[1])
    return (receiver[0], described.end()) if described and is_described else receiver


def _turns(pattern: re.Pattern[str], text: str, within: Interval) -> Iterator[re.Match[str]]:
    """Yield where a turn of phrase stands and is not denied."""
    start, end = within
    for match in pattern.finditer(text, start, end):
        if not _NOT.search(text, max(start, match.start() - 24), match.start()):
            yield match


def _list_at(text: str, start: int, names: Sequence[Interval]) -> list[Interval]:
    """Return the names of the list that begins at a place; none where something else does."""
    found: list[Interval] = []
    for name in names:
        if found and _OWNS.fullmatch(text, found[-1][1], name[0]):
            found[-1] = name
        elif (not found and 0 <= name[0] - start <= 1) or (found and _NEXT.fullmatch(text, found[-1][1], name[0])):
            found.append(name)
    return [name for name in found if not _OF_WHOM.match(text, name[1])]
