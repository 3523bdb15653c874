"""How the cost of tying names grows with their number, and the home of a surname before its full name."""

import random

from tests.growth import TENFOLD, seconds

from moneyquote.names import NameSpan, link_names
from moneyquote.records import EntityType

PER, ORG = EntityType.PER, EntityType.ORG


def told(names: list[tuple[str, EntityType]]) -> tuple[str, list[NameSpan]]:
    text, spans = "", []
    for name, kind in names:
        spans.append(NameSpan(start=len(text), end=len(text) + len(name), type=kind))
        text += f"{name} (" if kind is ORG else f"{name}. "
    return text, spans


def crowd(size: int) -> tuple[str, list[NameSpan]]:
    drawn = random.Random(size)
    names: list[tuple[str, EntityType]] = []
    for number in range(size):
        surname = f"Vane{drawn.randrange(size)}"
        names += [(f"Ada{number} {surname}", PER), (surname, PER), ("Brandt", PER)]
        names += [(f"Orsk{number} Water Fund", ORG), (f"O{number}WF".upper(), ORG), (f"Orsk{number}", ORG)]
    return told(names)


def test_the_cost_grows_with_the_number_of_names() -> None:
    small, large = crowd(300), crowd(3000)
    assert seconds(lambda: link_names(*large)) < TENFOLD * max(seconds(lambda: link_names(*small)), 0.002)


def test_a_lone_surname_is_the_person_named_last() -> None:
    names = [("Vane", PER), ("Ada Vane", PER), ("Bo Vane", PER), ("Vane", PER), ("Ada Vane", PER), ("Vane", PER)]
    linked = link_names(*told(names))
    assert linked.entity_of == ("e1", "e1", "e2", "e2", "e1", "e1")


def test_an_acronym_in_brackets_is_the_name_before_it() -> None:
    linked = link_names(*told([("Open Water Fund", ORG), ("OWF", ORG), ("Oar Wool Firm", ORG), ("OWF", ORG)]))
    assert linked.entity_of == ("e1", "e1", "e2", "e1")
