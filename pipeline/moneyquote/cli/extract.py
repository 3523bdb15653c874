"""``moneyquote extract``: articles into records."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable

    from moneyquote.batch import Tally
    from moneyquote.batch.workers import Tell, Terms, Workforce
    from moneyquote.reading import Inputs

QUARANTINED = 3


class Engine(StrEnum):
    """What a run's jobs are done by."""

    LOCAL = "local"
    RAY = "ray"


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files and folders of articles (.txt .md .html .json .jsonl .parquet .pdf), or - for standard input.",
        ),
    ],
    *,
    to: Annotated[
        str,
        typer.Option(
            help="Where records go: FILE.db (SQLite), postgresql://USER@HOST/DATABASE, FOLDER.parquet, FILE.jsonl, "
            "or - (JSON Lines)."
        ),
    ] = "moneyquote.db",
    model: Annotated[str, typer.Option(help="The pipeline: a name that ships with us, or a folder.")] = "news",
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Worker processes: 1, or with Ray one fewer than the cluster's processors."),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="This machine, or a Ray cluster.")] = Engine.LOCAL,
    ray_address: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", envvar="RAY_ADDRESS", help="The cluster; else Ray starts on this machine."),
    ] = None,
    ray_gpus: Annotated[float, typer.Option(min=0.0, help="GPUs of each worker on the cluster.")] = 0.0,
    limit: Annotated[int | None, typer.Option(min=1, help="Work at most so many articles.")] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Work finished articles again.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try quarantined inputs again.")] = False,
    timeout: Annotated[float, typer.Option(min=0.1, help="Quarantine what takes longer, in seconds.")] = 60.0,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Work part I of N only; see moneyquote merge.")] = "1/1",
    log_json: Annotated[Path | None, typer.Option(metavar="FILE", help="Append a JSON object an event.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    encoding: Annotated[str | None, typer.Option(help="Encoding of files that are not UTF-8 (else detected).")] = None,
    longest: Annotated[int, typer.Option(min=1, help="Quarantine articles of more characters than this.")] = 1_000_000,
    text_field: Annotated[str, typer.Option(help="Name of the JSON field with the text.")] = "text",
    title_field: Annotated[str, typer.Option(help="Name of the JSON field with the title.")] = "title",
    date_field: Annotated[str, typer.Option(help="Name of the JSON field with the date.")] = "date",
    url_field: Annotated[str, typer.Option(help="Name of the JSON field with the address.")] = "url",
    id_field: Annotated[str, typer.Option(help="Name of the JSON field with the id.")] = "id",
) -> None:
    """Extract organizations, amounts, quotes and grants from articles into a database.

    Run again, it goes on where it stopped: what is finished is not worked again, and what is quarantined only with
    --retry-failed. Several runs may share a database. Exit codes: 0 all done, 1 failed, 2 wrong usage, 3 done, but
    some articles are quarantined, 130 or 143 stopped by Ctrl-C or SIGTERM.
    """
    from moneyquote.batch import Event, Settings, Shard, Stop, run_batch
    from moneyquote.batch.actors import ActorPool
    from moneyquote.batch.cluster import actors, connected
    from moneyquote.batch.log import JsonLog
    from moneyquote.batch.workers import Pool
    from moneyquote.cli.progress import ProgressReport
    from moneyquote.reading import JsonFields, ReadingSettings, find_inputs
    from moneyquote.stores import open_store

    fields = JsonFields(text=text_field, title=title_field, date=date_field, url=url_field, id=id_field)
    settings = Settings(
        model=model,
        jobs=jobs or 1,
        limit=limit,
        redo=redo,
        retry_failed=retry_failed,
        timeout=timeout,
        shard=Shard.parse(shard),
        reading=ReadingSettings(encoding=encoding, fields=fields, longest=longest),
    )
    inputs = find_inputs(paths)
    messages = Console(stderr=True, highlight=False)
    with ExitStack() as opened:
        staff: Callable[[Terms, Tell], Workforce] = Pool
        if engine is Engine.RAY:
            ray = opened.enter_context(connected(ray_address))
            settings = replace(settings, jobs=actors(ray, jobs, ray_gpus))
            staff = partial(ActorPool, gpus=ray_gpus)
        log = opened.enter_context(JsonLog(log_json)) if log_json else None
        store = opened.enter_context(open_store(to))
        progress = opened.enter_context(ProgressReport(messages, hidden=quiet))
        stop = opened.enter_context(Stop())

        def watch(event: Event) -> None:
            progress.show(event)
            if log:
                log.write(event)

        tally = run_batch(inputs, store, settings, watch=watch, stop=stop, staff=staff)
    if not quiet:
        for line in _summary(tally, inputs, to):
            messages.print(line, markup=False, soft_wrap=True)
    if tally.stopped:
        raise typer.Exit(128 + (stop.signal or signal.SIGINT))
    if tally.failed or tally.held:
        raise typer.Exit(QUARANTINED)


def _summary(tally: Tally, inputs: Inputs, to: str) -> list[str]:
    counts = tally.records
    from moneyquote.stores.addresses import is_postgres, shown

    to = shown(to)
    is_database = is_postgres(to) or to.rstrip("/").endswith((".db", ".sqlite", ".sqlite3", ".parquet"))
    lines = [
        f"{tally.done} articles done, {tally.skipped} done before or twice, {tally.failed} quarantined.",
        f"{counts['mentions']} names of {counts['entities']} people and organizations, {counts['amounts']} amounts, "
        f"{counts['quotes']} quotes, {counts['grants']} grants.",
    ]
    if tally.held:
        lines.append(f"{tally.held} quarantined before; --retry-failed tries them again.")
    if tally.stopped:
        lines.append("Stopped. What was finished is kept; the same command goes on from there.")
    if inputs.passed_over:
        passed = ", ".join(f"{count} {suffix}" for suffix, count in inputs.passed_over.items())
        lines.append(f"Passed over, of no kind that is read: {passed}.")
    if is_database:
        lines.append(f"Look at them: moneyquote show {to}")
        if tally.failed or tally.held:
            lines.append(f"What failed and why: moneyquote status {to}")
    return lines
