"""The quotes and speakers components on a Doc."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import ATTRIBUTIONS, QUOTES, get_entities, get_frames
from moneyquote.components.quotes import Quotes
from moneyquote.errors import ModelNotFound, SettingError
from moneyquote.extract import attributions
from moneyquote.records import EntityType

TEXT = (
    "The Lanternfield Trust will close its ferry in May.\n\n"
    "“We paid too much,” said Grace Obi, director of the Lanternfield Trust. “It must never happen again.”\n\n"
    "Police said the ferry was empty."
)


def test_quotes_carry_their_parts_type_confidence_and_speaker(nlp: Language) -> None:
    doc = nlp(TEXT)
    frames = get_frames(doc, QUOTES)
    assert [frame.values["type"] for frame in frames] == ["direct", "direct", "indirect"]
    assert [frame.values["speaker_name"] for frame in frames] == ["Grace Obi", "Grace Obi", "police"]
    assert all(0 < frame.values["confidence"] < 1 for frame in frames)
    cue = frames[0].first("cue")
    assert cue is not None
    assert TEXT[cue.start : cue.end] == "said"
    assert frames[1].first("cue") is None


def test_a_described_speaker_becomes_an_entity(nlp: Language) -> None:
    doc = nlp(TEXT)
    police = get_frames(doc, QUOTES)[-1].values["speaker_entity"]
    assert {entity.id: entity.type for entity in get_entities(doc)}[police] is EntityType.OTHER


def test_the_frames_survive_serialization(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert get_frames(again, QUOTES) == get_frames(doc, QUOTES)


def test_an_empty_text_has_no_quotes(nlp: Language) -> None:
    assert get_frames(nlp(""), QUOTES) == []


@pytest.fixture
def quotes(nlp: Language) -> Iterator[Quotes]:
    component = nlp.get_pipe("quotes")
    assert isinstance(component, Quotes)
    yield component
    component.attributions = "statements"


def test_all_attributions_are_a_layer_of_their_own(nlp: Language, quotes: Quotes) -> None:
    quotes.attributions = "all"
    doc = nlp("Grace Obi believes the pier is safe. Tomas Hale said the pier was a ruin.")
    found = attributions(doc)
    assert [(q.speaker_name, kind) for q, kind in found] == [("Grace Obi", "belief"), ("Tomas Hale", "statement")]
    assert len(get_frames(doc, QUOTES)) == 1
    assert [frame.id for frame in get_frames(doc, ATTRIBUTIONS)] == ["t1", "t2"]
    assert attributions(nlp("")) == []


def test_an_unknown_setting_is_told(quotes: Quotes) -> None:
    with pytest.raises(SettingError, match="attributions"):
        quotes.attributions = "some"


def test_rules_work_alone_and_tell_that_all_needs_an_encoder() -> None:
    nlp = spacy.blank("en")
    for name in ("mq_boilerplate", "mq_sentences", "mq_entities", "mq_quotes", "mq_speakers"):
        nlp.add_pipe(name)
    assert [frame.values["speaker_name"] for frame in get_frames(nlp(TEXT), QUOTES)][-1] == "police"
    alone = nlp.get_pipe("mq_quotes")
    assert isinstance(alone, Quotes)
    alone.attributions = "all"
    with pytest.raises(ModelNotFound, match="encoder"):
        nlp(TEXT)


def test_the_scorers_survive_bytes_and_disk(quotes: Quotes, tmp_path: Path) -> None:
    again = Quotes("all").from_bytes(quotes.to_bytes())
    quotes.to_disk(tmp_path / "quotes")
    read = Quotes("all").from_disk(tmp_path / "quotes")
    assert again.scorers is not None
    assert read.scorers is not None
    assert again.scorers.to_bytes() == read.scorers.to_bytes()
    assert Quotes("all").from_disk(tmp_path / "none").scorers is None
