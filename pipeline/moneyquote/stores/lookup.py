"""Which article a user means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from moneyquote.errors import NotInStore
from moneyquote.stores.rows import Columns

_NAMED = 5  # candidates that a message lists
_COMPARED = 20_000  # ids that a misspelt name is compared with: about a second


Ask = Callable[..., Sequence[Columns]]


def find_article(ask: Ask, name: str, where: str) -> int:
    """Return the key of the article that a name means: exact names go before beginnings, ids before paths.

    Args:
        ask: returns the rows of a query and its values.
        name: what the user gave.
        where: the database, for messages.

    Raises:
        NotInStore: if none or several have that name, with the nearest names.
    """
    for query, values in _lookups(name):
        found = ask(query, *values)
        if len(found) == 1:
            return int(found[0]["key"])
        if found:
            names = ", ".join(f"{row['id']} ({row['sha256'][:8]})" for row in found[:_NAMED])
            more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            raise NotInStore(
                where, f"{name!r} names {len(found)} articles", f"Give more of the id or of the SHA-256: {names}{more}"
            )
    raise NotInStore(where, f"no article {name!r}", _nearest(ask, name))


def _lookups(name: str) -> list[tuple[str, tuple[object, ...]]]:
    """Return queries for key, id and SHA-256, the most exact first."""
    select = "SELECT DISTINCT articles.key, articles.id, sha256 FROM articles"
    placed = f"{select} JOIN locations ON locations.article = articles.key"
    tail = f"/{name.removeprefix('./')}"
    lookups: list[tuple[str, tuple[object, ...]]] = [
        (f"{select} WHERE id = ?", (name,)),
        (f"{placed} WHERE location IN (?, ?)", (name, str(Path(name).absolute()))),
        (f"{select} WHERE source = ?", (name,)),
    ]
    if re.fullmatch(r"[0-9a-fA-F]{4,64}", name):
        lookups.append((f"{select} WHERE sha256 BETWEEN ? AND ?", (name.lower(), f"{name.lower()}g")))  # g is no digit
    if name:
        lookups += [
            (f"{select} WHERE substr(id, 1, ?) = ?", (len(name), name)),
            (f"{placed} WHERE substr(location, length(location) - ? + 1) = ?", (len(tail), tail)),
        ]
    return lookups


def _nearest(ask: Ask, name: str) -> str:
    known = [row["id"] for row in ask("SELECT id FROM articles ORDER BY id LIMIT ?", _COMPARED)]
    near = difflib.get_close_matches(name, known, n=_NAMED, cutoff=0.5) or known[:_NAMED]
    if not near:
        return "The database holds no articles: run extract first"
    return f"Give an id, its beginning, a path or a SHA-256, for example: {', '.join(dict.fromkeys(near))}"
