"""Tables that were flattened to lines: their rows, what leads in to them, and what is none."""

import re

import pytest

from moneyquote.giving import words as lexical
from moneyquote.giving.article import GivenAmount, GivingArticle, NamedSpan
from moneyquote.giving.tables import read_tables
from moneyquote.segments.sentences import sentence_spans

NAME = re.compile(r"Orsk Foundation|Vale College|Harrow University|Tarn School")
HEADING = "Grants awarded by the Orsk Foundation in 2021\n\n"
BARS = (
    "Vale College | New library | $5,000\nHarrow University | Scholarships | $7,000\nTarn School | School bus | $900\n"
)
ROWS = [("Vale College", "$5,000"), ("Harrow University", "$7,000"), ("Tarn School", "$900")]
WITH_PURPOSE = [(*row, what) for row, what in zip(ROWS, ("New library", "Scholarships", "School bus"), strict=True)]


def article(text: str) -> GivingArticle:
    return GivingArticle(
        text=text,
        sentences=sentence_spans(text),
        amounts=[GivenAmount(id=m.group(), start=m.start(), end=m.end()) for m in re.finditer(r"\$[\d,]+\d", text)],
        names=[NamedSpan(start=m.start(), end=m.end(), entity=m.group()) for m in NAME.finditer(text)],
        entity_names={name: name for name in NAME.findall(text)},
    )


def told(text: str) -> list[tuple[str, ...]]:
    made = article(text)
    rows = read_tables(made, [lexical.cues(text, start, end) for start, end in made.sentences])
    return [
        (
            text[slice(*row.grantee)],
            row.amount,
            *([text[slice(*row.purpose)]] if row.purpose else []),
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (HEADING + BARS, WITH_PURPOSE),
        (HEADING + BARS.replace(" | ", "\t"), WITH_PURPOSE),
        (HEADING + "| Recipient | Project | Amount |\n|---|---|---|\n" + BARS, WITH_PURPOSE),
        (HEADING + "Recipient | County | Amount\n" + BARS, ROWS),
        ("Figures for 2021\n\nRecipient | Purpose | Amount\n" + BARS, WITH_PURPOSE),
        (HEADING + "Vale College\n$5,000\nHarrow University\n$7,000\nTarn School\n$900\n", ROWS),
        (HEADING + "Recipient\nAmount\nVale College\n$5,000\nHarrow University\n$7,000\nTarn School\n$900\n", ROWS),
        (
            HEADING + "Recipient\nPurpose\nAmount\nVale College\nNew library\n$5,000\nHarrow University\nScholarships\n"
            "$7,000\nTarn School\nSchool bus\n$900\n",
            WITH_PURPOSE,
        ),
    ],
)
def test_the_rows_of_a_table(text: str, rows: list[tuple[str, ...]]) -> None:
    assert told(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Prices of the shops\n\n" + BARS,  # nothing tells of giving
        HEADING + "Rent | $5,000\nWages | $7,000\n",  # no names
        HEADING + "Vale College | $5,000\n",  # one row
        HEADING + "Vale College got $5,000.\nHarrow University got $7,000.\n",  # sentences
        HEADING + "Vale College | $5,000\nHarrow University | it rose\n",
        "",
    ],
)
def test_what_is_no_table_of_transfers(text: str) -> None:
    assert told(text) == []
