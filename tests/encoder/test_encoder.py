import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.encoder.decoding import decode
from moneyquote.encoder.labels import NEWS_SCHEME, Head
from moneyquote.encoder.model import NewsEncoder
from moneyquote.encoder.windows import make_windows, sentence_words
from moneyquote.encoder.wordpieces import DIGIT, INITIAL, LOWER, MARK, MIXED, TITLE, UPPER, layout_of, shape_of
from moneyquote.errors import ModelBroken, ModelNotFound

NAMES = Head(name="names", types=("ORG", "PER"))


def logits(*tags: str) -> np.ndarray:
    """Scores in which each word's tag wins by 5; "I-PER/3" wins by 3 only."""
    made = np.zeros((len(tags), NAMES.width), dtype=np.float32)
    for word, tag in enumerate(tags):
        name, _, strength = tag.partition("/")
        made[word, NAMES.tags.index(name)] = float(strength or 5)
    return made


def spans(scores: np.ndarray) -> list[tuple[int, int, str]]:
    return [(s.start, s.end, s.type) for s in decode(scores, NAMES)]


def test_spans_are_read_off_the_tags() -> None:
    assert spans(logits("O", "B-ORG", "I-ORG", "O", "B-PER", "B-PER")) == [(1, 3, "ORG"), (4, 5, "PER"), (5, 6, "PER")]


def test_an_inside_without_its_begin_never_stands() -> None:
    assert spans(logits("O", "I-PER", "I-PER")) == [(1, 3, "PER")]
    torn = logits("B-ORG", "I-PER/3", "I-ORG")
    torn[1, NAMES.tags.index("I-ORG")] = 2
    assert spans(torn) == [(0, 3, "ORG")]


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=5, max_size=5), max_size=12))
def test_decoded_spans_are_disjoint_and_in_order(rows: list[list[float]]) -> None:
    found = spans(np.array(rows, dtype=np.float32).reshape(-1, 5))
    assert all(a < b for a, b, _ in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    assert all(a >= 0 and b <= len(rows) for a, b, _ in found)


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=60),
    st.integers(3, 20),
    st.integers(0, 8),
    st.sets(st.integers(0, 59)),
)
def test_every_word_is_decided_in_exactly_one_window(
    lengths: list[int], decided: int, context: int, borders: set[int]
) -> None:
    first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    words = len(lengths)
    edges = sorted({0, words, *(b for b in borders if b < words)})
    windows = make_windows(first, list(pairwise(edges)), decided=decided, context=context)
    assert [w for window in windows for w in range(window.start, window.end)] == list(range(words))
    for window in windows:
        assert window.left <= window.start < window.end <= window.right
        alone = window.end - window.start == 1
        assert alone or first[window.end] - first[window.start] <= decided
        assert first[window.start] - first[window.left] <= context
        assert first[window.right] - first[window.end] <= context


def test_sentences_cover_all_words() -> None:
    starts = np.array([0, 4, 9, 15, 20], dtype=np.int64)
    assert sentence_words(starts, 5, [(0, 8), (9, 19), (20, 25)]) == [(0, 2), (2, 4), (4, 5)]


@pytest.mark.parametrize(
    ("word", "shape"),
    [("bank", LOWER), ("Bank", TITLE), ("BANK", UPPER), ("B", INITIAL), ("McBank", MIXED), ("5", DIGIT), ("“", MARK)],
)
def test_shapes(word: str, shape: int) -> None:
    assert shape_of(word) == shape


def test_layouts_tell_line_from_paragraph() -> None:
    assert [layout_of(gap) for gap in ("", " ", "\n", "\r\n\r\n")] == [0, 1, 2, 3]


def test_columns_do_not_overlap() -> None:
    columns = sorted((c.start, c.stop) for c in NEWS_SCHEME.columns.values())
    assert columns[0][0] == 0
    assert columns[-1][1] == NEWS_SCHEME.width
    assert all(one[1] == two[0] for one, two in pairwise(columns))


def test_a_missing_or_damaged_model_says_which_file(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"encoder\.onnx"):
        NewsEncoder.from_folder(tmp_path)
    for name in ("encoder.onnx", "tokenizer.json", "encoder.json"):
        (tmp_path / name).write_text("nothing")
    with pytest.raises(ModelBroken, match=r"encoder\.json"):
        NewsEncoder.from_folder(tmp_path)
    settings = {"format": 99, "heads": [], "decided": 1, "context": 0, "calibration": {}}
    (tmp_path / "encoder.json").write_text(json.dumps(settings))
    with pytest.raises(ModelBroken, match="format 99"):
        NewsEncoder.from_folder(tmp_path)
    (tmp_path / "encoder.json").write_text(json.dumps({**settings, "format": 1}))
    with pytest.raises(ModelBroken, match=r"tokenizer\.json"):
        NewsEncoder.from_folder(tmp_path).score("Text.", [(0, 5)])
