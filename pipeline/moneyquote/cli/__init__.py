"""The command line: one file a command. Commands parse and print; the work is done elsewhere."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from moneyquote.cli.annotate import annotate
from moneyquote.cli.evaluate import evaluate
from moneyquote.cli.export import export
from moneyquote.cli.extract import extract
from moneyquote.cli.flow import flow
from moneyquote.cli.grants import grants
from moneyquote.cli.merge import merge
from moneyquote.cli.money import money
from moneyquote.cli.quotes import quotes
from moneyquote.cli.resolve import resolve
from moneyquote.cli.schema import schema
from moneyquote.cli.show import show
from moneyquote.cli.status import status
from moneyquote.cli.train import train
from moneyquote.cli.train_linker import train_linker
from moneyquote.cli.train_speakers import train_speakers
from moneyquote.errors import MoneyquoteError
from moneyquote.version import __version__

# The base of typer's errors: that of click, or with a newer typer that of the click inside it.
_WrongUsage: Any = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")

FAILED = 1
INTERRUPTED = 130

app = typer.Typer(
    name="moneyquote",
    help="Who gave how much to whom, and who said what: organizations, amounts, quotes and grants from news articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(extract)
app.command()(status)
app.command()(merge)
app.command()(show)
app.command()(export)
app.command()(grants)
app.command()(flow)
app.command()(evaluate)
app.command()(money)
app.command()(quotes)
app.command()(schema)
app.command()(train)
app.command()(train_linker)
app.command()(train_speakers)
app.add_typer(annotate, name="annotate")
app.add_typer(annotate, name="annotations", hidden=True)  # the same group: "annotations resolve" reads better
app.add_typer(resolve, name="resolve")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"moneyquote {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Who gave how much to whom, and who said what, with the characters that prove each."""


def main() -> None:
    """Run the command line; a mistake of ours or the user's ends with one line on standard error.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with quarantined articles, 130 interrupted, 143
    terminated.
    """
    try:
        code = app(standalone_mode=False)
    except MoneyquoteError as error:
        print(error, file=sys.stderr)
        code = FAILED
    except _WrongUsage as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        print("Stopped. What was finished is kept; the same command goes on from there.", file=sys.stderr)
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (``| head``); keep Python from complaining as it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    sys.exit(code if isinstance(code, int) else 0)
