"""The same grant told in several articles."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.resolve.made_up import told

from moneyquote.resolve.amounts import amounts_agree
from moneyquote.resolve.told_grants import tie_grants


def test_the_same_parties_and_sum_are_one_grant() -> None:
    (grant,) = tie_grants([told(1, "a"), told(2, "b"), told(3, "c", grantee="o9")])
    assert [telling.key for telling in grant.tellings] == [1, 2]
    assert grant.contradictions == ()
    assert grant.reason == "same funder, same grantee, sums that agree"


@pytest.mark.parametrize(
    "other",
    [
        {"grantee": "o9"},
        {"funder": "o9"},
        {"kind": "loan"},
        {"is_total": True},
        {"published": "2026-03-01"},
        {"value": Decimal(9_000_000), "published": "2024-05-01"},
        {"currency": "EUR", "published": "2024-05-01"},
        {"grantee": None, "value": Decimal(4_000_000)},
        {"grantee": None, "sure_parties": frozenset()},
    ],
)
def test_other_parties_sums_kinds_and_years_are_other_grants(other: dict[str, Any]) -> None:
    assert tie_grants([told(1, "a"), told(2, "b", **other)]) == []


def test_one_article_tells_two_grants() -> None:
    assert tie_grants([told(1, "a"), told(2, "a")]) == []
    found = tie_grants([told(1, "a"), told(2, "a", value=Decimal(700)), told(3, "b"), told(4, "b", value=Decimal(700))])
    assert sorted([t.key for t in grant.tellings] for grant in found) == [[1, 3], [2, 4]]


def test_a_telling_without_the_grantee_joins_by_funder_and_sum() -> None:
    (grant,) = tie_grants([told(1, "a"), told(2, "b", grantee=None)])
    assert "left out" in grant.reason


def test_contradictions_are_listed_with_their_tellings() -> None:
    purpose = "a new roof for the choir"
    (grant,) = tie_grants(
        [
            told(1, "a", purpose=purpose, period="2024", status="promised"),
            told(2, "b", purpose="the roof of the choir", period="two years", value=Decimal(6_000_000)),
        ]
    )
    found = {c.field: c.readings for c in grant.contradictions}
    assert found == {
        "amount": (("5000000 USD", (1,)), ("6000000 USD", (2,))),
        "period": (("2024", (1,)), ("two years", (2,))),
        "status": (("given", (2,)), ("promised", (1,))),
    }


def test_what_one_article_leaves_out_contradicts_nothing() -> None:
    (grant,) = tie_grants([told(1, "a", period="2024"), told(2, "b", value=None, currency=None)])
    assert grant.contradictions == ()


def test_a_chain_does_not_join_two_grantees() -> None:
    grants = [told(1, "a"), told(2, "b", grantee=None), told(3, "c", grantee="o9")]
    for grant in tie_grants(grants):
        assert {"o2", "o9"} - {telling.grantee for telling in grant.tellings}


def test_the_order_of_grants_does_not_matter() -> None:
    grants = [told(n, "abcd"[n % 4], value=Decimal(1000 + n // 4)) for n in range(40)]
    assert tie_grants(grants) == tie_grants(grants[::-1])


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ({}, {}, True),
        ({"value": Decimal(5_012_300)}, {}, True),
        ({"value": Decimal(5_612_300)}, {}, False),
        ({"value": Decimal(5_400_000)}, {"qualifier": "approximately"}, True),
        ({"value": Decimal(5_600_000)}, {"qualifier": "approximately"}, False),
        ({"value": Decimal(7_000_000)}, {"qualifier": "more_than"}, True),
        ({"value": Decimal(4_900_000)}, {"qualifier": "more_than"}, False),
        ({"value": Decimal(4_000_000), "value_max": Decimal(6_000_000), "qualifier": "range"}, {}, True),
        ({"value": None}, {}, None),
        ({"currency": None}, {}, None),
        ({"currency": "EUR"}, {}, False),
    ],
)
def test_sums_agree_as_articles_round_them(first: dict[str, Any], second: dict[str, Any], agree: bool | None) -> None:
    one, other = told(1, "a", **first), told(2, "b", **second)
    assert amounts_agree(one, other) is agree
    assert amounts_agree(other, one) is agree
