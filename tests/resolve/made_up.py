"""Names of organizations made up for the tests of resolving."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from moneyquote.organizations import ArticleNames, NamedEntity, Resolution, ToldGrant
from moneyquote.resolve.names import entity_name_id


def article(mark: str, *organizations: str | tuple[str, ...], people: tuple[str, ...] = ()) -> ArticleNames:
    """An article that names organizations, each by its fullest name and further forms."""
    forms = [(found,) if isinstance(found, str) else found for found in organizations]
    entities = tuple(NamedEntity(id=f"e{n}", name=names[0], forms=names) for n, names in enumerate(forms, 1))
    return ArticleNames(article=mark, organizations=entities, people=people)


def home(resolution: Resolution, mark: str, name: str) -> str:
    """The id of the organization to which a name in an article belongs."""
    wanted = entity_name_id(mark, name)
    return next(body.id for body in resolution.organizations for n in body.names if n.id == wanted)


def told(key: int, mark: str, **changes: Any) -> ToldGrant:
    """A grant of 5 million dollars as an article tells it."""
    values: dict[str, Any] = {
        "published": "2024-03-01",
        "funder": "o1",
        "grantee": "o2",
        "sure_parties": frozenset({"funder", "grantee"}),
        "value": Decimal(5_000_000),
        "value_max": None,
        "currency": "USD",
        "qualifier": "exact",
        "purpose": None,
        "period": None,
        "kind": "grant",
        "status": "given",
        "is_total": False,
    }
    return ToldGrant(key=key, article=mark, **(values | changes))
