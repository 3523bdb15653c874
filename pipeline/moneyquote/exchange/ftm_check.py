"""Our own check of FollowTheMoney entities: what its ``validate`` passes over would break a graph in silence.

FollowTheMoney 4.11.2 accepts a Payment without payer, and takes "$5m" for a number, since its number type cleans
nothing. The schemata below are the part of its model that we write; a test compares them with the model itself.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from moneyquote.errors import BrokenRecord

_REQUIRED = {
    "Article": {"title", "contentHash"},
    "Organization": {"name"},
    "Person": {"name"},
    "LegalEntity": {"name"},
    "Mention": {"document", "name", "resolved"},
    "Payment": {"payer", "beneficiary", "amount", "currency", "proof"},
}
_PARTY = {"name": "name", "proof": "entity"}
SCHEMATA: dict[str, dict[str, str]] = {
    "Article": {
        "title": "string",
        "publishedAt": "date",
        "sourceUrl": "url",
        "fileName": "string",
        "bodyText": "text",
        "contentHash": "checksum",
    },
    "Organization": _PARTY,
    "Person": _PARTY,
    "LegalEntity": _PARTY,
    "Mention": {"document": "entity", "name": "name", "resolved": "entity", "detectedSchema": "string"},
    "Payment": {
        "payer": "entity",
        "beneficiary": "entity",
        "amount": "number",
        "amountUsd": "number",
        "amountEur": "number",
        "currency": "string",
        "date": "date",
        "purpose": "text",
        "description": "text",
        "programme": "string",
        "recordId": "string",
        "proof": "entity",
    },
}
_LEADS_TO = {
    **dict.fromkeys(("proof", "document"), ("Article",)),
    **dict.fromkeys(("payer", "beneficiary", "resolved"), ("Organization", "Person", "LegalEntity")),
}
_FORMS = {
    "number": re.compile(r"\d+(\.\d+)?"),
    "checksum": re.compile(r"[0-9a-f]{40}"),
    "currency": re.compile(r"[A-Z]{3}"),
    "id": re.compile(r"mq-[0-9a-f]{40}"),
}


def is_date(text: str | None) -> bool:
    """Tell whether a text is an ISO 8601 year, month or day, the dates that FollowTheMoney knows."""
    if text is None or not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        return False
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def check_entity(entity: Mapping[str, Any], before: Mapping[str, str], where: str) -> None:
    """Check an entity against the schemata; ``before`` has the schema of every entity that it may refer to, by id.

    Raises:
        BrokenRecord: naming the schema, the property and its value.
    """
    schema, properties = entity["schema"], entity["properties"]
    known = SCHEMATA.get(schema)
    fault = None
    if known is None or not _FORMS["id"].fullmatch(entity["id"]):
        fault = f"schema {schema!r} or id {entity['id']!r}"
    elif missing := _REQUIRED[schema] - properties.keys():
        fault = f"{schema} without {', '.join(sorted(missing))}"
    else:
        for name, values in properties.items():
            if name not in known:
                fault = f"{schema} has no property {name}"
            elif bad := [value for value in values if not _is_valid(name, known[name], value, before)]:
                fault = f"{schema} {name}: {bad[0]!r} is no {known[name]}"
    if fault:
        raise BrokenRecord(
            where, f"FollowTheMoney export: {fault}", "Report this with the article: the file must not be loaded"
        )


def _is_valid(name: str, kind: str, value: str, before: Mapping[str, str]) -> bool:
    if not value.strip():
        return name == "bodyText"
    if kind == "entity":
        return before.get(value) in _LEADS_TO[name]
    if kind == "date":
        return is_date(value)
    if kind == "url":
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    form = _FORMS.get("currency" if name == "currency" else kind)
    return form is None or form.fullmatch(value) is not None
