"""Article records into standoff records: every text becomes the place where it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from moneyquote.annotation.joining import join
from moneyquote.annotation.locating import occurrences
from moneyquote.annotation.standoff import (
    LONGEST_NAME,
    Place,
    StandoffAmount,
    StandoffEntity,
    StandoffGrant,
    StandoffHead,
    StandoffMention,
    StandoffParty,
    StandoffQuote,
    StandoffRecord,
    checksum,
    single_blanks,
)
from moneyquote.errors import BrokenRecord
from moneyquote.evaluation.gold import check_record
from moneyquote.records import (
    Amount,
    ArticleRecord,
    Entity,
    EntityType,
    Extent,
    Grant,
    Mention,
    Party,
    Quote,
    Span,
)
from moneyquote.serialization import read_located, to_dict


def detach(record: ArticleRecord, where: str) -> StandoffRecord:
    """Return a gold record without the text of its article. Joined with the text again, it gives the same record.

    Raises:
        BrokenRecord: if the record does not fit its text, or has a name that neither an entity nor a place gives.
        OffsetMismatch: if a span's offsets do not give its text.
    """
    check_record(record, where)
    text = record.text or ""
    made = _Detacher(text, where).record(record)
    if join(made, text, where) != record:
        raise BrokenRecord(
            where,
            "the name of a speaker or party is not that of its entity, or without one not its text",
            "Give it the name of the entity, or the words at its place with single blanks",
        )
    return made


def write_standoff(records: Sequence[StandoffRecord], path: Path) -> None:
    """Write standoff records to a JSONL file, one a line; fields without a value are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(_told(to_dict(record)), ensure_ascii=False) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def detach_file(gold: Path) -> list[StandoffRecord]:
    """Read a JSONL file of gold records and return them without their texts.

    Raises:
        MoneyquoteError: the first of what is wrong with the file or a record.
    """
    found = [detach(record, where) for where, record in read_located(gold)]
    if not found:
        raise BrokenRecord(str(gold), "no record in it", "Give a JSONL file with one gold record a line")
    return found


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _told(item) for key, item in value.items() if item is not None}
    return [_told(item) for item in value] if isinstance(value, list) else value


class _Detacher:
    """One pass over one record, with the text that its places are checked against."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where

    def record(self, record: ArticleRecord) -> StandoffRecord:
        head = record.article
        title_at = self._found(head.title)
        return StandoffRecord(
            article=StandoffHead(
                id=head.id,
                source=head.source,
                sha256=head.sha256,
                title=None if title_at else self._short("article.title", head.title),
                title_at=title_at,
                published=head.published,
            ),
            entities=tuple(self._entity(f"entities.{n}", entity) for n, entity in enumerate(record.entities)),
            mentions=tuple(self._mention(mention) for mention in record.mentions),
            amounts=tuple(self._amount(amount) for amount in record.amounts),
            quotes=tuple(self._quote(f"quotes.{n}", quote) for n, quote in enumerate(record.quotes)),
            grants=tuple(self._grant(f"grants.{n}", grant) for n, grant in enumerate(record.grants)),
        )

    def _entity(self, field: str, entity: Entity) -> StandoffEntity:
        # Names of ORG and PER are proper names. The others are words of the article: only a place is kept of them.
        proper = entity.type is not EntityType.OTHER and len(entity.name) <= LONGEST_NAME
        at = None if proper else self._found(entity.name)
        name = None if at else self._short(f"{field}.name", entity.name)
        return StandoffEntity(id=entity.id, type=entity.type, name=name, name_at=at)

    def _mention(self, mention: Mention) -> StandoffMention:
        at = self._at(mention.start, mention.end)
        return StandoffMention(at=at, entity=mention.entity, confidence=mention.confidence)

    def _amount(self, amount: Amount) -> StandoffAmount:
        return StandoffAmount(
            id=amount.id,
            at=self._at(amount.start, amount.end),
            value=amount.value,
            value_max=amount.value_max,
            currency=amount.currency,
            qualifier=amount.qualifier,
            flags=amount.flags,
        )

    def _quote(self, field: str, quote: Quote) -> StandoffQuote:
        name = None if quote.speaker_entity else self._short(f"{field}.speaker_name", quote.speaker_name)
        return StandoffQuote(
            id=quote.id,
            type=quote.type,
            content=tuple(self._at(span.start, span.end) for span in quote.content),
            cue=self._place(quote.cue),
            source=self._place(quote.source),
            speaker_entity=quote.speaker_entity,
            speaker_name=name,
            confidence=quote.confidence,
        )

    def _grant(self, field: str, grant: Grant) -> StandoffGrant:
        return StandoffGrant(
            id=grant.id,
            funder=self._party(f"{field}.funder", grant.funder),
            grantee=self._party(f"{field}.grantee", grant.grantee),
            via=self._party(f"{field}.via", grant.via),
            amount=grant.amount,
            purpose=self._place(grant.purpose),
            period=self._short(f"{field}.period", grant.period),
            kind=grant.kind,
            status=grant.status,
            is_total=grant.is_total,
            evidence=self._place(grant.evidence),
            confidence=grant.confidence,
        )

    def _party(self, field: str, party: Party | None) -> StandoffParty | None:
        if party is None:
            return None
        given = party.start is not None and party.end is not None
        at = self._at(party.start or 0, party.end or 0) if given else None
        name = None if given or party.entity else self._short(f"{field}.name", party.name)
        return StandoffParty(at=at, entity=party.entity, name=name)

    def _place(self, span: Span | Extent | None) -> Place | None:
        return self._at(span.start, span.end) if span else None

    def _at(self, start: int, end: int) -> Place:
        return Place(start=start, end=end, check=checksum(self.text, start, end))

    def _found(self, name: str | None) -> Place | None:
        """Return the first place that has a name, None where none has it."""
        if name is None or name != single_blanks(name):
            return None
        places = occurrences(self.text, name, whole_words=True)
        return self._at(*places[0]) if places else None

    def _short(self, field: str, name: str | None) -> str | None:
        if name is not None and len(name) > LONGEST_NAME:
            raise BrokenRecord(
                self.where,
                f"field {field}: {len(name)} characters that stand at no place of the text",
                f"Use the article's own words, or at most {LONGEST_NAME} characters",
            )
        return name
