"""Names as the encoder component makes them from what the heads tag."""

import pytest
from spacy.language import Language

from moneyquote.components import encoder
from moneyquote.encoder.decoding import WordSpan

TAGGED = 0.0  # the log probability of a span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Odile Brandt. Odile is over there.", ["Odile Brandt", "Odile"]),
        ("Odile Brandt is over there.", ["Odile Brandt"]),
    ],
)
def test_a_name_ends_where_its_sentence_does(
    text: str, expected: list[str], nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = text.partition(" is")[0]
    words = len(names.replace(".", " .").split())

    def joined(*_: object) -> list[WordSpan]:
        return [WordSpan(start=0, end=words, type="PER", score=TAGGED)]

    monkeypatch.setattr(encoder, "name_spans", joined)
    with nlp.select_pipes(enable=["sentences", "encoder"]):
        doc = nlp(text)
    assert [span.text for span in doc.spans["encoder_names"]] == expected


@pytest.mark.parametrize(
    ("ended", "name"),
    [
        ("Odile Brandt. ", "Odile Brandt"),
        ("Odile Brandt?\n\n", "Odile Brandt"),
        ("Tom Ash Jr. ", "Tom Ash Jr. "),
        ("Corvane Shipping Inc. ", "Corvane Shipping Inc. "),
        ("Harbour Fund of the U.S. ", "Harbour Fund of the U.S. "),
    ],
)
def test_the_point_of_a_sentence_is_not_the_names(ended: str, name: str) -> None:
    assert ended[: encoder._before_point(ended, 0, len(ended))] == name
