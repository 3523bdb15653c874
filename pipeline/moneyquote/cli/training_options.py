"""What the commands that train share: the option for held-out texts, and the error where the extra is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from moneyquote.errors import TrainingSetting

HeldOut = Annotated[Path, typer.Option(help="SHA-256 of the texts never to be trained on, one a line.")]
HELD_OUT = Path("annotations/held-out.txt")


@contextmanager
def train_extra(command: str) -> Iterator[None]:
    """Turn a failed import of what only training needs into an error that says how to get it.

    Raises:
        TrainingSetting: if a module is missing.
    """
    try:
        yield
    except ImportError as error:
        raise TrainingSetting(
            f"moneyquote {command}", f"{error.name} is missing", "pip install 'moneyquote[train]'"
        ) from error
