"""How layers live on a Doc: frames (spans that share an id, the role as label) and the entity register.

A *frame* is one amount, quote or grant. Its parts are spans of ``doc.spans[LAYER]`` with ``span.id_`` the frame's
id and ``span.label_`` the part's role; its values are JSON-able and stand in ``doc.spans[LAYER].attrs[id]``. All
of that survives ``to_bytes``, ``DocBin`` and ``n_process``. Entities stand in ``doc.spans["mentions"].attrs``.

==============  ==============================================  ====================================================
layer           roles                                           values
==============  ==============================================  ====================================================
quotes          content (one or more), cue, source              ``type`` (direct, indirect, mixed), ``confidence``,
                                                                ``rule``, ``paragraph``; ``speaker_entity``,
                                                                ``speaker_name``, ``speaker_rule``
attributions    content (one or more), cue, source              ``type``, ``confidence``, ``cue_class`` (statement or
                                                                belief), the speaker's values as above
amounts         amount                                          ``value``, ``value_max``, ``currency``, ``qualifier``,
                                                                ``flags``
nominals        nominal: "the foundation"                       ``entity``, the body it means or None
grants          funder, grantee, via, purpose, evidence         ``amount`` (an id), ``period``, ``kind``, ``status``
==============  ==============================================  ====================================================

A span of a layer is the smallest run of tokens over its characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from moneyquote.records import Entity, EntityType

MENTIONS = "mentions"
AMOUNTS = "amounts"
QUOTES = "quotes"
ATTRIBUTIONS = "attributions"
NOMINALS = "nominals"
GRANTS = "grants"
BOILERPLATE = "boilerplate"
ENCODER_NAMES = "encoder_names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One span of a frame: its role and its characters ``[start, end)``."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One amount, quote or grant: parts in reading order, and JSON-able values."""

    id: str
    parts: tuple[Part, ...]
    values: dict[str, Any] = field(default_factory=dict)

    def role(self, name: str) -> tuple[Part, ...]:
        """Return the parts that play a role, in reading order."""
        return tuple(part for part in self.parts if part.role == name)

    def first(self, name: str) -> Part | None:
        """Return the first part that plays a role, or None."""
        return next((part for part in self.parts if part.role == name), None)


def char_span(doc: Doc, start: int, end: int, *, label: str = "", span_id: str = "") -> Span:
    """Return the smallest token span over characters ``[start, end)``, which must not be empty or outside."""
    span = doc.char_span(start, end, label=label, span_id=span_id, alignment_mode="expand")
    if span is None or start >= end:
        raise ValueError(f"no tokens at [{start}, {end}) of {len(doc.text)} characters")
    return span


def set_frames(doc: Doc, layer: str, frames: Iterable[Frame]) -> None:
    """Put the frames of one layer on the Doc, in place of those that were there."""
    spans: list[Span] = []
    attrs: dict[str, Any] = {}
    for frame in frames:
        spans += [char_span(doc, p.start, p.end, label=p.role, span_id=frame.id) for p in frame.parts]
        attrs[frame.id] = frame.values
    doc.spans[layer] = SpanGroup(doc, name=layer, spans=spans, attrs=attrs)


def get_frames(doc: Doc, layer: str) -> list[Frame]:
    """Read the frames of one layer off the Doc, in the order in which they were set."""
    if layer not in doc.spans:
        return []
    group = doc.spans[layer]
    parts: dict[str, list[Part]] = {name: [] for name in group.attrs}
    for span in group:
        parts[span.id_].append(Part(role=span.label_, start=span.start_char, end=span.end_char))
    return [Frame(id=n, parts=tuple(found), values=group.attrs[n]) for n, found in parts.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """One mention on the Doc: characters ``[start, end)``, the entity's id, and a confidence in [0, 1]."""

    start: int
    end: int
    entity: str
    confidence: float | None = None


def set_mentions(doc: Doc, entities: Iterable[Entity], mentions: Iterable[NameMention]) -> None:
    """Put entities and their mentions on the Doc: ``doc.ents`` (label, ``ent_id_``) and ``doc.spans["mentions"]``.

    Of mentions that overlap the longest becomes an entity of ``doc.ents``, where none may.
    """
    register = {entity.id: [entity.type.value, entity.name] for entity in entities}
    spans: list[Span] = []
    confidences: list[float | None] = []
    for mention in mentions:
        label = register[mention.entity][0]
        spans.append(char_span(doc, mention.start, mention.end, label=label, span_id=mention.entity))
        confidences.append(mention.confidence)
    attrs = {"entities": register, "confidences": confidences}
    doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, spans=spans, attrs=attrs)
    doc.set_ents(filter_spans(spans))


def get_entities(doc: Doc) -> list[Entity]:
    """Read the entity register off the Doc."""
    if MENTIONS not in doc.spans:
        return []
    register = doc.spans[MENTIONS].attrs["entities"]
    return [Entity(id=i, type=EntityType(kind), name=name) for i, (kind, name) in register.items()]


def get_mentions(doc: Doc) -> list[NameMention]:
    """Read the mentions off the Doc, in the order in which they were set."""
    if MENTIONS not in doc.spans:
        return []
    group = doc.spans[MENTIONS]
    return [
        NameMention(start=span.start_char, end=span.end_char, entity=span.id_, confidence=confidence)
        for span, confidence in zip(group, group.attrs["confidences"], strict=True)
    ]


def add_entity(doc: Doc, kind: EntityType, name: str) -> str:
    """Register an entity that has no name mention (a described speaker or grantee) and return its id.

    An entity of the same type and name that is there already is used again.
    """
    if MENTIONS not in doc.spans:
        set_mentions(doc, (), ())
    register = doc.spans[MENTIONS].attrs["entities"]
    for known, (known_kind, known_name) in register.items():
        if (known_kind, known_name) == (kind.value, name):
            return str(known)
    made = f"e{len(register) + 1}"
    register[made] = [kind.value, name]
    return made


def sentence_extents(doc: Doc) -> list[tuple[int, int]]:
    """Return the sentences as half-open character intervals, white space at either end left out."""
    extents = []
    for sentence in doc.sents:
        text = sentence.text
        start = sentence.start_char + len(text) - len(text.lstrip())
        end = sentence.start_char + len(text.rstrip())
        if start < end:
            extents.append((start, end))
    return extents


def skipped_extents(doc: Doc) -> list[tuple[int, int]]:
    """Return the regions marked as boilerplate, as half-open character intervals."""
    if BOILERPLATE not in doc.spans:
        return []
    return [(span.start_char, span.end_char) for span in doc.spans[BOILERPLATE]]
