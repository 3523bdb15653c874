"""A record into labelled spans and relations: each fact in one place, where an annotator can see and change it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from moneyquote.exchange.labels import TIES, AnnotatedText, Attributes, Label, LabelledSpan, Relation
from moneyquote.records import ArticleRecord, Entity, Extent, Grant, Party, Quote, Span
from moneyquote.serialization import to_dict

_PLACE = ("start", "end", "text")


def draw(record: ArticleRecord) -> AnnotatedText:
    """Return the spans and relations of a record that holds its text.

    A mention bears its entity's type as label. A quote is a chain of Content spans, with relations to Cue, Source and
    a mention of the speaker. A grant is a Grant span over its evidence, with relations to Amount, Funder, Grantee, Via
    and Purpose; without evidence it stands on its first part. What labels and relations do not tell is in attributes.

    Raises:
        ValueError: if the record holds no text.
    """
    if record.text is None:
        raise ValueError(f"the record of article {record.article.id} holds no text")
    return _Drawing(record).drawn(record.text)


class _Drawing:
    def __init__(self, record: ArticleRecord) -> None:
        self._record = record
        self._entities = {entity.id: entity for entity in record.entities}
        self._spans: list[LabelledSpan] = []
        self._relations: list[Relation] = []
        self._mentions: dict[str, list[LabelledSpan]] = {}
        self._amounts: dict[str, LabelledSpan] = {}

    def drawn(self, text: str) -> AnnotatedText:
        record = self._record
        for mention in record.mentions:
            entity = self._entities[mention.entity]
            about = {"entity": entity.id, "name": entity.name, "confidence": mention.confidence}
            span = self._span(Label(entity.type.value), mention.start, mention.end, _known(about))
            self._mentions.setdefault(entity.id, []).append(span)
        for amount in record.amounts:
            about = {key: value for key, value in to_dict(amount).items() if key not in _PLACE}
            self._amounts[amount.id] = self._span(Label.AMOUNT, amount.start, amount.end, _known(about))
        quotes = [quote for quote in record.quotes if not self._draw_quote(quote)]
        grants = [grant for grant in record.grants if not self._draw_grant(grant)]
        unnamed = tuple(entity for entity in record.entities if entity.id not in self._mentions)
        rest = replace(
            record, text=None, entities=unnamed, mentions=(), amounts=(), quotes=tuple(quotes), grants=tuple(grants)
        )
        return AnnotatedText(text=text, rest=rest, spans=tuple(self._spans), relations=tuple(self._relations))

    def _span(self, label: Label, start: int, end: int, attributes: Attributes | None = None) -> LabelledSpan:
        made = LabelledSpan(
            id=f"T{len(self._spans) + 1}", label=label, start=start, end=end, attributes=attributes or {}
        )
        self._spans.append(made)
        return made

    def _relate(self, head: LabelledSpan, tail: LabelledSpan) -> None:
        self._relations.append(Relation(head=head.id, tail=tail.id, name=TIES[head.label, tail.label].value))

    def _draw_quote(self, quote: Quote) -> bool:
        """Draw a quote and tell whether it has a place."""
        if not quote.content:
            return False
        contents = [self._span(Label.CONTENT, span.start, span.end) for span in quote.content]
        head = contents[0]
        for before, after in pairwise(contents):
            self._relate(before, after)
        for label, part in ((Label.CUE, quote.cue), (Label.SOURCE, quote.source)):
            if part:
                self._relate(head, self._span(label, part.start, part.end))
        head.attributes.update(_known({"id": quote.id, "type": quote.type.value, "confidence": quote.confidence}))
        self._draw_speaker(quote, head)
        return True

    def _draw_speaker(self, quote: Quote, head: LabelledSpan) -> None:
        """Relate a quote to the speaker's mention nearest to its source; a speaker without one is an attribute."""
        speaker = self._entities.get(quote.speaker_entity or "")
        near = (quote.source or quote.content[0]).start
        if speaker and speaker.id in self._mentions:
            self._relate(head, min(self._mentions[speaker.id], key=lambda mention: abs(mention.start - near)))
        elif speaker:
            head.attributes["speaker_entity"] = speaker.id
        if quote.speaker_name != (speaker and speaker.name):
            head.attributes["speaker_name"] = quote.speaker_name

    def _draw_grant(self, grant: Grant) -> bool:
        """Draw a grant and tell whether it has a place."""
        amount = self._amounts.get(grant.amount or "")
        parties = [(label, getattr(grant, label.value.lower())) for label in (Label.FUNDER, Label.GRANTEE, Label.VIA)]
        placed = [(label, party) for label, party in parties if party and party.start is not None]
        parts: list[Extent | LabelledSpan | Party | Span | None] = [grant.evidence, amount, grant.purpose]
        anchor: Any = next((part for part in (*parts, *(party for _, party in placed)) if part), None)
        if anchor is None:
            return False
        head = self._span(Label.GRANT, anchor.start, anchor.end, self._about_grant(grant))
        if amount:
            self._relate(head, amount)
        for label, party in placed:
            self._relate(head, self._span(label, party.start, party.end, self._about_party(party)))
        if grant.purpose:
            self._relate(head, self._span(Label.PURPOSE, grant.purpose.start, grant.purpose.end))
        return True

    def _about_grant(self, grant: Grant) -> Attributes:
        about: Attributes = {
            "id": grant.id,
            "kind": grant.kind.value,
            "status": grant.status.value,
            "is_total": grant.is_total or None,
            "period": grant.period,
            "confidence": grant.confidence,
            "has_evidence": None if grant.evidence else False,
            "total": grant.total,
            "also": to_dict(grant.also),
            "checks": to_dict(grant.checks),
        }
        for role in ("funder", "grantee", "via"):
            party: Party | None = getattr(grant, role)
            if party and party.start is None:
                about[role] = self._about_party(party)
        return _known(about)

    def _about_party(self, party: Party) -> Attributes:
        entity: Entity | None = self._entities.get(party.entity or "")
        about: Attributes = {"entity": entity.id if entity else None}
        if not entity or party.name != entity.name:
            about["name"] = party.name
        return about


def _known(attributes: Attributes) -> Attributes:
    return {key: value for key, value in attributes.items() if value is not None and value != []}
