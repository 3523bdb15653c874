import numpy as np

from moneyquote.encoder.decoding import decode
from moneyquote.encoder.labels import Head
from moneyquote.encoder.repeats import agreed_scores
from moneyquote.encoder.wordpieces import Pieces

HEAD = Head(name="names", types=("ORG", "PER"))
NO_PIECES = np.zeros(0, dtype=np.int64)


def words_of(text: str) -> Pieces:
    """The words of a text that is parted by single blanks; the encoder's pieces are not needed."""
    lengths = np.array([len(word) for word in text.split(" ")], dtype=np.int64)
    starts = np.cumsum(lengths + 1) - lengths - 1
    return Pieces(
        ids=NO_PIECES, shapes=NO_PIECES, layouts=NO_PIECES, first=NO_PIECES, starts=starts, ends=starts + lengths
    )


def scores(*tags: tuple[str, float]) -> np.ndarray:
    made = np.zeros((len(tags), HEAD.width), dtype=np.float32)
    for word, (tag, strength) in enumerate(tags):
        made[word, HEAD.tags.index(tag)] = strength
    return made


def names(text: str, given: np.ndarray) -> list[tuple[str, str]]:
    words = text.split(" ")
    found = decode(agreed_scores(text, words_of(text), given, HEAD), HEAD)
    return [(" ".join(words[s.start : s.end]), s.type) for s in found]


def test_a_doubtful_place_follows_the_sure_ones() -> None:
    text = "Corvane rows while Corvane sleeps and Corvane sings"
    sure, doubtful, no = ("B-ORG", 6.0), ("B-PER", 0.5), ("O", 8.0)
    assert names(text, scores(sure, no, no, sure, no, no, doubtful, no)) == [("Corvane", "ORG")] * 3


def test_a_place_where_the_name_was_passed_over_is_found() -> None:
    text = "Orrin Lamp met Orrin Lamp"
    given = scores(("B-PER", 9.0), ("I-PER", 9.0), ("O", 8.0), ("O", 1.0), ("O", 1.0))
    assert names(text, given) == [("Orrin Lamp", "PER"), ("Orrin Lamp", "PER")]


def test_a_place_inside_a_longer_name_says_nothing_of_the_shorter() -> None:
    text = "Odile Brandt saw Brandt"
    given = scores(("B-PER", 9.0), ("I-PER", 9.0), ("O", 8.0), ("B-PER", 2.0))
    agreed = agreed_scores(text, words_of(text), given, HEAD)
    assert names(text, given) == [("Odile Brandt", "PER"), ("Brandt", "PER")]
    assert decode(agreed, HEAD)[1].score == decode(given, HEAD)[1].score


def test_words_without_a_capital_and_single_places_stay_as_they_are() -> None:
    text = "the fund and the Dunmere fund"
    given = scores(("O", 1.0), ("B-ORG", 1.0), ("O", 1.0), ("O", 1.0), ("B-ORG", 3.0), ("O", 4.0))
    assert decode(agreed_scores(text, words_of(text), given, HEAD), HEAD) == decode(given, HEAD)


def test_a_text_without_words_has_none() -> None:
    nothing = Pieces(
        ids=NO_PIECES, shapes=NO_PIECES, layouts=NO_PIECES, first=NO_PIECES, starts=NO_PIECES, ends=NO_PIECES
    )
    assert agreed_scores("", nothing, np.zeros((0, HEAD.width), dtype=np.float32), HEAD).shape == (0, HEAD.width)
