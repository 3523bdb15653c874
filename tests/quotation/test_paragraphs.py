"""Paragraph borders."""

from moneyquote.quotation.paragraphs import paragraph_extents


def paragraphs(text: str) -> list[str]:
    return [text[a:b] for a, b in paragraph_extents(text)]


def test_blank_lines_and_line_breaks_part_paragraphs() -> None:
    assert paragraphs("One.\n\nTwo.\nThree.\r\n\r\n  Four. ") == ["One.", "Two.", "Three.", "Four."]


def test_a_hard_wrapped_paragraph_is_one() -> None:
    wrapped = "The council of the harbour town met on Monday in order to discuss\nthe price of herring."
    text = f"{wrapped}\n\nIt rained."
    assert len(paragraphs(text)) == 2


def test_nothing_gives_nothing() -> None:
    assert paragraphs("") == []
    assert paragraphs(" \n\n\t") == []
