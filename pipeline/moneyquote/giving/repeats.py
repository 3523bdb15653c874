"""One grant told in several places of an article: the record points to one statement, the others are kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from moneyquote.giving.article import Interval
from moneyquote.records import Amount, AmountFlag, ArticleRecord, Grant, Statement

# An amount spoken of as known: "the $5,000", "its new $2 million".
_KNOWN = re.compile(r"\b(?:the|this|that|these|those|its|their|his|her|our)\s(?:[\w-]+\s)?$", re.IGNORECASE)


def outside_brackets(record: ArticleRecord, doubles: Mapping[str, str]) -> ArticleRecord:
    """Return a record whose grants told in two currencies point to the sum outside the brackets.

    Args:
        record: the record.
        doubles: the id of an amount in brackets to that of the amount that it repeats in another currency.
    """
    grants = (replace(grant, amount=doubles.get(grant.amount or "", grant.amount)) for grant in record.grants)
    return replace(record, grants=tuple(grants))


def with_repeats(record: ArticleRecord, sentences: Sequence[Interval], doubles: Mapping[str, str]) -> ArticleRecord:
    """Return a record whose grants carry the further statements of their sums.

    A further statement is the sum in a second currency, or the same sum spoken of as known ("the $5,000") or in a
    sentence that names the grant's funder or grantee; a sum that several grants have needs the grantee's name.
    """
    amounts = {amount.id: amount for amount in record.amounts}
    taken = {grant.amount for grant in record.grants}
    figures = [_figure(amounts[grant.amount]) if grant.amount else None for grant in record.grants]
    made = []
    for grant, figure in zip(record.grants, figures, strict=True):
        lone = figures.count(figure) == 1
        found = list(_further(record, sentences, doubles, grant, lone=lone, taken=taken)) if figure else []
        made.append(replace(grant, also=(*grant.also, *found)))
    return replace(record, grants=tuple(made))


def _figure(amount: Amount) -> tuple[object, ...] | None:
    return None if amount.value is None else (amount.value, amount.value_max, amount.currency)


def _further(
    record: ArticleRecord,
    sentences: Sequence[Interval],
    doubles: Mapping[str, str],
    grant: Grant,
    *,
    lone: bool,
    taken: set[str | None],
) -> Iterator[Statement]:
    mine = next(amount for amount in record.amounts if amount.id == grant.amount)
    text = record.text or ""
    parties = (grant.grantee,) if not lone else (grant.funder, grant.grantee)
    named = {party.entity for party in parties if party and party.entity}
    for amount in record.amounts:
        if amount.id in taken or AmountFlag.PER_UNIT in amount.flags:
            continue
        start, end = next((s for s in sentences if s[0] <= amount.start < s[1]), (amount.start, amount.end))
        if doubles.get(amount.id) == mine.id:
            yield Statement(start=start, end=end, amount=amount.id)
        if _figure(amount) != _figure(mine) or start <= mine.start < end:
            continue
        known = lone and _KNOWN.search(text, max(0, amount.start - 30), amount.start)
        if known or any(m.entity in named for m in record.mentions if start <= m.start < end):
            yield Statement(start=start, end=end, amount=amount.id)
