from pathlib import Path

import pytest

from moneyquote.segments.boilerplate import boilerplate_regions


def marked(text: str) -> list[tuple[str, str]]:
    return [(region.label, text[region.start : region.end]) for region in boilerplate_regions(text)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Go to gallery page", "gallery"),
        ("Click to share on Facebook (Opens in new window)", "share"),
        ("Share this article", "share"),
        ("Sign up for our morning newsletter and never miss a story", "share"),
        ("Read also: Mill to close in May", "related"),
        ("© AP Photo/Lena Orsk", "caption"),
        ("Villagers queue for water (Photo: Lena Orsk)", "caption"),
        ("Photo: Villagers queue for water on Monday", "caption"),
        ("By Lena Orsk and Tom Hale", "byline"),
        ("Published: 4 May 2023 10:15", "byline"),
        ("FOR IMMEDIATE RELEASE", "contact"),
        ("###", "contact"),
        ("Tel: +44 20 7946 0000", "contact"),
        ("All rights reserved.", "copyright"),
    ],
)
def test_lines_that_are_no_prose(line: str, label: str) -> None:
    text = f"Some prose stands here.\n\n{line}\n\nMore prose."
    assert marked(text) == [(label, line)]


@pytest.mark.parametrize(
    ("begun", "dateline"),
    [
        ("NAIROBI, March 3 (Upeo News) - The river rose.", "NAIROBI, March 3 (Upeo News) - "),
        ("GENEVA — The river rose.", "GENEVA — "),
        ("Suva, 4 June 2024 – The river rose.", "Suva, 4 June 2024 – "),
    ],
)
def test_datelines_are_marked_alone(begun: str, dateline: str) -> None:
    assert marked(begun) == [("dateline", dateline)]


@pytest.mark.parametrize(
    "prose",
    [
        "By noon the river had risen by two metres.",
        "Share prices fell.",
        "Photo courtesy was the least of his worries, he said.",
        "MINISTER: We will rebuild",
        "The comments came a day later.",
        "* one of the items\n* another of the items",
    ],
)
def test_prose_stays_prose(prose: str) -> None:
    assert marked(prose) == []


def test_footnotes_need_a_mark_in_the_text() -> None:
    text = "The Orsk Fund** paid for it. " + "Prose goes on here. " * 5 + "\n\n** The Orsk Fund was founded in 1990."
    assert marked(text) == [("footnote", "** The Orsk Fund was founded in 1990.")]


@pytest.mark.shared
def test_the_seed_article(shared: Path) -> None:
    text = (shared / "seed/ned-kazakhstan.txt").read_text(encoding="utf-8")
    assert [label for label, _ in marked(text)] == ["caption", "gallery", "footnote", "footnote", "footnote"]
