"""UTF-16 offsets against Python's own encoder."""

import pytest
from hypothesis import given
from tests.exchange.made import hard_texts

from moneyquote.exchange.offsets import Utf16Offsets


@given(hard_texts.map("".join))
def test_r09_units_are_those_of_the_encoder_and_lead_back(text: str) -> None:
    offsets = Utf16Offsets(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert offsets.units(point) == unit
        assert offsets.points(unit) == point


def test_the_example_of_doccano_issue_2290() -> None:
    offsets = Utf16Offsets("\U0001f468\U0001f3fb‍\U0001f692 abcdefg hijkl mnopqrstuv")
    assert [offsets.units(point) for point in (5, 20)] == [8, 23]


def test_an_offset_inside_a_character_is_refused() -> None:
    offsets = Utf16Offsets("a😀b")
    assert [offsets.points(unit) for unit in (0, 1, 3, 4)] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="offset 2 lies between"):
        offsets.points(2)
