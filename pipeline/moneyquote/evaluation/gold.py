"""Reading gold and predictions, and the checks that no schema can make: offsets, texts, references."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.records import Amount, ArticleRecord, Extent, Mention, Party, Span
from moneyquote.serialization import read_located, read_records

_Place = Span | Extent | Mention | Amount | Party


def read_gold(path: Path) -> list[ArticleRecord]:
    """Read a JSONL file of gold records and check every one of them against its own text.

    Raises:
        PathNotFound: if there is no such file.
        BrokenRecord: if a record breaks the schema or refers to nothing; tells file, line, article and field.
        OffsetMismatch: if a span's offsets do not give its text.
    """
    found = []
    for where, record in read_located(path):
        check_record(record, where)
        found.append(record)
    if not found:
        raise BrokenRecord(str(path), "no record in it", "Give a JSONL file with one article record a line")
    return found


def read_predictions(path: Path) -> list[ArticleRecord]:
    """Read a JSONL file of a system's records; their text may be left out, so spans are not checked here.

    Raises:
        PathNotFound: if there is no such file.
        BrokenRecord: if a record breaks the schema.
    """
    return list(read_records(path))


def check_record(record: ArticleRecord, where: str) -> None:
    """Check a gold record against its own text: it is there, every span gives its text, every id leads somewhere.

    Raises:
        BrokenRecord: on a missing text, a wrong SHA-256, an id used twice or one that nothing has.
        OffsetMismatch: on a span outside the text or with another surface.
    """
    if record.text is None:
        raise BrokenRecord(where, "field text: missing", "Gold records carry the text of their article")
    digest = hashlib.sha256(record.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != record.article.sha256:
        raise BrokenRecord(
            where,
            f"field article.sha256: {record.article.sha256[:12]}… is not that of the text ({digest[:12]}…)",
            "The text was changed after annotation: restore it, or annotate it anew",
        )
    for field, place in spans_of(record):
        fault = span_fault(place, record.text)
        if fault:
            raise OffsetMismatch(where, f"field {field}: {fault}", "Find the span's offsets in the text anew")
    _check_ids(record, where)


def spans_of(record: ArticleRecord) -> Iterator[tuple[str, _Place]]:
    """Yield every place of a record that has offsets, with the name of its field."""
    yield from ((f"mentions.{n}", mention) for n, mention in enumerate(record.mentions))
    yield from ((f"amounts.{n}", amount) for n, amount in enumerate(record.amounts))
    for n, quote in enumerate(record.quotes):
        yield from ((f"quotes.{n}.content.{k}", span) for k, span in enumerate(quote.content))
        yield from _present(f"quotes.{n}", cue=quote.cue, source=quote.source)
    for n, grant in enumerate(record.grants):
        parties = {"funder": grant.funder, "grantee": grant.grantee, "via": grant.via}
        yield from _present(f"grants.{n}", **parties, purpose=grant.purpose, evidence=grant.evidence)


def _present(prefix: str, **places: _Place | None) -> Iterator[tuple[str, _Place]]:
    yield from ((f"{prefix}.{name}", place) for name, place in places.items() if place is not None)


def span_fault(place: _Place, text: str) -> str | None:
    """Return what is wrong with a span, None where ``text[start:end]`` is what it says it is."""
    if place.start is None or place.end is None:
        return None if place.start is place.end else "start or end is missing"
    if not 0 <= place.start < place.end <= len(text):
        return f"[{place.start}, {place.end}) is no span of a text of {len(text)} characters"
    stored = getattr(place, "text", None)
    if stored is not None and stored != text[place.start : place.end]:
        return f"{stored!r} is stored, but {text[place.start : place.end]!r} stands at [{place.start}, {place.end})"
    return None


def _check_ids(record: ArticleRecord, where: str) -> None:
    entities = _unique(where, "entities", (entity.id for entity in record.entities))
    amounts = _unique(where, "amounts", (amount.id for amount in record.amounts))
    _unique(where, "quotes", (quote.id for quote in record.quotes))
    _unique(where, "grants", (grant.id for grant in record.grants))
    for field, entity in _entity_references(record):
        if entity is not None and entity not in entities:
            raise BrokenRecord(
                where, f"field {field}: no entity has the id {entity!r}", "Add the entity, or mend the id"
            )
    for n, grant in enumerate(record.grants):
        if grant.amount is not None and grant.amount not in amounts:
            raise BrokenRecord(
                where,
                f"field grants.{n}.amount: no amount has the id {grant.amount!r}",
                "Add the amount, or mend the id",
            )


def _entity_references(record: ArticleRecord) -> Iterator[tuple[str, str | None]]:
    yield from ((f"mentions.{n}.entity", mention.entity) for n, mention in enumerate(record.mentions))
    yield from ((f"quotes.{n}.speaker_entity", quote.speaker_entity) for n, quote in enumerate(record.quotes))
    for n, grant in enumerate(record.grants):
        for role, party in (("funder", grant.funder), ("grantee", grant.grantee), ("via", grant.via)):
            yield f"grants.{n}.{role}.entity", party.entity if party else None


def _unique(where: str, field: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for n, found in enumerate(ids):
        if found in seen:
            raise BrokenRecord(
                where, f"field {field}.{n}.id: {found!r} stands twice", "Give every item an id of its own"
            )
        seen.add(found)
    return seen
