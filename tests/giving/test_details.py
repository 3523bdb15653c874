"""Which spans may tell purpose and period of a transfer, and how the likeliest is chosen among them."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from moneyquote.giving.article import GivenAmount, GivingArticle, alike
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.details import Details
from moneyquote.giving.manner import Side, manner_features
from moneyquote.giving.period import period_features, period_options
from moneyquote.giving.purpose import purpose_features, purpose_options
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.scorers import Choice, Trees
from moneyquote.records import EntityType, GrantKind, GrantStatus
from moneyquote.segments.sentences import sentence_spans


def read(text: str, purposes: Sequence[str] = ()) -> Reading:
    sums = [GivenAmount(id=m.group(), start=m.start(), end=m.end()) for m in re.finditer(r"\$[\d,]*\d", text)]
    return Reading(
        GivingArticle(
            text=text,
            sentences=sentence_spans(text),
            amounts=sums,
            names=[],
            entity_names={},
            purposes=[(text.index(told), text.index(told) + len(told)) for told in purposes],
        )
    )


def anchor(reading: Reading, amount: str) -> Anchor:
    return next(a for a in reading.anchors() if a.amount and a.amount.id == amount)


def purposes(reading: Reading, amount: str, *parties: str) -> list[str]:
    text = reading.article.text
    taken = [(text.index(party), text.index(party) + len(party)) for party in parties]
    options = purpose_options(reading, anchor(reading, amount), taken)
    return [text[option.start : option.end] for option in options]


def periods(reading: Reading, amount: str) -> list[str]:
    text = reading.article.text
    return [text[words.start : words.end] for words in period_options(reading, anchor(reading, amount))]


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("The fund gave $500 for new robes.", "new robes"),
        ("The fund gave $500 to buy robes, which are red.", "buy robes"),
        ("The fund gave $500 towards new robes.", "new robes"),
        ("The fund gave $500 in support of the choir's tour.", "the choir's tour"),
        ("The fund gave $500. The grant will pay for red robes.", "red robes"),
        ("The fund gave $500. The grant will also help dress the choir.", "help dress the choir"),
        ("The fund gave $500 in emergency food aid.", "emergency food aid"),
        ("To dress its choir, Ashcombe got $500.", "dress its choir"),
        ("It got $500. Purpose: Red robes.", "Red robes"),
        ("The fund has given to choirs:\n- Red robes, $500\n- A pier, $20\n", "Red robes"),
    ],
)
def test_what_a_transfer_may_be_for(text: str, purpose: str) -> None:
    assert purpose in purposes(read(text), "$500")


@pytest.mark.parametrize(
    ("text", "told", "purpose"),
    [
        ("It got $500 for the tour by $20.", "for the tour by", "the tour"),
        ("It set up a choir's fund with a gift of $500.", "a choir's fund with a gift of $500", "a choir's fund"),
        ("It got $500 for boats (with oars, it said.", "boats (with oars", "boats"),
        ("It got $500 for boats (with oars).", "boats (with oars)", "boats (with oars)"),
    ],
)
def test_a_purpose_ends_where_its_words_do(text: str, told: str, purpose: str) -> None:
    assert purpose in purposes(read(text, [told]), "$500")


@pytest.mark.parametrize("rest", ["from the fund", "and $20 more", "over two years", "for the next two years"])
def test_the_rest_of_an_item_may_be_no_purpose(rest: str) -> None:
    found = purposes(read(f"The fund gave to choirs:\n- Red robes, $500 {rest}\n- A pier, $20\n"), "$500")
    assert not any(told in rest for told in found)


def test_the_encoder_may_find_a_purpose_where_no_word_leads_in() -> None:
    assert "food security" in purposes(read("It gave $500 of food security.", ["food security"]), "$500")


def test_words_that_lead_in_are_no_part_of_what_the_encoder_found() -> None:
    assert "red robes" in purposes(read("It gave $500 for red robes.", ["for red robes"]), "$500")


def test_a_party_is_no_purpose_but_may_stand_in_one() -> None:
    reading = read("It gave $500 for the Ashcombe choir to dress the Ashcombe choir in red robes for good.")
    found = purposes(reading, "$500", "the Ashcombe choir")
    assert "dress the Ashcombe choir in red robes for good" in found
    assert not any(told.startswith("the Ashcombe choir") for told in found)


def test_a_purpose_far_off_counts_where_it_speaks_of_the_money() -> None:
    middle = "The choir sang. " * 6
    assert "red robes" in purposes(read(f"It rained. It gave $500. {middle}The money will pay for red robes."), "$500")
    assert "red robes" not in purposes(
        read(f"It rained. It gave $500. {middle}The pier will pay for red robes."), "$500"
    )


def test_each_period_is_told_once_and_nearest() -> None:
    reading = read("It sang in 2019. In 2019 it got $500. It sang in 2020.")
    found = period_options(reading, anchor(reading, "$500"))
    assert [(reading.period(words), words.start) for words in found] == [("2019", 20), ("2020", 49)]


def test_the_periods_of_a_list_are_those_of_its_lead_and_of_the_head() -> None:
    rest = "The choir sang in 1950. " * 5
    text = f"Gifts of 2019. {rest}In 2018 the fund gave to choirs:\n- Robes, $500\n- A pier, $20\n{rest}"
    assert periods(read(text), "$20")[0] == "2018"
    assert "2019" in periods(read(text), "$20")


def test_how_far_a_time_is_from_a_sum_is_told() -> None:
    reading = read("In 2019 it got $500. In 2020 it got $700.")
    told = [period_features(reading, anchor(reading, "$700"), words) for words in reading.times]
    assert [row["order:same sentence"] for row in told] == [0.0, 1.0]
    assert [row["order:sentences"] for row in told] == [1.0, 0.0]
    assert [row["order:nearest sum"] for row in told] == [0.0, 1.0]


def test_what_leads_in_to_a_purpose_is_told() -> None:
    reading = read("It gave $500 to buy robes for the choir.")
    at = anchor(reading, "$500")
    told = [purpose_features(reading, at, option, []) for option in purpose_options(reading, at, [])]
    assert [name for row in told for name in row if name.startswith("lead:to") or name.startswith("lead:for")] == [
        "lead:for",
        "lead:to",
    ]


def test_the_manner_is_told_by_parties_and_verbs() -> None:
    reading = read("The fund will give $500.")
    told = manner_features(
        reading, anchor(reading, "$500"), {"funder": Side(name="Orrin Lamp Fund", type=EntityType.ORG), "grantee": None}
    )
    for name in ("party:funder word lamp", "party:funder ORG", "party:grantee nobody", "verb:before will give"):
        assert told[name] == 1.0


def stump(feature: str) -> Trees:
    """Return a scorer that is sure of rows with a feature, and only of them."""
    return Trees(
        features=(feature,),
        column=np.array([0, -1, -1]),
        threshold=np.array([0.5, 0.0, 0.0]),
        left=np.array([1, 0, 0]),
        right=np.array([2, 0, 0]),
        value=np.array([0.0, -3.0, 3.0]),
        roots=np.array([0]),
        start=0.0,
    )


def choice(labels: tuple[str, str], feature: str) -> Choice:
    """Return a choice of the first label, and of the second where a feature is told."""
    return Choice(labels=labels, features=(feature,), weights=np.array([[0.0], [2.0]]), bias=np.array([1.0, 0.0]))


@pytest.fixture
def trees() -> Mapping[str, Trees]:
    return {"period": stump("order:same sentence"), "purpose": stump("lead:for")}


def test_the_likeliest_is_chosen_and_nothing_where_none_is_likely(trees: Mapping[str, Trees]) -> None:
    reading = read("In 2019 it got $500 for robes. It rained. The choir got $700 to sing.")
    details = Details(trees, {}, {"period": 0.5, "purpose": 0.5}, reading)
    found = details.period(anchor(reading, "$500")), details.purpose(anchor(reading, "$500"), [])
    assert [reading.article.text[a:b] for place in found if place for a, b in [place]] == ["2019", "robes"]
    assert details.period(anchor(reading, "$700")) is None


def test_the_manner_is_chosen(trees: Mapping[str, Trees]) -> None:
    reading = read("The fund will give $500.")
    choices = {
        "kind": choice(("aid", "loan"), "party:funder OTHER"),
        "status": choice(("given", "promised"), "verb:before will give"),
        "total": choice(("single", "total"), "party:grantee OTHER"),
    }
    funder = Candidate(start=0, end=8, kind=CandidateKind.NOMINAL)
    manner = Details(trees, choices, {}, reading).manner(anchor(reading, "$500"), funder, None)
    assert (manner.kind, manner.status, manner.is_total) == (GrantKind.LOAN, GrantStatus.PROMISED, False)


@pytest.mark.parametrize(("second", "same"), [((0, 10), True), ((7, 10), True), ((8, 10), False), ((10, 20), False)])
def test_spans_alike_have_three_tenths_in_common(second: tuple[int, int], same: bool) -> None:
    assert alike((0, 10), second) is same


@pytest.mark.parametrize("long", ["several years", "the next two years", "a decade", "18 months"])
def test_how_long_is_no_purpose(long: str) -> None:
    assert long not in purposes(read(f"The fund gave $500 for {long}.", [long]), "$500")
    assert "the year of the pier" in purposes(read("The fund gave $500 for the year of the pier."), "$500")
