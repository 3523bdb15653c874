"""The tables of ``evaluation.speakers``: what becomes of sources, and how confidences compare with shares right."""

from evaluation.speakers import calibration_rows, fate_rows, fates

from moneyquote.speakers.options import Option, OptionKind
from moneyquote.speakers.phrases import read_phrase
from moneyquote.speakers.ranker import Settings
from moneyquote.speakers.scene import NOBODY, Speaker
from moneyquote.training.speakers import Item

OPTIONS = (
    Option(Speaker(entity="p1", name="Grace Obi"), OptionKind.PERSON),
    Option(Speaker(entity="p2", name="Lena Marsh"), OptionKind.PERSON),
    Option(NOBODY, OptionKind.NOBODY),
)


def item(source: str, right: int) -> Item:
    """A source whose rules chose the first option; ``right`` is the place of the right one."""
    return Item(
        story="a",
        options=OPTIONS,
        rows=({}, {}, {}),
        right=tuple(place == right for place in range(3)),
        ruled_at=0,
        phrase=read_phrase(source),
    )


WEIGHED = [
    (item("she", 0), [2.0, -2.0, -3.0]),  # right
    (item("she", 1), [2.0, -2.0, -3.0]),  # in the wrong mouth
    (item("the report", 1), [-2.0, 1.0, -3.0]),  # right, the rules are wrong
    (item("the analyst", 0), [-2.0, -1.0, 1.0]),  # nobody is named
]


def test_what_becomes_of_sources_by_kind() -> None:
    found = fates(WEIGHED, Settings())
    assert dict(found["all"]) == {"right": 2, "wrong": 1, "nobody": 1, "of": 4}
    assert dict(found["pronoun"]) == {"right": 1, "wrong": 1, "of": 2}
    assert dict(found["role noun"]) == {"nobody": 1, "of": 1}
    assert dict(fates(WEIGHED, Settings(), by_rules=True)["all"]) == {"right": 2, "wrong": 2, "of": 4}


def test_a_table_tells_shares_and_errors() -> None:
    lines = fate_rows({"trained": fates(WEIGHED, Settings())})
    assert lines[0].startswith("| right % (wrong mouth, nobody) | all (4) | pronoun (2) |")
    assert lines[2].startswith("| trained | 50.0 (1, 1) | 50.0 (1, 0) | 0.0 (0, 1) |")


def test_confidences_stand_beside_shares_right() -> None:
    lines = calibration_rows(WEIGHED, Settings())
    assert "| 0.80 to 0.90 | 2 | 0.88 | 0.50 |" in lines
    assert lines[0].startswith("Brier score 0.")
