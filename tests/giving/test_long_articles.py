"""A long article costs the grants in proportion to its length."""

import re

from tests.growth import TENFOLD, tenfold_cost

from moneyquote.giving.article import GivenAmount, GivingArticle, NamedSpan, NominalSpan
from moneyquote.giving.features import amount_features
from moneyquote.giving.nearby import candidates_for
from moneyquote.giving.parties import party_features
from moneyquote.giving.reading import Reading
from moneyquote.giving.unpriced import find_unpriced
from moneyquote.segments.sentences import sentence_spans

PARAGRAPH = (
    "The Orsk{n} Foundation gave ${n},000 to Vale{n} College for a library. The college thanked the foundation, and it "
    "received more support from the Tarn{n} Trust. Grantees include Harrow{n} University.\n\n"
)
NAME = re.compile(r"[A-Z][a-z]+\d+ (?:Foundation|College|Trust|University)")


def made(paragraphs: int) -> GivingArticle:
    text = "".join(PARAGRAPH.format(n=number) for number in range(100, 100 + paragraphs))
    names = list(NAME.finditer(text))
    return GivingArticle(
        text=text,
        sentences=sentence_spans(text),
        amounts=[
            GivenAmount(id=f"a{number}", start=m.start(), end=m.end())
            for number, m in enumerate(re.finditer(r"\$[\d,]+", text))
        ],
        names=[NamedSpan(start=m.start(), end=m.end(), entity=m.group()) for m in names],
        entity_names={m.group(): m.group() for m in names},
        nominals=[
            NominalSpan(start=m.start(), end=m.end(), entity=None)
            for m in re.finditer(r"[Tt]he (?:college|foundation)\b", text)
        ],
    )


ARTICLES = {"small": made(40), "large": made(400)}


def read(which: str) -> None:
    article = ARTICLES[which]
    reading = Reading(article)
    for anchor in reading.anchors():
        amount_features(reading, anchor)
        candidates_for(reading, anchor)
        for candidate in reading.by_sentence[article.sentence_at(anchor.start)]:
            party_features(reading, anchor, candidate)
    reading.cue_anchors()
    find_unpriced(article)


def test_ten_times_the_text_costs_about_ten_times_the_time() -> None:
    assert tenfold_cost(read, "small", "large") < TENFOLD


def test_of_a_far_entity_only_the_nearest_names_are_looked_at() -> None:
    reading = Reading(ARTICLES["large"])
    anchors = reading.anchors()
    most = max(len(candidates_for(reading, anchor)) for anchor in anchors)
    assert 300 < most < 700
    nearest = candidates_for(reading, anchors[200])
    assert any(reading.article.text[c.start : c.end] == "Orsk300 Foundation" for c in nearest)
    assert not any(reading.article.text[c.start : c.end] == "Orsk100 Foundation" for c in nearest)
