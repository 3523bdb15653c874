"""Marks at the ends of names and purposes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.quotation.edges import trimmed_marks


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ("“a new roof", "a new roof"),
        ("a new roof”", "a new roof"),
        (' "a new roof" ', "a new roof"),
        ("‘it’s late’", "it’s late"),
        ("«a new roof»", "a new roof"),
        ("“Open Door” grants", "“Open Door” grants"),
        ("the “Open Door”", "the “Open Door”"),
        ("“Open” and “Door”", "“Open” and “Door”"),
        ('"Open" and "Door"', '"Open" and "Door"'),
        ("the ferrymen's pier", "the ferrymen's pier"),
        ("“", "“"),
        ("”", ""),
    ],
)
def test_marks_go_in_pairs_or_alone_but_not_by_halves(found: str, left: str) -> None:
    assert found[slice(*trimmed_marks(found, 0, len(found)))] == left


@given(st.text(st.sampled_from("a “”\"'’‘«»")))
def test_trimming_twice_is_trimming_once(text: str) -> None:
    start, end = trimmed_marks(text, 0, len(text))
    assert 0 <= start <= end <= len(text)
    assert trimmed_marks(text, start, end) == (start, end)
