"""moneyquote: who gave how much to whom, and who said what, with the characters that prove each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moneyquote.version import __version__

if TYPE_CHECKING:
    from moneyquote.batch.processing import process_batch
    from moneyquote.loading import load

__all__ = ["__version__", "load", "process_batch"]


def __getattr__(name: str) -> object:
    # Loading brings spaCy in, which takes a second; ``moneyquote.money`` and the scorers need none of it.
    if name == "load":
        from moneyquote.loading import load

        return load
    if name == "process_batch":
        from moneyquote.batch.processing import process_batch

        return process_batch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
