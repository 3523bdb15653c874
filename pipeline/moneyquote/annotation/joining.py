"""A standoff record and the text of its article into a gold record, with every offset checked."""

from __future__ import annotations

from moneyquote.annotation.standoff import (
    Place,
    StandoffAmount,
    StandoffGrant,
    StandoffMention,
    StandoffParty,
    StandoffQuote,
    StandoffRecord,
    checksum,
    single_blanks,
)
from moneyquote.errors import OffsetMismatch
from moneyquote.evaluation.gold import check_record
from moneyquote.records import (
    Amount,
    ArticleHead,
    ArticleRecord,
    Entity,
    Extent,
    Grant,
    Mention,
    Party,
    Quote,
    Span,
)

_SHOWN = 5


def join(record: StandoffRecord, text: str, where: str) -> ArticleRecord:
    """Return the gold record that a standoff record and its article's text make together.

    Raises:
        OffsetMismatch: naming the places that have not the text that was annotated.
        BrokenRecord: if the text has another SHA-256, or an id leads nowhere.
    """
    joiner = _Joiner(record, text)
    made = joiner.record()
    if joiner.faults:
        more = f"; {len(joiner.faults) - _SHOWN} more" if len(joiner.faults) > _SHOWN else ""
        mend = "Take the record from the repository anew, or write it anew: moneyquote annotations standoff"
        raise OffsetMismatch(where, "; ".join(joiner.faults[:_SHOWN]) + more, mend)
    check_record(made, where)
    return made


class _Joiner:
    """One pass over one standoff record; places that do not fit are collected."""

    def __init__(self, standoff: StandoffRecord, text: str) -> None:
        self.standoff = standoff
        self.text = text
        self.faults: list[str] = []
        self.names: dict[str, str] = {}

    def record(self) -> ArticleRecord:
        standoff, head = self.standoff, self.standoff.article
        for n, entity in enumerate(standoff.entities):
            self.names[entity.id] = self._name(f"entities.{n}.name_at", entity.name, entity.name_at) or ""
        return ArticleRecord(
            article=ArticleHead(
                id=head.id,
                source=head.source,
                sha256=head.sha256,
                title=self._name("article.title_at", head.title, head.title_at),
                published=head.published,
            ),
            text=self.text,
            entities=tuple(Entity(id=e.id, type=e.type, name=self.names[e.id]) for e in standoff.entities),
            mentions=tuple(self._mention(f"mentions.{n}.at", m) for n, m in enumerate(standoff.mentions)),
            amounts=tuple(self._amount(f"amounts.{n}.at", a) for n, a in enumerate(standoff.amounts)),
            quotes=tuple(self._quote(f"quotes.{n}", q) for n, q in enumerate(standoff.quotes)),
            grants=tuple(self._grant(f"grants.{n}", g) for n, g in enumerate(standoff.grants)),
        )

    def _mention(self, field: str, mention: StandoffMention) -> Mention:
        span = self._span(field, mention.at)
        return Mention(
            start=span.start, end=span.end, text=span.text, entity=mention.entity, confidence=mention.confidence
        )

    def _amount(self, field: str, amount: StandoffAmount) -> Amount:
        span = self._span(field, amount.at)
        return Amount(
            id=amount.id,
            start=span.start,
            end=span.end,
            text=span.text,
            value=amount.value,
            value_max=amount.value_max,
            currency=amount.currency,
            qualifier=amount.qualifier,
            flags=amount.flags,
        )

    def _quote(self, field: str, quote: StandoffQuote) -> Quote:
        speaker = quote.speaker_entity
        return Quote(
            id=quote.id,
            type=quote.type,
            content=tuple(self._span(f"{field}.content.{n}", place) for n, place in enumerate(quote.content)),
            cue=self._span(f"{field}.cue", quote.cue) if quote.cue else None,
            source=self._span(f"{field}.source", quote.source) if quote.source else None,
            speaker_entity=speaker,
            speaker_name=self.names.get(speaker) if speaker else quote.speaker_name,
            confidence=quote.confidence,
        )

    def _grant(self, field: str, grant: StandoffGrant) -> Grant:
        evidence = self._span(f"{field}.evidence", grant.evidence) if grant.evidence else None
        return Grant(
            id=grant.id,
            funder=self._party(f"{field}.funder.at", grant.funder),
            grantee=self._party(f"{field}.grantee.at", grant.grantee),
            via=self._party(f"{field}.via.at", grant.via),
            amount=grant.amount,
            purpose=self._span(f"{field}.purpose", grant.purpose) if grant.purpose else None,
            period=grant.period,
            kind=grant.kind,
            status=grant.status,
            is_total=grant.is_total,
            evidence=Extent(start=evidence.start, end=evidence.end) if evidence else None,
            confidence=grant.confidence,
        )

    def _party(self, field: str, party: StandoffParty | None) -> Party | None:
        if party is None:
            return None
        name = self.names.get(party.entity) if party.entity else party.name
        if party.at is None:
            return Party(entity=party.entity, name=name)
        span = self._span(field, party.at)
        name = name or single_blanks(span.text)
        return Party(start=span.start, end=span.end, text=span.text, entity=party.entity, name=name)

    def _name(self, field: str, name: str | None, place: Place | None) -> str | None:
        return single_blanks(self._span(field, place).text) if place else name

    def _span(self, field: str, place: Place) -> Span:
        inside = 0 <= place.start < place.end <= len(self.text)
        if not inside or checksum(self.text, place.start, place.end) != place.check:
            self.faults.append(f"field {field}: [{place.start}, {place.end}) has not the text that was annotated")
        return Span(start=place.start, end=place.end, text=self.text[place.start : place.end])
