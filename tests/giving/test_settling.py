"""Grants settled over a whole article: sums for each, shared sums, repeats, totals, second currencies."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from moneyquote.giving import settle
from moneyquote.giving.figures import leeway
from moneyquote.money import parse
from moneyquote.records import (
    Amount,
    ArticleHead,
    ArticleRecord,
    CheckKind,
    Entity,
    EntityType,
    Extent,
    Grant,
    GrantStatus,
    Mention,
    Party,
    Qualifier,
)

BODIES = ("Orsk Fund", "Vale College", "Harrow School", "Tarn Choir")


def settled(
    text: str, *links: tuple[str | None, str | None, str | None], published: str | None = None
) -> ArticleRecord:
    """The record of a text whose grants are links of funder, grantee and the amount's printed form, settled."""
    entities = tuple(Entity(id=f"e{n}", type=EntityType.ORG, name=name) for n, name in enumerate(BODIES))
    mentions = tuple(
        Mention(start=m.start(), end=m.end(), text=m.group(), entity=entity.id)
        for entity in entities
        for m in re.finditer(entity.name, text)
    )
    found = parse(text)
    amounts = tuple(
        Amount(
            id=f"a{n}",
            start=a.start,
            end=a.end,
            text=text[a.start : a.end],
            value=a.value,
            value_max=a.value_max,
            currency=a.currency,
            qualifier=a.qualifier,
            flags=a.flags,
        )
        for n, a in enumerate(found)
    )
    doubles = {f"a{n}": f"a{a.same_sum_as}" for n, a in enumerate(found) if a.same_sum_as is not None}
    sentences = [m.span() for m in re.finditer(r"[^.\n]+(?:\.\d+[^.\n]*)*[.\n]?", text) if m.group().strip()]

    def party(name: str | None) -> Party | None:
        if name is None:
            return None
        mention = next(m for m in mentions if m.text == name)
        return Party(start=mention.start, end=mention.end, text=name, entity=mention.entity, name=name)

    grants = []
    for n, (funder, grantee, printed) in enumerate(links, 1):
        amount = next((a for a in amounts if a.text == printed), None)
        shown = next((s for s in sentences if amount and s[0] <= amount.start < s[1]), (0, len(text)))
        year = re.search(r"in (20\d\d)", text[slice(*shown)])
        grants.append(
            Grant(
                id=f"g{n}",
                funder=party(funder),
                grantee=party(grantee),
                amount=amount.id if amount else None,
                period=year[1] if year else None,
                evidence=Extent(start=shown[0], end=shown[1]),
            )
        )
    head = ArticleHead(id="a", sha256=hashlib.sha256(text.encode()).hexdigest(), published=published)
    record = ArticleRecord(
        article=head, text=text, entities=entities, mentions=mentions, amounts=amounts, grants=tuple(grants)
    )
    return settle(record, sentences, doubles)


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
