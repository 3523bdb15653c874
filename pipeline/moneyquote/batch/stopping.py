"""Stopping a run in good order on SIGINT and SIGTERM."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self


class Stop:
    """Whether a run is to stop. As a context manager it listens to SIGINT and SIGTERM, in the main thread.

    The first signal asks the run to finish what its workers have before them; the second raises KeyboardInterrupt.
    """

    def __init__(self) -> None:
        self.signal: int | None = None
        self._before: dict[int, Any] = {}

    @property
    def is_asked(self) -> bool:
        """Whether somebody has asked the run to stop."""
        return self.signal is not None

    def ask(self, number: int = signal.SIGINT) -> None:
        """Ask the run to stop."""
        self.signal = number

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _heard(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - Python hands the frame
        if self.is_asked:
            raise KeyboardInterrupt
        self.ask(number)
