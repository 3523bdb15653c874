"""Training rows of what is told of a transfer beside its parties: kind, status, total or not, period and purpose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moneyquote.evaluation.matching import interval
from moneyquote.giving.article import alike
from moneyquote.giving.calendar import Calendar
from moneyquote.giving.features import Features
from moneyquote.giving.manner import Side, manner_features
from moneyquote.giving.period import period_features, period_options
from moneyquote.giving.purpose import purpose_features, purpose_options
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.records import ArticleRecord, EntityType, Grant, Party

Row = tuple[str, Features, str | bool]


def detail_rows(reading: Reading, gold: ArticleRecord, anchor: Anchor, grants: Sequence[Grant]) -> Iterator[Row]:
    """Yield rows as name of the scorer, features and label; ``grants`` are the gold transfers at the anchor."""
    yield from _choices(reading, gold, anchor, grants[0])
    yield from _periods(reading, gold, anchor, grants)
    yield from _purposes(reading, anchor, grants)


def _choices(reading: Reading, gold: ArticleRecord, anchor: Anchor, grant: Grant) -> Iterator[Row]:
    sides = {"funder": _side(gold, grant.funder), "grantee": _side(gold, grant.grantee)}
    features = manner_features(reading, anchor, sides)
    yield "kind", features, grant.kind.value
    yield "status", features, grant.status.value
    yield "total", features, "total" if grant.is_total else "single"


def _side(gold: ArticleRecord, party: Party | None) -> Side | None:
    if party is None:
        return None
    entity = next((e for e in gold.entities if e.id == party.entity), None)
    name = (entity.name if entity else None) or party.name or party.text or ""
    return Side(name=name, type=entity.type if entity else EntityType.OTHER)


def _periods(reading: Reading, gold: ArticleRecord, anchor: Anchor, grants: Sequence[Grant]) -> Iterator[Row]:
    """Yield a row for each time that may be the period; right is one that is resolved to the gold's.

    A time that cannot be told, "last year" in an article without a date, would teach that such words are no period.
    """
    text = reading.article.text
    values = Calendar.of(text, gold.article.published, reading.times).values(text, reading.times)
    right = {grant.period for grant in grants if grant.period}
    for words in period_options(reading, anchor):
        if words.interval in values:
            yield "period", period_features(reading, anchor, words), values[words.interval] in right


def _purposes(reading: Reading, anchor: Anchor, grants: Sequence[Grant]) -> Iterator[Row]:
    """Yield a row for each span that may tell what the transfer is for; right is one much like the gold's."""
    parties = [place for grant in grants for place in (interval(grant.funder), interval(grant.grantee)) if place]
    right = [place for grant in grants if (place := interval(grant.purpose))]
    for option in purpose_options(reading, anchor, parties):
        features = purpose_features(reading, anchor, option, parties)
        yield "purpose", features, any(alike(option.interval, place) for place in right)
