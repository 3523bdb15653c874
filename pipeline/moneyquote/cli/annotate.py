"""``moneyquote annotate``, also ``moneyquote annotations``: annotations by hand into gold, and gold without text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from moneyquote.annotation import (
    Tool,
    agreement,
    agreement_page,
    check_annotations,
    compile_folder,
    detach_file,
    import_annotations,
    read_annotations,
    read_splits,
    resolve,
    write_gold,
    write_splits,
    write_standoff,
)
from moneyquote.errors import BrokenRecord, MoneyquoteError
from moneyquote.evaluation import error_lines, score_table
from moneyquote.exchange.offsets import Unit

annotate = typer.Typer(
    help="Turn annotations by hand into checked gold records, and gold of outside articles into records without text.",
    no_args_is_help=True,
)

INCOMPLETE = 3

Forms = Annotated[Path, typer.Argument(help="A folder of short forms, one JSON file an article.")]
Articles = Annotated[Path, typer.Option(help="The folder of the articles, named as the forms.")]
SAMPLE = Path("corpora/sample")
OUTSIDE = Path("annotations/outside")


@annotate.command()
def check(
    annotations: Annotated[Path, typer.Argument(help="A short form, a folder of them, or gold records (JSONL).")],
    articles: Articles = SAMPLE,
) -> None:
    """Check annotations against their articles, and point at places that look passed over."""
    compiled = check_annotations(annotations, articles)
    console = Console()
    for name, found in compiled.gaps.items():
        for gap in found:
            console.print(f"{name}:{gap.start}–{gap.end} {gap.what}", markup=False, highlight=False, soft_wrap=True)
            console.print(f"    {gap.sentence}", markup=False, highlight=False, soft_wrap=True, style="dim")
    _stop_at(compiled.errors)
    doubts = sum(len(found) for found in compiled.gaps.values())
    console.print(f"{len(compiled.records)} articles, no error, {doubts} places to look at again")


@annotate.command("compile")
def compile_forms(
    forms: Forms,
    *,
    articles: Articles = SAMPLE,
    to: Annotated[Path, typer.Option(help="A JSONL file, or with --splits a folder of one file a split.")],
    splits: Annotated[Path | None, typer.Option(help="The manifest that lists the splits.")] = None,
) -> None:
    """Write the gold records of a folder of forms; nothing is written if one form is wrong."""
    compiled = compile_folder(forms, articles)
    _stop_at(compiled.errors)
    if splits:
        sizes = write_splits(compiled, read_splits(splits), to)
        typer.echo(f"{to}: " + ", ".join(f"{size} {split}" for split, size in sizes.items()))
    else:
        write_gold(list(compiled.records.values()), to)
        typer.echo(f"{to}: {len(compiled.records)} articles")


@annotate.command("import")
def import_records(
    annotations: Annotated[Path, typer.Argument(help="What the tool exported: a file, or brat's folder.")],
    *,
    tool: Annotated[Tool, typer.Option("--from", help="The tool that made it.")],
    to: Annotated[Path, typer.Option(help="A JSONL file for the records.")],
    offsets: Annotated[Unit, typer.Option(help="What the offsets of doccano count.")] = Unit.UTF_16,
) -> None:
    """Read annotations from Label Studio, doccano or brat into checked records; nothing is written if one is wrong."""
    records = import_annotations(annotations, tool, offsets)
    write_gold(records, to)
    typer.echo(f"{to}: {len(records)} articles")


@annotate.command("agreement")
def show_agreement(
    first: Annotated[Path, typer.Argument(help="The first annotator's forms (folder) or records (JSONL).")],
    second: Annotated[Path, typer.Argument(help="The second annotator's.")],
    *,
    articles: Articles = SAMPLE,
    to: Annotated[Path | None, typer.Option(help="Write the table to this Markdown file too.")] = None,
    differences: Annotated[bool, typer.Option("--differences", help="List every difference.")] = False,
) -> None:
    """Score the second annotation against the first."""
    found = agreement(read_annotations(first, articles), read_annotations(second, articles))
    console = Console()
    console.print(score_table(found.report))
    for name in (*found.only_first, *found.only_second):
        Console(stderr=True).print(f"{name}: annotated by one of the two only, left out", markup=False)
    if differences:
        for line in error_lines(found.report.findings):
            console.print(line, soft_wrap=True, highlight=False)
    if to:
        page = agreement_page(found, f"moneyquote annotate agreement {first} {second} --to {to}")
        to.write_text(page, encoding="utf-8")


@annotate.command()
def standoff(
    gold: Annotated[Path, typer.Argument(help="Gold records (JSONL).")],
    *,
    to: Annotated[Path, typer.Option(help="The standoff file to write (JSONL).")],
) -> None:
    """Write gold records without the text of their articles: offsets, labels, values and names, and the SHA-256."""
    records = detach_file(gold)
    write_standoff(records, to)
    typer.echo(f"{to}: {len(records)} articles")


@annotate.command("resolve")
def resolve_standoff(
    standoff: Annotated[
        list[Path] | None, typer.Argument(help="Standoff files (JSONL), or folders of them.", show_default=str(OUTSIDE))
    ] = None,
    *,
    texts: Annotated[list[Path], typer.Option(help="A folder or file that holds the articles; may be repeated.")],
    to: Annotated[Path | None, typer.Option(help="Write the gold records to this JSONL file.")] = None,
) -> None:
    """Join standoff records with their articles, found by SHA-256, and check every offset.

    Articles that are not found are listed, and the exit code is then 3. Nothing is written if a record is wrong.
    """
    resolved = resolve(standoff or [OUTSIDE], texts)
    for error in resolved.missing:
        _print_error(error)
    _stop_at(resolved.errors)
    if to and resolved.records:
        write_gold(resolved.records, to)
    typer.echo(f"{len(resolved.records)} articles found, every offset right; {len(resolved.missing)} not found")
    if resolved.missing:
        raise typer.Exit(INCOMPLETE)


def _stop_at(errors: Sequence[MoneyquoteError]) -> None:
    """Print all errors but the last, which is raised for the caller to print."""
    if not errors:
        return
    *others, last = errors
    for error in others:
        _print_error(error)
    raise last if not others else BrokenRecord(last.where, f"{last.what} (and {len(others)} more above)", last.mend)


def _print_error(error: MoneyquoteError) -> None:
    Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
