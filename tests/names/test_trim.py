"""What is left of a stretch that a model took for one name."""

import pytest

from moneyquote.names import trimmed_names
from moneyquote.records import EntityType

PER, ORG = EntityType.PER, EntityType.ORG


def names(text: str, kind: EntityType, start: int = 0, end: int | None = None) -> list[tuple[str, EntityType]]:
    return [(text[a:b], found) for a, b, found in trimmed_names(text, start, len(text) if end is None else end, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chairman Piet Ran-ho of HVPL", [("Piet Ran-ho", PER), ("HVPL", ORG)]),
        ("Col. Ada Stone", [("Ada Stone", PER)]),
        ("Deputy Prime Minister Ada Stone", [("Ada Stone", PER)]),
        ("Prime Stone", [("Prime Stone", PER)]),
        ("Professor Dr Ada Stone", [("Ada Stone", PER)]),
        ("Ada Vane of the Orsk Water Fund", [("Ada Vane", PER), ("Orsk Water Fund", ORG)]),
        ("Ada Vane from Dunmere", [("Ada Vane", PER)]),
        ("Anne of Cleves", [("Anne of Cleves", PER)]),
        ("Sheikh Hasan", [("Sheikh Hasan", PER)]),
        ("Sheikh Hasan Orr", [("Hasan Orr", PER)]),
        ("Superintendent of Police Ada Stone", [("Ada Stone", PER)]),
        ("Inspector General of Police A. K. Stone", [("A. K. Stone", PER)]),
        ("Secretary of State Ada Stone", [("Ada Stone", PER)]),
        ("IO Ada Stone", [("Ada Stone", PER)]),
        ("CID SP Stone", [("Stone", PER)]),
        ("OWF Director Ada Stone", [("Ada Stone", PER)]),
        ("SP Stone", [("SP Stone", PER)]),
        ("Io Stone", [("Io Stone", PER)]),
        ("JB Stone", [("JB Stone", PER)]),
        ("DS", [("DS", PER)]),
        ("King of Orsk", [("King of Orsk", PER)]),
        ("King", [("King", PER)]),
        ("Major", [("Major", PER)]),
    ],
)
def test_titles_and_what_a_person_is_of_are_no_part_of_the_name(
    text: str, expected: list[tuple[str, EntityType]]
) -> None:
    assert names(text, PER) == expected


def test_an_organization_keeps_what_it_is_of() -> None:
    assert names("General Fund of Orsk", ORG) == [("General Fund of Orsk", ORG)]


def test_a_title_alone_behind_an_article_is_no_name() -> None:
    assert names("Then the Sheikha wrote.", PER, 9, 16) == []


class TestDoubledNames:
    def test_a_line_break_parts_them(self) -> None:
        assert names("Minnow\nMinnow", ORG) == [("Minnow", ORG)] * 2
        assert names("Ada Vane \n Ada Vane", PER) == [("Ada Vane", PER)] * 2

    def test_on_a_line_the_name_must_stand_alone_elsewhere(self) -> None:
        assert names("Minnow Minnow sells boats. Minnow is new.", ORG, 0, 13) == [("Minnow", ORG)] * 2
        assert names("Minnow Minnow sells boats.", ORG, 0, 13) == [("Minnow Minnow", ORG)]

    def test_a_name_that_is_doubled_each_time_is_whole(self) -> None:
        assert names("Talk Talk sang. Talk Talk left. Talk is cheap.", ORG, 0, 9) == [("Talk Talk", ORG)]
