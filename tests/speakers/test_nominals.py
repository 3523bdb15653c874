"""Nominal mentions of bodies: which words are one, and which body they mean."""

import re

import pytest
from tests.speakers.stump import stump

from moneyquote.records import Entity, EntityType
from moneyquote.speakers.cast import Cast, Named, read_cast
from moneyquote.speakers.nominals import find_nominals, tie_nominals
from moneyquote.speakers.ranker import Ranker
from moneyquote.speakers.scene import SourceOf, Speaker

NAMES = {
    "o1": "Lanternfield Foundation",
    "o2": "Corvane College",
    "o3": "Tarn Foundation",
    "o4": "Ministry of Roads",
    "o5": "Endowment for Piers",
    "o6": "University of Vale",
    "p1": "Grace Obi",
}
ENTITIES = [
    Entity(id=key, type=EntityType.PER if key.startswith("p") else EntityType.ORG, name=name)
    for key, name in NAMES.items()
]


def cast(text: str) -> Cast:
    found = [Named(*m.span(), key) for key, name in NAMES.items() for m in re.finditer(name, text)]
    return read_cast(text, ENTITIES, found)


def tied(text: str) -> list[tuple[str, str | None]]:
    return [
        (text[found.start : found.end], NAMES.get(found.entity or "")) for found in tie_nominals(cast(text), [], [0])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lanternfield Foundation met. The foundation gave $5.", [("The foundation", "Lanternfield Foundation")]),
        (
            "Lanternfield Foundation wrote to Corvane College. The foundation paid the college.",
            [("The foundation", "Lanternfield Foundation"), ("the college", "Corvane College")],
        ),
        (
            "Lanternfield Foundation met. Tarn Foundation met. The foundation gave $5.",
            [("The foundation", "Tarn Foundation")],
        ),
        ("Corvane College met. Grace Obi said the organization got $5.", [("the organization", "Corvane College")]),
        ("Ministry of Roads met. Its charity got $5.", [("Its charity", "Ministry of Roads")]),
        ("Corvane College met. The foundation gave $5.", [("The foundation", None)]),
        ("The foundation gave $5. Lanternfield Foundation met.", [("The foundation", None)]),
        ("Endowment for Piers met. The foundation gave $5.", [("The foundation", "Endowment for Piers")]),
        (
            "Endowment for Piers met. Endowment for Piers ate. Tarn Foundation met. The foundation gave $5.",
            [("The foundation", "Endowment for Piers")],
        ),
        ("University of Vale met. The campus got $5.", [("The campus", "University of Vale")]),
        ("University of Vale met. Corvane College met. The college got $5.", [("The college", "Corvane College")]),
        ("Corvane College met the foundation research grant deadline.", []),
        ("A foundation gave $5 to Corvane College.", []),
        ("", []),
    ],
)
def test_a_nominal_means_the_body_named_most_before_it_that_has_its_noun(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert tied(text) == expected


def test_a_name_is_no_nominal_though_its_words_look_like_one() -> None:
    text = "The Tarn Foundation met. The foundation gave $5."
    assert [match.group() for match in find_nominals(cast(text))] == ["The foundation"]


def by(ranker: Ranker, text: str) -> list[str | None]:
    return [NAMES.get(found.entity or "") for found in tie_nominals(cast(text), [], [0], ranker)]


def test_the_trained_resolver_has_the_last_word() -> None:
    text = "Tarn Foundation met. Lanternfield Foundation met. The foundation gave $5."
    assert tied(text) == [("The foundation", "Lanternfield Foundation")]
    assert by(stump("distance:names of its kind", -1.0, 1.0), text) == ["Tarn Foundation"]


def test_no_person_is_a_body_however_likely() -> None:
    text = "Lanternfield Foundation met Grace Obi. The foundation gave $5."
    assert by(stump("option:person", -1.0, 9.0), text) == ["Lanternfield Foundation"]


def test_who_spoke_before_is_in_the_foreground() -> None:
    text = "Lanternfield Foundation met. “We are late,” Tarn Foundation said. The foundation gave $5."
    start = text.index("“")
    said = SourceOf(content=((start, start + 14),), source=(start + 15, start + 30), cued=True)
    speaker = Speaker(entity="o3", name=NAMES["o3"], kind=EntityType.ORG, how="named")
    silent = stump("turn:last", 1.0, -1.0)
    assert [one.entity for one in tie_nominals(cast(text), [(said, speaker)], [0], silent)] == ["o1"]
    assert [one.entity for one in tie_nominals(cast(text), [], [0], silent)] == ["o3"]
