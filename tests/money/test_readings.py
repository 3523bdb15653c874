"""What is said of a sum beside its value: how exact it is, in which country's money, and what is odd about it."""

import pytest

from moneyquote.money import parse


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("It cost $5.", "exact"),
        ("It cost about $5.", "approximately"),
        ("It cost an estimated $5m.", "approximately"),
        ("It cost nearly a million dollars.", "approximately"),
        ("It cost some 300 euros.", "approximately"),
        ("It cost at least $5.", "at_least"),
        ("It cost no less than $5.", "at_least"),
        ("It cost $5 or more.", "at_least"),
        ("It cost more than $5.", "more_than"),
        ("It cost over €3m.", "more_than"),
        ("It cost in excess of £9,000.", "more_than"),
        ("It cost upwards of $1m.", "more_than"),
        ("It cost up to $5.", "at_most"),
        ("It cost as much as $5m.", "at_most"),
        ("It cost up to nearly $7,000 a year.", "at_most"),
        ("The guild owes no more than QR 250,000.", "at_most"),
        ("It cost less than $5.", "less_than"),
        ("It cost just under £3,000.", "less_than"),
        ("It cost millions of dollars.", "indefinite"),
        ("It cost tens of billions of yen.", "indefinite"),
        ("It cost several million euros.", "indefinite"),
        ("It was a multibillion-dollar plan.", "indefinite"),
        ("They voted over the $5m plan.", "exact"),
    ],
)
def test_qualifiers(text: str, qualifier: str) -> None:
    (amount,) = parse(text)
    assert amount.qualifier == qualifier
    assert (amount.value is None) == (qualifier == "indefinite")


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("It cost $40 a barrel.", [["per_unit"]]),
        ("They earn £300 per week.", [["per_unit"]]),
        ("They get $4,000 annually.", [["per_unit"]]),
        ("A monthly allowance of Rs 1,000 was paid.", [["per_unit"]]),
        ("They gave $5 in May.", [[]]),
        ("They gave about $1.3 million ($1,338,860 million).", [[], ["suspect_scale"]]),
        ("The fund paid $250,000 to one body. In all $1.1 was spent on grants.", [[], ["suspect_scale"]]),
        ("The fund paid $250,000. A coffee costs $3.5 there.", [[], []]),
        ("The fund paid $250,000. The stamp costs $1.10.", [[], []]),
    ],
)
def test_flags(text: str, flags: list[list[str]]) -> None:
    assert [[flag.value for flag in amount.flags] for amount in parse(text)] == flags


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("CANBERRA: The minister gave Queensland $5 million. Sydney wants more, and Perth too.", "AUD"),
        ("https://www.stuff.example.nz/news/1\n\nThe council in Auckland paid $5,000.", "NZD"),
        ("Toronto and Ottawa agreed. Ontario pays $5 million.", "CAD"),
        ("The mayor of Chicago paid $5 million.", "USD"),
        ("In Mexico City the firm earned $5 million.", "USD"),
        ("PORT LOUIS: Mauritius will pay Rs 1,000 a month to Mauritians.", "MUR"),
        ("ISLAMABAD: Pakistan will pay Rs 1,000 to Karachi.", "PKR"),
        ("NAIROBI: Kenya will pay 5,000 shillings.", "KES"),
        ("KAMPALA: Uganda will pay 5,000 shillings.", "UGX"),
        ("BOGOTA: Colombia will pay 5 million pesos.", "COP"),
        ("Prague: the Czech Republic will pay 5 million crowns.", "CZK"),
        ("In Algiers they pay 500 dinars.", "DZD"),
        ("They pay 500 dinars.", None),
        ("They pay 500 pounds in Cairo, Egypt's capital.", "EGP"),
        ("They pay £500.", "GBP"),
    ],
)
def test_a_shared_sign_is_settled_from_the_article(text: str, currency: str | None) -> None:
    assert parse(text)[-1].currency == currency


def test_the_evidence_for_a_currency_is_kept() -> None:
    text = "BOGOTA: Colombia will pay 5 million pesos."
    (amount,) = parse(text)
    assert amount.currency_evidence is not None
    assert text[slice(*amount.currency_evidence)] in ("BOGOTA", "Colombia")


def test_a_users_default_holds_where_the_text_is_silent() -> None:
    assert parse("It cost $5.", default_currencies={"$": "AUD"})[0].currency == "AUD"
    assert parse("It cost 500 dinars.", default_currencies={"dinar": "IQD"})[0].currency == "IQD"
    assert parse("It cost US$5.", default_currencies={"$": "AUD"})[0].currency == "USD"


def test_the_same_sum_in_another_currency_is_marked() -> None:
    first, second, third = parse("It cost more than 10,000 shillings (about US$85), then $90.")
    assert (first.same_sum_as, second.same_sum_as, third.same_sum_as) == (None, 0, None)
    assert second.qualifier == "approximately"
    inherited = parse("It cost more than 10,000 shillings (US$85).")[1]
    assert inherited.qualifier == "more_than"
