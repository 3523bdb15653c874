"""Resolving sources to speakers: names, pronouns, roles, organizations, documents, groups, turns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.quotation.attribution import find_attributions
from moneyquote.records import Entity, EntityType
from moneyquote.segments.sentences import sentence_spans
from moneyquote.speakers.cast import Named
from moneyquote.speakers.resolve import resolve_speakers
from moneyquote.speakers.scene import SourceOf

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
        ("“Go,” said Lena Marsh.\n\n“It is late.” “It is dark,” said Tomas Hale.", ["Lena Marsh"] + ["Tomas Hale"] * 2),
        ("Lena Marsh turned to Tomas Hale. “It is late, and it is dark.” Hale nodded.", ["Lena Marsh"]),
        ("Mr Hale met Ms Marsh.\n\n“It is late,” she said.", ["Lena Marsh"]),
        ("“It is late,” said Grace Obi. “It will be dark.”", ["Grace Obi", "Grace Obi"]),
        ("“It is late,” said Grace Obi.\n\n“It will be dark, and nobody has a lamp.”", ["Grace Obi", "Grace Obi"]),
        ("Grace Obi, an analyst at Corvane Bank, was there.\n\nThe analyst said the ferry was late.", ["Grace Obi"]),
        ("Spokeswoman Lena Marsh met Tomas Hale.\n\nThe spokeswoman said the ferry was late.", ["Lena Marsh"]),
        ("President Grace Obi was there.\n\nThe spokeswoman said the ferry was late.", ["the spokeswoman"]),
        ("Minister: the ferry will sail again\n\nPresident Grace Obi was there.", ["minister"]),
        ("Spokeswoman Grace Obi was there.\n\nThe spokeswoman said the ferry was late.", ["Grace Obi"]),
        ("A top engineer said the ferry was unsafe.\n\nGrace Obi has built ships for years.", ["Grace Obi"]),
        ("The Ministry of Roads met.\n\nThe ministry said the ferry was late.", ["Ministry of Roads"]),
        ("Corvane Bank met.\n\nThe bank said the ferry was late.", ["Corvane Bank"]),
        ("Tomas Hale, the chairman of Corvane Bank, said the ferry was late.", ["Tomas Hale"]),
        ("The director of the Lanternfield Trust, Lena Marsh, said the ferry was late.", ["Lena Marsh"]),
        ("Corvane Bank chairman Tomas Hale said the ferry was late.", ["Tomas Hale"]),
        ("The harbour report says the ferry was late.", ["the harbour report"]),
        (
            "The decree, with the signature of Grace Obi, says the ferry must stop.",
            ["the decree"],
        ),
        ("Grace Obi met us.\n\nWe’ve announced that the ferry was late.", [None]),
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


def test_the_words_of_a_headline_are_whose_they_are_where_they_stand_again() -> None:
    text = "‘We dug all night’: ferry saved\n\nTomas Hale slept.\n\n“We dug all night, all of us,” said Lena Marsh."
    assert set(speakers(text)) == {"Lena Marsh"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Yes,” Tomas Hale said. Mayor Grace Obi was there.\n\nThe mayor denied it. “Not so,” she said.", "Grace Obi"),
        (
            "Corvane Bank met. The roads agency did not mind. In a letter it said the ferry was late.",
            "the roads agency",
        ),
    ],
)
def test_who_acts_right_before_a_pronoun_is_meant(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("Lena Marsh, founding partner at Corvane, said it was late.", "founding partner at Corvane", "Lena Marsh"),
        ("It rained. Lena Marsh, an engineer, said it was late.", "an engineer", "Lena Marsh"),
        ("He saw Lena Marsh, a crowd of clerks said.", "a crowd of clerks", "a crowd of clerks"),
        ("Lena Marsh slept. An engineer said it was late.", "An engineer", "an engineer"),
    ],
)
def test_an_apposition_alone_is_who_is_named_before_it(text: str, source: str, speaker: str) -> None:
    at = text.index(source)
    asked = [SourceOf(content=((0, 2),), source=(at, at + len(source)), cued=True)]
    assert [found.name for found in resolve_speakers(text, ENTITIES, mentions(text), asked)] == [speaker]


def test_who_means_the_person_named_right_before() -> None:
    text = "“Yes,” Tomas Hale said. The ferry belongs to Lena Marsh, who said it was late."
    at = text.index("who")
    asked = [
        SourceOf(content=((1, 5),), source=(7, 17), cued=True),
        SourceOf(content=((at + 9, len(text) - 1),), source=(at, at + 3), cued=True),
    ]
    found = resolve_speakers(text, ENTITIES, mentions(text), asked)
    assert [speaker.name for speaker in found] == ["Tomas Hale", "Lena Marsh"]


def test_a_body_is_named_by_its_kind_before_one_that_has_the_word_in_its_name() -> None:
    bodies = [
        Entity(id="m", type=EntityType.ORG, name="Harbour Museum"),
        Entity(id="u", type=EntityType.ORG, name="Museum Workers’ Union"),
    ]
    text = "The Harbour Museum met the Museum Workers’ Union. The museum said it was late."
    named = [Named(4, 18, "m"), Named(27, 48, "u")]
    asked = [SourceOf(content=((66, 77),), source=(50, 60), cued=True)]
    assert [speaker.name for speaker in resolve_speakers(text, bodies, named, asked)] == ["Harbour Museum"]


def test_a_surname_in_the_plural_is_the_couple() -> None:
    text = "Ruth and Tomas Hale own the ferry.\n\nThe Hales said it was late. The couple said it was cold."
    assert speakers(text) == ["Ruth and Tomas Hale"] * 2


def test_the_answers_of_an_interview_are_the_guests() -> None:
    text = "Grace Obi talked to us.\n\nQ: Why?\n\nA: It was late.\n\nQ: And then?\n\nA: It was dark."
    assert speakers(text) == [None, "Grace Obi", None, "Grace Obi"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Grace Obi began talking to Hale. “The pier is old and nobody mends it.” Hale nodded.", "Grace Obi"),
        ("Asked why, Grace Obi shrugged. “The tide comes when it comes, and so do we.”", "Grace Obi"),
        ("“The tide was late, and so were we.” – Commissioner Grace Obi", "Grace Obi"),
        ("And from Chairwoman Lena Marsh:\n\n“The pier is old, and it will be mended.”", "Lena Marsh"),
    ],
)
def test_a_quotation_without_a_verb_of_saying_has_its_speaker(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_who_acts_before_a_quotation_says_it() -> None:
    text = "“It is late,” Grace Obi said.\n\nTomas Hale shows his lamp. “Here is light enough for all of us.”"
    assert speakers(text) == ["Grace Obi", "Tomas Hale"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Grace Obi slept. “My mother says, ‘When will you row?’ I have no answer,” Obi said. “Not one.”",
            ["Grace Obi", "My mother", "Grace Obi"],
        ),
        ("“The clerk came, and he wrote ‘partial damage’ on it,” Grace Obi said.", ["Grace Obi", "The clerk"]),
        ("“I told them, ‘Pick up the oar,’ and they did,” Grace Obi said.", ["Grace Obi", "Grace Obi"]),
        ("“We met Hale and he said, ‘Pick up the oar,’ to us,” Grace Obi said.", ["Grace Obi", "Tomas Hale"]),
        ("“One day he said, ‘Pick up the oar,’ to us,” Grace Obi said.", ["Grace Obi", None]),
    ],
)
def test_words_inside_words_have_their_own_speaker_and_leave_the_running_one(
    text: str, expected: list[str | None]
) -> None:
    assert speakers(text) == expected


def test_a_headline_that_repeats_words_that_carry_on() -> None:
    words = "“It is late,” said Lena Marsh. “It is not a plan at all.”"
    assert speakers(f"‘Not a plan at all’: ferry lost\n\nHale slept.\n\n{words}")[0] == "Lena Marsh"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“Yes,” Tomas Hale said. Captain Grace Obi left, and the captain is not asking.\n\n“Not so,” she said.",
            "Grace Obi",
        ),
        ("“Yes,” Tomas Hale said.\n\nA report by the town lists boats. It concludes that the pier is old.", "a report"),
        ("Grace Obi has counted.\n\n“Yes,” Hale said.", "Tomas Hale"),
        ("Grace Obi has counted. “They took the boat,” the head of the harbour league said.", "Grace Obi"),
        ("The jury met. In its letter it said that the pier was old.", "the jury"),
    ],
)
def test_who_acts_before_words_is_meant_by_what_follows_them(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@given(
    st.lists(
        st.sampled_from(
            ["“a b c d,”", "she said.", "Grace Obi", "he", "said", "the", "report", ",", "\n\n", "and", "A:"]
        )
    )
)
def test_any_text_resolves(words: list[str]) -> None:
    speakers(" ".join(words))
