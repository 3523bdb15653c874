"""``moneyquote annotate``: hand-written annotations into gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from moneyquote.annotation import (
    Compiled,
    agreement,
    agreement_page,
    compile_folder,
    read_annotations,
    read_splits,
    write_gold,
    write_splits,
)
from moneyquote.errors import BrokenRecord
from moneyquote.evaluation import error_lines, score_table

annotate = typer.Typer(help="Turn hand-written annotations into checked gold records.", no_args_is_help=True)

Forms = Annotated[Path, typer.Argument(help="A folder of short forms, one JSON file an article.")]
Articles = Annotated[Path, typer.Option(help="The folder of the articles, named as the forms.")]
SAMPLE = Path("corpora/sample")


@annotate.command()
def check(forms: Forms, articles: Articles = SAMPLE) -> None:
    """Check forms against their articles, and point at places that look passed over."""
    compiled = compile_folder(forms, articles)
    console = Console()
    for name, found in compiled.gaps.items():
        for gap in found:
            console.print(f"{name}:{gap.start}–{gap.end} {gap.what}", markup=False, highlight=False, soft_wrap=True)
            console.print(f"    {gap.sentence}", markup=False, highlight=False, soft_wrap=True, style="dim")
    _stop_at_errors(compiled)
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
    _stop_at_errors(compiled)
    if splits:
        sizes = write_splits(compiled, read_splits(splits), to)
        typer.echo(f"{to}: " + ", ".join(f"{size} {split}" for split, size in sizes.items()))
    else:
        write_gold(list(compiled.records.values()), to)
        typer.echo(f"{to}: {len(compiled.records)} articles")


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


def _stop_at_errors(compiled: Compiled) -> None:
    """Print all errors but the last, which is raised for the caller to print."""
    if not compiled.errors:
        return
    *others, last = compiled.errors
    for error in others:
        Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
    raise last if not others else BrokenRecord(last.where, f"{last.what} (and {len(others)} more above)", last.mend)
