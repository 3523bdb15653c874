"""The standoff record: all that is annotated in an article and none of its text.

Articles of others may be annotated here but not copied. A standoff record therefore has the fields of an article
record, but where that has text it has a ``Place``. Joined with the article (``resolving``) it gives the article
record back, character for character.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict, with_config

from moneyquote.records import AmountFlag, EntityType, GrantKind, GrantStatus, Qualifier, QuoteType
from moneyquote.serialization import schema

# A field too many could be text: it is refused on reading.
_strict = with_config(ConfigDict(extra="forbid"))

# Names are facts and may stay; what is longer than any name but a few is a passage, and is told by its place.
LONGEST_NAME = 80


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Characters ``[start, end)`` of the article, and a check that they are still the annotated ones."""

    start: int
    end: int
    check: str


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffHead:
    """What names and dates the article. ``title_at`` is where its text has its headline."""

    id: str
    source: str | None = None
    sha256: str
    title: str | None = None
    title_at: Place | None = None
    published: str | None = None


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffEntity:
    """An entity: its name, or the place that has it (with single blanks for its white space)."""

    id: str
    type: EntityType
    name: str | None = None
    name_at: Place | None = None


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffMention:
    """One place where a named entity is named."""

    at: Place
    entity: str
    confidence: float | None = None


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffAmount:
    """An amount of money: where it stands and what it says."""

    id: str
    at: Place
    value: Decimal | None = None
    value_max: Decimal | None = None
    currency: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    flags: tuple[AmountFlag, ...] = ()


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffQuote:
    """An attributed statement. ``speaker_name`` is set only where no entity speaks."""

    id: str
    type: QuoteType
    content: tuple[Place, ...]
    cue: Place | None = None
    source: Place | None = None
    speaker_entity: str | None = None
    speaker_name: str | None = None
    confidence: float | None = None


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffParty:
    """A funder, grantee or middleman. ``name`` is set only where neither the entity nor the place gives it."""

    at: Place | None = None
    entity: str | None = None
    name: str | None = None


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffGrant:
    """A transfer of money that pays for nothing."""

    id: str
    funder: StandoffParty | None = None
    grantee: StandoffParty | None = None
    via: StandoffParty | None = None
    amount: str | None = None
    purpose: Place | None = None
    period: str | None = None
    kind: GrantKind = GrantKind.GRANT
    status: GrantStatus = GrantStatus.GIVEN
    is_total: bool = False
    evidence: Place | None = None
    confidence: float | None = None


@_strict
@dataclass(frozen=True, slots=True, kw_only=True)
class StandoffRecord:
    """All that is annotated in one article: a line of a standoff file."""

    article: StandoffHead
    entities: tuple[StandoffEntity, ...] = ()
    mentions: tuple[StandoffMention, ...] = ()
    amounts: tuple[StandoffAmount, ...] = ()
    quotes: tuple[StandoffQuote, ...] = ()
    grants: tuple[StandoffGrant, ...] = ()


def checksum(text: str, start: int, end: int) -> str:
    """Return the check of a place: the first eight hexadecimal digits of the SHA-256 of ``start:end:characters``.

    The offsets are part of it, so that a place which slips to the next "said" is found as well.
    """
    told = f"{start}:{end}:{text[start:end]}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:8]


def single_blanks(text: str) -> str:
    """Return a name as it is stored: white space, line breaks too, as single blanks."""
    return " ".join(text.split())


def standoff_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one standoff record, made from the types."""
    return schema(StandoffRecord)
