"""The records that moneyquote makes: plain frozen values with offsets into the article as it was read.

Offsets are Unicode code points, half-open ``[start, end)``, and ``text[start:end]`` equals the stored surface
text. Money is ``Decimal``; what is not known is ``None``, never 0 or an empty string. The field names and nesting
are those of the article record in ``annotations/README.md``; ``serialization`` turns records into that JSON and back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class EntityType(StrEnum):
    """What an entity is; OTHER is a described person, group or document without a proper name."""

    ORG = "ORG"
    PER = "PER"
    OTHER = "OTHER"


class Qualifier(StrEnum):
    """How the article limits a figure."""

    EXACT = "exact"
    APPROXIMATELY = "approximately"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"
    INDEFINITE = "indefinite"


class AmountFlag(StrEnum):
    """What a reader must know about a figure before using it."""

    SUSPECT_SCALE = "suspect_scale"
    PER_UNIT = "per_unit"


class QuoteType(StrEnum):
    """How much of a quote's content stands in quotation marks: all, none or some of it."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class GrantKind(StrEnum):
    """What sort of transfer a grant record is."""

    GRANT = "grant"
    DONATION = "donation"
    AID = "aid"
    LOAN = "loan"
    PRIZE = "prize"
    SCHOLARSHIP = "scholarship"
    SUBSIDY = "subsidy"
    OTHER = "other"


class GrantStatus(StrEnum):
    """How far a transfer has come."""

    GIVEN = "given"
    PROMISED = "promised"
    REQUESTED = "requested"
    DENIED = "denied"
    ENDED = "ended"


class CheckKind(StrEnum):
    """What of a grant was compared: the parts of a total, one sum in two currencies, a year's total and its grants."""

    PARTS = "parts"
    CURRENCIES = "currencies"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it was read; ``text`` is never rewritten.

    ``source`` is the address the article names, else its path; ``location`` is where it was read from, as
    ``path`` or ``path:line``; ``published`` is an ISO 8601 date, or as printed where it cannot be read as one.
    """

    id: str
    text: str
    location: str
    source: str | None = None
    title: str | None = None
    published: str | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8: the identity of the article's content."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """The article's part of a record: what names and dates it, without its text."""

    id: str
    source: str | None = None
    sha256: str
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters ``[start, end)`` of the article and the text that stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Characters ``[start, end)`` of the article, without their text (the evidence of a grant)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One organization, person or described source in one article; ``name`` is its fullest form there."""

    id: str
    type: EntityType
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where a named entity is named. ``confidence`` lies in [0, 1]."""

    start: int
    end: int
    text: str
    entity: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of money. ``value_max`` is set for ranges only; ``currency`` is ISO 4217."""

    id: str
    start: int
    end: int
    text: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    currency: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    flags: tuple[AmountFlag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An attributed statement: content spans in reading order, and the cue and source that attribute it."""

    id: str
    type: QuoteType
    content: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    speaker_entity: str | None = None
    speaker_name: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A funder, grantee or middleman: where it stands, and the entity that it names."""

    start: int | None = None
    end: int | None = None
    text: str | None = None
    entity: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A further place where an article tells a grant: characters ``[start, end)`` and the id of the amount in them."""

    start: int
    end: int
    amount: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A mismatch that a person must look at: what does not fit, and the places that contradict each other."""

    kind: CheckKind
    message: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A transfer of money that pays for nothing; ``amount`` is the id of an Amount of the same article.

    ``total`` is the id of the amount that tells the sum that this grant is a part of; ``also`` are the further
    statements of the same grant; ``checks`` are its mismatches, none where nothing contradicts it.
    """

    id: str
    funder: Party | None = None
    grantee: Party | None = None
    via: Party | None = None
    amount: str | None = None
    purpose: Span | None = None
    period: str | None = None
    kind: GrantKind = GrantKind.GRANT
    status: GrantStatus = GrantStatus.GIVEN
    is_total: bool = False
    evidence: Extent | None = None
    confidence: float | None = None
    total: str | None = None
    also: tuple[Statement, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """All that was found in one article: the unit of JSONL, of gold and of the stores."""

    article: ArticleHead
    text: str | None = None
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    amounts: tuple[Amount, ...] = ()
    quotes: tuple[Quote, ...] = ()
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that gave no record: where it stands, the stage that stopped, and how to mend it."""

    location: str
    stage: str
    code: str
    what: str
    mend: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of ``extract``: what made the records. Times are ISO 8601 in UTC."""

    id: str
    started: str
    version: str
    pipeline: str
    finished: str | None = None
    done: int = 0
    skipped: int = 0
    failed: int = 0
