"""Layers that BIO labels can say: nested roles united, other overlaps refused."""

import pytest

from moneyquote.errors import CorpusBroken
from moneyquote.training.spans import check_layers, united

TEXT = "Odile Brandt of the Corvane Trust spoke."


def test_of_nested_spans_the_outer_wins() -> None:
    spans = [[5, 8, "content"], [0, 20, "content"], [12, 20, "content"], [30, 40, "content"]]
    assert united(spans) == [[0, 20, "content"], [30, 40, "content"]]


def test_spans_that_cross_or_are_equal_become_one_and_neighbours_stay_two() -> None:
    assert united([[0, 10, "cue"], [8, 15, "cue"]]) == [[0, 15, "cue"]]
    assert united([[3, 9, "cue"], [3, 9, "cue"]]) == [[3, 9, "cue"]]
    assert united([[0, 4, "cue"], [4, 9, "cue"]]) == [[0, 4, "cue"], [4, 9, "cue"]]


def test_uniting_leaves_its_input_alone() -> None:
    spans = [[0, 10, "cue"], [8, 15, "cue"]]
    united(spans)
    assert spans == [[0, 10, "cue"], [8, 15, "cue"]]


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        (
            [[20, 33, "ORG"], [0, 12, "PER"], [20, 27, "PER"]],
            r"\[MQ405\] corpus own, document own/7, layer names: the spans 20-27 PER and 20-33 ORG overlap, which BIO "
            r"labels cannot say\. Correct one of them in the corpus, or leave the document out\.",
        ),
        ([[0, 12, "PER"], [0, 12, "PER"]], "the spans 0-12 PER and 0-12 PER overlap"),
        ([[0, 12, "PER"], [11, 20, "ORG"]], "the spans 0-12 PER and 11-20 ORG overlap"),
        ([[20, 99, "ORG"]], "the span 20-99 ORG is not within the text's 40 characters"),
        ([[-1, 5, "ORG"]], "the span -1-5 ORG is not within"),
        ([[9, 4, "ORG"]], "the span 9-4 ORG is not within"),
        ([[7, 7, "ORG"]], "the span 7-7 ORG is empty"),
        ([[0, 12, "Person"]], r"the span 0-12 Person has an unknown type\. Known: ORG, PER"),
    ],
)
def test_a_layer_that_no_tagger_can_learn_is_refused(spans: list[list[object]], message: str) -> None:
    with pytest.raises(CorpusBroken, match=message):
        check_layers("own", "own/7", TEXT, {"names": spans})


def test_spans_of_different_layers_may_share_characters_and_sentences_are_starts() -> None:
    layers = {
        "names": [[0, 12, "PER"], [20, 33, "ORG"]],
        "source": [[0, 33, "source"]],
        "sentence": [[0, 0, "sentence"]],
    }
    check_layers("own", "own/7", TEXT, layers)
