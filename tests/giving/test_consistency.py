"""Grants held against each other: totals and parts, years, second currencies, exactness."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.giving.settled import settled

from moneyquote.giving import settle
from moneyquote.giving.figures import leeway
from moneyquote.records import Amount, CheckKind, GrantStatus, Qualifier

PARTS = "Vale College got $500,000.\nHarrow School got $700,000.\nTarn Choir got $100,000."
LINKS = (
    (None, "Vale College", "$500,000"),
    (None, "Harrow School", "$700,000"),
    (None, "Tarn Choir", "$100,000"),
)


def test_parts_that_add_up_are_tied_to_their_total_and_nothing_is_made_up() -> None:
    record = settled(
        f"The Orsk Fund gave a total of $1.3 million.\n{PARTS}", ("Orsk Fund", None, "$1.3 million"), *LINKS
    )
    total, *parts = record.grants
    assert total.is_total
    assert {part.total for part in parts} == {total.amount}
    assert {part.funder for part in parts} == {None}
    assert not any(grant.checks for grant in record.grants)


def test_counted_parts_that_do_not_add_up_are_flagged_with_both_places() -> None:
    text = f"The Orsk Fund gave three grants totaling $1.5 million.\n{PARTS}"
    record = settled(text, ("Orsk Fund", None, "$1.5 million"), *LINKS)
    for grant in record.grants:
        (check,) = grant.checks
        assert check.kind is CheckKind.PARTS
        assert "USD 1,300,000" in check.message
        assert "USD 1,500,000" in check.message
        assert [span.text for span in check.evidence] == ["$1.5 million", "$500,000", "$700,000", "$100,000"]
        assert all(text[span.start : span.end] == span.text for span in check.evidence)
    assert not any(grant.total for grant in record.grants)


def test_some_of_many_grants_contradict_nothing() -> None:
    text = f"The Orsk Fund gave a total of $9 million to ferries and lamps.\n{PARTS}"
    record = settled(text, ("Orsk Fund", None, "$9 million"), *LINKS)
    assert not any(grant.checks or grant.total for grant in record.grants)


@pytest.mark.parametrize(
    ("between", "fits"),
    [
        (", including $2 million to Vale College", True),
        (". Among them are $2 million to Vale College", True),
        (", of which it gave $2 million to Vale College", True),
        (" to bodies such as Vale College, which got $2 million", True),
        (" in two grants: $2 million to Vale College", False),
        (" to ports, including ferries. It was two grants: $2 million to Vale College", False),
    ],
)
def test_parts_told_as_some_of_a_total_may_be_less_and_never_more(between: str, fits: bool) -> None:
    text = f"The Orsk Fund gave two grants, a total of $10 million{between} and $3 million to Tarn Choir."
    links = (("Orsk Fund", "Vale College", "$2 million"), ("Orsk Fund", "Tarn Choir", "$3 million"))
    record = settled(text, ("Orsk Fund", None, "$10 million"), *links)
    assert {bool(grant.checks) for grant in record.grants} == {not fits}
    more = settled(text.replace("$10 m", "$4 m"), ("Orsk Fund", None, "$4 million"), *links)
    assert all(grant.checks for grant in more.grants)


def test_the_grants_of_a_year_may_not_exceed_its_total() -> None:
    text = (
        "The Orsk Fund gave a total of $4 million in 2023. It gave Vale College $3 million in 2023. "
        "It gave Tarn Choir $2 million in 2023."
    )
    links = (("Orsk Fund", None, "$4 million"), ("Orsk Fund", "Vale College", "$3 million"))
    record = settled(text, *links, ("Orsk Fund", "Tarn Choir", "$2 million"))
    assert {check.kind for grant in record.grants for check in grant.checks} == {CheckKind.YEAR}
    fitting = settled(text.replace("$4", "$9"), ("Orsk Fund", None, "$9 million"), *links[1:])
    assert not any(grant.checks for grant in fitting.grants)


@pytest.mark.parametrize(
    ("sums", "published", "fits"),
    [
        ("$1.2 million (€1.1 million)", "2024-03-01", True),
        ("$1.2 million (€11 million)", "2024-03-01", False),
        ("$1.2 million (€1.3 million)", "2008-05-01", False),
        ("€800,000 ($1.2 million)", "2008-05-01", True),
        ("£50,000 (about $63,000)", None, True),
        ("£50,000 (about $630,000)", None, False),
        ("£50,000 (about 9 million Kenyan shillings)", "2024-03-01", True),
    ],
)
def test_a_second_currency_is_held_against_the_rates_of_its_time(sums: str, published: str | None, fits: bool) -> None:
    first, second = sums.rstrip(")").split(" (")
    text = f"The Orsk Fund gave Vale College {sums} for lamps."
    record = settled(text, ("Orsk Fund", "Vale College", second.removeprefix("about ")), published=published)
    (grant,) = record.grants
    amounts = {amount.id: amount.text for amount in record.amounts}
    assert amounts[grant.amount or ""] == first  # the sum outside the brackets, though the other was linked
    assert [amounts[found.amount or ""] for found in grant.also] == [second.removeprefix("about ")]
    assert [check.kind for check in grant.checks] == ([] if fits else [CheckKind.CURRENCIES])


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "spare"),
    [
        ("$1.3 million", "1300000", Qualifier.EXACT, "50000"),
        ("$4 million", "4000000", Qualifier.EXACT, "160000"),
        ("$1,300,000", "1300000", Qualifier.EXACT, "0"),
        ("$1,300,000", "1300000", Qualifier.APPROXIMATELY, "65000"),
        ("a million dollars", "1000000", Qualifier.EXACT, "0"),
    ],
)
def test_a_sum_is_meant_as_exactly_as_it_is_printed(text: str, value: str, qualifier: Qualifier, spare: str) -> None:
    amount = Amount(id="a1", start=0, end=len(text), text=text, value=Decimal(value), qualifier=qualifier)
    assert leeway(amount) == Decimal(spare)


def test_what_was_only_asked_for_is_no_part() -> None:
    record = settled(
        f"The Orsk Fund gave a total of $1.3 million.\n{PARTS}", ("Orsk Fund", None, "$1.3 million"), *LINKS
    )
    asked = replace(record.grants[1], status=GrantStatus.REQUESTED, total=None)
    before = replace(record, grants=(record.grants[0], asked, *record.grants[2:]))
    assert settle(before, [(0, len(record.text or ""))], {}).grants[1].total is None
