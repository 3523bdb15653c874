"""Files of record lines as killed, repeated and rival runs leave them."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from moneyquote.errors import BrokenRecord, StoreLocked

if sys.platform != "win32":  # Windows has no flock; there two runs into one file are not told apart
    import fcntl

_LINE_BEGINS = b'{"article": {"id": '


@dataclass(slots=True, kw_only=True)
class Lines:
    """What a file of records holds.

    Attributes:
        last: for each content hash the number of its last line.
        length: bytes up to the end of the last whole line.
        is_ended: whether a line break ends that line.
        is_doubled: whether some content has more than one line.
    """

    last: dict[str, int] = field(default_factory=dict)
    length: int = 0
    is_ended: bool = True
    is_doubled: bool = False


def read_lines(path: Path) -> Lines:
    """Return what a file holds; what a killed run left of its last line is no part of it.

    Raises:
        BrokenRecord: if a line is no article record.
    """
    found = Lines()
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                sha256 = _sha256(line)
                if sha256 is None and not _is_torn(line):
                    raise BrokenRecord(
                        f"{path}:{number}",
                        "no article record; the file was left as it is",
                        "Mend the line, or give another path",
                    )
                if sha256 is None:
                    break
                found.is_doubled |= sha256 in found.last
                found.last[sha256] = number
            found.length += len(line)
            found.is_ended = line.endswith(b"\n")
    return found


def drop_older_lines(path: Path) -> None:
    """Rewrite a file with the last line of each content only, in its order; whole or not at all."""
    last = set(read_lines(path).last.values())
    part = path.resolve().with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with path.open("rb") as lines, part.open("xb") as kept:
            kept.writelines(line for number, line in enumerate(lines, 1) if number in last)
            kept.flush()
            os.fsync(kept.fileno())
        part.replace(path.resolve())
    finally:
        part.unlink(missing_ok=True)


def lock(stream: FileIO, path: Path) -> None:
    """Hold a file against other runs until it is closed.

    Raises:
        StoreLocked: if another run holds it, or has just put another file in its place.
    """
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_current = os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except BlockingIOError:
        is_current = False
    if not is_current:
        raise StoreLocked(str(path), "another run writes to it", "Wait for it to finish, or give another path")


def _is_torn(line: bytes) -> bool:
    """Tell whether a line is what a killed run left of one of ours."""
    return not line.endswith(b"\n") and line[: len(_LINE_BEGINS)] == _LINE_BEGINS[: len(line)]


def _sha256(line: bytes) -> str | None:
    """Return the content hash of a line, or None where it is no whole record."""
    try:
        found = json.loads(line)["article"]["sha256"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None
