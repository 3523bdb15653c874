"""Word lists as data: one TOML file a subject, each list with its source."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from moneyquote.errors import LexiconError


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the lexicon ``name`` (the file name without its suffix) as nested plain values; do not change them.

    Raises:
        LexiconError: if there is no such lexicon or it is not valid TOML.
    """
    file = files("moneyquote.lexicons") / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"{name}.toml", "no such lexicon", "Install the package again") from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}.toml", f"not valid TOML ({error})", "Mend that line") from error
