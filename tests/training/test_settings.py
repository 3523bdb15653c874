"""The settings of a training run: every key known, there, and of a value that it can have."""

from pathlib import Path
from typing import Any

import pytest
from tests.training.made import settings, toml

from moneyquote.errors import TrainingSetting
from moneyquote.training.settings import read_settings


def written(folder: Path, found: dict[str, Any]) -> Path:
    file = folder / "own.toml"
    file.write_text(toml(found))
    return file


def test_the_shipped_settings_read(root: Path) -> None:
    files = sorted((root / "models/news/training").glob("*.toml"))
    assert [file.stem for file in files] == ["fifth", "first", "fourth", "second", "third"]
    for file in files:
        assert read_settings(file)["patience"] == 2


def test_settings_come_back_as_they_stand(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, settings())) == settings()


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in settings().items() if name != key}


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (settings(ratte=0.1), r"own\.toml: unknown: ratte\. Remove it or correct its name\."),
        (
            without("rate"),
            r"own\.toml: missing: rate\. Add it; models/news/training/first\.toml says what each",
        ),
        (without("weights"), "missing: weights"),
        (settings(weights={"worldwide": 1.0}), r"own\.toml, \[weights\]: missing: conll, gold, polnear"),
        (settings(weights=settings()["weights"] | {"blogs": 1}), r"\[weights\]: unknown: blogs"),
        (
            settings(weights=settings()["weights"] | {"gold": -1}),
            r"\[weights\] gold: -1 is no weight\. Give a number from 0",
        ),
        (settings(head_weights=settings()["head_weights"] | {"place": 1}), r"\[head_weights\]: unknown: place"),
        (settings(weights=3), r"own\.toml, weights: no table\. Begin it with the line \[weights\]"),
        (settings(epochs=1.5), r"own\.toml, epochs: 1\.5 is no whole number"),
        (settings(epochs=0), r"own\.toml, epochs: 0 is out of its range\. Give a number above 0\."),
        (settings(dropout=1.2), r"own\.toml, dropout: 1\.2 is out of its range\. Give a number from 0 to 1\."),
        (settings(rate='"high"'), r"own\.toml, rate: 'high' is no number"),
        (settings(seed="true"), r"own\.toml, seed: True is no whole number"),
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, found: dict[str, Any], message: str) -> None:
    with pytest.raises(TrainingSetting, match=message):
        read_settings(written(tmp_path, found))


def test_a_file_that_is_missing_or_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingSetting, match=r"none\.toml: no such file\. Give the training settings with --config"):
        read_settings(tmp_path / "none.toml")
    (tmp_path / "own.toml").write_text("rate: 3")
    with pytest.raises(TrainingSetting, match=r"own\.toml: no TOML \(.*line 1"):
        read_settings(tmp_path / "own.toml")
