"""The same grant told in several articles: tied together with its tellings, and where they contradict each other."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from moneyquote.organizations import Contradiction, GrantAcrossArticles, ToldGrant
from moneyquote.resolve.amounts import amount_reading, amounts_agree

_WHOLE = 12  # a block of so many grants is compared whole; in a larger one each with its next neighbours
_NEIGHBOURS = 5
_SAME_SUM_DAYS = 400  # between tellings of one sum; a later one is more likely next year's grant
_ONE_PARTY_DAYS = 60  # between tellings where one leaves out the funder or the grantee
_SAME_TIME_DAYS = 3
_PURPOSE_DAYS = 60  # between tellings of one purpose that differ in the sum
_SAME_SUM = "same funder, same grantee, sums that agree"
_SAME_PURPOSE = "same funder, same grantee, purposes with the same words, told within two months"
_ONE_PARTY = "sums that agree and the same funder or grantee, the other left out, told within two months"
_SAME_DAYS = "same funder, same grantee, the only grant between them in either article, told within three days"
_RANKS = (_SAME_SUM, _SAME_PURPOSE, _ONE_PARTY, _SAME_DAYS)
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "its", "of", "on", "or", "the", "to", "with"}
)


def tie_grants(grants: Sequence[ToldGrant]) -> list[GrantAcrossArticles]:
    """Return the grants that more than one article tells, in order of id.

    Two tellings are one grant where funder and grantee are the same and the sums agree, or the purposes share words,
    or they were told on the same days; where one telling leaves a party out, the sums must agree. Two different sums
    in one article are two grants, and so are loans and gifts.
    """
    ordered = sorted(grants, key=lambda grant: (grant.published or "", grant.article, grant.key))
    place = {grant.key: number for number, grant in enumerate(ordered)}
    pairs = sorted({tuple(sorted((place[a.key], place[b.key]))) for a, b in _comparable(ordered)})
    between = _grants_between(ordered)
    found = [(_RANKS.index(told), a, b) for a, b in pairs if (told := why_one(ordered[a], ordered[b], between))]
    groups = [[grant] for grant in ordered]  # the group of each grant, shared by its members
    reasons: dict[int, str] = {}
    for rank, first, second in sorted(found):
        one, other = groups[first], groups[second]
        if one is other or _is_split(one, other):
            continue
        reasons.setdefault(id(one), _RANKS[rank])
        one += other
        for grant in other:
            groups[place[grant.key]] = one
    whole = {id(group): group for group in groups if len(group) > 1}
    return sorted((_made(group, reasons[mark]) for mark, group in whole.items()), key=lambda grant: grant.id)


def _grants_between(grants: Sequence[ToldGrant]) -> Counter[tuple[str, str | None, str | None]]:
    """Return how many grants each article tells between two parties."""
    return Counter((grant.article, grant.funder, grant.grantee) for grant in grants)


def why_one(
    first: ToldGrant, second: ToldGrant, between: Mapping[tuple[str, str | None, str | None], int]
) -> str | None:
    """Return why two tellings are one grant, or None where they are not taken for one."""
    if first.article == second.article or first.is_total != second.is_total:
        return None
    if (first.kind == "loan") != (second.kind == "loan") or _are_others(first, second):
        return None
    agree, days = amounts_agree(first, second), _days_between(first, second)
    both = first.funder is not None and first.grantee is not None and first.funder == second.funder
    if both and first.grantee == second.grantee:
        if agree and _within(days, _SAME_SUM_DAYS, unknown=True):
            return _SAME_SUM
        if _share_purpose(first, second) and _within(days, _PURPOSE_DAYS, unknown=False):
            return _SAME_PURPOSE
        alone = all(between[g.article, g.funder, g.grantee] == 1 for g in (first, second))
        return _SAME_DAYS if alone and _within(days, _SAME_TIME_DAYS, unknown=False) else None
    shared = {role for role in ("funder", "grantee") if _is_shared(first, second, role)}
    return _ONE_PARTY if agree and shared and _within(days, _ONE_PARTY_DAYS, unknown=False) else None


def _are_others(first: ToldGrant, second: ToldGrant) -> bool:
    """Tell whether both name a funder, or both a grantee, and not the same one."""
    pairs = ((first.funder, second.funder), (first.grantee, second.grantee))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _is_shared(first: ToldGrant, second: ToldGrant, role: str) -> bool:
    same = getattr(first, role) is not None and getattr(first, role) == getattr(second, role)
    return same and role in first.sure_parties and role in second.sure_parties


def _within(days: int | None, most: int, *, unknown: bool) -> bool:
    return unknown if days is None else days <= most


def _days_between(first: ToldGrant, second: ToldGrant) -> int | None:
    try:
        dates = [date.fromisoformat((grant.published or "")[:10]) for grant in (first, second)]
    except ValueError:
        return None
    return abs((dates[0] - dates[1]).days)


def _share_purpose(first: ToldGrant, second: ToldGrant) -> bool:
    """Tell whether two purposes share two words, and half of the shorter one's."""
    words = [set(re.findall(r"\w+", (g.purpose or "").casefold())) - _SMALL for g in (first, second)]
    shared = len(words[0] & words[1])
    return shared >= 2 and 2 * shared >= min(map(len, words))


def _comparable(grants: Sequence[ToldGrant]) -> Iterator[tuple[ToldGrant, ToldGrant]]:
    """Yield the tellings worth comparing: those that share both parties, or one and the currency."""
    blocks: dict[tuple[object, ...], list[ToldGrant]] = defaultdict(list)
    for grant in grants:
        if grant.funder and grant.grantee:
            blocks["both", grant.funder, grant.grantee].append(grant)
        if grant.value is not None:
            for role in sorted(grant.sure_parties):
                blocks[role, getattr(grant, role), grant.currency].append(grant)
    for members in blocks.values():
        near = sorted(members, key=lambda grant: (grant.value or 0, grant.published or "", grant.key))
        if len(near) <= _WHOLE:
            yield from combinations(near, 2)
            continue
        for place, grant in enumerate(near):
            for other in near[place + 1 : place + 1 + _NEIGHBOURS]:
                yield grant, other


def _is_split(one: Sequence[ToldGrant], other: Sequence[ToldGrant]) -> bool:
    """Tell whether an article tells two sums for two of the tellings, or two name different parties."""
    for first in one:
        for second in other:
            if first.article == second.article and amounts_agree(first, second) is not True:
                return True
            if _are_others(first, second):
                return True
    return False


def _made(group: list[ToldGrant], reason: str) -> GrantAcrossArticles:
    tellings = tuple(sorted(group, key=lambda grant: (grant.published or "", grant.article, grant.key)))
    first = min(f"{grant.article}\0{grant.funder}\0{grant.grantee}\0{grant.value}" for grant in tellings)
    return GrantAcrossArticles(
        id="g" + hashlib.sha256(first.encode()).hexdigest()[:12],
        tellings=tellings,
        contradictions=tuple(_contradictions(tellings)),
        reason=reason,
    )


def _contradictions(tellings: Sequence[ToldGrant]) -> Iterator[Contradiction]:
    """Yield the fields in which tellings differ; sums that can be one, and what is not told, contradict nothing."""
    if any(amounts_agree(a, b) is False for a, b in combinations(tellings, 2)):
        yield _readings("amount", [(amount_reading(grant), grant.key) for grant in tellings])
    for field in ("period", "status", "kind"):
        told = [(getattr(grant, field), grant.key) for grant in tellings]
        if len({" ".join(str(value).casefold().split()) for value, _ in told if value}) > 1:
            yield _readings(field, told)


def _readings(field: str, told: Sequence[tuple[str | None, int]]) -> Contradiction:
    readings: dict[str, list[int]] = defaultdict(list)
    for value, key in told:
        if value:
            readings[value].append(key)
    return Contradiction(field=field, readings=tuple((value, tuple(keys)) for value, keys in sorted(readings.items())))
