import re

import pytest

from moneyquote.giving import GivenAmount, NamedSpan, find_grants
from moneyquote.segments.sentences import sentence_spans

NAMES = ("Orsk Fund", "Vale College", "Ministry of Roads", "Mary Vane", "Hill Clinic")


def grants(text: str) -> list[tuple[str | None, str | None, str, str | None]]:
    amounts = [
        GivenAmount(id=f"a{i}", start=m.start(), end=m.end())
        for i, m in enumerate(re.finditer(r"\$[\d,]+(?: million)?", text))
    ]
    names = sorted(
        (NamedSpan(start=m.start(), end=m.end(), entity=name) for name in NAMES for m in re.finditer(name, text)),
        key=lambda name: name.start,
    )
    shown = {a.id: text[a.start : a.end] for a in amounts}

    def piece(interval: tuple[int, int] | None) -> str | None:
        return text[slice(*interval)] if interval else None

    return [
        (piece(g.funder), piece(g.grantee), shown[g.amount], piece(g.purpose))
        for g in find_grants(text, sentence_spans(text), amounts, names)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Orsk Fund has awarded $5,000 to Vale College for a new library.",
            ("Orsk Fund", "Vale College", "$5,000", "a new library"),
        ),
        ("The Orsk Fund gave Vale College $5,000.", ("Orsk Fund", "Vale College", "$5,000", None)),
        (
            "Vale College will receive a $2 million grant from the Orsk Fund to build a hall.",
            ("Orsk Fund", "Vale College", "$2 million", "build a hall"),
        ),
        ("A $5,000 donation from Mary Vane went to Hill Clinic.", ("Mary Vane", "Hill Clinic", "$5,000", None)),
        ("Hill Clinic was awarded $5,000 by the Orsk Fund.", ("Orsk Fund", "Hill Clinic", "$5,000", None)),
        ("In 2020 Norway pledged $2 million to Hill Clinic.", ("Norway", "Hill Clinic", "$2 million", None)),
    ],
)
def test_the_shapes_of_giving(text: str, expected: tuple[str | None, str | None, str, str | None]) -> None:
    assert grants(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Vale College was fined $5,000.",
        "Mary Vane earned a salary of $5,000.",
        "The Orsk Fund reported revenue of $2 million.",
        "The clinic bought a scanner for $5,000.",
        "The house is worth $2 million.",
    ],
)
def test_payments_are_no_grants(text: str) -> None:
    assert grants(text) == []


def test_a_list_takes_its_funder_from_the_line_above() -> None:
    text = "The Orsk Fund awarded grants to:\n• Vale College, $5,000\n• Hill Clinic, $700"
    assert [g[:3] for g in grants(text)] == [
        ("Orsk Fund", "Vale College", "$5,000"),
        ("Orsk Fund", "Hill Clinic", "$700"),
    ]
