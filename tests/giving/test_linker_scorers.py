"""Trained scorers: what scikit-learn fits, numpy evaluates to the same figures, and bytes bring back."""

from typing import Any

import lightgbm
import numpy as np
import pytest

from moneyquote.giving.features import Features
from moneyquote.giving.link import Linker
from moneyquote.giving.scorers import Choice, Trees, from_bytes, to_bytes
from moneyquote.training.linker import Rows, columns, fit_choice, fit_trees


@pytest.fixture(scope="module")
def rows() -> Rows:
    rng = np.random.default_rng(3)
    made = Rows()
    for _ in range(200):
        row: Features = {"order:near": float(rng.normal()), "cue:gives": float(rng.random() < 0.5)}
        made.add(row, bool(row["order:near"] + row["cue:gives"] > 0.6))
    return made


def test_trees_give_the_mean_odds_of_their_fits(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[lightgbm.Booster] = []
    train = lightgbm.train

    def kept(*told: Any) -> lightgbm.Booster:
        fitted.append(train(*told))
        return fitted[-1]

    monkeypatch.setattr(lightgbm, "train", kept)
    trees = fit_trees(rows, columns(rows, lambda _: True), trees=20, depth=3, fits=3)
    odds = [np.asarray(model.predict(trees.matrix(rows.features), raw_score=True)) for model in fitted]
    assert len(fitted) == 3
    assert np.abs(odds[0] - odds[1]).max() > 1e-3
    assert trees.probabilities(rows.features) == pytest.approx(1 / (1 + np.exp(-np.mean(odds, axis=0))), abs=1e-6)


def test_parameters_come_back_from_bytes(rows: Rows) -> None:
    trees = fit_trees(rows, columns(rows, lambda _: True), trees=20, depth=3)
    kinds = Rows(rows.features, ["grant" if label else "loan" for label in rows.labels], rows.weights)
    choice = fit_choice(kinds, lambda _: True)
    read, choices, settings = from_bytes(to_bytes({"given": trees}, {"kind": choice}, {"given": 0.4}))
    assert read["given"].probabilities(rows.features) == pytest.approx(trees.probabilities(rows.features), abs=1e-4)
    row: Features = {"order:near": 2.0, "cue:gives": 1.0}
    assert choices["kind"].probabilities(row) == pytest.approx(choice.probabilities(row), abs=1e-4)
    assert settings == {"given": 0.4}


def test_a_row_that_weighs_more_counts_more() -> None:
    same = Rows()
    for label in (True, False) * 40:
        same.add({"order:near": 1.0}, label, weight=1.0 if label else 3.0)
    trees = fit_trees(same, ("order:near",), trees=5, depth=2)
    assert trees.probabilities([{"order:near": 1.0}])[0] == pytest.approx(0.25)


def test_a_feature_left_out_is_not_used(rows: Rows) -> None:
    trees = fit_trees(rows, columns(rows, lambda name: not name.startswith("cue:")), trees=5, depth=2)
    assert trees.features == ("order:near",)


def test_a_tree_by_hand() -> None:
    trees = Trees(
        features=("a:x",),
        column=np.array([0, -1, -1]),
        threshold=np.array([1.0, 0.0, 0.0]),
        left=np.array([1, 0, 0]),
        right=np.array([2, 0, 0]),
        value=np.array([0.0, -2.0, 3.0]),
        roots=np.array([0]),
        start=-1.0,
    )
    found = trees.probabilities([{"a:x": 1.0}, {"a:x": 1.5}, {}])
    assert found == pytest.approx([1 / (1 + np.e**3), 1 / (1 + np.e**-2), 1 / (1 + np.e**3)])


def test_a_choice_by_hand() -> None:
    choice = Choice(
        labels=("grant", "loan"), features=("word:lends",), weights=np.array([[0.0], [2.0]]), bias=np.array([1.0, 0.0])
    )
    assert choice.probabilities({"word:lends": 1.0, "word:other": 9.0})["loan"] == pytest.approx(1 / (1 + np.e**-1))


@pytest.mark.parametrize("content", [b"nothing of the kind", b"PK\x03\x04 and no more"])
def test_broken_parameters_are_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_bytes(content)


def test_parameters_without_all_scorers_are_told(rows: Rows) -> None:
    trees = fit_trees(rows, columns(rows, lambda _: True), trees=2, depth=2)
    with pytest.raises(ValueError, match=r"lack .*funder.*purpose.*kind"):
        Linker.from_bytes(to_bytes({"given": trees}, {}, {}))
