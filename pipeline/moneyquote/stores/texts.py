"""Texts that a database takes: neither U+0000 nor half of a surrogate pair, and nothing of them lost silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from moneyquote.errors import BrokenRecord
from moneyquote.records import Article

_MEND = "Mend the article's text or fields, or report it if they are right"


class _NulFound(Exception):
    """A value that holds U+0000."""


def printable(text: str) -> str:
    r"""Return a text that any database takes: lone surrogates and NUL as escapes (``\udc80``)."""
    if text.isascii() and "\0" not in text:
        return text  # nearly all, and it is asked of every file
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def bound(values: Iterable[object]) -> tuple[object, ...]:
    """Return the values to bind, which must stand within ``storable``."""
    found = tuple(values)
    if any(isinstance(value, str) and "\0" in value for value in found):
        raise _NulFound
    return found


@contextmanager
def storable(article: Article, refusals: type[Exception] | tuple[type[Exception], ...]) -> Iterator[None]:
    """Raise what a database refuses about a record, by errors of these classes, as BrokenRecord with its article."""
    where = f"{article.location} (article {article.id})"
    try:
        yield
    except UnicodeEncodeError as error:
        raise BrokenRecord(
            where, f"a text holds U+{ord(error.object[error.start]):04X}, half of a surrogate pair", _MEND
        ) from error
    except _NulFound as error:
        raise BrokenRecord(where, "a text holds U+0000, at which databases cut texts off", _MEND) from error
    except refusals as error:
        raise BrokenRecord(where, f"the database refuses the record: {str(error).splitlines()[0]}", _MEND) from error
