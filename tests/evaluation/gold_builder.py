"""Small gold records for tests: places are given as the strings that stand there."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from moneyquote.records import (
    Amount,
    ArticleHead,
    ArticleRecord,
    Entity,
    EntityType,
    Extent,
    Grant,
    Mention,
    Party,
    Qualifier,
    Quote,
    QuoteType,
    Span,
)


class Builder:
    """Builds the record of one text."""

    def __init__(self, text: str, name: str = "a") -> None:
        self.text = text
        self.name = name

    def at(self, wanted: str) -> tuple[int, int]:
        start = self.text.index(wanted)
        return start, start + len(wanted)

    def span(self, wanted: str) -> Span:
        start, end = self.at(wanted)
        return Span(start=start, end=end, text=wanted)

    def mention(self, wanted: str, entity: str) -> Mention:
        start, end = self.at(wanted)
        return Mention(start=start, end=end, text=wanted, entity=entity)

    def amount(self, wanted: str, value: str | None, currency: str | None = "USD", **more: str) -> Amount:
        start, end = self.at(wanted)
        return Amount(
            id=more.get("id", "a1"),
            start=start,
            end=end,
            text=wanted,
            value=None if value is None else Decimal(value),
            currency=currency,
            qualifier=Qualifier(more.get("qualifier", "exact")),
        )

    def quote(self, kind: QuoteType, *content: str, source: str | None = None, speaker: str | None = None) -> Quote:
        return Quote(
            id=f"q-{content[0][:12]}",
            type=kind,
            content=tuple(map(self.span, content)),
            source=self.span(source) if source else None,
            speaker_name=speaker,
        )

    def party(self, wanted: str) -> Party:
        start, end = self.at(wanted)
        return Party(start=start, end=end, text=wanted, name=wanted)

    def grant(
        self,
        funder: str | None,
        grantee: str | None,
        amount: str | None,
        *,
        id: str = "g1",
        evidence: str | None = None,
    ) -> Grant:
        place = self.at(evidence) if evidence else None
        return Grant(
            id=id,
            funder=self.party(funder) if funder else None,
            grantee=self.party(grantee) if grantee else None,
            amount=amount,
            evidence=Extent(start=place[0], end=place[1]) if place else None,
        )

    def record(
        self,
        *,
        entities: tuple[tuple[str, EntityType, str], ...] = (),
        mentions: tuple[Mention, ...] = (),
        amounts: tuple[Amount, ...] = (),
        quotes: tuple[Quote, ...] = (),
        grants: tuple[Grant, ...] = (),
    ) -> ArticleRecord:
        return ArticleRecord(
            article=ArticleHead(id=self.name, sha256=hashlib.sha256(self.text.encode()).hexdigest()),
            text=self.text,
            entities=tuple(Entity(id=i, type=kind, name=name) for i, kind, name in entities),
            mentions=mentions,
            amounts=amounts,
            quotes=quotes,
            grants=grants,
        )


def money(name: str, *found: str) -> ArticleRecord:
    """An article of four sums, of which some are annotated."""
    b = Builder(f"Report {name}. It cost $1 and $20 and $300 and $4,000.", name)
    return b.record(amounts=tuple(b.amount(f"${v}", v.replace(",", ""), id=f"a{v}") for v in found))
