"""Where the phrases of parties begin, and which words of places are no party."""

import pytest

from moneyquote.giving import GivingArticle
from moneyquote.giving.candidates import candidates
from moneyquote.giving.clause import phrase
from moneyquote.segments.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("that the port would pay", "the port"),
        ("that its owners will pay", "its owners"),
        ("the port that pays", "the port"),
        ("thatchers of Orsk, who pay", "thatchers of Orsk"),
    ],
)
def test_a_phrase_begins_behind_the_word_that_leads_in(text: str, expected: str) -> None:
    found = phrase(text, 0, len(text), ())
    assert found is not None
    assert text[slice(*found)] == expected


@pytest.mark.parametrize(
    ("text", "place", "is_party"),
    [
        ("The fund gave $5,000 to Palmorean writers.", "Palmorean", False),
        ("The fund gave $5,000 to Palmora.", "Palmora", True),
        ("Vatican envoys came with $5,000.", "Vatican", True),
        ("Of the three, $5,000 went to the Tarnish.", "Tarnish", True),
    ],
)
def test_a_word_that_describes_is_no_party_by_itself(text: str, place: str, is_party: bool) -> None:
    at = text.index(place)
    article = GivingArticle(
        text=text,
        sentences=sentence_spans(text),
        amounts=(),
        names=[],
        entity_names={},
        places=[(at, at + len(place))],
    )
    assert ((at, at + len(place)) in [found.interval for found in candidates(article)]) is is_party
