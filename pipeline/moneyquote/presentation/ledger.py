"""Where the inputs of a database stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.text import Text

from moneyquote.presentation.overview import new_table, titled
from moneyquote.presentation.passages import harmless
from moneyquote.presentation.styles import HEADING, QUIET
from moneyquote.records import ArticleHead, Failure, Run

_RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """An article of a group that are nearly the same, and its share of words in common with the nearest, of 0 to 1."""

    head: ArticleHead
    common: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the ledger of a database says.

    Attributes:
        name: the database's path.
        counts: the number of inputs in each state.
        failures: why the quarantined ones are.
        pending: some of the pending ones.
        runs: the runs that wrote there, the oldest first.
        working: the ids of the runs that are under way.
        copies: groups of articles that are nearly the same, or None where nobody asked.
    """

    name: str
    counts: Mapping[str, int]
    failures: Sequence[Failure]
    pending: Sequence[str]
    runs: Sequence[Run]
    working: Sequence[str]
    copies: Sequence[Sequence[NearCopy]] | None = None


def standing_blocks(standing: Standing, limit: int) -> Iterator[RenderableType]:
    """Yield the blocks: counts, reasons of failures with ``limit`` examples each, what is pending, the last runs."""
    total = sum(standing.counts.values())
    states = ", ".join(f"{count:,} {state}" for state, count in standing.counts.items())
    yield Text(f"{total:,} inputs: {states}", style=HEADING)
    yield Text()
    if standing.failures:
        again = f"To try them again: moneyquote extract PATH... --to {standing.name} --retry-failed"
        yield titled("Quarantined", _reasons(standing.failures, limit), again)
    if standing.counts.get("pending"):
        lines = [harmless(location) for location in standing.pending]
        more = standing.counts["pending"] - len(lines)
        if more > 0:
            lines.append(f"and {more:,} more")
        again = f"To go on: the same moneyquote extract PATH... --to {standing.name}"
        yield titled("Pending", Text("\n".join(lines)), again)
    if standing.copies is not None:
        yield titled("Nearly the same", _copies(standing.copies, limit))
    if standing.runs:
        yield titled("Runs", _runs(standing), _pipelines(standing.runs[-_RUNS:]))


def _reasons(failures: Sequence[Failure], limit: int) -> Text:
    """Return the failures by code and stage, the most frequent first: how many, examples, how to mend them."""
    grouped: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for failure in failures:
        grouped[failure.code, failure.stage].append(failure)
    lines = Text()
    for (code, stage), some in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0])):
        lines.append(f"[{code}] ", style="red")
        lines.append(f"{len(some):,} in {stage}\n")
        for failure in some[:limit]:
            lines.append(f"  {harmless(failure.location)}: {harmless(failure.what)}.")
            lines.append(f" {harmless(failure.mend)}.\n", style=QUIET)
        if len(some) > limit:
            lines.append(f"  and {len(some) - limit:,} more (--limit, --json)\n", style=QUIET)
    lines.rstrip()
    return lines


def _copies(copies: Sequence[Sequence[NearCopy]], limit: int) -> Text:
    """Return groups of articles, the largest first; of each its first articles."""
    groups = f"{len(copies):,} group{'s' * (len(copies) != 1)}"
    lines = Text(f"{sum(map(len, copies)):,} articles in {groups}; all are kept\n")
    for group in sorted(copies, key=len, reverse=True)[:limit]:
        lines.append("\n")
        for copy in group[:limit]:
            lines.append(f"  {harmless(copy.head.id)} ")
            lines.append(f"{copy.head.sha256[:8]}, {copy.common:.0%} in common\n", style=QUIET)
        if len(group) > limit:
            lines.append(f"  and {len(group) - limit:,} more (--limit, --json)\n", style=QUIET)
    if len(copies) > limit:
        lines.append(f"and {len(copies) - limit:,} more groups (--limit, --json)\n", style=QUIET)
    lines.rstrip()
    return lines


def _runs(standing: Standing) -> RenderableType:
    table = new_table()
    for column in ("Run", "Began (UTC)", "Ended (UTC)"):
        table.add_column(column, no_wrap=True)
    for column in ("Done", "Before", "Failed"):
        table.add_column(column, justify="right")
    for run in standing.runs[-_RUNS:]:
        ended = (
            _minute(run.finished) if run.finished else ("under way" if run.id in standing.working else "did not finish")
        )
        counts = [f"{count:,}" if run.finished else "–" for count in (run.done, run.skipped, run.failed)]
        table.add_row(run.id, _minute(run.started), ended, *counts)
    return table


def _pipelines(runs: Sequence[Run]) -> str:
    """Return which pipeline made the runs, those of each together: the table has no room for it."""
    made: dict[str, list[str]] = defaultdict(list)
    for run in runs:
        made[harmless(run.pipeline)].append(run.id)
    if len(made) == 1:
        return f"Pipeline: {next(iter(made))}"
    return "\n".join(f"Pipeline of {', '.join(ids)}: {pipeline}" for pipeline, ids in made.items())


def _minute(moment: str) -> str:
    """Return an ISO 8601 time in UTC as a terminal has room for it: ``2026-11-27 20:56``."""
    return moment[:16].replace("T", " ")
