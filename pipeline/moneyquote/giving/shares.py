"""Sums for several receivers: "$5,000 each to A, B and C" is three grants, "A, B and C shared $1m" is one sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from moneyquote.giving.article import Interval, meets
from moneyquote.records import Amount, ArticleRecord, Grant, Mention, Party

_EACH_BEHIND = re.compile(r"\s+(?:grants?\s+|in\s\w+\s+)?(?:each|apiece)\b|[^.;:]{0,60}?\bto each of\b", re.IGNORECASE)
_EACH_BEFORE = re.compile(r"\b(?:each|each of (?:which|whom|them))\s+(?:\w+\s+){0,5}$", re.IGNORECASE)
_AUXILIARY = r"(?:(?:will|would|should|must|may|can|could|is|are|was|were|has|have|had|to|be|been|being|all|both)\s)*"
_PART = r"(?:grants?|gifts?|awards?|donations?|prize|pot|fund|funding|package|total|sum)"
# "A, B and C [of Tarn will share in the Orsk Fund's grant of] $1m": the list before, the sum behind the verb.
_SHARE = re.compile(
    rf"(?:\s(?:of|in)\s[A-Z][\w’'-]+)?,?\s(?:(?:who|which)\s)?{_AUXILIARY}(?:also\s|jointly\s|equally\s|evenly\s)?"
    r"(?:shar(?:e|ed|ing)|split|splitting|divided?|dividing)\s(?:up\s|in\s|equally\s|evenly\s)*"
    rf"(?:(?:an?|the|this|that|another|nearly|almost|about|some|around|of|worth|totall?ing|new|further|joint|{_PART}"
    r"|[A-Z][\w’'-]*)\s)*"
)
# "$1m [from the Orsk Fund will be split evenly among] A, B and C": the sum before, the list behind the verb.
_SHARED = re.compile(
    rf"(?:\s(?:in\s)?{_PART})?(?:\sfrom\s[^,.;:]{{1,60}}?)?,?\s(?:which\s|that\s)?{_AUXILIARY}(?:equally\s|evenly\s)?"
    r"(?:shared|split|divided)\s(?:up\s|out\s|equally\s|evenly\s|\w+\sways\s)*(?:by|between|among|amongst)"
    r"(?:\s[\w’'-]+){0,4}[:,]?\s"
)
# "$1m [in aid has been given to] A, B and C": the sum before, the list behind "to".
_GIVEN_TO = re.compile(
    r"(?:\s(?:in|of)\s(?:[a-z-]+\s){0,3}[a-z-]+)?(?:\s(?:has|have|had|was|were|will|is|are|been|be|also|given|donated|"
    rf"awarded|provided|going|went|go|{_PART}))*\s(?:to|for)\s(?:both\s)?(?:the\s)?"
)
# What stands between two names of one list: "A, B of Tarn, and the C".
_BETWEEN = re.compile(r"(?:\s(?:of|in)\s[A-Z][\w’'-]+)?(?:[,;](?:\s+(?:and|&))?|\s+(?:and|&))\s+(?:to\s+)?(?:the\s+)?")
_AND = re.compile(r"\s(?:and|&)\s")


def shared_out(record: ArticleRecord, sentences: Sequence[Interval]) -> ArticleRecord:
    """Return a record in which each named receiver of a sum told for each has a grant, and none of a shared sum has it.

    By the guidelines, a sum that several share without telling the shares is a total, and each of them a grant
    without an amount that points to it. Of "$1m to A and B" the total is the group's; of a sum "shared by A and B"
    nobody's.
    """
    amounts = {amount.id: amount for amount in record.amounts}
    made: list[Grant] = []
    for grant in record.grants:
        amount = amounts.get(grant.amount or "")
        made += list(_shares(record, sentences, grant, amount)) if amount else [grant]
    return replace(record, grants=tuple(_once(made)))


def numbered(record: ArticleRecord) -> ArticleRecord:
    """Return a record with its grants numbered anew in their order, where any were added."""
    ids = [grant.id for grant in record.grants]
    if len(set(ids)) == len(ids):
        return record
    grants = tuple(replace(grant, id=f"g{number}") for number, grant in enumerate(record.grants, 1))
    return replace(record, grants=grants)


def _shares(record: ArticleRecord, sentences: Sequence[Interval], grant: Grant, amount: Amount) -> Iterator[Grant]:
    text = record.text or ""
    sentence = next((s for s in sentences if s[0] <= amount.start < s[1]), (amount.start, amount.end))
    listed = _list_of(record, sentence, grant)
    each = _EACH_BEHIND.match(text, amount.end, sentence[1]) or _EACH_BEFORE.search(text[sentence[0] : amount.start])
    is_joint = len(listed) > 1 and _GIVEN_TO.fullmatch(text, amount.end, listed[0].start) is not None
    if len(listed) < 2 or not (each or is_joint or _is_shared(text, listed, amount)):
        yield grant
        return
    names = {entity.id: entity.name for entity in record.entities}
    parties = [Party(start=m.start, end=m.end, text=m.text, entity=m.entity, name=names[m.entity]) for m in listed]
    if each:
        yield from (replace(grant, grantee=party) for party in parties)
        return
    yield replace(grant, grantee=_together(text, listed) if is_joint else None, is_total=True)
    yield from (replace(grant, grantee=party, amount=None, total=amount.id, is_total=False) for party in parties)


def _is_shared(text: str, listed: Sequence[Mention], amount: Amount) -> bool:
    """Tell whether nothing but a verb of sharing ties a list to a sum, whichever of them comes first."""
    if listed[-1].end <= amount.start:
        return _SHARE.fullmatch(text, listed[-1].end, amount.start) is not None
    return _SHARED.fullmatch(text, amount.end, listed[0].start) is not None


def _together(text: str, listed: Sequence[Mention]) -> Party:
    """Return the receivers of one sum as the group that their list describes."""
    start, end = listed[0].start, listed[-1].end
    return Party(start=start, end=end, text=text[start:end], name=" ".join(text[start:end].split()))


def _list_of(record: ArticleRecord, sentence: Interval, grant: Grant) -> list[Mention]:
    """Return the names of the list that holds the grant's receiver; none where it names the giver or has no "and"."""
    text = record.text or ""
    grantee = grant.grantee
    if grantee is None or grantee.start is None or grantee.end is None:
        return []
    inside = sorted((m for m in record.mentions if sentence[0] <= m.start < sentence[1]), key=lambda m: m.start)
    runs: list[list[Mention]] = []
    is_closed = False
    for mention in inside:
        gap = _BETWEEN.fullmatch(text, runs[-1][-1].end, mention.start) if runs else None
        has_and = gap is not None and _AND.search(gap[0]) is not None
        if gap and (has_and or not is_closed):
            runs[-1].append(mention)
        else:
            runs.append([mention])
        is_closed = has_and  # what only a comma ties to the name behind an "and" is no more of the list
    place = (grantee.start, grantee.end)
    run = next((run for run in runs if any(meets((m.start, m.end), place) for m in run)), [])
    giver = grant.funder.entity if grant.funder else None
    is_list = run and _AND.search(text, run[0].end, run[-1].start)
    return run if is_list and giver not in {m.entity for m in run} else []


def _once(grants: Sequence[Grant]) -> Iterator[Grant]:
    """Yield the grants without those that the linker had found already beside their list."""
    seen: set[tuple[str | None, ...]] = set()
    shared = {_who(grant.grantee) for grant in grants if grant.total and not grant.amount}
    for grant in grants:
        key = (grant.amount, grant.total, _who(grant.grantee), _who(grant.funder))
        if (grant.amount or grant.total) and key in seen:
            continue
        if grant.amount or grant.total or _who(grant.grantee) not in shared:
            seen.add(key)
            yield grant


def _who(party: Party | None) -> str | None:
    return (party.entity or party.name) if party else None
