"""A record as annotation tools see one: a text, labelled spans on it, and relations from span to span."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from moneyquote.records import ArticleRecord

# JSON values that a span carries along: what its label and place do not tell.
Attributes = dict[str, Any]


class Label(StrEnum):
    """What a span is. The first three are mentions of an entity of that type."""

    ORG = "ORG"
    PER = "PER"
    OTHER = "OTHER"
    AMOUNT = "Amount"
    CONTENT = "Content"
    CUE = "Cue"
    SOURCE = "Source"
    GRANT = "Grant"
    FUNDER = "Funder"
    GRANTEE = "Grantee"
    VIA = "Via"
    PURPOSE = "Purpose"


class Tie(StrEnum):
    """What a relation says of the span it leads to."""

    CONTINUES = "continues"
    CUE = "cue"
    SOURCE = "source"
    SPEAKER = "speaker"
    AMOUNT = "amount"
    FUNDER = "funder"
    GRANTEE = "grantee"
    VIA = "via"
    PURPOSE = "purpose"


MENTIONS = (Label.ORG, Label.PER, Label.OTHER)
PARTIES = (Label.FUNDER, Label.GRANTEE, Label.VIA)

# The labels at the two ends tell which relation it is: an annotator may leave out its name, or draw it backwards.
TIES: dict[tuple[Label, Label], Tie] = {
    (Label.CONTENT, Label.CONTENT): Tie.CONTINUES,
    (Label.CONTENT, Label.CUE): Tie.CUE,
    (Label.CONTENT, Label.SOURCE): Tie.SOURCE,
    **{(Label.CONTENT, label): Tie.SPEAKER for label in MENTIONS},
    (Label.GRANT, Label.AMOUNT): Tie.AMOUNT,
    (Label.GRANT, Label.FUNDER): Tie.FUNDER,
    (Label.GRANT, Label.GRANTEE): Tie.GRANTEE,
    (Label.GRANT, Label.VIA): Tie.VIA,
    (Label.GRANT, Label.PURPOSE): Tie.PURPOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSpan:
    """Characters ``[start, end)`` of a text under a label. ``id`` is unique in the text: ``T1``, or the tool's own."""

    id: str
    label: Label
    start: int
    end: int
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A line from one span to another, by their ids; ``name`` is None where the tool gave none."""

    head: str
    tail: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedText:
    """One article in an annotation tool.

    ``rest`` is what has no place in the text: the article's head, entities without a mention, and quotes and grants
    without a single span.
    """

    text: str
    rest: ArticleRecord
    spans: tuple[LabelledSpan, ...] = ()
    relations: tuple[Relation, ...] = ()
