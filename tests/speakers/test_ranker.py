"""The trained resolver at run time: it weighs options, keeps to the rules where it must, and may name nobody."""

from io import BytesIO

import numpy as np
import pytest
from tests.speakers.stump import stump

from moneyquote.errors import ModelBroken
from moneyquote.records import Entity, EntityType
from moneyquote.speakers.cast import Named, read_cast
from moneyquote.speakers.options import OptionKind, options_of
from moneyquote.speakers.phrases import read_phrase
from moneyquote.speakers.ranker import Ranker, Settings, likeliest
from moneyquote.speakers.resolve import resolve_speakers
from moneyquote.speakers.rules import by_rules
from moneyquote.speakers.scene import Scene, SourceOf
from moneyquote.speakers.weighing import weigh

TEXT = "Grace Obi met Lena Marsh of the Corvane Bank. She said the ferry was late."
ENTITIES = [
    Entity(id="p1", type=EntityType.PER, name="Grace Obi"),
    Entity(id="p2", type=EntityType.PER, name="Lena Marsh"),
    Entity(id="o1", type=EntityType.ORG, name="Corvane Bank"),
]
MENTIONS = [Named(0, 9, "p1"), Named(14, 24, "p2"), Named(32, 44, "o1")]
ASKED = SourceOf(content=((TEXT.index("the ferry"), len(TEXT) - 1),), source=(46, 49), cued=True)


def resolved(ranker: Ranker | None) -> tuple[str | None, float | None, str]:
    speaker = resolve_speakers(TEXT, ENTITIES, MENTIONS, [ASKED], ranker)[0]
    return speaker.name, speaker.confidence, speaker.how


def test_without_a_trained_resolver_the_rules_decide() -> None:
    assert resolved(None) == ("Lena Marsh", None, "pronoun")


def test_what_the_trees_weigh_most_is_taken_with_its_confidence() -> None:
    name, confidence, how = resolved(stump("distance:names of its kind", -1.0, 1.0))
    assert (name, how) == ("Grace Obi", "trained")
    assert confidence == pytest.approx(1 / (1 + np.exp(-1.0)))


def test_the_rules_choice_stays_where_no_other_is_likely_enough() -> None:
    name, confidence, how = resolved(stump("distance:names of its kind", -1.0, 1.0, replaces=0.8))
    assert (name, how) == ("Lena Marsh", "pronoun")
    assert confidence == pytest.approx(1 / (1 + np.exp(1.0)))
    assert resolved(stump("distance:names of its kind", -1.0, 1.0, replaces=0.7))[0] == "Grace Obi"
    assert resolved(stump("rule:chosen", 0.0, 0.0))[0] == "Lena Marsh"


def test_a_pronoun_means_nobody_below_the_least_confidence() -> None:
    name, confidence, how = resolved(stump("rule:chosen", -3.0, -1.0, least=0.5))
    assert (name, how) == (None, "unsure")
    assert confidence == pytest.approx(1 - 1 / (1 + np.exp(1.0)))
    assert resolved(stump("rule:chosen", -3.0, 1.0, least=0.5))[0] == "Lena Marsh"


def test_a_description_stands_for_itself_below_the_least_confidence() -> None:
    text = "Analyst Grace Obi slept. The analyst said the ferry was late."
    asked = SourceOf(content=((42, 60),), source=(25, 36), cued=True)
    named = [Named(8, 17, "p1")]

    def name(ranker: Ranker | None) -> str | None:
        return resolve_speakers(text, ENTITIES, named, [asked], ranker)[0].name

    assert name(None) == "Grace Obi"
    assert name(stump("rule:chosen", -3.0, 1.0, least=0.5)) == "Grace Obi"
    assert name(stump("rule:chosen", -3.0, -1.0, least=0.5)) == "the analyst"


def test_the_confidence_falls_with_the_best_other_option() -> None:
    told = Settings(own=1.0, other=-0.5, shift=0.1)
    assert told.confidence([2.0, -2.0], 0) > told.confidence([2.0, 1.0], 0) > told.confidence([2.0, 1.0], 1)
    assert told.confidence([2.0], 0) > told.confidence([2.0, -2.0], 0)


def test_of_equal_options_the_rules_choice_is_taken() -> None:
    assert likeliest([0.0, 0.0, 0.0], 1) == 1
    assert likeliest([0.0, 0.0, 0.1], 1) == 2


def test_where_the_rules_name_nobody_the_likeliest_is_taken() -> None:
    text = "Grace Obi met Lena Marsh. I said the ferry was late."
    asked = SourceOf(content=((33, 51),), source=(26, 27), cued=True)

    def name(ranker: Ranker | None) -> str | None:
        return resolve_speakers(text, ENTITIES, MENTIONS[:2], [asked], ranker)[0].name

    assert name(None) is None
    assert name(stump("distance:names of its kind", -1.0, 1.0, replaces=0.99)) == "Grace Obi"


def test_names_in_a_source_are_not_weighed() -> None:
    text = "Lena Marsh slept. Grace Obi said the ferry was late."
    asked = SourceOf(content=((33, 51),), source=(18, 27), cued=True)
    named = [Named(0, 10, "p2"), Named(18, 27, "p1")]
    speaker = resolve_speakers(text, ENTITIES, named, [asked], stump("rule:chosen", 5.0, -5.0))[0]
    assert (speaker.name, speaker.confidence) == ("Grace Obi", None)


def options(text: str, mentions: list[Named], source: str) -> dict[str, OptionKind]:
    at = text.rindex(source)
    quote = SourceOf(content=((at + len(source) + 6, len(text) - 1),), source=(at, at + len(source)), cued=True)
    scene = Scene(read_cast(text, ENTITIES, mentions), [quote.content[0]])
    speaker, phrase = by_rules(scene, quote)
    found = options_of(scene, quote, phrase, speaker)
    rows = weigh(scene, quote, phrase, speaker, found)
    assert len(rows) == len(found)
    assert sum(row["rule:chosen"] for row in rows) == 1
    return {option.speaker.name or "": option.kind for option in found}


def test_the_options_are_names_the_words_themselves_and_nobody() -> None:
    text = "Grace Obi met Lena Marsh of the Corvane Bank. The analyst said the ferry was late."
    assert options(text, MENTIONS, "The analyst") == {
        "Grace Obi": OptionKind.PERSON,
        "Lena Marsh": OptionKind.PERSON,
        "Corvane Bank": OptionKind.BODY,
        "the analyst": OptionKind.SELF,
        "": OptionKind.NOBODY,
    }


def test_two_leaders_may_be_the_two_people_named_before() -> None:
    text = "Grace Obi met Lena Marsh of the Corvane Bank. The two leaders said the ferry was late."
    assert options(text, MENTIONS, "The two leaders")["Grace Obi and Lena Marsh"] is OptionKind.PAIR


def test_who_is_named_only_later_is_an_option() -> None:
    text = "The analyst said the ferry was late. It was night. Grace Obi slept."
    assert options(text, [Named(51, 60, "p1")], "The analyst")["Grace Obi"] is OptionKind.PERSON


def test_a_source_may_begin_inside_a_name() -> None:
    text = "The Corvane Bank Analyst said the ferry was late."
    assert options(text, [Named(4, 24, "o1")], "Analyst")["Corvane Bank"] is OptionKind.BODY


def test_a_pronoun_after_a_name_tells_of_its_gender() -> None:
    text = "Zikora Obi, who left early because she was ill, met Marsh. She said the ferry was late."
    mentions = [Named(0, 10, "p1"), Named(52, 57, "p2")]
    at = text.index("She said")
    quote = SourceOf(content=((at + 9, len(text) - 1),), source=(at, at + 3), cued=True)
    scene = Scene(read_cast(text, ENTITIES, mentions), [quote.content[0]])
    speaker, phrase = by_rules(scene, quote)
    found = options_of(scene, quote, phrase, speaker)
    rows = dict(zip((o.speaker.entity for o in found), weigh(scene, quote, phrase, speaker, found), strict=True))
    assert rows["p1"]["agreement:pronouns"] == 1.0
    assert phrase == read_phrase("She")


def test_a_resolver_comes_back_from_its_bytes() -> None:
    ranker = stump("turn:last", -1.0, 2.0, replaces=0.5, least=0.2, own=0.9, other=-0.3, shift=0.1)
    again = Ranker.from_bytes(ranker.to_bytes())
    assert (again.columns, again.settings) == (ranker.columns, ranker.settings)
    assert again.odds([{"turn:last": 1.0}, {}]) == [2.0, -1.0]


@pytest.mark.parametrize("damage", ["empty", "cut", "no archive", "another archive"])
def test_a_damaged_file_is_a_clear_error(damage: str) -> None:
    whole = stump("turn:last", -1.0, 2.0).to_bytes()
    content = {"empty": b"", "cut": whole[: len(whole) // 2], "no archive": b"a ferry"}.get(damage)
    if content is None:
        buffer = BytesIO()
        np.savez(buffer, format=np.array([1]))
        content = buffer.getvalue()
    with pytest.raises(ModelBroken, match=r"speakers\.npz"):
        Ranker.from_bytes(content)


def test_another_format_is_refused() -> None:

    buffer = BytesIO()
    np.savez(buffer, format=np.array([99]))
    with pytest.raises(ModelBroken, match="another format"):
        Ranker.from_bytes(buffer.getvalue())


def test_nobody_of_another_office_is_an_option() -> None:
    text = "President Grace Obi met Lena Marsh. The spokeswoman said the ferry was late."
    named = [Named(10, 19, "p1"), Named(24, 34, "p2")]
    at = text.index("The")
    asked = SourceOf(content=((text.index("the ferry"), len(text) - 1),), source=(at, at + 15), cued=True)
    scene = Scene(read_cast(text, ENTITIES, named), [])
    ruled, phrase = by_rules(scene, asked)
    assert ruled.name == "the spokeswoman"
    names = [option.speaker.name for option in options_of(scene, asked, phrase, ruled)]
    assert "Lena Marsh" in names
    assert "Grace Obi" not in names
