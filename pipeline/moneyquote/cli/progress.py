"""How far a run has come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections import deque
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from moneyquote.batch import Event, Kind, Tally

_WINDOW_SECONDS = 120.0  # the rate is that of the last two minutes
_LINE_SECONDS = 30.0


class Pace:
    """The rate at which inputs are finished, over the last two minutes; what was done before does not count."""

    def __init__(self, now: float) -> None:
        self._marks: deque[tuple[float, int]] = deque([(now, 0)])

    def mark(self, now: float, worked: int) -> None:
        """Note how many inputs have been worked by now."""
        if now - self._marks[-1][0] >= 1.0:
            self._marks.append((now, worked))
        while len(self._marks) > 2 and now - self._marks[0][0] > _WINDOW_SECONDS:
            self._marks.popleft()

    def rate(self, now: float, worked: int) -> float:
        """Return inputs a second."""
        begun, before = self._marks[0]
        return (worked - before) / (now - begun) if now > begun else 0.0


def told(tally: Tally, rate: float) -> str:
    """Return how far a run has come in words: how many of how many, the rate, and the time that is left."""
    finished = tally.done + tally.skipped + tally.failed + tally.held
    total = f" of {tally.total:,} ({finished / tally.total:.0%})" if tally.total >= finished > 0 else ""
    words = f"{finished:,}{total}"
    if tally.failed:
        words += f", {tally.failed:,} quarantined"
    if rate > 0:
        words += f", {rate:.1f} a second"
        if total:
            words += f", {duration((tally.total - finished) / rate)} left"
    return words


def duration(seconds: float) -> str:
    """Return a time in words, to two places: ``3 h 20 min``."""
    left = round(seconds)
    if left < 60:
        return f"{left} s"
    if left < 3600:
        return f"{left // 60} min {left % 60} s"
    return f"{left // 3600} h {left % 3600 // 60} min"


class ProgressReport:
    """Shows how far a run has come while it is open."""

    def __init__(self, messages: Console, *, hidden: bool) -> None:
        self._messages, self._hidden = messages, hidden
        on_terminal = messages.is_terminal and not hidden
        self._bar = Progress(
            BarColumn(), TextColumn("{task.description}"), console=messages, transient=True, disable=not on_terminal
        )
        self._task = self._bar.add_task("Extracting", total=None)
        self._lines = not hidden and not on_terminal
        self._said = time.monotonic()
        self._pace = Pace(self._said)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, event: Event) -> None:
        """Show an event: failures and what the user should know as lines, the rest as progress."""
        if event.failure:
            failure = event.failure
            self._print(f"[{failure.code}] {failure.location}: {failure.what}. {failure.mend}.")
        elif event.kind is Kind.STOPPING and not self._hidden:
            self._print(f"Stopping: finishing what is under way ({event.detail}). Once more to stop at once.")
        elif event.kind is Kind.WAITING and not self._hidden:
            self._print(f"{event.location}: {event.detail}; passed over for now.")
        tally, now = event.tally, time.monotonic()
        worked = tally.done + tally.failed
        self._pace.mark(now, worked)
        words = told(tally, self._pace.rate(now, worked))
        finished = tally.done + tally.skipped + tally.failed + tally.held
        self._bar.update(self._task, description=words, completed=finished, total=tally.total or None)
        if self._lines and now - self._said >= _LINE_SECONDS:
            self._said = now
            self._print(words)

    def _print(self, line: str) -> None:
        self._bar.console.print(line, markup=False, soft_wrap=True)
