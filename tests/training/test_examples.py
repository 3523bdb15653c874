"""Documents into labels, windows and batches. Needs the extra ``train``."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train: pip install 'moneyquote[train]'")
pytest.importorskip("transformers", reason="needs the extra train: pip install 'moneyquote[train]'")

from tests.training.made import settings, write_base  # noqa: E402  # after the skip

from moneyquote.encoder.labels import NEWS_SCHEME  # noqa: E402  # after the skip
from moneyquote.encoder.wordpieces import LAYOUTS, LOWER, UPPER  # noqa: E402  # after the skip
from moneyquote.errors import CorpusBroken  # noqa: E402  # after the skip
from moneyquote.training.examples import IGNORED, Example, batches, collate, make_example, windows_of  # noqa: E402
from moneyquote.training.network import check_base  # noqa: E402  # after the skip

ENDS = (2, 3)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    base = tmp_path_factory.mktemp("base") / "tiny"
    write_base(base)
    return check_base(base)


def document(text: str, **layers: list[list[Any]]) -> dict[str, Any]:
    told = {"id": "own/1", "corpus": "gold", "weight": 1.0, "text": text, "layers": layers}
    return told | {"begin": 0, "end": len(text)}


def tags(example: Example, head: str) -> list[str]:
    names = NEWS_SCHEME.head(head).tags
    return ["-" if label == IGNORED else names[label] for label in example.labels[head]]


def test_labels_stand_on_the_words_of_their_spans(tokenizer: Any) -> None:
    text = "Odile Brandt (Lake Watch) told Aro."
    names = [[0, 12, "PER"], [14, 24, "ORG"], [31, 34, "PER"]]
    example = make_example(document(text, names=names, cue=[[26, 30, "cue"]], source=[]), NEWS_SCHEME, tokenizer)
    assert tags(example, "names") == ["B-PER", "I-PER", "O", "B-ORG", "I-ORG", "O", "O", "B-PER", "O"]
    assert tags(example, "cue") == ["O", "O", "O", "O", "O", "O", "B-cue", "O", "O"]
    assert tags(example, "source") == ["O"] * 9
    assert set(example.labels) == {"names", "cue", "source"}, "a layer that nobody annotated has no labels"


def test_a_span_within_a_word_marks_the_word_and_the_first_of_two_keeps_it(tokenizer: Any) -> None:
    example = make_example(
        document("Ostwickers ski", world=[[0, 7, "Location"], [7, 10, "NORP"]]), NEWS_SCHEME, tokenizer
    )
    assert tags(example, "world") == ["B-Location", "O"]
    example = make_example(
        document("Ostwickers ski", world=[[0, 7, "Location"], [7, 14, "NORP"]]), NEWS_SCHEME, tokenizer
    )
    assert tags(example, "world") == ["B-Location", "B-NORP"]


def test_a_span_without_a_word_is_passed_over(tokenizer: Any) -> None:
    example = make_example(document("Aro  ski", names=[[3, 5, "ORG"]]), NEWS_SCHEME, tokenizer)
    assert tags(example, "names") == ["O", "O"]


def test_words_that_the_annotators_did_not_see_are_ignored(tokenizer: Any) -> None:
    told = document("http lamp\nAro ski. End", names=[[10, 13, "PER"]]) | {"begin": 10, "end": 18}
    assert tags(make_example(told, NEWS_SCHEME, tokenizer), "names") == ["-", "-", "B-PER", "O", "O", "-"]


def test_overlapping_spans_are_an_error(tokenizer: Any) -> None:
    with pytest.raises(
        CorpusBroken, match="corpus gold, document own/1, layer names: the spans 0-3 PER and 0-7 ORG overlap"
    ):
        make_example(document("Aro Ski", names=[[0, 7, "ORG"], [0, 3, "PER"]]), NEWS_SCHEME, tokenizer)


@pytest.fixture(scope="module")
def examples(tokenizer: Any) -> list[Example]:
    texts = ["Aro went to the lake. " * 9, "Odile Brandt stayed. " * 4, "Ice."]
    weights = (1.0, 2.0, 0.5)
    made = [make_example(document(text, names=[[0, 3, "PER"]]), NEWS_SCHEME, tokenizer) for text in texts]
    for example, weight in zip(made, weights, strict=True):
        example.document["weight"] = weight
    return made


def test_an_epoch_has_every_document_as_often_as_its_weight_in_full_windows(examples: list[Example]) -> None:
    drawn: Counter[int] = Counter()
    rng = random.Random(0)
    for _ in range(60):
        words: Counter[int] = Counter()
        for batch in batches(examples, settings(), rng):
            lengths = [int(e.pieces.first[w.right] - e.pieces.first[w.left]) + 2 for e, w in batch]
            assert len(batch) == 1 or len(batch) * max(lengths) <= settings()["pieces"]
            for example, window in batch:
                words[id(example)] += window.end - window.start
        for number, example in enumerate(examples):
            times, rest = divmod(words[id(example)], example.pieces.words)
            assert rest == 0, "every word is decided as often as every other"
            drawn[number] += times
    assert (drawn[0], drawn[1]) == (60, 120)
    assert 15 <= drawn[2] <= 45


def test_the_same_seed_gives_the_same_batches(examples: list[Example]) -> None:
    def told(seed: int) -> list[list[tuple[int, Any]]]:
        return [
            [(id(example), window) for example, window in batch]
            for batch in batches(examples, settings(), random.Random(seed))
        ]

    assert told(4) == told(4)
    assert told(4) != told(5)


def test_a_batch_pads_windows_and_masks_what_is_not_annotated(tokenizer: Any) -> None:
    one = make_example(document("Aro ski", names=[[0, 3, "PER"]]), NEWS_SCHEME, tokenizer)
    other = make_example(document("Ice", cue=[]), NEWS_SCHEME, tokenizer)
    both = [(example, windows_of(example, settings())[0]) for example in (one, other)]
    batch = collate(both, ENDS)
    assert batch.ids.shape == (2, 8)
    assert batch.mask.sum(1).tolist() == [8, 5]
    assert batch.ids[:, 0].tolist() == [ENDS[0]] * 2
    assert batch.rows.tolist() == [0, 0, 1]
    assert batch.columns.tolist() == [1, 4, 1]
    assert batch.labels["names"].tolist() == [3, 0, IGNORED]
    assert batch.labels["cue"].tolist() == [IGNORED, IGNORED, 0]


def test_noise_drops_pieces_and_changes_cases_but_no_labels(examples: list[Example]) -> None:
    pairs = [(examples[0], window) for window in windows_of(examples[0], settings())]
    clean = collate(pairs, ENDS)
    loud = settings(piece_dropout=0.5, case_noise=1.0)
    noisy = collate(pairs, ENDS, rng=np.random.default_rng(0), mask_id=4, settings=loud)
    changed = noisy.ids != clean.ids
    assert (noisy.ids[changed] == 4).all()
    assert 0.3 < changed.float().mean() / clean.mask.float().mean() < 0.7
    assert not changed[:, 0].any(), "the piece that begins a window stays"
    cased = (clean.kinds // LAYOUTS) <= UPPER
    assert set((noisy.kinds[cased & clean.mask.bool()] // LAYOUTS).tolist()) <= {LOWER, UPPER}
    assert (noisy.kinds % LAYOUTS == clean.kinds % LAYOUTS).all()
    assert noisy.labels["names"].tolist() == clean.labels["names"].tolist()
    again = collate(pairs, ENDS, rng=np.random.default_rng(0), mask_id=4, settings=loud)
    assert torch.equal(noisy.ids, again.ids)


def test_pieces_come_without_truncation(tokenizer: Any) -> None:
    text = "Aro ski. " * 4000
    example = make_example(document(text, names=[[len(text) - 9, len(text) - 6, "PER"]]), NEWS_SCHEME, tokenizer)
    assert tags(example, "names")[-3:] == ["B-PER", "O", "O"]
    assert sum(window.end - window.start for window in windows_of(example, settings())) == 12000
