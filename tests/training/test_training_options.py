"""A command that trains says how to get what it lacks."""

import pytest

from moneyquote.cli.training_options import train_extra
from moneyquote.errors import TrainingSetting


def test_what_only_training_needs_is_named_with_how_to_get_it() -> None:
    with (
        pytest.raises(TrainingSetting, match=r"moneyquote train-linker: torch is missing\. pip install 'moneyquote"),
        train_extra("train-linker"),
    ):
        raise ModuleNotFoundError("No module named 'torch'", name="torch")


def test_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), train_extra("train"):
        raise ZeroDivisionError
