"""spaCy's DocBin: documents with entities and our frames, to train on or to work on in spaCy.

``doc.ents`` has the mentions (of those that overlap the longest), ``doc.spans`` the layers "mentions", "amounts",
"quotes" and "grants" as the pipeline sets them, ``doc.user_data["article"]`` the article's head. ``read_docbin`` gives
the records back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from moneyquote.components.frames import (
    AMOUNTS,
    GRANTS,
    QUOTES,
    Frame,
    NameMention,
    Part,
    set_frames,
    set_mentions,
)
from moneyquote.extract import read_frames
from moneyquote.records import Article, ArticleRecord, Grant, Party, Quote
from moneyquote.segments.tokenizer import token_spans
from moneyquote.serialization import to_dict

_PLACE = ("id", "start", "end", "text")


def docbin(records: Iterable[ArticleRecord]) -> bytes:
    """Return the bytes of a ``.spacy`` file; all documents are held in memory until it is whole.

    Tokens are those of the pipeline, split where a span begins or ends inside one, so that offsets stay exact.

    Raises:
        ValueError: if a record holds no text.
    """
    vocab = spacy.blank("en").vocab
    made = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_ID"], store_user_data=True)
    for record in records:
        made.add(_doc(record, vocab))
    return made.to_bytes()


def read_docbin(content: bytes, vocab: Vocab | None = None) -> Iterator[ArticleRecord]:
    """Yield the records of a ``.spacy`` file that ``docbin`` made, with their texts."""
    for doc in DocBin().from_bytes(content).get_docs(vocab or spacy.blank("en").vocab):
        head = json.loads(doc.user_data["article"])
        article = Article(
            id=head["id"],
            text=doc.text,
            location=head["id"],
            source=head["source"],
            title=head["title"],
            published=head["published"],
        )
        yield read_frames(doc, article)


def _doc(record: ArticleRecord, vocab: Vocab) -> Doc:
    if record.text is None:
        raise ValueError(f"the record of article {record.article.id} holds no text")
    quotes = [_quote_frame(quote) for quote in record.quotes]
    grants = [_grant_frame(grant) for grant in record.grants]
    amounts = [
        Frame(
            id=amount.id,
            parts=(Part(role="amount", start=amount.start, end=amount.end),),
            values={key: value for key, value in to_dict(amount).items() if key not in _PLACE},
        )
        for amount in record.amounts
    ]
    mentions = [
        NameMention(start=m.start, end=m.end, entity=m.entity, confidence=m.confidence) for m in record.mentions
    ]
    placed: list[Part | NameMention] = [part for frame in (*amounts, *quotes, *grants) for part in frame.parts]
    placed += mentions
    words, spaces = _words(record.text, {part.start for part in placed}, {part.end for part in placed})
    doc = Doc(vocab, words=words, spaces=spaces, user_data={"article": json.dumps(to_dict(record.article))})
    set_mentions(doc, record.entities, mentions)
    for layer, frames in ((AMOUNTS, amounts), (QUOTES, quotes), (GRANTS, grants)):
        set_frames(doc, layer, frames)
    return doc


def _words(text: str, starts: set[int], ends: set[int]) -> tuple[list[str], list[bool]]:
    """Return words with their trailing-blank flags; a blank at which a span begins or ends is a word of its own."""
    borders = sorted({0, len(text)} | starts | ends | {start for start, _ in token_spans(text)})
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(borders):
        word = text[start:end]
        bound = start in starts or start + 1 in ends
        if word[0] == " " and words and not bound and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            word = word[1:]
        if word:
            words.append(word)
            spaces.append(False)
    return words, spaces


def _quote_frame(quote: Quote) -> Frame:
    parts = [Part(role="content", start=span.start, end=span.end) for span in quote.content]
    for role, span in (("cue", quote.cue), ("source", quote.source)):
        if span:
            parts.append(Part(role=role, start=span.start, end=span.end))
    values = {
        "type": quote.type.value,
        "confidence": quote.confidence,
        "speaker_entity": quote.speaker_entity,
        "speaker_name": quote.speaker_name,
    }
    return Frame(id=quote.id, parts=tuple(parts), values=values)


def _grant_frame(grant: Grant) -> Frame:
    values: dict[str, Any] = {
        "amount": grant.amount,
        "period": grant.period,
        "kind": grant.kind.value,
        "status": grant.status.value,
        "is_total": grant.is_total,
        "confidence": grant.confidence,
        "total": grant.total,
        "also": to_dict(grant.also),
        "checks": to_dict(grant.checks),
    }
    parts = []
    for role in ("funder", "grantee", "via", "purpose", "evidence"):
        place = getattr(grant, role)
        if place and place.start is not None:
            parts.append(Part(role=role, start=place.start, end=place.end))
        if isinstance(place, Party):
            values[role] = {"entity": place.entity, "name": place.name}
    return Frame(id=grant.id, parts=tuple(parts), values=values)
