"""``moneyquote quotes``: who says what in a text or file, for trying it out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

import moneyquote
from moneyquote.extract import extract
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, Failure, Quote

_STYLES = {"direct": "green", "mixed": "yellow", "indirect": "cyan"}


def quotes(
    text_or_file: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, or the path of an article.")],
    *,
    model: Annotated[str, typer.Option(help="The pipeline to run: a name that ships with us, or a folder.")] = "news",
    least: Annotated[float, typer.Option(min=0, max=1, help="Leave out quotes of a lower confidence.")] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the quotes as JSON, one a line.")] = False,
) -> None:
    """Print the attributed statements of a text: speaker, cue, words, confidence."""
    nlp = moneyquote.load(model)
    console = Console(highlight=False)
    failed = False
    for article in _articles(text_or_file):
        if isinstance(article, Failure):
            typer.echo(f"[{article.code}] {article.location}: {article.what}. {article.mend}.", err=True)
            failed = True
            continue
        record = extract(nlp, article)
        kept = [quote for quote in record.quotes if (quote.confidence or 0.0) >= least]
        if as_json:
            for quote in kept:
                typer.echo(json.dumps(asdict(quote), ensure_ascii=False))
        else:
            _print(console, kept)
    if failed:
        raise typer.Exit(1)


def _articles(text_or_file: str) -> list[Article | Failure]:
    """Return the articles of a path, or the argument itself as an article where it is no path."""
    try:
        is_path = len(text_or_file) < 1000 and Path(text_or_file).exists()
    except (OSError, ValueError):  # a text that no file system would take as a name
        is_path = False
    if is_path:
        return list(read_articles(find_inputs([Path(text_or_file)])))
    return [Article(id="text", text=text_or_file, location="argument")]


def _print(console: Console, kept: list[Quote]) -> None:
    if not kept:
        console.print("no quotes found")
    for quote in kept:
        style = _STYLES[quote.type.value]
        head = Text(quote.speaker_name or "nobody named", style="bold")
        told = [part.text for part in (quote.source, quote.cue) if part is not None]
        if told:
            head.append(f"  ({' … '.join(' '.join(part.split()) for part in told)})", style="dim")
        head.append(f"  {quote.type.value}", style=style)
        if quote.confidence is not None:
            head.append(f"  {quote.confidence:.2f}", style="dim")
        console.print(head)
        for span in quote.content:
            console.print(Text("    " + " ".join(span.text.split())))
