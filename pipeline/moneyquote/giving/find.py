"""Which amounts of an article are given, and the parties of each transfer, by rules over the giving lexicon.

The interim for the trained linker, and its baseline: one record for each amount that stands with a word of giving.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from moneyquote.giving import words as lexical
from moneyquote.giving.article import GivenAmount, NamedSpan
from moneyquote.giving.clause import Interval, phrase, purpose, subject
from moneyquote.giving.times import find_period
from moneyquote.records import GrantKind, GrantStatus


class FunderFrom(StrEnum):
    """Where the funder of a transfer was found; the further off, the less sure."""

    SENTENCE = "sentence"
    BEFORE = "before"
    GUESS = "guess"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFinding:
    """One transfer: intervals of its parts, and what kind and state it is of."""

    amount: str
    evidence: Interval
    funder: Interval | None = None
    grantee: Interval | None = None
    purpose: Interval | None = None
    kind: GrantKind = GrantKind.GRANT
    status: GrantStatus = GrantStatus.GIVEN
    period: Interval | None = None
    is_total: bool = False
    funder_from: FunderFrom = FunderFrom.SENTENCE


# Words between a giving verb and its amount, or an amount and its noun of giving; the furthest seen in the
# training gold's evidence is 14.
_NEAR_WORDS = 14
# "to" before a verb tells what for, not whom to.
_TO = re.compile(
    r"\s?\bto\s+(?!(?:help|support|be|make|build|buy|fund|provide|assist|improve|expand|develop|carry|cover|"
    r"train|date|[a-z]+ (?:the|an?|its|their|his|her|our|more|new)\b))"
)
_FROM = re.compile(r"\b(?:from|by|courtesy of|thanks to)\s+(?!\d|\$|[a-z]+ing\b)")
_ITEM = re.compile(r"\s*(?:[•●▪·*–—-]|\d{1,2}[.)])\s*")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|also\s+|each\s+|already\s+)?$")
_TOTAL = re.compile(r"\b(?:total(?:s|ling|ing|led)?|altogether|in all|combined|overall|since \d{4})\b", re.IGNORECASE)


def find_grants(
    text: str, sentences: Sequence[Interval], amounts: Sequence[GivenAmount], names: Sequence[NamedSpan]
) -> list[GrantFinding]:
    """Return a transfer for each amount that is given, in the order of the amounts.

    Args:
        text: the article.
        sentences: its sentences, in order.
        amounts: its amounts, in order.
        names: its name mentions, in order.
    """
    found: list[GrantFinding] = []
    heading: Interval | None = None
    listing = False
    summed, named = [amount.start for amount in amounts], [name.start for name in names]
    for start, end in sentences:
        inside = amounts[bisect_left(summed, start) : bisect_left(summed, end)]
        around = tuple((n.start, n.end) for n in names[bisect_left(named, start) : bisect_left(named, end)])
        sentence = _Sentence(text=text, start=start, end=end, names=around, amounts=tuple(inside))
        giving = sentence.gives()
        for amount in inside:
            grant = None if amount.per_unit else _grant(sentence, amount, heading, listing=listing)
            if grant:
                found.append(grant)
        if giving and text[end - 1 : end] == ":":
            listing = True
            heading = sentence.giver()
        elif not _ITEM.match(text, start) and not (inside and end - start < _ITEM_LENGTH):
            listing, heading = giving and bool(inside), None
    return _with_funders(text, found, names)


def _with_funders(text: str, found: list[GrantFinding], names: Sequence[NamedSpan]) -> list[GrantFinding]:
    """Give each transfer without a funder the one named shortly before, else the only body that may be it."""
    starts = [name.start for name in names]

    def named_at(interval: Interval) -> Sequence[NamedSpan]:
        first = max(bisect_left(starts, interval[0]) - 1, 0)
        return [name for name in names[first : bisect_left(starts, interval[1])] if name.end > interval[0]]

    grantees = {name.entity for g in found if g.grantee for name in named_at(g.grantee)}
    named = [g.funder for g in found if g.funder and named_at(g.funder)]
    likely = [
        name
        for name in names
        if name.entity not in grantees
        and any(w.casefold() in lexical.listed("funders") for w in lexical.WORD.findall(text, name.start, name.end))
    ]
    bodies, begun = {name.entity for name in likely}, [name.start for name in likely]
    settled = []
    for grant in found:
        funder, origin = grant.funder, FunderFrom.SENTENCE
        if funder is None:
            before = [other for other in named if 0 <= grant.evidence[0] - other[0] < _FUNDER_REACH]
            reach = bisect_right(begun, grant.evidence[1] - _GUESS_REACH), bisect_right(begun, grant.evidence[1])
            near = [(n.start, n.end) for n in likely[slice(*reach)]]
            lone = [(likely[0].start, likely[0].end)] if len(bodies) == 1 else []
            funder = next(iter([*before[-1:], *near[:1], *lone]), None)
            origin = FunderFrom.BEFORE if before else FunderFrom.GUESS
        if funder is None or funder == grant.grantee:
            funder, origin = None, FunderFrom.NOWHERE
        settled.append(replace(grant, funder=funder, funder_from=origin))
    return settled


_ITEM_LENGTH = 160
# How many characters after a named giver a transfer without one may still be its; tried 500 to 6,000 on the training
# gold (2026-11): the triple's F1 changes by less than 1 from 2,000 up, and wrong givers grow.
_FUNDER_REACH = 2500
_GUESS_REACH = 800
_LIGHT = frozenset(
    re.findall(
        r"\w+",
        "a an the about more than nearly some over up to almost another additional at least around approximately "
        "roughly total of out away just only",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    start: int
    end: int
    names: tuple[Interval, ...]
    amounts: tuple[GivenAmount, ...]

    def words(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in lexical.WORD.findall(self.text, self.start, self.end))

    def gives(self) -> bool:
        found = self.words()
        verbs = any(
            (stem := lexical.verb_stem(word, "", table)) and stem not in lexical.listed(table, "weak")
            for word in found
            for table in ("give", "receive")
        )
        return verbs or bool(found & lexical.listed("nouns"))

    def giver(self) -> Interval | None:
        """Return who gives in a sentence that introduces a list."""
        before = ""
        for word in lexical.WORD.finditer(self.text, self.start, self.end):
            folded = word.group().casefold()
            if lexical.verb_stem(folded, before, "give") and not _passive(self, word.start()):
                return subject(self.text, self.start, word.start(), self.names)
            before = folded
        source = _FROM.search(self.text, self.start, self.end)
        return phrase(self.text, source.end(), self.end, self.names) if source else None


def _passive(sentence: _Sentence, verb: int) -> bool:
    return bool(_PASSIVE.search(sentence.text[max(sentence.start, verb - 30) : verb]))


def _grant(sentence: _Sentence, amount: GivenAmount, funder: Interval | None, *, listing: bool) -> GrantFinding | None:
    words = sentence.words()
    parties = _by_verb(sentence, amount) or _by_noun(sentence, amount)
    if parties is None and listing:
        parties = _by_list(sentence, amount)
    if parties is None or _vetoed(sentence, amount):
        return None
    giver, grantee = parties
    giver = _source(sentence, amount) or giver or funder
    taken = [party for party in (giver, grantee) if party]
    after = max([amount.end, *(b for a, b in taken if a > amount.end and b < sentence.end)])
    return GrantFinding(
        amount=amount.id,
        evidence=(sentence.start, sentence.end),
        funder=giver,
        grantee=None if grantee == giver else grantee,
        purpose=purpose(sentence.text, after, sentence.end, taken),
        kind=lexical.kind(words),
        status=lexical.status(words),
        period=find_period(sentence.text, (sentence.start, sentence.end)),
        is_total=bool(_TOTAL.search(sentence.text, sentence.start, sentence.end)),
    )


def _vetoed(sentence: _Sentence, amount: GivenAmount) -> bool:
    """Tell whether a word of payment stands right beside the amount."""
    before = lexical.WORD.findall(sentence.text, max(sentence.start, amount.start - 60), amount.start)[-5:]
    after = lexical.WORD.findall(sentence.text, amount.end, min(sentence.end, amount.end + 50))[:4]
    return any(word.casefold() in lexical.listed("veto") for word in (*before, *after))


def _by_verb(sentence: _Sentence, amount: GivenAmount) -> tuple[Interval | None, Interval | None] | None:
    """Return giver and receiver by the last verb of giving or receiving before the amount, or the first behind it."""
    text = sentence.text
    nouns = bool(sentence.words() & lexical.listed("nouns"))
    before = list(lexical.WORD.finditer(text, sentence.start, amount.start))[-_NEAR_WORDS:]
    for place in range(len(before) - 1, -1, -1):
        word = before[place]
        folded = word.group().casefold()
        previous = before[place - 1].group().casefold() if place else ""
        receive = lexical.verb_stem(folded, previous, "receive")
        give = None if receive else lexical.verb_stem(folded, previous, "give")
        weak = lexical.listed("receive" if receive else "give", "weak")
        if not (receive or give) or ((receive or give) in weak and not nouns):
            continue
        if receive or _passive(sentence, word.start()):
            return None, subject(text, sentence.start, word.start(), sentence.names)
        giver = subject(text, sentence.start, word.start(), sentence.names)
        grantee = _indirect_object(sentence, word.end(), amount, give or "") or _receiver(sentence, amount)
        return giver, grantee or _receiver_between(sentence, word.end(), amount)
    behind = list(lexical.WORD.finditer(text, amount.end, sentence.end))[:8]
    for word in behind:
        give = lexical.stem(word.group().casefold(), "give")
        if give and _passive(sentence, word.start()) and (nouns or give not in lexical.listed("give", "weak")):
            return None, _receiver(sentence, amount)
    return None


def _indirect_object(sentence: _Sentence, start: int, amount: GivenAmount, give: str) -> Interval | None:
    """Return the receiver between a verb and its amount: "awarded the college a $5,000 grant"."""
    if give not in lexical.listed("give", "ditransitive"):
        return None
    found = phrase(sentence.text, start, amount.start, sentence.names)
    if not found:
        return None
    inner = [word.casefold() for word in lexical.WORD.findall(sentence.text, *found)]
    return found if any(word not in _LIGHT | lexical.listed("nouns") for word in inner) else None


def _receiver(sentence: _Sentence, amount: GivenAmount) -> Interval | None:
    to = _TO.search(sentence.text, amount.end, sentence.end)
    return phrase(sentence.text, to.end(), sentence.end, sentence.names) if to else None


def _receiver_between(sentence: _Sentence, start: int, amount: GivenAmount) -> Interval | None:
    """Return the receiver between verb and amount behind "to": "provided aid to refugees worth $40 million"."""
    to = _TO.search(sentence.text, start, amount.start)
    return phrase(sentence.text, to.end(), amount.start, sentence.names) if to else None


def _source(sentence: _Sentence, amount: GivenAmount) -> Interval | None:
    """Return who gives, where "from …" or "by …" behind the amount says so."""
    for match in _FROM.finditer(sentence.text, amount.end, sentence.end):
        found = phrase(sentence.text, match.end(), sentence.end, sentence.names)
        if found and (
            found in sentence.names
            or sentence.text[found[0]].isupper()
            or sentence.text.startswith("the ", match.end())
        ):
            return found
    return None


def _by_noun(sentence: _Sentence, amount: GivenAmount) -> tuple[Interval | None, Interval | None] | None:
    """Return giver and receiver where a noun of giving goes with the amount: "a $5,000 grant from X to Y"."""
    text = sentence.text
    after = [word.casefold() for word in lexical.WORD.findall(text, amount.end, sentence.end)[:4]]
    before = [word.casefold() for word in lexical.WORD.findall(text, sentence.start, amount.start)[-4:]]
    if not any(word in lexical.listed("nouns") for word in (*after, *before)):
        return None
    return None, _receiver(sentence, amount)


def _by_list(sentence: _Sentence, amount: GivenAmount) -> tuple[Interval | None, Interval | None] | None:
    """Return the receiver in an item of a list: the name in it, or what stands before or behind the amount."""
    opens_line = sentence.start == 0 or sentence.text[max(0, sentence.start - 8) : sentence.start].rstrip(
        " \t"
    ).endswith("\n")
    prose = sentence.text[sentence.end - 1] in '.!?”"' and not _ITEM.match(sentence.text, sentence.start)
    if sentence.end - sentence.start > _ITEM_LENGTH or len(sentence.amounts) != 1 or prose or not opens_line:
        return None
    if sentence.names:
        return None, sentence.names[0]
    to = _receiver(sentence, amount)
    item = _ITEM.match(sentence.text, sentence.start, amount.start)
    return None, to or phrase(sentence.text, item.end() if item else sentence.start, amount.start, ())
