"""Addresses of PostgreSQL databases, and how they may be shown: never with a password."""

from __future__ import annotations

SCHEMES = ("postgresql://", "postgres://")


def is_postgres(target: str) -> bool:
    """Tell whether a target is the address of a PostgreSQL database, not the path of a file."""
    return target.startswith(SCHEMES)


def shown(target: str) -> str:
    """Return a target as messages may name it: an address without any password, a path as it is.

    What might be a password is left out, even where an address is not written as it should be.
    """
    begin, colon, rest = target.partition(":")
    if not colon or begin.lower() not in ("postgresql", "postgres"):
        return target
    rest = rest.lstrip("/")
    place, mark, query = rest.partition("?")
    if "@" not in place and "@" in query and ":" in place:
        place, mark, query = rest, "", ""  # a question mark in a password
    user, at, host = place.rpartition("@")
    kept = [part for part in query.split("&") if "password" not in part.partition("=")[0].lower()]
    return f"{begin}://{user.partition(':')[0]}{at}{host}{mark if any(kept) else ''}{'&'.join(kept)}"
