"""What goes through the pipe between a run and its workers: JSON, which runs no code on the way in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from moneyquote.errors import MoneyquoteError
from moneyquote.reading import InputFile
from moneyquote.records import Article, ArticleRecord, Failure
from moneyquote.serialization import from_json, to_dict, to_json

READY = b'{"kind": "ready"}'


def ask_to_read(file: InputFile) -> bytes:
    """Return the request to read a file."""
    return _encoded({"kind": "read", "path": file.path, "id": file.id})


def ask_to_extract(article: Article) -> bytes:
    """Return the request to extract an article's records."""
    return _encoded({"kind": "extract", "article": to_dict(article)})


def requested(message: bytes) -> InputFile | Article:
    """Read a request: a file to read, or an article to extract from."""
    found = json.loads(message)
    if found["kind"] == "read":
        return InputFile(path=found["path"], id=found["id"])
    return Article(**found["article"])


def encode(outcome: ArticleRecord | Failure | list[Article | Failure], seconds: float, memory: int) -> bytes:
    """Return an answer as bytes: a line about it, then a record without its text, which the run has.

    Args:
        outcome: the record of an article, or the failure it ended in; or what was read in a file.
        seconds: how long the worker took.
        memory: the worker's resident memory in bytes; 0 where it is not known.

    Raises:
        UnicodeEncodeError: if a record holds half of a surrogate pair.
    """
    head: dict[str, Any] = {"kind": "answer", "seconds": seconds, "memory": memory}
    if isinstance(outcome, ArticleRecord):
        return _encoded(head) + b"\n" + to_json(replace(outcome, text=None)).encode()
    if isinstance(outcome, Failure):
        head["failure"] = to_dict(outcome)
    else:
        head["found"] = [{"failure" if isinstance(found, Failure) else "article": to_dict(found)} for found in outcome]
    return _encoded(head)


def decode_record(message: bytes, article: Article) -> tuple[ArticleRecord | Failure, float]:
    """Read the answer about an article: its record, or what it failed of, and the seconds it took.

    Raises:
        BrokenRecord: if the record breaks the format.
    """
    line, _, body = message.partition(b"\n")
    head = json.loads(line)
    if "failure" in head:
        return Failure(**head["failure"]), head["seconds"]
    return replace(from_json(body.decode(), article.location), text=article.text), head["seconds"]


def decode_found(message: bytes) -> list[Article | Failure]:
    """Read the answer about a file."""
    return [
        Failure(**found["failure"]) if "failure" in found else Article(**found["article"])
        for found in json.loads(message)["found"]
    ]


def broken(error: MoneyquoteError) -> bytes:
    """Return the message that a worker cannot work at all."""
    return _encoded({"kind": "broken", "type": type(error).__name__, "args": list(error.args)})


def kind(message: bytes) -> str:
    """Return what a message from a worker is: ready, answer or broken."""
    found: str = json.loads(message.partition(b"\n")[0])["kind"]
    return found


def memory(message: bytes) -> int:
    """Return the resident memory of the worker that sent an answer, in bytes."""
    found: int = json.loads(message.partition(b"\n")[0])["memory"]
    return found


def broken_by(message: bytes) -> MoneyquoteError:
    """Return the error that keeps a worker from working."""
    import moneyquote.errors

    found = json.loads(message)
    error: MoneyquoteError = getattr(moneyquote.errors, found["type"])(*found["args"])
    return error


def _encoded(value: dict[str, Any]) -> bytes:
    # ASCII: the names of files and broken texts may hold halves of surrogate pairs.
    return json.dumps(value).encode("ascii")
