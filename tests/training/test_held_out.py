"""What is kept out of training: articles nearly the same as those that are measured on."""

from moneyquote.training.corpora import shingles, without_near_duplicates

EIGHT = "The pier at Orsk was sold last May"


def test_the_last_eight_words_are_a_run_too() -> None:
    assert shingles(EIGHT) == {EIGHT.casefold()}
    assert len(shingles(f"{EIGHT} to Vane")) == 3
    assert shingles("Too short") == {"too short"}


def test_what_tells_the_same_is_left_out() -> None:
    documents = [{"text": f"{EIGHT}."}, {"text": "Nobody knew who had bought the old lamp."}]
    assert list(without_near_duplicates(documents, [f"{EIGHT}!"])) == documents[1:]
