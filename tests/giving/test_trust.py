"""What tells whether a transfer is right: the least sure of its parts, who stands next in line, who is nobody."""

import pytest

from moneyquote.giving.article import GivenAmount, GivingArticle
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.reading import Reading
from moneyquote.giving.trust import Chosen, odds, trust_features

TEXT = "The choir sang. Palmora gave Ashcombe $500."
PALMORA = Candidate(start=16, end=23, kind=CandidateKind.PLACE)
CHOIR = Candidate(start=0, end=9, kind=CandidateKind.PHRASE)


@pytest.fixture
def reading() -> Reading:
    return Reading(
        GivingArticle(
            text=TEXT,
            sentences=[(0, 15), (16, 43)],
            amounts=[GivenAmount(id="a1", start=38, end=42)],
            names=[],
            entity_names={},
        )
    )


def test_odds_are_symmetric_and_bounded() -> None:
    assert odds(0.5) == 0
    assert odds(0.8) == pytest.approx(-odds(0.2))
    assert odds(0.0) == odds(1e-9) == pytest.approx(-odds(1.0))


def test_the_least_sure_part_is_told(reading: Reading) -> None:
    roles = {
        "funder": Chosen(candidate=PALMORA, share=0.9, other=0.2),
        "grantee": Chosen(candidate=CHOIR, share=0.3, other=0.6),
    }
    told = trust_features(reading, reading.anchors()[0], 0.27, roles)
    assert told["odds:least"] == told["odds:grantee"] == odds(0.3)
    assert told["odds:funder ahead"] > 0 > told["odds:grantee ahead"]
    assert (told["funder:beside"], told["grantee:beside"]) == (1.0, 0.0)
    assert (told["funder:named"], told["grantee:named"], told["grantee:described"]) == (1.0, 0.0, 1.0)
    assert told["order:priced"] == 1.0
    assert not any(name.startswith("document:") for name in told)


def test_nobody_is_as_sure_as_the_likeliest_is_unlikely(reading: Reading) -> None:
    roles = {
        "funder": Chosen(candidate=None, share=0.0, other=0.05),
        "grantee": Chosen(candidate=None, share=0.0, other=0.09),
    }
    told = trust_features(reading, reading.anchors()[0], 0.5, roles)
    assert told["odds:funder"] == odds(0.95)
    assert told["odds:least"] == odds(0.91)
    assert told["funder:nobody"] == told["grantee:nobody"] == 1.0
