"""The last gate before a store: a record must be of its article, prove itself by offsets and not contradict itself."""

from __future__ import annotations

import math
from collections.abc import Iterator

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.records import Article, ArticleHead, ArticleRecord, Grant, Mention, Quote

Place = tuple[str, int, int, str]
_REPORT = "This is a fault of moneyquote or of the model: report it with the article"


def head_of(article: Article) -> ArticleHead:
    """Return what names and dates an article."""
    return ArticleHead(
        id=article.id,
        source=article.source,
        sha256=article.sha256,
        title=article.title,
        published=article.published,
    )


def check_record(article: Article, record: ArticleRecord) -> None:
    """Check a record against its article.

    Raises:
        BrokenRecord: if it is of another article, names what it does not hold, or a confidence is no number.
        OffsetMismatch: if a span does not give its text.
    """
    where = f"{article.location} (article {article.id})"
    if record.article != head_of(article) or record.text not in (None, article.text):
        raise BrokenRecord(where, "the record's head or text is not that of the article", _REPORT)
    for field, start, end, surface in _places(record):
        if not 0 <= start < end <= len(article.text) or article.text[start:end] != surface:
            raise OffsetMismatch(where, f"{field}: characters [{start}, {end}) are not {surface[:60]!r}", _REPORT)
    for field, start, end in _extents(record):
        if not 0 <= start < end <= len(article.text):
            raise OffsetMismatch(where, f"{field}: characters [{start}, {end}) lie outside the article", _REPORT)
    for field, name, kind in _references(record):
        known = record.entities if kind == "entity" else record.amounts
        if name not in {item.id for item in known}:
            raise BrokenRecord(where, f"{field}: no {kind} {name!r} in the record", _REPORT)
    judged: tuple[Mention | Quote | Grant, ...] = (*record.mentions, *record.quotes, *record.grants)
    if any(item.confidence is not None and math.isnan(item.confidence) for item in judged):
        raise BrokenRecord(where, "a confidence is not a number", _REPORT)


def _places(record: ArticleRecord) -> Iterator[Place]:
    """Yield every span with a text of its own, under the name of its field."""
    for mention in record.mentions:
        yield f"mention of {mention.entity}", mention.start, mention.end, mention.text
    for amount in record.amounts:
        yield f"amount {amount.id}", amount.start, amount.end, amount.text
    for quote in record.quotes:
        for span in (*quote.content, quote.cue, quote.source):
            if span:
                yield f"quote {quote.id}", span.start, span.end, span.text
    for grant in record.grants:
        if grant.purpose:
            yield f"grant {grant.id} purpose", grant.purpose.start, grant.purpose.end, grant.purpose.text
        for check in grant.checks:
            for span in check.evidence:
                yield f"grant {grant.id} {check.kind.value} check", span.start, span.end, span.text
        for role in ("funder", "grantee", "via"):
            party = getattr(grant, role)
            if party and not (party.start is party.end is party.text is None):
                yield f"grant {grant.id} {role}", _number(party.start), _number(party.end), party.text or ""


def _number(offset: int | None) -> int:
    return -1 if offset is None else offset


def _extents(record: ArticleRecord) -> Iterator[tuple[str, int, int]]:
    for grant in record.grants:
        if grant.evidence:
            yield f"grant {grant.id} evidence", grant.evidence.start, grant.evidence.end
        for told in grant.also:
            yield f"grant {grant.id} further evidence", told.start, told.end


def _references(record: ArticleRecord) -> Iterator[tuple[str, str, str]]:
    for mention in record.mentions:
        yield "mention", mention.entity, "entity"
    for quote in record.quotes:
        if quote.speaker_entity is not None:
            yield f"quote {quote.id} speaker", quote.speaker_entity, "entity"
    for grant in record.grants:
        for role in ("funder", "grantee", "via"):
            party = getattr(grant, role)
            if party and party.entity is not None:
                yield f"grant {grant.id} {role}", party.entity, "entity"
        for name in (grant.amount, grant.total, *(told.amount for told in grant.also)):
            if name is not None:
                yield f"grant {grant.id}", name, "amount"
