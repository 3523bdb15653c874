"""What names tell of other places of their article."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import TENFOLD, seconds

from moneyquote.names import NameSpan, link_names, spread_names
from moneyquote.records import EntityType

PER, ORG = EntityType.PER, EntityType.ORG


def spread(text: str, *names: tuple[str, EntityType], confidence: float = 0.95) -> list[tuple[int, str, EntityType]]:
    """What is found where the first place of each name was read; only what was not read there is returned."""
    read = [
        NameSpan(start=text.index(name), end=text.index(name) + len(name), type=kind, confidence=confidence)
        for name, kind in names
    ]
    read.sort(key=lambda span: span.start)
    found = spread_names(text, read)
    assert found == sorted(found, key=lambda span: span.start)
    assert all(before.end <= after.start for before, after in pairwise(found))
    return [(span.start, text[span.start : span.end], span.type) for span in found if span not in read]


def test_a_name_of_several_words_is_one_everywhere() -> None:
    text = "The Orsk Water Fund gave $5. Bo Ash/The Orsk Water Fund. The Orsk water fund."
    assert spread(text, ("Orsk Water Fund", ORG)) == [(text.rindex("Orsk Water Fund"), "Orsk Water Fund", ORG)]


def test_a_headline_in_capitals_has_it_too() -> None:
    assert spread("ORSK WATER FUND TO CLOSE\n\nThe Orsk Water Fund closes.", ("Orsk Water Fund", ORG)) == [
        (0, "ORSK WATER FUND", ORG)
    ]


def test_a_longer_name_replaces_its_parts() -> None:
    text = "Ada Vane Lamp Fund gives. The Ada Vane Lamp Fund is new."
    read = [
        NameSpan(start=0, end=8, type=PER, confidence=0.9),
        NameSpan(start=9, end=18, type=ORG, confidence=0.7),
        NameSpan(start=30, end=48, type=ORG, confidence=0.9),
    ]
    assert [(s.start, s.end, s.type) for s in spread_names(text, read)] == [(0, 18, ORG), (30, 48, ORG)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Vane rows. So does Vane.", ["Vane"]),
        ("Ada Vane rows. So does Mr. Vane.", ["Vane"]),
        ("Ada Vane rows. But Vane sank.", ["Vane"]),
        ("Ada Vane rows. The Vane Building stands.", []),  # a longer name
        ("Ada Vane rows. Old Vane stands.", []),
        ("Ada Vane rows. Write to Ada.Vane@example.org.", []),
        ("Ada Vane rows. Weather-Vane sank.", []),
        ("Ada Vane rows. A vane turned. Vane saw it.", []),  # a plain word too
        ("Ada Orr rows. So does Orr.", []),  # too short to be sure
        ("Ada Vane rows. The Ada Vane Building stands.", []),
    ],
)
def test_surnames_stand_alone(text: str, expected: list[str]) -> None:
    assert [name for _, name, _ in spread(text, (" ".join(text.split()[:2]), PER))] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minnow sells boats. Minnow is new.", "Minnow"),  # a single word that is nobody's surname
        ("Orsk Fund\nhere. Orsk\nFund there.", "Orsk Fund"),  # over a line's end
    ],
)
def test_what_is_not_looked_for(text: str, name: str) -> None:
    assert spread(text, (name, ORG)) == []


def test_an_article_without_names_has_none() -> None:
    assert spread_names("", []) == []
    assert spread_names("It rained.", []) == []


@given(st.text(alphabet="Vane Ads.&\n'-(張)", max_size=60), st.lists(st.integers(0, 60), max_size=8), st.booleans())
def test_any_spans_of_any_text_stay_in_order_and_apart(text: str, borders: list[int], people: bool) -> None:
    cuts = sorted({border for border in borders if border <= len(text)})
    spans = [
        NameSpan(start=a, end=b, type=PER if people else ORG, confidence=0.9)
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        if text[a:b].strip() == text[a:b]
    ]
    found = spread_names(text, spans)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(span.start < span.end for span in found)


def test_an_unsure_name_tells_nothing() -> None:
    assert spread("The Orsk Fund. The Orsk Fund.", ("Orsk Fund", ORG), confidence=0.7) == []


def test_a_name_at_the_end_of_the_text_is_not_read_beyond_it() -> None:
    assert spread("The Orsk Water Fund. The Orsk Water", ("Orsk Water Fund", ORG)) == []


def test_a_name_in_its_own_script_is_that_before_it() -> None:
    text = "A clerk surnamed Chang (張) left. The paper (報) did not."
    assert spread(text, ("Chang", PER)) == [(text.index("張"), "張", PER)]
    names = spread_names(text, [NameSpan(start=17, end=22, type=PER, confidence=0.9)])
    linked = link_names(text, names)
    assert linked.entity_of == ("e1", "e1")
    assert linked.entities[0].name == "Chang"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ada Vane rows. The Vane slides.", PER),
        ("Ada Vane rows. The Vane slides. The Vane Motor Company too.", ORG),  # a body of that name is there
    ],
)
def test_a_surname_is_no_body_unless_a_body_has_it(text: str, kind: EntityType) -> None:
    at = text.index("The Vane") + 4
    read = [
        NameSpan(start=0, end=8, type=PER, confidence=0.9),
        NameSpan(start=at, end=at + 4, type=ORG, confidence=0.9),
    ]
    if "Company" in text:
        motor = text.index("Vane Motor")
        read.append(NameSpan(start=motor, end=motor + 18, type=ORG, confidence=0.9))
    assert spread_names(text, read)[1].type is kind


def test_the_plural_of_a_surname_is_no_name() -> None:
    text = "Ada Vane and Bo Orsk row. The Vanes won. Old Vanes row."
    read = [NameSpan(start=0, end=8, type=PER, confidence=0.9)]
    read += [
        NameSpan(start=a, end=a + 5, type=ORG, confidence=0.9) for a in (text.index("Vanes"), text.rindex("Vanes"))
    ]
    assert [text[span.start : span.end] for span in spread_names(text, read)] == ["Ada Vane", "Vanes"]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("Salt River", "Lamp Hill Tribes of Fort Vane", True),
        ("Salt River Tribe", "Lamp Hill Tribes", False),
        ("Salt River", "Lamp Hill Council", False),
    ],
)
def test_two_peoples_with_one_government_are_one_body(first: str, second: str, together: bool) -> None:
    text = f"{first} and {second}"
    spans = [
        NameSpan(start=0, end=len(first), type=ORG, confidence=0.9),
        NameSpan(start=len(text) - len(second), end=len(text), type=ORG, confidence=0.8),
    ]
    found = [text[span.start : span.end] for span in spread_names(text, spans)]
    assert found == ([text] if together else [first, second])


def crowd(size: int) -> tuple[str, list[NameSpan]]:
    drawn = random.Random(size)
    text, spans = "", []
    for number in range(size):
        name = f"University of Orsk{drawn.randrange(size)}"
        spans.append(NameSpan(start=len(text), end=len(text) + len(name), type=ORG, confidence=0.9))
        text += f"{name} met Ada Vane{number}. University of Orsk{number} too. "
    return text, spans


def test_the_cost_grows_with_the_text() -> None:
    small, large = crowd(300), crowd(3000)
    assert seconds(lambda: spread_names(*large)) < TENFOLD * max(seconds(lambda: spread_names(*small)), 0.002)
