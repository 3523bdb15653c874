"""The quotes and speakers components on a Doc."""

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import QUOTES, get_entities, get_frames
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
