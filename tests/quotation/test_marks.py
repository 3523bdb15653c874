"""Pairing of quotation marks: every hard case of print and OCR, and any text at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import TENFOLD, tenfold_cost

from moneyquote.quotation.marks import Quotation, pair_marks


def inner(text: str, *, depth: int | None = 0) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in pair_marks(text) if depth is None or q.depth == depth]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"Rain came," she said. "It stayed."', ["Rain came,", "It stayed."]),
        ("“Rain came,” she said. “It stayed.”", ["Rain came,", "It stayed."]),
        ("«Rain came», she said. «It stayed.»", ["Rain came", "It stayed."]),
        ("« Rain came », she said.", ["Rain came"]),
        ("„Rain came“, she said. „It stayed.“", ["Rain came", "It stayed."]),
        ("„Rain came”, she said.", ["Rain came"]),
        ("»Rain came«, she said.", ["Rain came"]),
        ("”Rain came”, she said.", ["Rain came"]),
        ("``Rain came,'' she said. ''It stayed.''", ["Rain came,", "It stayed."]),
        ("'Rain came,' she said. 'It stayed.'", ["Rain came,", "It stayed."]),
        ("‘Rain came,’ she said. ‘It stayed.’", ["Rain came,", "It stayed."]),
        ("＂Rain came,＂ she said.", ["Rain came,"]),
    ],
)
def test_every_kind_of_mark_is_paired(text: str, quoted: list[str]) -> None:
    assert inner(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("the Smiths' 'home' is gone", ["home"]),
        ("'The Smiths' home is ours,' he said. 'Go.'", ["The Smiths' home is ours,", "Go."]),
        ("'It's the ministers' plan', she said", ["It's the ministers' plan"]),
        ("rock 'n' roll of the '90s won't die, y'all; give 'em time", []),
        ("the workers' demands and the farmers' fears", []),
        ("O’Hara’s boats and James’ nets", []),
        ("‘They didn’t ask,’ he said", ["They didn’t ask,"]),
        ("‘An important ‘one stop shop’ for all,’ he said", ["An important ‘one stop shop’ for all,"]),
    ],
)
def test_single_marks_are_told_from_apostrophes(text: str, quoted: list[str]) -> None:
    assert inner(text) == quoted


def test_nested_quotations_have_their_depth() -> None:
    text = "“He told me ‘go home’ and I went,” she said."
    assert inner(text, depth=0) == ["He told me ‘go home’ and I went,"]
    assert inner(text, depth=1) == ["go home"]
    same = "“He told me “go home” and I went,” she said."
    assert inner(same, depth=0) == ["He told me “go home” and I went,"]
    assert inner(same, depth=1) == ["go home"]


def test_marks_opened_at_each_paragraph_and_closed_at_the_last() -> None:
    text = "“First we dug.\n\n“Then we built.\n\n“Then it fell,” she said."
    found = pair_marks(text)
    assert [text[q.inner_start : q.inner_end] for q in found] == ["First we dug.", "Then we built.", "Then it fell,"]
    assert [(q.closed, q.continues) for q in found] == [(False, True), (False, True), (True, False)]


def test_a_passage_carried_over_without_a_new_opening_mark() -> None:
    text = "“First we dug.\n\nThen we built,” she said."
    assert inner(text) == ["First we dug.", "Then we built,"]


def test_a_mark_never_closed_spoils_only_its_own_paragraph() -> None:
    text = "“It was late, she said.\n\nThe “grand” hall closed.\n\n“Yes,” he said."
    assert inner(text) == ["It was late,", "grand", "Yes,"]


@pytest.mark.parametrize("cue", ["she said", "the mayor of Vale said", "said Mary Vane"])
def test_a_mark_never_closed_does_not_take_in_a_next_paragraph_that_begins_with_one(cue: str) -> None:
    text = f'"It was late, {cue}.\n\n"Nothing," he said, "is final."'
    found = pair_marks(text)
    assert [text[q.inner_start : q.inner_end] for q in found] == ["It was late,", "Nothing,", "is final."]
    assert not any(q.continues for q in found)


@pytest.mark.parametrize("paragraph", ['"One" and "two and three', '5" by 7" and "so on"', '" " "', "”a “b ”c"])
def test_odd_counts_leave_the_next_paragraph_whole(paragraph: str) -> None:
    text = f"{paragraph}\n\nLater “all was well,” she said."
    assert inner(text)[-1] == "all was well,"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“In the whole of Asia” , says Obi", ["In the whole of Asia"]),
        ('"In the whole of Asia " , says Obi', ["In the whole of Asia"]),
        ("“In the whole of Asia,”the analyst said", ["In the whole of Asia,"]),
        ("In the whole of Asia,”the analyst said", ["In the whole of Asia,"]),
        ("“ In the whole of Asia, ” the analyst said", ["In the whole of Asia,"]),
    ],
)
def test_misplaced_blanks(text: str, quoted: list[str]) -> None:
    assert inner(text) == quoted


def test_marks_lost_in_scanning() -> None:
    assert inner("It rained all day,” he said.\n\n“It did,” she said.") == ["It rained all day,", "It did,"]
    assert inner("He was “late, she said. “Go on,” he said.") == ["late,", "Go on,"]


def test_inches_are_no_quotation() -> None:
    assert inner('"It was 12" long," he said.') == ['It was 12" long,']
    assert inner('A 6" pipe.') == []


def test_arrows_and_bullets_are_no_quotation() -> None:
    assert inner("» More news » Sport » Weather") == []


@given(st.text(alphabet=" \n\"'“”‘’«»„‚`,.?!sAaé1…—()", max_size=300))
def test_any_text_gives_well_formed_quotations(text: str) -> None:
    for quotation in pair_marks(text):
        assert isinstance(quotation, Quotation)
        assert 0 <= quotation.start <= quotation.inner_start < quotation.inner_end <= quotation.end <= len(text)
        inside = text[quotation.inner_start : quotation.inner_end]
        assert inside == inside.strip()


@given(st.text(alphabet=" \n\"'“”«»,.sAa", max_size=300))
def test_outer_quotations_do_not_overlap(text: str) -> None:
    outer = [q for q in pair_marks(text) if q.depth == 0]
    assert all(a.end <= b.start for a, b in pairwise(outer))


@pytest.mark.parametrize(
    "pattern", ['"', "“", "”", "'", "‘x’ ", '"x ', 'x" ', "''", "«", "“a ", "'a ", "\"'", "‘“x’” "]
)
def test_r18_the_cost_of_marks_grows_with_their_number(pattern: str) -> None:
    times = 10_000 // len(pattern)
    assert tenfold_cost(pair_marks, pattern * times, pattern * 10 * times) < TENFOLD
