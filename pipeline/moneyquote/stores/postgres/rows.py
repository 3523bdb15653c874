"""An article and its records into their tables, in few statements whatever the number of rows."""

from __future__ import annotations

import json
from datetime import date
from itertools import chain

from moneyquote.records import Amount, Article, ArticleRecord, Grant
from moneyquote.stores import rows
from moneyquote.stores.postgres.migrations import Connection
from moneyquote.stores.texts import bound

_CHILDREN = ("grants", "quotes", "amounts", "mentions", "entities")  # referring ones first
_ADD_ARTICLE = """
INSERT INTO articles (id, title, published, published_on, source, words, sha256, run, text)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING key
"""
# One statement for all records of an article. COPY would take two round trips a table; a statement for each table took
# 4.7 ms of this process's time to claim and save a small article, this 3.3 (60 articles, busy machine, 2026-11). The
# order of a list is that of its rows' keys.
_ADD_RECORDS = """
WITH given AS (SELECT %s::json AS records),
new_entities AS (
    INSERT INTO entities (article, id, type, name)
    SELECT article, id, type, name
    FROM given, json_populate_recordset(NULL::entities, records -> 'entities') WITH ORDINALITY ORDER BY ordinality
),
new_mentions AS (
    INSERT INTO mentions (article, text, text_start, text_end, entity, confidence)
    SELECT article, text, text_start, text_end, entity, confidence
    FROM given, json_populate_recordset(NULL::mentions, records -> 'mentions') WITH ORDINALITY ORDER BY ordinality
),
new_amounts AS (
    INSERT INTO amounts (article, id, text, text_start, text_end, value, value_max, currency, qualifier, flags)
    SELECT article, id, text, text_start, text_end, value, value_max, currency, qualifier, flags
    FROM given, json_populate_recordset(NULL::amounts, records -> 'amounts') WITH ORDINALITY ORDER BY ordinality
),
new_quotes AS (
    INSERT INTO quotes (article, id, type, content, cue, cue_start, cue_end, source, source_start, source_end,
        speaker_entity, speaker_name, confidence)
    SELECT article, id, type, content, cue, cue_start, cue_end, source, source_start, source_end,
        speaker_entity, speaker_name, confidence
    FROM given, json_populate_recordset(NULL::quotes, records -> 'quotes') WITH ORDINALITY ORDER BY ordinality
    RETURNING key, id
),
new_spans AS (
    INSERT INTO quote_spans (quote, text, text_start, text_end)
    SELECT new_quotes.key, span.text, span.text_start, span.text_end
    FROM given, json_to_recordset(records -> 'quote_spans')
        AS span (place integer, quote text, text text, text_start integer, text_end integer)
    JOIN new_quotes ON new_quotes.id = span.quote
    ORDER BY span.place
)
INSERT INTO grants (article, id, amount, kind, status, period, is_total, confidence,
    purpose, purpose_start, purpose_end, evidence, evidence_start, evidence_end,
    funder_name, funder_text, funder_start, funder_end, funder_entity,
    grantee_name, grantee_text, grantee_start, grantee_end, grantee_entity,
    via_name, via_text, via_start, via_end, via_entity, total, also, checks)
SELECT article, id, amount, kind, status, period, is_total, confidence,
    purpose, purpose_start, purpose_end, evidence, evidence_start, evidence_end,
    funder_name, funder_text, funder_start, funder_end, funder_entity,
    grantee_name, grantee_text, grantee_start, grantee_end, grantee_entity,
    via_name, via_text, via_start, via_end, via_entity, total, also, checks
FROM given, json_populate_recordset(NULL::grants, records -> 'grants') WITH ORDINALITY ORDER BY ordinality
"""


def add_article(connection: Connection, article: Article, run: str) -> int:
    """Insert an article and return its key."""
    head = bound((article.id, article.title, article.published, _day(article.published), article.source))
    words = len(article.text.split())
    row = connection.execute(_ADD_ARTICLE, (*head, words, article.sha256, run, *bound((article.text,)))).fetchone()
    assert row is not None  # it has been inserted, or an error raised
    return int(row["key"])


def name_article(connection: Connection, key: int, article: Article) -> None:
    """Put the head of an article in place of the one that stands."""
    head = bound((article.id, article.title, article.published, _day(article.published), article.source))
    connection.execute(
        "UPDATE articles SET id = %s, title = %s, published = %s, published_on = %s, source = %s WHERE key = %s",
        (*head, key),
    )


def drop_records(connection: Connection, key: int, run: str) -> None:
    """Delete the records of an article, whose next ones a run adds."""
    # Organizations across articles are written while no records are dropped that they refer to.
    connection.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('moneyquote organizations', 0))")
    connection.execute("UPDATE articles SET run = %s WHERE key = %s", (run, key))
    for table in _CHILDREN:
        connection.execute(f"DELETE FROM {table} WHERE article = %s".encode(), (key,))


def add_records(connection: Connection, key: int, record: ArticleRecord, text: str) -> None:
    """Insert the records of an article in their order: the keys keep it."""
    spans = [(quote.id, span) for quote in record.quotes for span in quote.content]
    found: dict[str, list[rows.Row]] = {
        "entities": [rows.entity_row(key, entity) for entity in record.entities],
        "mentions": [rows.mention_row(key, mention) for mention in record.mentions],
        "amounts": [_amount_row(key, amount) for amount in record.amounts],
        "quotes": [rows.quote_row(key, quote, rows.quote_content(quote, text)) for quote in record.quotes],
        "quote_spans": [
            {"place": place, "quote": quote, "text": span.text, "text_start": span.start, "text_end": span.end}
            for place, (quote, span) in enumerate(spans)
        ],
        "grants": [_grant_row(key, grant, text) for grant in record.grants],
    }
    if any(found.values()):
        for row in chain.from_iterable(found.values()):
            bound(row.values())
        connection.execute(_ADD_RECORDS, (json.dumps(found, ensure_ascii=False),))


def _amount_row(article: int, amount: Amount) -> rows.Row:
    """Return the row of an amount: its sums are numeric, to which their digits are exact."""
    row = rows.amount_row(article, amount)
    sums = {"value": row.pop("value_exact"), "value_max": row.pop("value_max_exact")}
    return {**row, **sums, "flags": json.loads(row["flags"])}


def _grant_row(article: int, grant: Grant, text: str) -> rows.Row:
    """Return the row of a grant, its lists as jsonb takes them."""
    bound(check.message for check in grant.checks)
    row = rows.grant_row(article, grant, text)
    return {**row, "also": json.loads(row["also"]), "checks": json.loads(row["checks"])}


def _day(published: str | None) -> date | None:
    """Return the day that a date begins with, or None where it begins with none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
