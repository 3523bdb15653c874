"""The records of a database as flat rows, one kind a table, in an order that depends on nothing but the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from moneyquote.records import ArticleRecord, Check, Grant, Party, Quote, Span
from moneyquote.stores.database import Database, StoredArticle
from moneyquote.stores.rows import quote_content

# A value is a text, a number, a truth value, a Decimal, None, or a list of texts or of [start, end] offsets.
Row = dict[str, Any]


class Kind(StrEnum):
    """What can be exported; ``records`` are whole article records."""

    ARTICLES = "articles"
    RECORDS = "records"
    ENTITIES = "entities"
    MENTIONS = "mentions"
    AMOUNTS = "amounts"
    QUOTES = "quotes"
    GRANTS = "grants"
    FAILURES = "failures"


COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.ARTICLES: ("id", "sha256", "title", "published", "source", "locations", "words", "text"),
    Kind.ENTITIES: ("article", "sha256", "id", "type", "name"),
    Kind.MENTIONS: (
        *("article", "sha256", "text", "text_start", "text_end"),
        *("entity", "entity_type", "entity_name", "confidence"),
    ),
    Kind.AMOUNTS: (
        *("article", "sha256", "id", "text", "text_start", "text_end"),
        *("value", "value_max", "currency", "qualifier", "flags"),
    ),
    Kind.QUOTES: (
        *("article", "sha256", "id", "speaker_name", "type", "content", "cue", "source", "confidence"),
        *("speaker_entity", "content_spans", "cue_start", "cue_end", "source_start", "source_end"),
    ),
    Kind.GRANTS: (
        *("article", "sha256", "id", "funder_name", "grantee_name", "via_name", "value", "value_max", "currency"),
        *("qualifier", "amount_text", "purpose", "period", "kind", "status", "is_total", "evidence", "confidence"),
        *("amount", "funder_text", "funder_start", "funder_end", "funder_entity"),
        *("grantee_text", "grantee_start", "grantee_end", "grantee_entity"),
        *("via_text", "via_start", "via_end", "via_entity"),
        *("purpose_start", "purpose_end", "evidence_start", "evidence_end"),
        *("total", "also_spans", "checks"),
    ),
    Kind.FAILURES: ("location", "stage", "code", "what", "mend", "sha256"),
}


def table_rows(database: Database, kind: Kind) -> Iterator[Row]:
    """Yield the rows of a kind, but for ``records``, which are not flat; each has the columns of COLUMNS[kind]."""
    if kind is Kind.FAILURES:
        for failure in database.failures():
            yield {column: getattr(failure, column) for column in COLUMNS[kind]}
        return
    for article in database.articles():
        if kind is Kind.ARTICLES:
            yield article_row(article)
        else:
            yield from record_rows(database.record(article), kind)


def record_rows(record: ArticleRecord, kind: Kind) -> Iterator[Row]:
    """Yield the rows of one article's record, of a kind that stands within records."""
    names = {"article": record.article.id, "sha256": record.article.sha256}
    for row in _ROWS[kind](record):
        yield {**names, **row}


def article_row(article: StoredArticle) -> Row:
    """Return the row of an article."""
    head = article.head
    return {
        "id": head.id,
        "sha256": head.sha256,
        "title": head.title,
        "published": head.published,
        "source": head.source,
        "locations": list(article.locations),
        "words": article.words,
        "text": article.text,
    }


def _entity_rows(record: ArticleRecord) -> Iterator[Row]:
    for entity in record.entities:
        yield {"id": entity.id, "type": entity.type.value, "name": entity.name}


def _mention_rows(record: ArticleRecord) -> Iterator[Row]:
    known = {entity.id: entity for entity in record.entities}
    for mention in record.mentions:
        yield {
            "text": mention.text,
            "text_start": mention.start,
            "text_end": mention.end,
            "entity": mention.entity,
            "entity_type": known[mention.entity].type.value,
            "entity_name": known[mention.entity].name,
            "confidence": mention.confidence,
        }


def _amount_rows(record: ArticleRecord) -> Iterator[Row]:
    for amount in record.amounts:
        yield {
            "id": amount.id,
            "text": amount.text,
            "text_start": amount.start,
            "text_end": amount.end,
            "value": amount.value,
            "value_max": amount.value_max,
            "currency": amount.currency,
            "qualifier": amount.qualifier.value,
            "flags": [flag.value for flag in amount.flags],
        }


def _quote_rows(record: ArticleRecord) -> Iterator[Row]:
    for quote in record.quotes:
        yield _quote_row(quote, record.text or "")


def _quote_row(quote: Quote, text: str) -> Row:
    return {
        "id": quote.id,
        "speaker_name": quote.speaker_name,
        "type": quote.type.value,
        "content": quote_content(quote, text),
        "content_spans": [[span.start, span.end] for span in quote.content],
        **_span_columns("cue", quote.cue),
        **_span_columns("source", quote.source),
        "confidence": quote.confidence,
        "speaker_entity": quote.speaker_entity,
    }


def _grant_rows(record: ArticleRecord) -> Iterator[Row]:
    for grant in record.grants:
        yield _grant_row(grant, record)


def _grant_row(grant: Grant, record: ArticleRecord) -> Row:
    amount = next((amount for amount in record.amounts if amount.id == grant.amount), None)
    evidence = grant.evidence
    return {
        "id": grant.id,
        "amount": grant.amount,
        "value": amount and amount.value,
        "value_max": amount and amount.value_max,
        "currency": amount and amount.currency,
        "qualifier": amount and amount.qualifier.value,
        "amount_text": amount and amount.text,
        "period": grant.period,
        "kind": grant.kind.value,
        "status": grant.status.value,
        "is_total": grant.is_total,
        "confidence": grant.confidence,
        "total": grant.total,
        "also_spans": [[told.start, told.end] for told in grant.also],
        "checks": [told_check(check) for check in grant.checks],
        **_span_columns("purpose", grant.purpose),
        "evidence": evidence and (record.text or "")[evidence.start : evidence.end],
        "evidence_start": evidence and evidence.start,
        "evidence_end": evidence and evidence.end,
        **_party_columns("funder", grant.funder),
        **_party_columns("grantee", grant.grantee),
        **_party_columns("via", grant.via),
    }


def told_check(check: Check) -> str:
    """Return a mismatch in words, with the offsets of what contradicts each other."""
    places = ", ".join(f"{span.start}-{span.end}" for span in check.evidence)
    return f"{check.kind.value}: {check.message} [{places}]"


def _span_columns(name: str, span: Span | None) -> Row:
    return {name: span and span.text, f"{name}_start": span and span.start, f"{name}_end": span and span.end}


def _party_columns(name: str, party: Party | None) -> Row:
    party = party or Party()
    return {f"{name}_{field}": getattr(party, field) for field in ("name", "text", "start", "end", "entity")}


_ROWS: dict[Kind, Callable[[ArticleRecord], Iterator[Row]]] = {
    Kind.ENTITIES: _entity_rows,
    Kind.MENTIONS: _mention_rows,
    Kind.AMOUNTS: _amount_rows,
    Kind.QUOTES: _quote_rows,
    Kind.GRANTS: _grant_rows,
}
