"""moneyquote: who gave how much to whom, and who said what, with the characters that prove each."""

from moneyquote.loading import load
from moneyquote.version import __version__

__all__ = ["__version__", "load"]
