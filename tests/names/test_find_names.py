import pytest

from moneyquote.names import NameSpan, find_names, link_names, trimmed_name
from moneyquote.records import EntityType
from moneyquote.segments.sentences import sentence_spans


def names(text: str) -> dict[str, str]:
    return {text[n.start : n.end]: n.type.value for n in find_names(text, sentence_spans(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Orsk Valley Foundation met on Monday.", {"Orsk Valley Foundation": "ORG"}),
        ("Officials of the Ministry of Health and Sport agreed.", {"Ministry of Health and Sport": "ORG"}),
        ("Later Mr Tobias Arkwright left, and Arkwright wept.", {"Tobias Arkwright": "PER", "Arkwright": "PER"}),
        ("The OWF paid.", {"OWF": "ORG"}),
        ("In the US the CEO paid.", {}),
        ("On Monday in March it rained.", {}),
        ("The University of Orsk's library opened.", {"University of Orsk": "ORG"}),
    ],
)
def test_what_is_a_name(text: str, expected: dict[str, str]) -> None:
    assert names(text) == expected


def entities(text: str) -> list[tuple[str, list[str]]]:
    spans = find_names(text, sentence_spans(text))
    linked = link_names(text, spans)
    return [
        (e.name, [text[s.start : s.end] for s, i in zip(spans, linked.entity_of, strict=True) if i == e.id])
        for e in linked.entities
    ]


def test_acronyms_and_short_forms_join_the_long_form() -> None:
    text = (
        "The Orsk Water Fund (OWF) opened. Dr Mary Vane spoke. The OWF was founded in 1990. Later Vane left. "
        "The Orsk Water Fund Ltd is new."
    )
    assert entities(text) == [
        ("Orsk Water Fund Ltd", ["Orsk Water Fund", "OWF", "OWF", "Orsk Water Fund Ltd"]),
        ("Mary Vane", ["Mary Vane", "Vane"]),
    ]


def test_a_surname_joins_the_person_named_last() -> None:
    text = "Dr Mary Vane spoke. Vane left. Mr Tom Vane came. Vane sat down."
    assert entities(text) == [("Mary Vane", ["Mary Vane", "Vane"]), ("Tom Vane", ["Tom Vane", "Vane"])]


@pytest.mark.parametrize(
    ("full", "short"),
    [("Niall Ó Dálaigh", "Ó Dálaigh"), ("Ada Mora-Lund", "Mora-Lund"), ("Ada de la Cruz", "de la Cruz")],
)
def test_a_surname_of_several_words_joins_the_full_name(full: str, short: str) -> None:
    text = f"{full} spoke. {short} left. Tom Lund came."
    spans = [
        NameSpan(start=at, end=at + len(name), type=EntityType.PER)
        for name in (full, short, "Tom Lund")
        for at in [text.index(f"{name} ", len(full) if name == short else 0)]
    ]
    linked = link_names(text, spans)
    assert [entity.name for entity in linked.entities] == [full, "Tom Lund"]
    assert linked.entity_of == ("e1", "e1", "e2")


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("(ORSK:LAMP)", "ORSK:LAMP"),
        ("Orrin Lamp Fund (OLF)", "Orrin Lamp Fund (OLF)"),
        ("Lamp Care Provision in", "Lamp Care Provision"),
        ("the Orsk Fund’s", "Orsk Fund"),
        ("Out of Tarn", "Out of Tarn"),
        ("This", ""),
        ("- ", ""),
    ],
)
def test_a_name_is_cut_to_what_names(found: str, name: str) -> None:
    start, end = trimmed_name(found, 0, len(found))
    assert found[start:end] == name


def test_a_person_of_marks_alone_is_an_entity_of_its_own() -> None:
    linked = link_names(
        "- Ada", [NameSpan(start=0, end=1, type=EntityType.PER), NameSpan(start=2, end=5, type=EntityType.PER)]
    )
    assert len(set(linked.entity_of)) == 2
    assert "" not in linked.entity_of
