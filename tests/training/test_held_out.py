"""What is kept out of training: the texts of a list, and articles nearly the same as those that are measured on."""

from pathlib import Path

import pytest

from moneyquote.errors import TrainingSetting
from moneyquote.training.corpora import held_out_texts, shingles, without_near_duplicates

EIGHT = "The pier at Orsk was sold last May"


def test_the_list_has_one_text_a_line(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("aa\nbb\n")
    assert held_out_texts(tmp_path / "list.txt") == {"aa", "bb"}


def test_no_training_without_the_list(tmp_path: Path) -> None:
    with pytest.raises(TrainingSetting, match="--held-out"):
        held_out_texts(tmp_path / "list.txt")


def test_the_last_eight_words_are_a_run_too() -> None:
    assert shingles(EIGHT) == {EIGHT.casefold()}
    assert len(shingles(f"{EIGHT} to Vane")) == 3
    assert shingles("too short") == frozenset()


def test_what_tells_the_same_is_left_out() -> None:
    documents = [{"text": f"{EIGHT}."}, {"text": "Nobody knew who had bought the old lamp."}]
    assert list(without_near_duplicates(documents, [f"{EIGHT}!"])) == documents[1:]
