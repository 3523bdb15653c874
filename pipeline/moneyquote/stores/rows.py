"""Records to rows and back: the one place that knows which column holds what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from moneyquote.records import (
    Amount,
    AmountFlag,
    Check,
    CheckKind,
    Entity,
    EntityType,
    Extent,
    Grant,
    GrantKind,
    GrantStatus,
    Mention,
    Party,
    Qualifier,
    Quote,
    QuoteType,
    Span,
    Statement,
)
from moneyquote.serialization import to_dict

Row = dict[str, Any]


class Columns(Protocol):
    """A row as a database driver gives it."""

    def __getitem__(self, column: str, /) -> Any: ...

    def keys(self) -> Iterable[str]:
        """Return the names of the columns, in the query's order."""
        ...


PARTIES = ("funder", "grantee", "via")


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _decimal(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(digits)


def _span_columns(name: str, span: Span | None) -> Row:
    if span is None:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def _span(row: Columns, name: str) -> Span | None:
    if row[name] is None:
        return None
    return Span(start=row[f"{name}_start"], end=row[f"{name}_end"], text=row[name])


def entity_row(article: int, entity: Entity) -> Row:
    """Return the row of an entity in the article with that key."""
    return {"article": article, "id": entity.id, "type": entity.type.value, "name": entity.name}


def to_entity(row: Columns) -> Entity:
    """Read an entity back from its row."""
    return Entity(id=row["id"], type=EntityType(row["type"]), name=row["name"])


def mention_row(article: int, mention: Mention) -> Row:
    """Return the row of a mention in the article with that key."""
    columns = _span_columns("text", Span(start=mention.start, end=mention.end, text=mention.text))
    return {"article": article, **columns, "entity": mention.entity, "confidence": mention.confidence}


def to_mention(row: Columns) -> Mention:
    """Read a mention back from its row."""
    return Mention(
        start=row["text_start"],
        end=row["text_end"],
        text=row["text"],
        entity=row["entity"],
        confidence=row["confidence"],
    )


def amount_row(article: int, amount: Amount) -> Row:
    """Return the row of an amount in the article with that key."""
    return {
        "article": article,
        "id": amount.id,
        **_span_columns("text", Span(start=amount.start, end=amount.end, text=amount.text)),
        "value_exact": _digits(amount.value),
        "value_max_exact": _digits(amount.value_max),
        "currency": amount.currency,
        "qualifier": amount.qualifier.value,
        "flags": json.dumps([flag.value for flag in amount.flags]),
    }


def to_amount(row: Columns) -> Amount:
    """Read an amount back from its row."""
    return Amount(
        id=row["id"],
        start=row["text_start"],
        end=row["text_end"],
        text=row["text"],
        value=_decimal(row["value_exact"]),
        value_max=_decimal(row["value_max_exact"]),
        currency=row["currency"],
        qualifier=Qualifier(row["qualifier"]),
        flags=tuple(AmountFlag(flag) for flag in json.loads(row["flags"])),
    )


def quote_row(article: int, quote: Quote, content: str) -> Row:
    """Return the row of a quote in the article with that key; its spans have rows of their own."""
    return {
        "article": article,
        "id": quote.id,
        "type": quote.type.value,
        "content": content,
        **_span_columns("cue", quote.cue),
        **_span_columns("source", quote.source),
        "speaker_entity": quote.speaker_entity,
        "speaker_name": quote.speaker_name,
        "confidence": quote.confidence,
    }


def to_quote(row: Columns, spans: Sequence[Columns]) -> Quote:
    """Read a quote back from its row and those of its spans."""
    return Quote(
        id=row["id"],
        type=QuoteType(row["type"]),
        content=tuple(Span(start=s["text_start"], end=s["text_end"], text=s["text"]) for s in spans),
        cue=_span(row, "cue"),
        source=_span(row, "source"),
        speaker_entity=row["speaker_entity"],
        speaker_name=row["speaker_name"],
        confidence=row["confidence"],
    )


def quote_content(quote: Quote, text: str) -> str:
    """Join the content spans for reading; a mark of omission stands where words of the article lie between two."""
    joined, end = "", 0
    for span in quote.content:
        if joined:
            joined += " … " if any(c.isalnum() for c in text[end : span.start]) else " "
        joined += span.text
        end = span.end
    return joined


def _party_columns(name: str, party: Party | None) -> Row:
    party = party or Party()
    return {
        f"{name}_name": party.name,
        f"{name}_text": party.text,
        f"{name}_start": party.start,
        f"{name}_end": party.end,
        f"{name}_entity": party.entity,
    }


def _party(row: Columns, name: str) -> Party | None:
    values = {field: row[f"{name}_{field}"] for field in ("start", "end", "text", "entity", "name")}
    return None if all(value is None for value in values.values()) else Party(**values)


def grant_row(article: int, grant: Grant, text: str) -> Row:
    """Return the row of a grant in the article with that key.

    A party of which nothing is known is stored, and comes back, as no party.
    """
    shown = None
    if grant.evidence:
        start, end = grant.evidence.start, grant.evidence.end
        shown = Span(start=start, end=end, text=text[start:end])
    row = {
        "article": article,
        "id": grant.id,
        "amount": grant.amount,
        "kind": grant.kind.value,
        "status": grant.status.value,
        "period": grant.period,
        "is_total": int(grant.is_total),
        "confidence": grant.confidence,
        "total": grant.total,
        "also": json.dumps(to_dict(grant.also)),
        "checks": json.dumps(to_dict(grant.checks), ensure_ascii=False),
        **_span_columns("purpose", grant.purpose),
        **_span_columns("evidence", shown),
    }
    for name in PARTIES:
        row |= _party_columns(name, getattr(grant, name))
    return row


def to_grant(row: Columns) -> Grant:
    """Read a grant back from its row."""
    shown = _span(row, "evidence")
    return Grant(
        id=row["id"],
        funder=_party(row, "funder"),
        grantee=_party(row, "grantee"),
        via=_party(row, "via"),
        amount=row["amount"],
        purpose=_span(row, "purpose"),
        period=row["period"],
        kind=GrantKind(row["kind"]),
        status=GrantStatus(row["status"]),
        is_total=bool(row["is_total"]),
        evidence=Extent(start=shown.start, end=shown.end) if shown else None,
        confidence=row["confidence"],
        total=row["total"],
        also=tuple(Statement(**told) for told in json.loads(row["also"])),
        checks=tuple(_check(told) for told in json.loads(row["checks"])),
    )


def _check(told: Row) -> Check:
    evidence = tuple(Span(**span) for span in told["evidence"])
    return Check(kind=CheckKind(told["kind"]), message=told["message"], evidence=evidence)
