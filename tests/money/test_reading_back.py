"""Amounts written in every supported style read back as what was written; any text is survived, in linear work."""

import sys
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import TENFOLD, tenfold_cost

from moneyquote.money import parse
from moneyquote.money.numbers import digits_value

SIGNS = {
    "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "R$": "BRL", "€": "EUR",
    "£": "GBP", "₹": "INR", "₦": "NGN", "₱": "PHP", "₸": "KZT", "₴": "UAH", "RM": "MYR", "KSh": "KES", "USD ": "USD",
    "EUR ": "EUR", "GBP ": "GBP", "CHF ": "CHF", "JPY ": "JPY", "PLN ": "PLN",
}  # fmt: skip
WORDS = {
    "euros": "EUR", "US dollars": "USD", "Canadian dollars": "CAD", "Kenyan shillings": "KES", "Swiss francs": "CHF",
    "tenge": "KZT", "zlotys": "PLN", "ringgit": "MYR", "Mexican pesos": "MXN", "Indian rupees": "INR", "naira": "NGN",
    "South African rand": "ZAR", "Saudi riyals": "SAR", "Norwegian kroner": "NOK", "baht": "THB",
}  # fmt: skip
SCALES = {
    " thousand": 3,
    " million": 6,
    " billion": 9,
    " trillion": 12,
    " crore": 7,
    " lakh": 5,
    "m": 6,
    "bn": 9,
    "k": 3,
}
GLUED = {"m", "bn", "k"}


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


def indian(value: int) -> str:
    digits = str(value)
    head, tail = digits[:-3], digits[-3:]
    parts = []
    while head:
        parts.append(head[-2:])
        head = head[:-2]
    return ",".join([*reversed(parts), tail])


@st.composite
def figures(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A figure as printed, and its value."""
    style = draw(st.sampled_from(["plain", "comma", "blank", "apostrophe", "indian", "decimal", "scaled"]))
    whole = draw(st.integers(1000, 999_999_999))
    if style == "plain":
        small = draw(st.integers(2, 99_999))
        return str(small), Decimal(small)
    if style == "decimal":
        cents = draw(st.integers(0, 99))
        return f"{grouped(whole, ',')}.{cents:02d}", Decimal(f"{whole}.{cents:02d}")
    if style == "indian":
        return indian(whole), Decimal(whole)
    if style == "scaled":
        number = draw(st.decimals(min_value="1.1", max_value="999", places=1))
        word = draw(st.sampled_from(sorted(SCALES)))
        return f"{number}{word}", number * Decimal(10) ** SCALES[word]
    return grouped(whole, {"comma": ",", "blank": " ", "apostrophe": "’"}[style]), Decimal(whole)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Decimal, str]:
    """An amount as printed, its value and its currency."""
    figure, value = draw(figures())
    if draw(st.booleans()):
        sign = draw(st.sampled_from(sorted(SIGNS)))
        return sign + figure, value, SIGNS[sign]
    word = draw(st.sampled_from(sorted(WORDS)))
    return f"{figure} {word}", value, WORDS[word]


@given(
    written(),
    st.sampled_from(["It cost {} in all.", "({})", "{}", "They gave\n{}, they said.", "“{}” is what it takes."]),
)
@settings(max_examples=400)
def test_r27_an_amount_reads_back(amount: tuple[str, Decimal, str], frame: str) -> None:
    surface, value, currency = amount
    text = frame.format(surface)
    (found,) = parse(text)
    assert text[found.start : found.end] == surface
    assert (found.value, found.currency) == (value, currency)


@given(
    st.integers(1, 400),
    st.integers(1, 500),
    st.sampled_from(["-", "–", " to "]),
    st.sampled_from([" million", " billion", ""]),
)
def test_a_range_reads_back(low: int, more: int, link: str, scale: str) -> None:
    surface = f"US${low}{link}{low + more}{scale}"
    text = f"It cost {surface} there."
    (found,) = parse(text)
    factor = {" million": 10**6, " billion": 10**9, "": 1}[scale]
    assert text[found.start : found.end] == surface
    assert (found.value, found.value_max) == (Decimal(low * factor), Decimal((low + more) * factor))


NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@given(st.integers(1, 11), st.sampled_from(["", " hundred", " thousand", " million"]), st.sampled_from(["or", "to"]))
def test_a_range_in_words_reads_back(low: int, scale: str, link: str) -> None:
    surface = f"{NUMERALS[low - 1]} {link} {NUMERALS[low]}{scale} euros"
    (found,) = parse(f"It cost {surface} there.")
    factor = {"": 1, " hundred": 100, " thousand": 1000, " million": 10**6}[scale]
    assert (found.value, found.value_max) == (Decimal(low * factor), Decimal((low + 1) * factor))
    assert (found.start, found.end) == (8, 8 + len(surface))


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["RM", "US$", "€", "KSh", "USD "]))
def test_a_range_of_long_figures_reads_back(low: int, more: int, sign: str) -> None:
    surface = f"{sign}{low:,} to {sign}{low + more:,}"
    (found,) = parse(f"Homes cost from {surface} there.")
    assert (found.value, found.value_max, found.end - found.start) == (Decimal(low), Decimal(low + more), len(surface))


@given(st.integers(1, 999), st.integers(1, 9), st.integers(1, 9))
def test_minor_units_read_back(yuan: int, jiao: int, fen: int) -> None:
    surface = f"{yuan} yuan {jiao} jiao {fen} fen"
    (found,) = parse(f"It cost {surface}.")
    assert (found.value, found.end - found.start) == (yuan + Decimal(10 * jiao + fen) / 100, len(surface))


PIECES = st.sampled_from(
    ["$", "€", "5", "1,000", ".", ",", " ", "million", "half a ", "dollars", "to ", "-", "and ", "(", "US", "Rs", "p",
     "k", "\n", "cents", "a ", "between ", "won", "pounds", "\u00a0", "٣", "１", "kr", "%", "R"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
@settings(max_examples=500)
def test_r08_any_text_is_survived(text: str) -> None:
    found = parse(text)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(a.value_max is None or (a.value is not None and a.value < a.value_max) for a in found)


@pytest.mark.parametrize(
    ("number", "codes", "value"),
    [
        ("1,338,860", (), "1338860"),
        ("1.338.860", (), "1338860"),
        ("1 338 860", (), "1338860"),
        ("12,34,567.89", (), "1234567.89"),
        ("1.234,56", (), "1234.56"),
        ("50,000,00", (), "50000.00"),
        ("2,25", (), "2.25"),
        ("12.500", ("EUR",), "12500"),
        ("12.500", ("USD",), "12.500"),
        ("0.500", ("EUR",), "0.500"),
        ("9" * 31, (), None),
    ],
)
def test_digits(number: str, codes: tuple[str, ...], value: str | None) -> None:
    assert digits_value(number, codes) == (None if value is None else Decimal(value))


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


RUNS: dict[str, Callable[[int], str]] = {
    name: partial(repeated, unit)
    for name, unit in {
        "digits": "7", "commas": "1,", "grouped": "1 000 ", "dollars": "$", "blanks": " ", "halves": "and a half ",
        "millions": "million ", "nouns": "dollars ", "dashes": "5-", "rises": "from $5 to ", "letters": "US",
        "dots": "1.", "mixture": "$5 to 6 million and a half 7p Rs ", "words": "half a million ", "points": ".,.,",
        "newlines": "$\n", "choices": "five or six ", "jiao": "one yuan five jiao ", "changes": "rose from $5 to ",
        "blank lines": "$5\n\n", "addresses": "https://", "decimals": "one point five dollars ",
        "receivers": "$5 to 6 ab ",
    }.items()
}  # fmt: skip


def work(text: str) -> int:
    """The number of Python and C calls that a parse makes, its work but for the regular expressions' inner steps."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1

    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", sorted(RUNS))
def test_r18_work_grows_with_the_length(name: str) -> None:
    parse(RUNS[name](100))  # the lexicon's tables are made once
    small, large = work(RUNS[name](10_000)), work(RUNS[name](100_000))
    assert large <= 15 * small + 2000, (small, large)


@pytest.mark.parametrize("name", sorted(RUNS))
def test_r18_time_grows_with_the_length(name: str) -> None:
    assert tenfold_cost(parse, RUNS[name](10_000), RUNS[name](100_000)) < TENFOLD
