"""Passages, candidates, the choice among them, and what is kept, vetoed and added, on heads made by hand."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.attribution.combine import LEAST_RULED, _may_speak, accepted, added
from moneyquote.attribution.contents import content_candidates
from moneyquote.attribution.find import Ruled, link_contents
from moneyquote.attribution.linear import Linear
from moneyquote.attribution.passage import Passage, make_passage
from moneyquote.attribution.scorers import Scorers
from moneyquote.attribution.selection import best_apart
from moneyquote.attribution.statements import FEATURES, statement_rows, unruled_contents
from moneyquote.attribution.trees import Trees
from moneyquote.components.passages import HEADS
from moneyquote.quotation.cue_classes import CueClass, cue_class
from moneyquote.quotation.marks import pair_marks, quoted_kind

TEXT = "Grace Obi said the old pier would be sold by May .\n\nThe “ temporary ” bridge is closed ."
CONTENT = "the old pier would be sold by May"


def passage(text: str = TEXT, content: str = CONTENT) -> Passage:
    starts, ends, at = [], [], 0
    for word in text.split():
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)
    logits = {}
    for name in HEADS:
        scores = np.tile(np.array([4.0, -2.0, -2.0], np.float32), (len(starts), 1))
        span = {"content": content, "cue": "said", "source": "Grace Obi"}[name.removeprefix("polnear_")]
        first = text.find(span)
        for place, (a, b) in enumerate(zip(starts, ends, strict=True)):
            if span and first >= 0 and first <= a and b <= first + len(span):
                scores[place] = [-2, 4, -2] if a == first else [-2, -2, 4]
        logits[name] = scores
    sentences = [(0, text.find("\n") if "\n" in text else len(text))]
    return make_passage(text, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), sentences, logits)


def constant(chance: float) -> Trees:
    whole = np.zeros((1, 1), dtype=np.int16)
    value = np.array([[np.log(chance / (1 - chance))]], dtype=np.float32)
    flat = np.zeros((1, 1), dtype=np.float32)
    return Trees(feature=whole, threshold=flat, left=whole, right=whole, value=value, base=0.0, depth=1)


def scorers(feature: str, weight: float) -> Scorers:
    weights = np.array([weight if name == feature else 0 for name in FEATURES], np.float32)
    centre = np.full(len(FEATURES), 0.5, np.float32)
    accept = Linear(weight=weights, mean=centre, scale=np.ones(len(FEATURES), np.float32), base=0.0)
    sure, never = constant(0.9), constant(0.1)
    return Scorers(exact=sure, shared=sure, cue=sure, source=sure, join=never, accept=accept)


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_the_content_of_the_heads_is_a_candidate_without_its_full_stop() -> None:
    read = passage()
    found = content_candidates(read, [], "polnear_")
    spans = {TEXT[slice(*read.span_of(int(a), int(b)))] for a, b in zip(found.first, found.end, strict=True)}
    assert CONTENT in spans
    assert "temporary" in spans  # what stands in marks may always be one
    assert not any(text.endswith(".") for text in spans)
    assert len(found.features) == len(found)
    assert np.isfinite(found.features).all()


def test_a_content_is_tied_to_its_cue_and_source() -> None:
    read = passage()
    (found,) = link_contents(read, [read.range_of(span(TEXT, CONTENT))], [0.9], [], scorers("content", 9))
    assert found.cue == span(TEXT, "said")
    assert found.source == span(TEXT, "Grace Obi")


def test_heads_veto_what_they_do_not_see_and_add_what_no_rule_saw() -> None:
    read = passage()
    scare = Ruled(content=(span(TEXT, "temporary"),), cue=None, source=None, confidence=0.9)
    judge = scorers("content", 9)
    assert accepted(read, [scare], judge) == [None]
    (new,) = added(read, [scare], judge)
    assert [TEXT[slice(*part)] for part in new.content] == [CONTENT]
    seen = Ruled(content=new.content, cue=new.cue, source=new.source, confidence=0.9)
    kept = accepted(read, [seen], judge)[0]
    assert kept is not None
    assert kept >= LEAST_RULED
    assert unruled_contents(read, [seen]) == []


@pytest.mark.parametrize(
    ("source", "speaks"),
    [
        ("Grace Obi", True),
        ("some", True),
        ("she", True),
        ("the United Fund", True),
        ("a majority of", False),
        ("the", False),
        ("Led a coalition of towns", False),
        ("served a year in Orsk", False),
    ],
)
def test_a_verb_and_a_torn_phrase_say_nothing(source: str, speaks: bool) -> None:
    assert _may_speak(passage(source, ""), (0, len(source))) is speaks


def test_features_tell_a_quoted_phrase() -> None:
    scare = Ruled(content=(span(TEXT, "temporary"),), cue=None, source=None, confidence=0.9)
    row = dict(zip(FEATURES, statement_rows(passage(), [scare], unruled=False)[0], strict=True))
    assert row["quoted_phrase"] == 1
    assert row["finite"] == 0


@pytest.mark.parametrize("text", ["", "Obi", "“", "said ."])
def test_hardly_any_text_is_read(text: str) -> None:
    read = passage(text, "")
    assert len(content_candidates(read, [], "")) <= 1
    assert added(read, [], scorers("content", 9)) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5), st.floats(0, 1, allow_nan=False)), max_size=8))
def test_the_choice_is_the_best_without_overlaps(drawn: list[tuple[int, int, float]]) -> None:
    first = np.array([a for a, _, _ in drawn], dtype=np.int64)
    end = np.array([a + size for a, size, _ in drawn], dtype=np.int64)
    score = np.array([value for _, _, value in drawn], dtype=np.float32)
    chosen = best_apart(first, end, score, 0.3)

    def gain(some: tuple[int, ...] | list[int]) -> float:
        return float(sum(score[k] - 0.3 for k in some))

    def apart(some: tuple[int, ...] | list[int]) -> bool:
        return all(end[a] <= first[b] or end[b] <= first[a] for a, b in combinations(some, 2))

    every = [some for size in range(len(drawn) + 1) for some in combinations(range(len(drawn)), size) if apart(some)]
    assert apart(chosen)
    assert gain(chosen) == pytest.approx(max(map(gain, every)), abs=1e-5)


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("said", CueClass.STATEMENT),
        ("according to", CueClass.STATEMENT),
        ("", CueClass.STATEMENT),
        ("told reporters", CueClass.STATEMENT),
        ("the claim that", CueClass.STATEMENT),
        ("believes", CueClass.BELIEF),
        ("is hoping to", CueClass.BELIEF),
        ("frowned upon", CueClass.BELIEF),
    ],
)
def test_cue_classes(cue: str, expected: CueClass) -> None:
    assert cue_class(cue) is expected


def test_kinds_by_marks() -> None:
    text = "Obi said the pier was “a ruin,” and “all of it.”"
    quotations = [quotation for quotation in pair_marks(text) if quotation.depth == 0]
    assert quoted_kind(quotations, [span(text, "all of it.")]) == "direct"
    assert quoted_kind(quotations, [span(text, "the pier was “a ruin,”")]) == "mixed"
    assert quoted_kind(quotations, [span(text, "Obi said")]) == "indirect"
