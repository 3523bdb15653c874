"""``moneyquote quotes``: who says what in a text or file, for trying it out."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from spacy.language import Language

import moneyquote
from moneyquote.components.quotes import Quotes
from moneyquote.extract import attributions as all_attributions
from moneyquote.extract import extract
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, Failure, Quote


class Attributions(StrEnum):
    """What is printed: statements by our conventions, or beliefs and intentions too."""

    STATEMENTS = "statements"
    ALL = "all"


_STYLES = {"direct": "green", "mixed": "yellow", "indirect": "cyan"}


def quotes(
    text_or_file: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="A text, the path of an article, or - for standard input.")
    ],
    *,
    model: Annotated[str, typer.Option(help="The pipeline to run: a name that ships with us, or a folder.")] = "news",
    least: Annotated[float, typer.Option(min=0, max=1, help="Leave out quotes of a lower confidence.")] = 0.0,
    attributions: Annotated[
        Attributions, typer.Option(help="Statements, or all attributions: beliefs and intentions too.")
    ] = Attributions.STATEMENTS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the quotes as JSON, one a line.")] = False,
) -> None:
    """Print the attributed statements of a text: speaker, cue, words, confidence."""
    articles = _articles(text_or_file)
    nlp = moneyquote.load(model)
    if attributions is Attributions.ALL:
        component = nlp.get_pipe("quotes")
        assert isinstance(component, Quotes), "the pipeline's quotes component is ours"
        component.attributions = Attributions.ALL.value
    console = Console(highlight=False)
    failed = False
    for article in articles:
        if isinstance(article, Failure):
            typer.echo(f"[{article.code}] {article.location}: {article.what}. {article.mend}.", err=True)
            failed = True
            continue
        found = _found(nlp, article, attributions)
        kept = [(quote, kind) for quote, kind in found if (quote.confidence or 0.0) >= least]
        if as_json:
            for quote, kind in kept:
                values = asdict(quote) | ({"cue_class": kind} if kind else {})
                typer.echo(json.dumps(values, ensure_ascii=False))
        else:
            _print(console, kept)
    if failed:
        raise typer.Exit(1)


def _found(nlp: Language, article: Article, wanted: Attributions) -> list[tuple[Quote, str]]:
    """Return what was asked for, each with its cue's class ("" for statements by our conventions)."""
    if wanted is Attributions.STATEMENTS:
        return [(quote, "") for quote in extract(nlp, article).quotes]
    return all_attributions(nlp(article.text))


def _articles(text_or_file: str) -> list[Article | Failure]:
    """Return the articles of a path, or the argument itself as an article where it is no path.

    Raises:
        PathNotFound: for a single word that is no path: nobody is quoted in it, so that it is a path with a slip.
        ReadingError: as ``find_inputs`` does.
    """
    try:
        is_path = len(text_or_file) < 1000 and Path(text_or_file).exists()
    except (OSError, ValueError):  # a text that no file system would take as a name
        is_path = False
    if is_path or len(text_or_file.split()) == 1:
        return list(read_articles(find_inputs([text_or_file])))
    return [Article(id="text", text=text_or_file, location="argument")]


def _print(console: Console, kept: list[tuple[Quote, str]]) -> None:
    if not kept:
        console.print("no quotes found")
    for quote, kind in kept:
        style = _STYLES[quote.type.value]
        head = Text(quote.speaker_name or "nobody named", style="bold")
        told = [part.text for part in (quote.source, quote.cue) if part is not None]
        if told:
            head.append(f"  ({' … '.join(' '.join(part.split()) for part in told)})", style="dim")
        head.append(f"  {quote.type.value}{' ' + kind if kind else ''}", style=style)
        if quote.confidence is not None:
            head.append(f"  {quote.confidence:.2f}", style="dim")
        console.print(head)
        for span in quote.content:
            console.print(Text("    " + " ".join(span.text.split())))
