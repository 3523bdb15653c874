"""A Doc into records: the only reader of what the components put on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import (
    AMOUNTS,
    ATTRIBUTIONS,
    GRANTS,
    QUOTES,
    Frame,
    Part,
    get_entities,
    get_frames,
    get_mentions,
    sentence_extents,
)
from moneyquote.giving import settle, told_periods
from moneyquote.records import (
    Amount,
    AmountFlag,
    Article,
    ArticleHead,
    ArticleRecord,
    Check,
    CheckKind,
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


def extract(nlp: Language, article: Article) -> ArticleRecord:
    """Run the pipeline on one article and return its record."""
    return read_off(nlp(article.text), article)


def read_off(doc: Doc, article: Article) -> ArticleRecord:
    """Return what stands on a Doc as the record of the article that it was made from, its grants settled.

    Raises:
        ValueError: if the Doc's text is not the article's.
    """
    amounts = get_frames(doc, AMOUNTS)
    doubles = {frame.id: frame.values["same_sum_as"] for frame in amounts if "same_sum_as" in frame.values}
    return settle(read_frames(doc, article), sentence_extents(doc), doubles)


def read_frames(doc: Doc, article: Article) -> ArticleRecord:
    """Return the frames of a Doc as a record, as they are: those of a finished record, or grants linked one by one.

    Raises:
        ValueError: if the Doc's text is not the article's.
    """
    text = article.text
    if doc.text != text:
        raise ValueError(f"the Doc has {len(doc.text)} characters that are not those of article {article.id}")
    grants = get_frames(doc, GRANTS)
    periods = told_periods(text, article.published) if any(frame.first("period") for frame in grants) else {}
    return ArticleRecord(
        article=ArticleHead(
            id=article.id,
            source=article.source,
            sha256=article.sha256,
            title=article.title,
            published=article.published,
        ),
        text=text,
        entities=tuple(get_entities(doc)),
        mentions=tuple(
            Mention(start=m.start, end=m.end, text=text[m.start : m.end], entity=m.entity, confidence=m.confidence)
            for m in get_mentions(doc)
        ),
        amounts=tuple(_amount(text, frame) for frame in get_frames(doc, AMOUNTS)),
        quotes=tuple(_quote(text, frame) for frame in get_frames(doc, QUOTES)),
        grants=tuple(_grant(text, frame, periods) for frame in grants),
    )


def attributions(doc: Doc) -> list[tuple[Quote, str]]:
    """Return all attributions that stand on a Doc, each with its cue's class: "statement" or "belief".

    They are there where the quotes component was asked for all (``nlp.get_pipe("quotes").attributions = "all"``).
    """
    frames = get_frames(doc, ATTRIBUTIONS)
    return [(_quote(doc.text, frame), str(frame.values["cue_class"])) for frame in frames]


def _amount(text: str, frame: Frame) -> Amount:
    part = frame.parts[0]
    values = frame.values
    return Amount(
        id=frame.id,
        start=part.start,
        end=part.end,
        text=text[part.start : part.end],
        value=_decimal(values.get("value")),
        value_max=_decimal(values.get("value_max")),
        currency=values.get("currency"),
        qualifier=Qualifier(values.get("qualifier", "exact")),
        flags=tuple(AmountFlag(flag) for flag in values.get("flags", ())),
    )


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _quote(text: str, frame: Frame) -> Quote:
    return Quote(
        id=frame.id,
        type=QuoteType(frame.values["type"]),
        content=tuple(_spans(text, frame.role("content"))),
        cue=_span(text, frame.first("cue")),
        source=_span(text, frame.first("source")),
        speaker_entity=frame.values.get("speaker_entity"),
        speaker_name=frame.values.get("speaker_name"),
        confidence=frame.values.get("confidence"),
    )


def _grant(text: str, frame: Frame, periods: Mapping[tuple[int, int], str]) -> Grant:
    values = frame.values
    period = _span(text, frame.first("period"))
    evidence = frame.first("evidence")
    return Grant(
        id=frame.id,
        funder=_party(text, frame, "funder"),
        grantee=_party(text, frame, "grantee"),
        via=_party(text, frame, "via"),
        amount=values.get("amount"),
        purpose=_span(text, frame.first("purpose")),
        period=periods.get((period.start, period.end)) if period else values.get("period"),
        kind=GrantKind(values.get("kind", "grant")),
        status=GrantStatus(values.get("status", "given")),
        is_total=bool(values.get("is_total", False)),
        evidence=Extent(start=evidence.start, end=evidence.end) if evidence else None,
        confidence=values.get("confidence"),
        total=values.get("total"),
        also=tuple(Statement(**told) for told in values.get("also", ())),
        checks=tuple(_check(told) for told in values.get("checks", ())),
    )


def _check(told: dict[str, Any]) -> Check:
    evidence = tuple(Span(**span) for span in told["evidence"])
    return Check(kind=CheckKind(told["kind"]), message=told["message"], evidence=evidence)


def _party(text: str, frame: Frame, role: str) -> Party | None:
    values: dict[str, Any] | None = frame.values.get(role)
    span = _span(text, frame.first(role))
    if values is None and span is None:
        return None
    values = values or {}
    return Party(
        start=span.start if span else None,
        end=span.end if span else None,
        text=span.text if span else None,
        entity=values.get("entity"),
        name=values.get("name") or (span.text if span else None),
    )


def _spans(text: str, parts: Sequence[Part]) -> list[Span]:
    return [Span(start=part.start, end=part.end, text=text[part.start : part.end]) for part in parts]


def _span(text: str, part: Part | None) -> Span | None:
    return _spans(text, [part])[0] if part else None
