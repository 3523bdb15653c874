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
        ("OWF Director Ada Stone", [("Ada Stone", PER)]),
        ("JB Stone", [("JB Stone", PER)]),
        ("DS", [("DS", PER)]),
        ("King", [("King", PER)]),
        ("Assistant Superintendent of Police Ada Stone", [("Ada Stone", PER)]),
        ("Minister for Foreign Affairs and Trade Ada Stone", [("Ada Stone", PER)]),
        ("Superintendent of Police", []),
        ("King of Orsk", [("King of Orsk", PER)]),
        ("DSP Ada Stone", [("Ada Stone", PER)]),
        ("IO Stone", [("Stone", PER)]),
        ("Io Stone", [("Io Stone", PER)]),
        ("Vice Adm. Ada Stone", [("Ada Stone", PER)]),
        ("Vice-Chancellor Ada Stone", [("Ada Stone", PER)]),
        ("Sub-Inspector Ada Stone", [("Ada Stone", PER)]),
        ("King-Smith Stone", [("King-Smith Stone", PER)]),
        ("Major", [("Major", PER)]),
    ],
)
def test_titles_and_what_a_person_is_of_are_no_part_of_the_name(
    text: str, expected: list[tuple[str, EntityType]]
) -> None:
    assert names(text, PER) == expected


@pytest.mark.parametrize(
    ("text", "read", "kind", "expected"),
    [
        ("Lin Ran-ho rows", "Lin Ran", PER, "Lin Ran-ho"),
        ("Lin Su-O rows", "Lin Su-", PER, "Lin Su-O"),
        ("Stone-era law", "Stone", PER, "Stone"),
        ("Stone-backed law", "Stone", PER, "Stone"),
        ("Stone-Vane law", "Stone", PER, "Stone"),
        ("Minnow-run docks", "Minnow", ORG, "Minnow"),
        ("Ada & Bo row", "Ada &", PER, "Ada"),
        ("Minnow® boats", "Minnow®", ORG, "Minnow"),
        ("Minnow, Ltd., of Orsk", "Minnow, Ltd", ORG, "Minnow, Ltd."),
        ("Minnow Inc. sells", "Minnow Inc", ORG, "Minnow Inc."),
        ("by Minnow Co.\nIn May", "by Minnow Co", ORG, "by Minnow Co"),
        ("Tom Ash, Jr. rows", "Tom Ash", PER, "Tom Ash, Jr."),
        ("Tom Ash Jr. rows", "Tom Ash Jr", PER, "Tom Ash Jr."),
        ("Tom Ash. Jr", "Tom Ash", PER, "Tom Ash"),
        ("Spring Hill Academy is", "Spring Hill", ORG, "Spring Hill Academy"),
        ("Spring Hill Trust Fund is", "Spring Hill", ORG, "Spring Hill"),
        ("Spring Hill Library of Orsk", "Spring Hill", ORG, "Spring Hill"),
        ("Spring Hill Monday is", "Spring Hill", ORG, "Spring Hill"),
    ],
)
def test_where_a_name_ends(text: str, read: str, kind: EntityType, expected: str) -> None:
    assert names(text, kind, 0, len(read)) == [(expected, kind)]


@pytest.mark.parametrize(("text", "kind"), [("Jr.", PER), ("III", PER), ("V", ORG), ("orsk-news.com", ORG)])
def test_suffixes_letters_and_addresses_alone_are_no_names(text: str, kind: EntityType) -> None:
    assert names(text, kind) == []


def test_two_offices_are_two_names() -> None:
    text = "Department of Health and the Department of Public Works"
    assert names(text, ORG) == [("Department of Health", ORG), ("Department of Public Works", ORG)]
    assert names("Ministry of Trade and Industry", ORG) == [("Ministry of Trade and Industry", ORG)]
    assert names("Orsk.com", ORG) == [("Orsk.com", ORG)]


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
