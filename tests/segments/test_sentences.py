import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.segments.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. Senate met on Monday.", "It voted at once."],
        ["U.S. Sen. Ada B. Quill spoke.", "She left."],
        ["He moved to the U.S. in 1990.", "He was ten."],
        ["They came from the U.S.", "The rest stayed."],
        ["No. 10 said nothing.", "Mr. Vane, of Harrow St. John Ltd., did."],
        ['"We won."', "He smiled."],
        ["“We won.”", "He smiled."],
        ["“Did we win?” asked Mr Vane.", "Nobody knew."],
        ["He asked: 'Why?'", "She said: 'Because.'"],
        ["It rose by 1.5 per cent.", "It fell by No. 3."],
        ["The award (worth $5.) is new.", "The second is old."],
        ["Doors open at 7.30 p.m. on Friday.", "Tickets are free."],
        ["Oh…", "Really?", "Yes!"],
        ["He wrote to H. G. Ames and T.S. Lowe.", "They replied."],
    ],
)
def test_borders_within_a_paragraph(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_headlines_and_items_end_without_a_full_stop() -> None:
    text = "Council backs new bridge\n\nThe council met.\n• Roads: 5\n• Schools: 7\nA caption without end\n\nMore."
    assert sentences(text) == [
        "Council backs new bridge",
        "The council met.",
        "• Roads: 5",
        "• Schools: 7",
        "A caption without end",
        "More.",
    ]


@pytest.mark.parametrize(
    "expected",
    [
        ["The pier at dusk", "Image: Odile Brandt."],
        ["Choir members in the hall", "Photo credit: Tarn Radio"],
        ["Thursday, May 7, 2015", "The pier was closed."],
        ["Sunday, 14 June 2020", "“It held,” Brandt said."],
        ["On Thursday, May 7, 2015 the pier was closed."],
        ["She called it Image: a bathtub."],
    ],
)
def test_credits_and_date_lines_without_a_break(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_wrapped_lines_go_on() -> None:
    text = (
        "The ministry said on Tuesday that the road from\nthe harbour to the market would be closed for\n"
        "repairs until the end of May. The work is paid\nfor by the province and by the port, which uses\n"
        "it most.\n\nNew paragraph here."
    )
    assert len(sentences(text)) == 3


@given(st.text(alphabet="Ab. \n\"'”“!?…)•-\r\t\u00a0é😀", max_size=200))
def test_every_character_lies_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [i for a, b in spans for i in range(a, b)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[a:b] == text[a:b].strip() and a < b for a, b in spans)
