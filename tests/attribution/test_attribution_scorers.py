"""The numpy evaluation of what scikit-learn fits, and the file that it is kept in."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from moneyquote.attribution.linear import Linear
from moneyquote.attribution.scorers import Scorers
from moneyquote.attribution.statements import FEATURES
from moneyquote.attribution.trees import Trees
from moneyquote.errors import ModelBroken
from moneyquote.training.attribution import UNDECIDED, trees_of

ROWS = np.random.default_rng(7).normal(size=(600, 5)).astype(np.float32)
LABELS = ROWS[:, 0] * ROWS[:, 1] + ROWS[:, 2] > 0.2


def fitted() -> tuple[HistGradientBoostingClassifier, Trees]:
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=9, random_state=0).fit(ROWS, LABELS)
    return model, trees_of(model)


def scorers() -> Scorers:
    trees = fitted()[1]
    return Scorers(exact=trees, shared=trees, cue=trees, source=trees, join=trees, accept=UNDECIDED)


def test_trees_give_what_scikit_learn_gives() -> None:
    model, trees = fitted()
    np.testing.assert_allclose(trees.probability(ROWS), model.predict_proba(ROWS)[:, 1], atol=1e-5)


def test_no_rows_have_no_probabilities() -> None:
    assert fitted()[1].probability(ROWS[:0]).shape == (0,)


def test_the_regression_gives_what_scikit_learn_gives() -> None:
    model = LogisticRegression().fit(ROWS, LABELS)
    linear = Linear(
        weight=model.coef_[0].astype(np.float32),
        mean=np.zeros(5, np.float32),
        scale=np.ones(5, np.float32),
        base=float(model.intercept_[0]),
    )
    np.testing.assert_allclose(linear.probability(ROWS), model.predict_proba(ROWS)[:, 1], atol=1e-5)


def test_the_file_keeps_everything() -> None:
    made = scorers()
    again = Scorers.from_bytes(made.to_bytes())
    np.testing.assert_array_equal(again.exact.margin(ROWS), made.exact.margin(ROWS))
    assert len(again.accept.weight) == len(FEATURES)


@pytest.mark.parametrize("content", [b"", b"no archive", scorers().to_bytes()[:200]])
def test_a_broken_file_is_told(content: bytes) -> None:
    with pytest.raises(ModelBroken, match=r"attribution\.npz"):
        Scorers.from_bytes(content)
