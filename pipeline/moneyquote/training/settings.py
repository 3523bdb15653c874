"""The settings of a training run: a TOML file whose keys are all known and all there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeGuard

from moneyquote.encoder.labels import NEWS_SCHEME
from moneyquote.errors import TrainingSetting

_MODEL = "models/news/training/first.toml"
_WHOLE = ("seed", "epochs", "steps", "patience", "dev_documents", "decided", "context", "pieces")
_SHARES = ("rate", "head_rate", "layer_decay", "warmup", "dropout", "piece_dropout", "case_noise", "label_smoothing")
_NUMBERS = ("minutes", "weight_decay", *_SHARES)
_MAY_BE_0 = ("seed", "context", "weight_decay", "dropout", "piece_dropout", "case_noise", "label_smoothing")
CORPORA = ("worldwide", "gold", "polnear", "conll")
TABLES = {"weights": CORPORA, "head_weights": tuple(head.name for head in NEWS_SCHEME.heads)}


def read_settings(file: Path) -> dict[str, Any]:
    """Return the settings of a training run; what each means stands beside it in ``models/news/training/first.toml``.

    Raises:
        TrainingSetting: if there is no such file or it is no TOML; if a key is unknown, missing or of a value that
            it cannot have.
    """
    if not file.is_file():
        raise TrainingSetting(str(file), "no such file", "Give the training settings with --config")
    try:
        found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TrainingSetting(str(file), f"no TOML ({error})", f"Compare it with {_MODEL}") from error
    _same_keys(str(file), found, (*_WHOLE, *_NUMBERS, *TABLES))
    for key in (*_WHOLE, *_NUMBERS):
        _check(file, key, found[key])
    for table, keys in TABLES.items():
        if not isinstance(found[table], dict):
            raise TrainingSetting(f"{file}, {table}", "no table", f"Begin it with the line [{table}]")
        _same_keys(f"{file}, [{table}]", found[table], keys)
        for key, value in found[table].items():
            if not _is_number(value) or value < 0:
                raise TrainingSetting(f"{file}, [{table}] {key}", f"{value!r} is no weight", "Give a number from 0 on")
    return found


def _same_keys(where: str, found: dict[str, Any], wanted: tuple[str, ...]) -> None:
    for what, keys, mend in (
        ("unknown", sorted(set(found) - set(wanted)), "Remove it or correct its name"),
        (
            "missing",
            sorted(set(wanted) - set(found)),
            f"Add it; {_MODEL} says what each key means",
        ),
    ):
        if keys:
            raise TrainingSetting(where, f"{what}: {', '.join(keys)}", mend)


def _check(file: Path, key: str, value: object) -> None:
    whole = key in _WHOLE
    if not _is_number(value) or (whole and not isinstance(value, int)):
        mend = f"Give a {'whole ' if whole else ''}number"
        raise TrainingSetting(f"{file}, {key}", f"{value!r} is no {'whole ' if whole else ''}number", mend)
    low = value < 0 if key in _MAY_BE_0 else value <= 0
    if low or (key in _SHARES and value > 1):
        domain = "from 0" if key in _MAY_BE_0 else "above 0"
        mend = f"Give a number {domain}{' to 1' if key in _SHARES else ''}"
        raise TrainingSetting(f"{file}, {key}", f"{value!r} is out of its range", mend)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
