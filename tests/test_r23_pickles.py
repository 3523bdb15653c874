"""R23: a pickle in the place of a model's parameters is refused and never runs."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moneyquote.attribution.scorers import Scorers
from moneyquote.errors import ModelBroken
from moneyquote.giving.link import Linker


class Bomb:
    """Makes a file wherever it is unpickled."""

    def __init__(self, flag: Path) -> None:
        self.flag = flag

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return (Path.touch, (self.flag,))


def pickled(flag: Path) -> bytes:
    return pickle.dumps(Bomb(flag))


def archived(flag: Path) -> bytes:
    """Return an archive of the kind that holds our parameters, with a pickle under each name that is read first."""
    buffer = io.BytesIO()
    bomb = np.array([Bomb(flag)], dtype=object)
    np.savez(buffer, format=bomb, told=bomb)
    return buffer.getvalue()


@pytest.mark.parametrize("made", [pickled, archived])
@pytest.mark.parametrize("load", [Scorers.from_bytes, Linker.from_bytes])
def test_r23_a_pickle_for_parameters_is_refused_and_never_runs(
    load: Callable[[bytes], object], made: Callable[[Path], bytes], tmp_path: Path
) -> None:
    with pytest.raises((ModelBroken, ValueError), match="pickle"):
        load(made(tmp_path / "flag"))
    assert not (tmp_path / "flag").exists()


@pytest.mark.parametrize("made", [pickled, archived])
def test_r23_the_pickles_of_this_test_would_run(made: Callable[[Path], bytes], tmp_path: Path) -> None:
    found = np.load(io.BytesIO(made(tmp_path / "flag")), allow_pickle=True)
    if isinstance(found, np.lib.npyio.NpzFile):
        found["told"]
    assert (tmp_path / "flag").exists()
