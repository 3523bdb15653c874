"""Addresses of PostgreSQL databases, and how they may be shown: never with a password."""

from __future__ import annotations

import re
from itertools import takewhile
from urllib.parse import unquote

# SQLAlchemy names a driver in the scheme, as postgresql+psycopg://
_POSTGRES = re.compile(r"(postgres(?:ql)?)(?:\+\w+)?://")
_SCHEME = re.compile(r"[a-z][a-z0-9.-]*(?:\+\w+)?://", re.IGNORECASE)
_SECRET = re.compile(r"password|client_secret", re.IGNORECASE)
_KEY = re.compile(r"(?:^|\W)\w*(?:password|client_secret)\w*\s*[=:]", re.IGNORECASE)
_SETTING = re.compile(r"[A-Za-z_]+=")
_COLON = re.compile(r":|%(?:25)*3a", re.IGNORECASE)
_USER_END = re.compile(rf"[@/?]|{_COLON.pattern}", re.IGNORECASE)
_HOST = r"(?:\[[^\]/@?]*\]|(?:(?!%(?:25)*3a)[^:,/\[\]])*)(?::\d{0,5})?"
_PLACE = re.compile(rf"{_HOST}(?:,{_HOST})*(?:/[^:]*)?", re.IGNORECASE)


def is_postgres(target: str) -> bool:
    """Tell whether a target is the address of a PostgreSQL database, not the path of a file."""
    return _POSTGRES.match(target) is not None


def is_address(target: str) -> bool:
    """Tell whether a target is an address of any kind, not the path of a file."""
    return _SCHEME.match(target) is not None


def without_driver(target: str) -> str:
    """Return the address of a PostgreSQL database as libpq takes it, without the driver that SQLAlchemy puts there."""
    return _POSTGRES.sub(r"\1://", target, count=1)


def shown(target: str) -> str:
    """Return a target as messages may name it: an address without driver and any password, a path as it is.

    What might be part of a password is left out, even where an address is not written as it should be; dots stand for
    a place that cannot be told from one. Of an address of another kind, only the kind is shown.
    """
    begin, colon, rest = target.partition(":")
    begin = begin.partition("+")[0]
    if not colon or begin.lower() not in ("postgresql", "postgres"):
        return f"{begin}://..." if is_address(target) else target
    before, at, after = _cut(rest.lstrip("/"))
    user = _USER_END.split(before, maxsplit=1)[0]
    if _KEY.search(_decoded(before)):
        return f"{begin}://{'' if _SECRET.search(_decoded(user)) else user}{at}..."
    return f"{begin}://{user}{at}{_shown_rest(after)}"


def _cut(rest: str) -> tuple[str, str, str]:
    """Return what stands before the "@" that ends user and password, the "@", and what stands after it."""
    before, at, after = rest.rpartition("@")
    if ":" in _decoded(before):
        return before, at, after  # a password may have any character, "?", "/" and "@" too
    place, mark, query = rest.partition("?")
    before, at, after = place.rpartition("@")
    return before, at, f"{after}{mark}{query}"


def _shown_rest(rest: str) -> str:
    """Return hosts, ports, database and settings up to what may be a password: all after it may be part of it."""
    place, _, query = rest.partition("?")
    if _SECRET.search(_decoded(place)):
        return "..."
    if not _PLACE.fullmatch(place):
        return f"{_COLON.split(place, maxsplit=1)[0]}..."  # a password may stand where a port belongs
    plain = takewhile(lambda part: _SETTING.match(part) and not _SECRET.search(_decoded(part)), query.split("&"))
    kept = "&".join(plain)
    return f"{place}?{kept}" if kept else place


def _decoded(text: str) -> str:
    while (once := unquote(text)) != text:
        text = once
    return text
