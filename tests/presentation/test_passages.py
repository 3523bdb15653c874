"""Article text on the terminal: harmless, and marked at the right characters."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.presentation.money import sum_in_words
from moneyquote.presentation.passages import Mark, around, harmless, passage, shortened, window


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left_and_offsets_hold(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)


def test_an_escape_sequence_is_shown_and_not_sent() -> None:
    assert harmless("a\x1b[31mred\x9b2J\u202eb\n") == "a␛[31mred\ufffd2J\u200bb "


def test_marks_stand_where_the_offsets_say() -> None:
    text = "One 👩‍🚒 gave \x1b[0m$5.\nNext."
    start = text.index("$5")
    shown = passage(text, (4, len(text)), [Mark(start=start, end=start + 2, style="bold")])
    (found,) = shown.spans
    assert shown.plain[found.start : found.end] == "$5"


def test_marks_outside_the_passage_are_left_out_and_those_across_its_border_cut() -> None:
    shown = passage("abcdef", (2, 4), [Mark(start=0, end=2, style="bold"), Mark(start=0, end=3, style="red")])
    assert [(found.start, found.end, found.style) for found in shown.spans] == [(0, 1, "red")]


@pytest.mark.parametrize(
    ("extent", "expected"), [((1, 2), (0, 5)), ((4, 7), (0, 10)), ((6, 10), (6, 10)), ((20, 22), (20, 22))]
)
def test_a_passage_is_whole_sentences(extent: tuple[int, int], expected: tuple[int, int]) -> None:
    assert around([(0, 5), (6, 10)], *extent) == expected


@given(st.text("ab \n", min_size=1, max_size=60), st.data())
def test_a_window_holds_its_mark_and_little_more(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = window(text, Mark(start=start, end=end, style="bold"), (0, len(text)), 20)
    (found,) = [span for span in shown.spans if span.style == "bold"]
    assert shown.plain[found.start : found.end] == harmless(text[start:end])
    assert len(shown) <= max(20, end - start) + 22


def test_long_texts_are_cut_at_a_word() -> None:
    assert shortened("one two\nthree  four", 14) == "one two three…"
    assert shortened("one two", 14) == "one two"


@pytest.mark.parametrize(
    ("value", "value_max", "currency", "qualifier", "expected"),
    [
        (Decimal(1300000), None, "USD", "approximately", "about USD 1,300,000"),
        (Decimal(5), Decimal("7.50"), "EUR", "range", "EUR 5–7.50"),
        (Decimal(2), None, None, "exact", "? 2"),
        (None, None, "USD", "indefinite", "millions of dollars"),
    ],
)
def test_sums_in_words(
    value: Decimal | None, value_max: Decimal | None, currency: str | None, qualifier: str, expected: str
) -> None:
    assert sum_in_words(value, value_max, currency, qualifier, "millions of dollars") == expected
