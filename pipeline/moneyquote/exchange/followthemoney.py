"""FollowTheMoney entities, one JSON object a line, for OpenAleph, Aleph and every tool that reads them.

One Article for each article; of each entity in it one Organization, Person or (where it is only described)
LegalEntity; a Mention for each form under which an article names an entity; a Payment for each grant that was given,
with its payer, beneficiary, sum and currency known. Entities of two articles are not taken for one another, whatever
their names: that is for a person to judge, in the tool that loads the file. Quotes have no schema there.

Ids are SHA-1 over what makes an entity what it is, so that a second export changes what the first one loaded.
FollowTheMoney has no place for offsets, confidences and qualifiers. When it loads a text it composes letters and takes
format characters out (a joiner inside an emoji), so our offsets do not fit there: the export is a copy with less in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from moneyquote.exchange.ftm_check import check_entity, is_date
from moneyquote.records import (
    Amount,
    AmountFlag,
    ArticleRecord,
    Entity,
    EntityType,
    Grant,
    GrantStatus,
    Party,
    Qualifier,
    Span,
)

_SCHEMA = {EntityType.ORG: "Organization", EntityType.PER: "Person", EntityType.OTHER: "LegalEntity"}
# A figure that is not the sum itself must not stand as one in a graph.
_SUMS = (Qualifier.EXACT, Qualifier.APPROXIMATELY)

FtmEntity = dict[str, Any]


@dataclass(slots=True)
class FtmExport:
    """Turns records into lines, and counts the grants that became no Payment, by reason, in ``left_out``."""

    left_out: Counter[str] = field(default_factory=Counter)

    def lines(self, record: ArticleRecord) -> Iterator[str]:
        """Yield the checked entities of a record, what is referred to before what refers to it.

        Raises:
            BrokenRecord: if an entity fails the check, which is stricter than FollowTheMoney's own.
        """
        seen: dict[str, str] = {}
        for entity in self._entities(record):
            check_entity(entity, seen, f"article {record.article.id}")
            if entity["id"] not in seen:
                yield json.dumps(entity, ensure_ascii=False) + "\n"
            seen[entity["id"]] = entity["schema"]

    def _entities(self, record: ArticleRecord) -> Iterator[FtmEntity]:
        article = _article(record)
        yield article
        ids: dict[str, str] = {}
        for entity in record.entities:
            if entity.name.strip():
                made = _named(record, entity.type, entity.name)
                ids[entity.id] = made["id"]
                yield made
        for mention in record.mentions:
            if mention.entity in ids and mention.text.strip():
                yield _mention(record, mention.text, ids[mention.entity], _type_of(record, mention.entity))
        for grant in record.grants:
            yield from self._payment(record, grant, ids)

    def _payment(self, record: ArticleRecord, grant: Grant, ids: dict[str, str]) -> Iterator[FtmEntity]:
        amount = next((amount for amount in record.amounts if amount.id == grant.amount), None)
        reason = _unfit(grant, amount)
        if reason or amount is None:
            self.left_out[reason or "no amount"] += 1
            return
        parties = []
        for party in (grant.funder, grant.grantee):
            known = ids.get(party.entity or "") if party else None
            if not known and party:
                made = _named(record, EntityType.OTHER, party.name or party.text or "")
                known = made["id"]
                yield made
            parties.append(known or "")
        yield _payment(record, grant, amount, parties)


def _unfit(grant: Grant, amount: Amount | None) -> str | None:
    """Return why a grant is no payment that an article vouches for."""
    if grant.status is not GrantStatus.GIVEN:
        return f"status {grant.status.value}"
    if not _name(grant.funder):
        return "no funder"
    if not _name(grant.grantee):
        return "no grantee"
    if amount is None or amount.value is None:
        return "no amount"
    if amount.currency is None:
        return "no currency"
    if amount.qualifier not in _SUMS:
        return f"qualifier {amount.qualifier.value}"
    if AmountFlag.SUSPECT_SCALE in amount.flags or AmountFlag.PER_UNIT in amount.flags:
        return "a figure that is suspect or a rate"
    return "a total over several transfers" if grant.is_total else None


def _name(party: Party | None) -> str:
    return ((party.name or party.text or "") if party else "").strip()


def _made(schema: str, parts: tuple[object, ...], properties: Mapping[str, object]) -> FtmEntity:
    digest = hashlib.sha1(json.dumps([schema, *parts]).encode(), usedforsecurity=False).hexdigest()
    known = {name: [str(value)] for name, value in properties.items() if value not in (None, "")}
    return {"id": f"mq-{digest}", "schema": schema, "properties": known}


def _article_id(record: ArticleRecord) -> str:
    return str(_made("Article", (record.article.sha256,), {})["id"])


def _article(record: ArticleRecord) -> FtmEntity:
    head, text = record.article, record.text or ""
    address = head.source if head.source and urlsplit(head.source).scheme in ("http", "https") else None
    return _made(
        "Article",
        (head.sha256,),
        {
            "title": head.title or head.id,
            "publishedAt": head.published if is_date(head.published) else None,
            "sourceUrl": address,
            "fileName": None if address else head.source,
            "bodyText": text,
            "contentHash": hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),  # SHA-1, as the type asks
        },
    )


def _named(record: ArticleRecord, kind: EntityType, name: str) -> FtmEntity:
    return _made(_SCHEMA[kind], (record.article.sha256, name), {"name": name, "proof": _article_id(record)})


def _mention(record: ArticleRecord, text: str, resolved: str, kind: EntityType) -> FtmEntity:
    properties = {"document": _article_id(record), "name": text, "resolved": resolved, "detectedSchema": _SCHEMA[kind]}
    return _made("Mention", (record.article.sha256, resolved, text), properties)


def _type_of(record: ArticleRecord, name: str) -> EntityType:
    found: Entity = next(entity for entity in record.entities if entity.id == name)
    return found.type


def _payment(record: ArticleRecord, grant: Grant, amount: Amount, parties: list[str]) -> FtmEntity:
    value = "" if amount.value is None else format(amount.value, "f")
    purpose: Span | None = grant.purpose
    evidence = (record.text or "")[grant.evidence.start : grant.evidence.end] if grant.evidence else None
    return _made(
        "Payment",
        (record.article.sha256, *parties, value, amount.currency, grant.period, amount.start),
        {
            "payer": parties[0],
            "beneficiary": parties[1],
            "amount": value,
            "currency": amount.currency,
            "amountUsd": value if amount.currency == "USD" else None,
            "amountEur": value if amount.currency == "EUR" else None,
            "date": grant.period if is_date(grant.period) else None,
            "purpose": purpose.text if purpose else None,
            "description": evidence,
            "programme": grant.kind.value,
            "recordId": f"{record.article.id}/{grant.id}",
            "proof": _article_id(record),
        },
    )
