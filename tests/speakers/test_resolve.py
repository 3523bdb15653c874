"""Resolving sources to speakers: names, pronouns, roles, organizations, documents, groups, turns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.quotation.attribution import find_attributions
from moneyquote.records import Entity, EntityType
from moneyquote.segments.sentences import sentence_spans
from moneyquote.speakers.cast import Named
from moneyquote.speakers.resolve import SourceOf, resolve_speakers

PEOPLE = {"p1": "Grace Obi", "p2": "Tomas Hale", "p3": "Lena Marsh"}
BODIES = {"o1": "Lanternfield Trust", "o2": "Ministry of Roads", "o3": "Corvane Bank"}
ENTITIES = [Entity(id=i, type=EntityType.PER, name=n) for i, n in PEOPLE.items()] + [
    Entity(id=i, type=EntityType.ORG, name=n) for i, n in BODIES.items()
]


def mentions(text: str) -> list[Named]:
    found = []
    for entity, name in {**PEOPLE, **BODIES}.items():
        forms = [name, name.split()[-1]] if entity in PEOPLE else [name]
        found += [Named(*m.span(), entity) for m in re.finditer("|".join(forms), text)]
    return sorted(found, key=lambda m: m.start)


def speakers(text: str) -> list[str | None]:
    named = mentions(text)
    quotes = find_attributions(text, sentence_spans(text), [(m.start, m.end) for m in named])
    asked = [
        SourceOf(content=q.content, source=q.source, cued=q.cue is not None, paragraph=q.paragraph) for q in quotes
    ]
    return [speaker.name for speaker in resolve_speakers(text, ENTITIES, named, asked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grace Obi runs the ferry.\n\n“It is late,” Obi said.", ["Grace Obi"]),
        ("Grace Obi runs the ferry.\n\n“It is late,” Ms Obi said.", ["Grace Obi"]),
        ("Grace Obi runs the ferry.\n\n“It is late,” she said.", ["Grace Obi"]),
        ("Grace Obi met Tomas Hale.\n\n“It is late,” he said.", ["Tomas Hale"]),
        ("Mr Hale met Ms Marsh.\n\n“It is late,” she said.", ["Lena Marsh"]),
        ("“It is late,” said Grace Obi. “It will be dark.”", ["Grace Obi", "Grace Obi"]),
        ("“It is late,” said Grace Obi.\n\n“It will be dark, and nobody has a lamp.”", ["Grace Obi", "Grace Obi"]),
        ("Grace Obi, an analyst at Corvane Bank, was there.\n\nThe analyst said the ferry was late.", ["Grace Obi"]),
        ("Spokeswoman Lena Marsh met Tomas Hale.\n\nThe spokeswoman said the ferry was late.", ["Lena Marsh"]),
        ("A top engineer said the ferry was unsafe.\n\nGrace Obi has built ships for years.", ["Grace Obi"]),
        ("The Ministry of Roads met.\n\nThe ministry said the ferry was late.", ["Ministry of Roads"]),
        ("Corvane Bank met.\n\nThe bank said the ferry was late.", ["Corvane Bank"]),
        ("Tomas Hale, the chairman of Corvane Bank, said the ferry was late.", ["Tomas Hale"]),
        ("The director of the Lanternfield Trust, Lena Marsh, said the ferry was late.", ["Lena Marsh"]),
        ("Corvane Bank chairman Tomas Hale said the ferry was late.", ["Tomas Hale"]),
        ("The harbour report says the ferry was late.", ["the harbour report"]),
        ("Police said the ferry was late.", ["police"]),
        ("Officials of the Ministry of Roads said the ferry was late.", ["officials of the Ministry of Roads"]),
        ("Hale’s lawyer said the ferry was late.", ["Hale’s lawyer"]),
        ("Grace Obi and Tomas Hale said the ferry was late.", ["Grace Obi and Tomas Hale"]),
        ("A statement from the Lanternfield Trust said the ferry was late.", ["Lanternfield Trust"]),
        ("It was announced that the ferry would stop.", [None]),
        ("Grace Obi slept.\n\nOne resident said the ferry was late.", ["One resident"]),
        (
            "Lena Marsh, the rector, met us.\n\nThe rector of Corvane Bank (Corvane Bank) said it was late.",
            ["Lena Marsh"],
        ),
        (
            "We met the Lanternfield Trust, whose observers said the ferry was late.",
            ["observers of the Lanternfield Trust"],
        ),
    ],
)
def test_speakers(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


def test_they_are_the_joint_speakers() -> None:
    text = "Grace Obi and Tomas Hale said the ferry was late. They said it was cold."
    assert speakers(text) == ["Grace Obi and Tomas Hale"] * 2


def test_the_answers_of_an_interview_are_the_guests() -> None:
    text = "Grace Obi talked to us.\n\nQ: Why?\n\nA: It was late.\n\nQ: And then?\n\nA: It was dark."
    assert speakers(text) == [None, "Grace Obi", None, "Grace Obi"]


def test_who_acts_before_a_quotation_says_it() -> None:
    text = "“It is late,” Grace Obi said.\n\nTomas Hale shows his lamp. “Here is light enough for all of us.”"
    assert speakers(text) == ["Grace Obi", "Tomas Hale"]


@given(
    st.lists(
        st.sampled_from(
            ["“a b c d,”", "she said.", "Grace Obi", "he", "said", "the", "report", ",", "\n\n", "and", "A:"]
        )
    )
)
def test_any_text_resolves(words: list[str]) -> None:
    speakers(" ".join(words))
