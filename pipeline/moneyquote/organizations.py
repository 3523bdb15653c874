"""Organizations across articles: the records that resolving makes of the names in a whole database.

A *name* is one way to name an organization, the same over the database ("Ford Foundation"), or in one article only
where the words could mean another body elsewhere ("Department of Health", "CSE"). An *organization* is the names that
mean one body. Names and organizations have ids made from their words, so that a judgement outlives the next run.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Decision(StrEnum):
    """What became of two compared names; JUDGED ones were decided by a person."""

    MATCHED = "matched"
    POSSIBLE = "possible"
    HELD_APART = "held_apart"
    JUDGED_SAME = "judged_same"
    JUDGED_DIFFERENT = "judged_different"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntity:
    """An organization of one article: its fullest name there and the different texts of its mentions."""

    id: str
    name: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleNames:
    """What one article names: its organizations, and its people, who tell where an organization belongs."""

    article: str
    organizations: tuple[NamedEntity, ...]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A body of a register of known names, with its other names; ``source`` is the file that it stands in."""

    id: str
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided of two names, by their ids; ``judged`` is ISO 8601 in UTC."""

    first: str
    second: str
    same: bool
    first_name: str
    second_name: str
    judged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing seen on a pair of names, and what it adds to the log-odds that they mean one body."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two names compared: ``score`` in [0, 1], the features it was made from, and a sentence that says why."""

    first: str
    second: str
    score: float
    decision: Decision
    features: tuple[Feature, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationName:
    """A name and the entities, as (SHA-256 of the article, id), that bear it; none where only the register has it."""

    id: str
    name: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One body under all its names, the name it goes by first; ``register`` is its id in the register."""

    id: str
    name: str
    names: tuple[OrganizationName, ...]
    register: str | None = None
    register_source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The organizations of a database and the compared names that explain them."""

    organizations: tuple[Organization, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldGrant:
    """A grant as one article tells it. ``funder`` and ``grantee`` are ids of organizations, else plain names.

    ``key`` is the store's own; ``sure_parties`` are the roles that name an organization or a person.
    """

    key: int
    article: str
    published: str | None
    funder: str | None
    grantee: str | None
    sure_parties: frozenset[str]
    value: Decimal | None
    value_max: Decimal | None
    currency: str | None
    qualifier: str | None
    purpose: str | None
    period: str | None
    kind: str
    status: str
    is_total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A field on which tellings of one grant differ: each reading, and the keys of the grants that give it."""

    field: str
    readings: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAcrossArticles:
    """One grant and its tellings, in order of article; ``reason`` says why they are taken for one."""

    id: str
    tellings: tuple[ToldGrant, ...]
    contradictions: tuple[Contradiction, ...]
    reason: str
