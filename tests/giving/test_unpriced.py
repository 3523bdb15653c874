"""Transfers without a sum: the turns of phrase that tell one, and those that only look like it."""

import re

import pytest

from moneyquote.giving import GivingArticle, NamedSpan
from moneyquote.giving.unpriced import find_unpriced
from moneyquote.segments.sentences import sentence_spans

NAMES = ("Orsk Fund", "Vale College", "Tarn Choir", "Harrow School", "Mary Vane", "Hill Institute", "Lamp")


def told(text: str, places: tuple[str, ...] = ()) -> list[tuple[str | None, str]]:
    names = [
        NamedSpan(start=m.start(), end=m.end(), entity=name)
        for name in NAMES
        for m in re.finditer(rf"\b{name}\b", text)
    ]
    article = GivingArticle(
        text=text,
        sentences=sentence_spans(text),
        amounts=(),
        names=sorted(names, key=lambda name: name.start),
        entity_names={name: name for name in NAMES},
        places=[m.span() for place in places for m in re.finditer(rf"\b{place}\b", text)],
    )
    found = find_unpriced(article)
    return [(text[slice(*f.funder)] if f.funder else None, text[slice(*f.grantee)]) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Earlier Orsk Fund grantees include Vale College, the Tarn Choir and Harrow School.",
            [("Orsk Fund", "Vale College"), ("Orsk Fund", "Tarn Choir"), ("Orsk Fund", "Harrow School")],
        ),
        (
            "Those selected to receive Night Ferry Scheme grants were Vale College in Ashcombe and the Tarn Choir.",
            [("Night Ferry Scheme", "Vale College"), ("Night Ferry Scheme", "Tarn Choir")],
        ),
        (
            "Over the years the Orsk Fund has made many generous gifts to Vale College, Harrow School, and Tarn Choir.",
            [("Orsk Fund", "Vale College"), ("Orsk Fund", "Harrow School"), ("Orsk Fund", "Tarn Choir")],
        ),
        ("The Orsk Fund has donated to the Tarn Choir.", [("Orsk Fund", "Tarn Choir")]),
        ("The Orsk Fund has also supported the Tarn Choir.", [("Orsk Fund", "Tarn Choir")]),
        ("Vale College receives funding from the Orsk Fund.", [("Orsk Fund", "Vale College")]),
        ("Vale College recently received Orsk Fund money to mend its roof.", [("Orsk Fund", "Vale College")]),
        ("Vale College, which is funded by the Orsk Fund, has a new roof.", [("Orsk Fund", "Vale College")]),
        ('"It rings," said Mary Vane, a proud Orsk Fund grantee.', [("Orsk Fund", "Mary Vane")]),
        (
            "The gift will be shared by Vale College and two other schools: Harrow School and Tarn Choir.",
            [(None, "Vale College"), (None, "Harrow School"), (None, "Tarn Choir")],
        ),
        ("The Orsk Fund has given grants to Vale College's Hill Institute.", [("Orsk Fund", "Hill Institute")]),
    ],
)
def test_a_turn_of_phrase_tells_who_gives_to_whom(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vale College does not receive funding from the Orsk Fund.",
        "The Orsk Fund thanked Vale College for giving this grant to the Tarn Choir.",
        "The Orsk Fund wrote to Vale College and the Tarn Choir.",
        "The Orsk Fund has supported Lamp repairs.",
        "Vale College received letters from the Orsk Fund.",
        "Vale College and the Orsk Fund are in Ashcombe.",
    ],
)
def test_words_that_tell_no_transfer(text: str) -> None:
    assert told(text) == []


def test_a_place_that_only_tells_whose_receives_nothing() -> None:
    assert told("The Orsk Fund gave aid to Palmora.", ("Palmora",)) == [("Orsk Fund", "Palmora")]
    assert told("The Orsk Fund gave aid to Palmoran farmers.", ("Palmoran",)) == []


def test_a_receiver_is_the_noun_that_its_place_describes() -> None:
    text = "Many Tarnish schools have received funding from the Orsk Fund for several years."
    assert told(text, ("Tarnish",)) == [("Orsk Fund", "Tarnish schools")]
    assert told("Tarn has received funding from the Orsk Fund.", ("Tarn",)) == [("Orsk Fund", "Tarn")]
