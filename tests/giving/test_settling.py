"""Grants settled over a whole article: sums for each, shared sums, repeats."""

from __future__ import annotations

import pytest
from tests.giving.settled import BODIES, settled

from moneyquote.records import ArticleRecord


def told(record: ArticleRecord) -> list[tuple[str | None, str | None]]:
    amounts = {amount.id: amount.text for amount in record.amounts}
    return [(g.grantee.name if g.grantee else None, amounts.get(g.amount or "")) for g in record.grants]


@pytest.mark.parametrize(
    "text",
    [
        "The Orsk Fund gave $5,000 each to Vale College, Harrow School and Tarn Choir.",
        "The Orsk Fund gave grants of $5,000 to each of Vale College, Harrow School and the Tarn Choir.",
        "Vale College, Harrow School and Tarn Choir each received $5,000 from the Orsk Fund.",
        "The Orsk Fund gave Vale College, Harrow School and Tarn Choir $5,000 apiece.",
    ],
)
def test_a_sum_for_each_is_a_grant_each(text: str) -> None:
    record = settled(text, ("Orsk Fund", "Vale College", "$5,000"))
    assert told(record) == [(name, "$5,000") for name in BODIES[1:]]
    assert [grant.id for grant in record.grants] == ["g1", "g2", "g3"]
    assert not any(grant.checks or grant.total for grant in record.grants)


def test_a_receiver_that_was_linked_already_is_not_doubled() -> None:
    text = "The Orsk Fund gave $5,000 each to Vale College and Tarn Choir."
    record = settled(text, ("Orsk Fund", "Vale College", "$5,000"), ("Orsk Fund", "Tarn Choir", "$5,000"))
    assert told(record) == [("Vale College", "$5,000"), ("Tarn Choir", "$5,000")]


@pytest.mark.parametrize(
    "text",
    [
        "Vale College, Harrow School and Tarn Choir shared $1 million from the Orsk Fund.",
        "Vale College, Harrow School & Tarn Choir will share in a grant of $1 million from the Orsk Fund.",
        "The Orsk Fund said Vale College, Harrow School, and the Tarn Choir are to split the $1 million.",
        "$1 million will be divided equally among Vale College, Harrow School and Tarn Choir, the Orsk Fund said.",
        "The Orsk Fund gives $1 million in grants, to be shared by three bodies: "
        "Vale College, Harrow School and Tarn Choir.",
        "$1 million from the Orsk Fund was split between Vale College, Harrow School and the Tarn Choir.",
    ],
)
def test_a_shared_sum_is_nobodys_alone(text: str) -> None:
    record = settled(text, ("Orsk Fund", "Vale College", "$1 million"))
    assert told(record) == [(None, "$1 million"), *((name, None) for name in BODIES[1:])]
    assert [grant.is_total for grant in record.grants] == [True, False, False, False]
    assert {grant.total for grant in record.grants[1:]} == {"a0"}


@pytest.mark.parametrize(
    "text",
    [
        "The Orsk Fund gave $5 million to Vale College, Harrow School has said in a letter shared on Monday.",
        "The Orsk Fund gave $5 million more than Vale College and Tarn Choir, a letter shared on Monday says.",
        "The Orsk Fund said in a shared letter that Vale College and Tarn Choir got $5 million.",
        "Vale College and Tarn Choir shared a letter about $5 million from the Orsk Fund.",
        "The Orsk Fund paid Vale College and Tarn Choir $5 million per share.",
        "$5 million per share was paid to Vale College and Tarn Choir by the Orsk Fund.",
        "$5 million will be shared by Vale College Harrow School, the Orsk Fund said.",
    ],
)
def test_a_word_of_sharing_that_does_not_tie_a_list_to_its_sum_takes_nothing_away(text: str) -> None:
    assert told(settled(text, ("Orsk Fund", "Vale College", "$5 million"))) == [("Vale College", "$5 million")]


def test_two_names_with_a_blank_between_them_are_no_list() -> None:
    text = "The Orsk Fund gave $5,000 each to Vale College Harrow School."
    assert told(settled(text, ("Orsk Fund", "Vale College", "$5,000"))) == [("Vale College", "$5,000")]


@pytest.mark.parametrize(
    "text",
    [
        "The Orsk Fund gave $5,000 to Vale College and Tarn Choir.",
        "The Orsk Fund says $5,000 in emergency aid has been given to the Vale College and Tarn Choir.",
    ],
)
def test_a_sum_to_two_is_the_total_of_both(text: str) -> None:
    record = settled(text, ("Orsk Fund", "Vale College", "$5,000"))
    assert told(record) == [("Vale College and Tarn Choir", "$5,000"), ("Vale College", None), ("Tarn Choir", None)]
    assert [grant.is_total for grant in record.grants] == [True, False, False]
    assert {grant.total for grant in record.grants[1:]} == {"a0"}


@pytest.mark.parametrize(
    "text",
    [
        "The Orsk Fund gave $5,000 to Vale College, Tarn Choir says.",
        "The Orsk Fund paid $5,000 for lamps to Vale College and Tarn Choir.",
    ],
)
def test_a_list_that_the_sum_does_not_lead_to_adds_nothing(text: str) -> None:
    assert told(settled(text, ("Orsk Fund", "Vale College", "$5,000"))) == [("Vale College", "$5,000")]


def test_a_receiver_of_a_shared_sum_is_not_told_again_without_one() -> None:
    text = "The Orsk Fund gave $5,000 to Vale College and Tarn Choir."
    record = settled(text, ("Orsk Fund", "Vale College", "$5,000"), ("Orsk Fund", "Tarn Choir", None))
    assert told(record) == [("Vale College and Tarn Choir", "$5,000"), ("Vale College", None), ("Tarn Choir", None)]


def test_a_sum_told_again_is_further_evidence() -> None:
    text = (
        "The Orsk Fund gave Vale College $5,000. Rain fell on the port for $5,000. "
        "Vale College will spend the $5,000 on lamps. A lamp costs $20."
    )
    (grant,) = settled(text, ("Orsk Fund", "Vale College", "$5,000")).grants
    assert [text[found.start : found.end].strip() for found in grant.also] == [
        "Vale College will spend the $5,000 on lamps."
    ]
    assert grant.also[0].amount == "a2"
