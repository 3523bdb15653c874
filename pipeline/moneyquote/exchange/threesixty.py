"""Candidates in the columns of 360Giving's spreadsheet (standard 1.4): what a person checks before publishing it.

Identifiers are left out: an article tells none, and invented ones would be taken for real. What the standard asks for
and the article does not tell stays empty, so the file is no valid 360Giving data, and is not meant to be. Behind the
standard's columns stand ours, with the sentence that proves the row.

References: 360Giving Data Standard 1.4.3, https://standard.threesixtygiving.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moneyquote.records import Amount, ArticleRecord, Grant, Party
from moneyquote.stores.tables import Row, told_check

COLUMNS = (
    *("Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Name", "Funding Org:Name"),
    *("id", "article", "source", "published", "amount_text", "qualifier", "value_max", "flags", "period"),
    *("kind", "status", "is_total", "via", "evidence", "evidence_start", "evidence_end", "confidence"),
    *("also", "checks"),
)


def candidate_rows(record: ArticleRecord) -> Iterator[Row]:
    """Yield a row for every grant of a record, requested, denied and ended ones too: ``status`` tells."""
    for grant in record.grants:
        amount = next((amount for amount in record.amounts if amount.id == grant.amount), None)
        yield _row(record, grant, amount)


def _row(record: ArticleRecord, grant: Grant, amount: Amount | None) -> Row:
    funder, grantee = _name(grant.funder), _name(grant.grantee)
    text = record.text or ""
    evidence = text[grant.evidence.start : grant.evidence.end] if grant.evidence else None
    day = grant.period if grant.period and re.fullmatch(r"\d{4}-\d\d-\d\d", grant.period) else None
    return {
        "Title": _title(grant, funder, grantee),
        "Description": grant.purpose.text if grant.purpose else evidence,
        "Currency": amount and amount.currency,
        "Amount Awarded": amount and amount.value,
        "Award Date": day,
        "Recipient Org:Name": grantee,
        "Funding Org:Name": funder,
        "id": f"{record.article.sha256[:16]}-{grant.id}",
        "article": record.article.id,
        "source": record.article.source,
        "published": record.article.published,
        "amount_text": amount and amount.text,
        "qualifier": amount and amount.qualifier.value,
        "value_max": amount and amount.value_max,
        "flags": [flag.value for flag in amount.flags] if amount else [],
        "period": grant.period,
        "kind": grant.kind.value,
        "status": grant.status.value,
        "is_total": grant.is_total,
        "via": _name(grant.via),
        "evidence": evidence,
        "evidence_start": grant.evidence and grant.evidence.start,
        "evidence_end": grant.evidence and grant.evidence.end,
        "confidence": grant.confidence,
        "also": [text[told.start : told.end] for told in grant.also],
        "checks": [told_check(check) for check in grant.checks],
    }


def _name(party: Party | None) -> str | None:
    return (party.name or party.text) if party else None


def _title(grant: Grant, funder: str | None, grantee: str | None) -> str:
    given = grant.kind.value.capitalize() if grant.kind.value != "other" else "Transfer"
    return given + (f" to {grantee}" if grantee else "") + (f" from {funder}" if funder else "")
