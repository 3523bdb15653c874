"""Scores of the grants layer: which funder, grantee and amount were tied together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from moneyquote.evaluation.matching import (
    Interval,
    interval,
    match_one_to_one,
    names_agree,
    names_of,
    overlaps,
)
from moneyquote.evaluation.rows import Counts, ErrorKind, Finding, Layer, LayerScore, Row
from moneyquote.evaluation.score_amounts import pair_amounts
from moneyquote.records import ArticleRecord, Grant, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class _Agreement:
    """Which parts of two grants agree."""

    amount: bool
    grantee: bool
    funder: bool

    @property
    def likeness(self) -> int:
        """How alike the grants are; 0 where they share neither amount nor grantee."""
        if not (self.amount or self.grantee):
            return 0
        return 4 * self.amount + 3 * self.grantee + self.funder


_ALL = 8  # the likeness where all three agree

# What an empty object in a system's JSON becomes.
_NOBODY = Party()

_Compare = Callable[[Grant, Grant], _Agreement]


def score_grants(gold: ArticleRecord, predicted: ArticleRecord) -> LayerScore:
    """Count the grants that agree and list those that do not; ``gold`` has its text."""
    compare = _comparison(gold, predicted)
    golds, ours = gold.grants, predicted.grants
    pairs = _pairs(gold, predicted, compare)
    found = [compare(golds[g], ours[p]) for g, p in pairs]
    hits = {
        Row.GRANT_GRANTEE: sum(both.amount and both.grantee for both in found),
        Row.GRANT_FUNDER: sum(both.amount and both.funder for both in found),
        Row.GRANT_TRIPLE: sum(both.amount and both.grantee and both.funder for both in found),
    }
    counts = {row: Counts(hits=hit, predicted=len(ours), gold=len(golds)) for row, hit in hits.items()}
    counts[Row.GRANT_PAIR] = _linked_pairs(gold, predicted, compare)
    return LayerScore(counts=counts, findings=tuple(_findings(gold, predicted, pairs, compare)))


def pair_grants(gold: ArticleRecord, predicted: ArticleRecord) -> list[tuple[int, int, bool]]:
    """Pair the grants that share amount or grantee, the most alike first.

    Returns indexes of the gold and the predicted grant, and whether funder, grantee and amount all agree.
    """
    compare = _comparison(gold, predicted)
    pairs = _pairs(gold, predicted, compare)
    return [(g, p, compare(gold.grants[g], predicted.grants[p]).likeness == _ALL) for g, p in pairs]


def _pairs(gold: ArticleRecord, predicted: ArticleRecord, compare: _Compare) -> list[tuple[int, int]]:
    golds, ours = gold.grants, predicted.grants
    return match_one_to_one(len(golds), len(ours), lambda g, p: compare(golds[g], ours[p]).likeness)


def _comparison(gold: ArticleRecord, predicted: ArticleRecord) -> _Compare:
    partner = {gold.amounts[g].id: predicted.amounts[p].id for g, p in pair_amounts(gold, predicted)}

    @cache  # each party is compared with each, and a list of grants names the same ones over and over
    def same_party(theirs: Party | None, ours: Party | None) -> bool:
        return _same_party(gold, theirs, ours)

    @cache
    def compare(theirs: Grant, ours: Grant) -> _Agreement:
        # As in the reference definitions, a gold amount that was not found at all agrees with a grant that
        # has no amount; the linked pairs, which need both amounts, are the row without that leniency.
        amount = ours.amount == (partner.get(theirs.amount) if theirs.amount is not None else None)
        return _Agreement(
            amount=amount,
            grantee=same_party(theirs.grantee, ours.grantee),
            funder=same_party(theirs.funder, ours.funder),
        )

    return compare


def _same_party(gold: ArticleRecord, theirs: Party | None, ours: Party | None) -> bool:
    """Tell whether two parties have a name in common or overlap; nobody agrees with nobody."""
    if _is_nobody(theirs) or _is_nobody(ours) or theirs is None or ours is None:
        return _is_nobody(theirs) and _is_nobody(ours)
    if names_agree(ours.name or ours.text, names_of(gold, theirs.entity, theirs.name, theirs.text)):
        return True
    return overlaps(interval(theirs), interval(ours))


def _is_nobody(party: Party | None) -> bool:
    return party is None or party == _NOBODY


def _linked_pairs(gold: ArticleRecord, predicted: ArticleRecord, compare: _Compare) -> Counts:
    golds = [grant for grant in gold.grants if grant.amount and not _is_nobody(grant.grantee)]
    ours = [grant for grant in predicted.grants if grant.amount and not _is_nobody(grant.grantee)]

    def linked(g: int, p: int) -> bool:
        both = compare(golds[g], ours[p])
        return both.amount and both.grantee

    pairs = match_one_to_one(len(golds), len(ours), linked)
    return Counts(hits=len(pairs), predicted=len(ours), gold=len(golds))


def _findings(
    gold: ArticleRecord, predicted: ArticleRecord, pairs: list[tuple[int, int]], compare: _Compare
) -> Iterator[Finding]:
    paired_gold, paired_ours = {g for g, _ in pairs}, {p for _, p in pairs}
    for index, grant in enumerate(gold.grants):
        if index not in paired_gold:
            yield _finding(gold, ErrorKind.MISS, gold, grant)
    for index, grant in enumerate(predicted.grants):
        if index not in paired_ours:
            yield _finding(gold, ErrorKind.FALSE_ALARM, predicted, grant)
    for g, p in pairs:
        theirs, ours = gold.grants[g], predicted.grants[p]
        both = compare(theirs, ours)
        wrong = []
        if not both.amount:
            wrong.append(f"amount {_amount(predicted, ours)} for {_amount(gold, theirs)}")
        if not both.grantee:
            wrong.append(f"grantee {_named(ours.grantee)} for {_named(theirs.grantee)}")
        if not both.funder:
            wrong.append(f"funder {_named(ours.funder)} for {_named(theirs.funder)}")
        if wrong:
            yield _finding(gold, ErrorKind.WRONG_LINK, gold, theirs, "; ".join(wrong))


def _named(party: Party | None) -> str:
    return "nobody" if party is None else repr(party.name or party.text)


def _amount(record: ArticleRecord, grant: Grant) -> str:
    return next((repr(amount.text) for amount in record.amounts if amount.id == grant.amount), "no amount")


def _place(record: ArticleRecord, grant: Grant) -> Interval:
    """Return where a grant stands: its evidence, else its grantee, funder or amount, else the start."""
    amount = next((amount for amount in record.amounts if amount.id == grant.amount), None)
    places = (grant.evidence, grant.grantee, grant.funder, amount)
    return next((place for place in map(interval, places) if place is not None), (0, 0))


def _finding(gold: ArticleRecord, kind: ErrorKind, owner: ArticleRecord, grant: Grant, detail: str = "") -> Finding:
    start, end = _place(owner, grant)
    told = f"{_named(grant.funder)} → {_named(grant.grantee)}: {_amount(owner, grant)}"
    return Finding(
        layer=Layer.GRANTS,
        kind=kind,
        label=grant.kind.value,
        start=start,
        end=end,
        text=(gold.text or "")[start:end],
        detail=f"{told}; {detail}" if detail else told,
    )
