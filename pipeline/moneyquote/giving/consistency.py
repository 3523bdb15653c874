"""What a reporter adds up: parts against their total, a year's total against its grants, one sum in two currencies.

Parts that add up to a told total are tied to it. A mismatch is told only where the article itself says that the parts
are all of them (they stand in the total's sentence, or it counts them) or where they exceed the total; that a release
names a few of its grants contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from moneyquote.giving.article import Interval
from moneyquote.giving.currencies import doubtful_doubles
from moneyquote.giving.figures import leeway, told
from moneyquote.records import (
    Amount,
    AmountFlag,
    ArticleRecord,
    Check,
    CheckKind,
    Grant,
    GrantKind,
    GrantStatus,
    Qualifier,
    Span,
)

_TOTAL_BEFORE = re.compile(
    r"\b(?:total(?:s|ling|ing|led|ed)?(?:\sof)?|altogether|in all|combined|sum of|adds? up to)[,:]?\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_TOTAL_BEHIND = re.compile(r"[,]?\s(?:in total|in all|altogether|combined|total)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\s(?:\w+\s){0,2}?"
    r"(?:grants|gifts|donations|awards|scholarships|projects|organi[sz]ations|recipients|schools|groups|charities)\b",
    re.IGNORECASE,
)
# Before the first part, in its sentence: the parts are some of the total.
_SOME = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|among (?:them|these|those|which)|such as|of which|of whom)\b[^.\n]*$", re.IGNORECASE
)
_WORDS: Sequence[str] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_LEAST_UNSAID = 3  # parts that add up to a sum that no word calls a total: two may do so by chance
_WHOLE_SUMS = (Qualifier.EXACT, Qualifier.APPROXIMATELY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A grant with its sum, and where it stands among the record's grants."""

    place: int
    grant: Grant
    amount: Amount
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Total:
    amount: Amount
    value: Decimal
    grant: Grant | None
    sentence: Interval
    is_called: bool


def checked(record: ArticleRecord, sentences: Sequence[Interval], doubles: Mapping[str, str]) -> ArticleRecord:
    """Return a record whose parts point to their totals and whose mismatches stand on every grant that they concern.

    Args:
        record: a record that holds its text.
        sentences: the sentences of the article as characters ``[start, end)``, in order.
        doubles: the id of an amount in brackets to that of the amount that it repeats in another currency.
    """
    grants = list(record.grants)
    for total in _totals(record, sentences):
        parts = _parts(grants, record, total)
        groups = list(_groups(parts, total))
        whole = next((group for group in groups if _adds_up(group, total)), None)
        if whole:
            _tie(grants, whole, total)
        elif total.is_called:
            _flag(grants, groups, total, record.text or "")
    for amount_id, check in doubtful_doubles(record, doubles):
        for place, grant in enumerate(grants):
            if grant.amount == amount_id:
                grants[place] = replace(grant, checks=(*grant.checks, check))
    return replace(record, grants=tuple(grants))


def _totals(record: ArticleRecord, sentences: Sequence[Interval]) -> Iterator[_Total]:
    """Yield the amounts that may be totals: those called so, and those of grants, the largest first."""
    text = record.text or ""
    by_amount = {grant.amount: grant for grant in record.grants if grant.amount}
    for amount in sorted(record.amounts, key=lambda a: (-(a.value or 0), a.start)):
        if amount.value is None or amount.qualifier not in _WHOLE_SUMS or AmountFlag.PER_UNIT in amount.flags:
            continue
        sentence = next((s for s in sentences if s[0] <= amount.start < s[1]), (amount.start, amount.end))
        called = bool(
            _TOTAL_BEFORE.search(text[max(sentence[0], amount.start - 50) : amount.start])
            or _TOTAL_BEHIND.match(text, amount.end, sentence[1])
        )
        grant = by_amount.get(amount.id)
        if called or grant:
            yield _Total(amount=amount, value=amount.value, grant=grant, sentence=sentence, is_called=called)


def _parts(grants: Sequence[Grant], record: ArticleRecord, total: _Total) -> list[_Part]:
    amounts = {amount.id: amount for amount in record.amounts}
    made = []
    for place, grant in enumerate(grants):
        amount = amounts.get(grant.amount or "")
        if amount is None or amount.value is None or amount.id == total.amount.id or grant.total or grant.is_total:
            continue
        same = amount.currency == total.amount.currency and (grant.kind is GrantKind.LOAN) == (
            total.grant is not None and total.grant.kind is GrantKind.LOAN
        )
        meant = grant.status in (GrantStatus.GIVEN, GrantStatus.PROMISED) and AmountFlag.PER_UNIT not in amount.flags
        # The total told once more, in a headline say, is no part of it.
        if same and meant and amount.qualifier in _WHOLE_SUMS and 0 < amount.value < total.value:
            made.append(_Part(place=place, grant=grant, amount=amount, value=amount.value))
    return made


def _groups(parts: Sequence[_Part], total: _Total) -> Iterator[list[_Part]]:
    """Yield the sets of grants that a total may be the sum of, the closest first."""
    start, end = total.sentence
    yield [part for part in parts if start <= part.amount.start < end]
    yield [part for part in parts if part.amount.start >= total.amount.start]
    yield [part for part in parts if part.amount.start < total.amount.start]
    if total.grant and total.grant.funder and total.grant.funder.entity:
        mine = [p for p in parts if p.grant.funder and p.grant.funder.entity == total.grant.funder.entity]
        yield [part for part in mine if _in_period(part.grant, total.grant)]
        yield mine
    yield list(parts)


def _in_period(part: Grant, total: Grant) -> bool:
    return bool(total.period and part.period and part.period.startswith(total.period[:4]))


def _sum(group: Sequence[_Part]) -> Decimal:
    return sum((part.value for part in group), Decimal(0))


def _adds_up(group: Sequence[_Part], total: _Total) -> bool:
    if len(group) < (2 if total.is_called or (total.grant and total.grant.is_total) else _LEAST_UNSAID):
        return False
    spare = leeway(total.amount) + sum((leeway(part.amount) for part in group), Decimal(0))
    return abs(_sum(group) - total.value) <= spare


def _tie(grants: list[Grant], parts: Sequence[_Part], total: _Total) -> None:
    for part in parts:
        grants[part.place] = replace(part.grant, total=total.amount.id)
    for place, grant in enumerate(grants):
        if grant.amount == total.amount.id:
            grants[place] = replace(grant, is_total=True)


def _flag(grants: list[Grant], groups: Sequence[list[_Part]], total: _Total, text: str) -> None:
    """Put a mismatch on a total's grant and on its parts, where the article says that they are all of it or less."""
    found = next((group for group in groups if _contradicts(group, groups[0], total, text)), None)
    if found is None:
        return
    is_year = total.grant is not None and all(_in_period(part.grant, total.grant) for part in found)
    message = (
        f"the {len(found)} {'grants of the year' if is_year else 'parts'} add up to "
        f"{told(_sum(found), total.amount.currency)}, the total says {told(total.value, total.amount.currency)}"
    )
    shown = [total.amount, *{part.amount.id: part.amount for part in found}.values()]
    check = Check(
        kind=CheckKind.YEAR if is_year else CheckKind.PARTS,
        message=message,
        evidence=tuple(Span(start=a.start, end=a.end, text=a.text) for a in shown),
    )
    places = {part.place for part in found}
    for place, grant in enumerate(grants):
        if place in places or grant.amount == total.amount.id:
            grants[place] = replace(grant, checks=(*grant.checks, check))


def _contradicts(group: Sequence[_Part], beside: Sequence[_Part], total: _Total, text: str) -> bool:
    if len(group) < 2 or _adds_up(group, total):
        return False
    spare = leeway(total.amount) + sum((leeway(part.amount) for part in group), Decimal(0))
    exceeds = _sum(group) > total.value + spare
    if _sum(group) < total.value and _are_some(group, total, text):
        return False
    counted = _COUNTED.search(text, *total.sentence)
    complete = counted is not None and _number(counted[1]) == len(group)
    one_year = total.grant is not None and all(_in_period(part.grant, total.grant) for part in group)
    return complete or list(group) == list(beside) or (exceeds and one_year)


def _are_some(group: Sequence[_Part], total: _Total, text: str) -> bool:
    """Tell whether the article itself says, between a total and its parts, that these are not all of them."""
    end = total.amount.end
    first = min((part.amount.start for part in group if part.amount.start >= end), default=end)
    return _SOME.search(text, end, first) is not None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.index(word.casefold()) + 2
