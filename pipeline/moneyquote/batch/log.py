"""A run's log as JSON Lines: one object an event, for machines that watch."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from moneyquote.batch.events import Event, Kind
from moneyquote.errors import UnwritableTarget
from moneyquote.serialization import to_dict

# Events after which the counts are worth a line's room.
_COUNTED = (Kind.STARTED, Kind.STOPPING, Kind.FINISHED)


class JsonLog:
    """A file that events are appended to; each line is handed to the system at once.

    Raises:
        UnwritableTarget: if it cannot be opened, or later, if the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("ab", buffering=0)
        except OSError as error:
            raise self._unwritable(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, event: Event) -> None:
        """Append an event."""
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event.kind.value}
        line |= {name: value for name in ("location", "sha256", "seconds", "detail") if (value := getattr(event, name))}
        if event.failure:
            line["failure"] = to_dict(event.failure)
        if event.kind in _COUNTED:
            tally = event.tally
            names = ("total", "done", "skipped", "failed", "held")
            line |= {name: getattr(tally, name) for name in names}
        try:
            self._file.write(json.dumps(line).encode("ascii") + b"\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UnwritableTarget:
        return UnwritableTarget(
            str(self._path), f"the log cannot be written ({error.strerror})", "Check the folder and its room"
        )
