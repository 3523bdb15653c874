"""The encoder that ships: nothing is truncated, and its numbers depend on nothing but the text."""

import numpy as np
import pytest
from spacy.language import Language

import moneyquote
from moneyquote.components.frames import ENCODER_NAMES, MENTIONS
from moneyquote.components.heads import has_heads, head_scores, head_spans
from moneyquote.errors import ModelNotFound, SettingError

pytestmark = pytest.mark.model

FILLER = "The rain went on for most of the week and nobody on the quay could say when it would end. "
LAST = "Odile Brandt of the Orrin Lamp Foundation was the last to leave."


def names(nlp: Language, text: str) -> list[str]:
    doc = nlp(text)
    return [span.text for span in doc.spans[ENCODER_NAMES]]


def test_a_name_in_the_last_sentence_of_forty_thousand_words_is_found(nlp: Language) -> None:
    text = FILLER * (40_000 // len(FILLER.split())) + LAST
    assert names(nlp, text)[-2:] == ["Odile Brandt", "Orrin Lamp Foundation"]


def test_the_same_text_has_the_same_scores_in_any_company(nlp: Language) -> None:
    alone = nlp(LAST).tensor
    among = [doc.tensor for doc in nlp.pipe([FILLER, LAST, FILLER * 30], batch_size=3)]
    assert np.array_equal(alone, among[1])


def test_other_processes_find_the_same(nlp: Language) -> None:
    texts = [FILLER + LAST, LAST, "Nobody came."]
    here = [doc.to_json() for doc in nlp.pipe(texts)]
    there = [doc.to_json() for doc in nlp.pipe(texts, n_process=2)]
    assert here == there


def test_weights_go_through_bytes(nlp: Language) -> None:
    other = moneyquote.load()
    other.from_bytes(nlp.to_bytes())
    assert np.array_equal(other(LAST).tensor, nlp(LAST).tensor)


def test_heads_are_read_off_the_doc(nlp: Language) -> None:
    doc = nlp(f"{LAST} “It rained,” Brandt said.")
    assert has_heads(doc)
    assert head_scores(doc, "cue").shape == (len(doc), 3)
    assert [doc.text[span.start : span.end] for span in head_spans(doc, "cue")] == ["said"]
    assert [span.text for span in doc.spans[MENTIONS]] == ["Odile Brandt", "Orrin Lamp Foundation", "Brandt"]


def test_a_text_without_words_has_no_names(nlp: Language) -> None:
    for text in ("", " ", "\n\n"):
        assert names(nlp, text) == []


def test_wrong_settings_are_told(nlp: Language) -> None:
    with pytest.raises(SettingError, match="threads"):
        Language().add_pipe("mq_encoder", config={"threads": 0})
    blank = Language()
    blank.add_pipe("mq_sentences")
    blank.add_pipe("mq_encoder")
    with pytest.raises(ModelNotFound, match="no weights"):
        blank(LAST)
