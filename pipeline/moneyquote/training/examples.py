"""Documents into windows with one label a word and head, and windows into padded batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from moneyquote.encoder.labels import Scheme
from moneyquote.encoder.model import window_inputs
from moneyquote.encoder.windows import Window, make_windows, sentence_words
from moneyquote.encoder.wordpieces import INITIAL, LAYOUTS, LOWER, MIXED, TITLE, UPPER, Pieces, split_pieces
from moneyquote.segments.sentences import sentence_spans
from moneyquote.training.corpora import Document
from moneyquote.training.spans import check_layers

IGNORED = -100  # the label that torch's cross entropy passes over


@dataclass(frozen=True, kw_only=True)
class Example:
    """A document ready for training: its pieces, labels ``[words]`` for each annotated head, and sentence runs."""

    document: Document
    pieces: Pieces
    labels: dict[str, NDArray[np.int64]]
    sentences: list[tuple[int, int]]


def make_example(document: Document, scheme: Scheme, tokenizer: Tokenizer) -> Example:
    """Return a document with labels on its words; words outside what the annotators saw are ignored.

    Raises:
        CorpusBroken: as for ``check_layers``.
    """
    check_layers(document["corpus"], document["id"], document["text"], document["layers"], scheme)
    pieces = split_pieces(document["text"], tokenizer)
    labels = {
        head.name: _labels(pieces, document, head.name, head.types)
        for head in scheme.heads
        if head.name in document["layers"]
    }
    runs = sentence_words(pieces.starts, pieces.words, sentence_spans(document["text"]))
    return Example(document=document, pieces=pieces, labels=labels, sentences=runs)


def _labels(pieces: Pieces, document: Document, head: str, types: Sequence[str]) -> NDArray[np.int64]:
    """Return labels ``[words]``; of two spans that share a word, the first keeps it."""
    made = np.zeros(pieces.words, dtype=np.int64)
    taken = 0
    for start, end, kind in sorted(document["layers"][head]):
        first = max(taken, int(np.searchsorted(pieces.ends, start, side="right")))
        last = int(np.searchsorted(pieces.starts, end, side="left"))
        if first >= last:
            continue
        begin = 1 + 2 * types.index(kind)
        made[first] = begin
        made[first + 1 : last] = begin + 1
        taken = last
    made[(pieces.starts < document["begin"]) | (pieces.starts >= document["end"])] = IGNORED
    return made


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Padded windows.

    ``ids``, ``kinds``, ``mask`` int64 ``[windows, length]``; the places of the decided words as rows
    and columns, int64 ``[words]``; and each head's labels ``[words]``, ignored where a document lacks the head.
    """

    ids: torch.Tensor
    kinds: torch.Tensor
    mask: torch.Tensor
    rows: torch.Tensor
    columns: torch.Tensor
    labels: dict[str, torch.Tensor]


def windows_of(example: Example, settings: dict[str, Any], opening: int | None = None) -> list[Window]:
    """Return the windows of a document, as the encoder will cut them at run time."""
    return make_windows(
        example.pieces.first,
        example.sentences,
        decided=settings["decided"],
        context=settings["context"],
        opening=opening,
    )


def batches(
    examples: Sequence[Example], settings: dict[str, Any], rng: random.Random
) -> Iterator[list[tuple[Example, Window]]]:
    """Yield one epoch of batches of about ``settings["pieces"]`` padded pieces, windows of like length together.

    A document comes ``weight`` times (a fraction by chance); its first window is cut at random, so that borders fall
    elsewhere in every epoch.
    """
    items = []
    for example in examples:
        weight = example.document["weight"]
        for _ in range(int(weight) + (rng.random() < weight % 1)):
            opening = rng.randint(settings["decided"] // 4, settings["decided"])
            items += [(example, window) for window in windows_of(example, settings, opening)]
    rng.shuffle(items)
    made: list[list[tuple[Example, Window]]] = []
    for chunk in range(0, len(items), 2048):
        batch: list[tuple[Example, Window]] = []
        for item in sorted(items[chunk : chunk + 2048], key=_length):
            if batch and _length(item) * (len(batch) + 1) > settings["pieces"]:
                made.append(batch)
                batch = []
            batch.append(item)
        made.append(batch)
    rng.shuffle(made)
    yield from made


def _length(item: tuple[Example, Window]) -> int:
    first = item[0].pieces.first
    return int(first[item[1].right] - first[item[1].left]) + 2


def collate(
    batch: Sequence[tuple[Example, Window]],
    ends: tuple[int, int],
    *,
    rng: np.random.Generator | None = None,
    mask_id: int = 0,
    settings: dict[str, Any] | None = None,
) -> Batch:
    """Return a batch of windows as tensors; with ``rng``, pieces are dropped and cases disturbed at random."""
    fed = [window_inputs(example.pieces, window, ends) for example, window in batch]
    length = max(len(ids) for ids, _, _ in fed)
    ids, kinds, mask = (np.zeros((len(fed), length), dtype=np.int64) for _ in range(3))
    rows: list[int] = []
    columns: list[int] = []
    for row, (own_ids, own_kinds, firsts) in enumerate(fed):
        if rng is not None and settings is not None:
            own_ids, own_kinds = _disturbed(own_ids, own_kinds, rng, mask_id, settings)  # noqa: PLW2901  # in place of the clean ones
        ids[row, : len(own_ids)], kinds[row, : len(own_ids)], mask[row, : len(own_ids)] = own_ids, own_kinds, 1
        rows += [row] * len(firsts)
        columns += firsts.tolist()
    heads = {head for example, _ in batch for head in example.labels}
    labels = {}
    for head in heads:
        parts = [
            example.labels[head][window.start : window.end]
            if head in example.labels
            else np.full(window.end - window.start, IGNORED)
            for example, window in batch
        ]
        labels[head] = torch.from_numpy(np.concatenate(parts))
    tensors = [torch.from_numpy(array) for array in (ids, kinds, mask)]
    return Batch(
        ids=tensors[0],
        kinds=tensors[1],
        mask=tensors[2],
        rows=torch.tensor(rows),
        columns=torch.tensor(columns),
        labels={head: label for head, label in labels.items() if bool((label != IGNORED).any())},
    )


def _disturbed(
    ids: NDArray[np.int64], kinds: NDArray[np.int64], rng: np.random.Generator, mask_id: int, settings: dict[str, Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a window with some pieces masked, and now and then all in capitals or all in lower case."""
    dropped = rng.random(len(ids)) < settings["piece_dropout"]
    dropped[[0, -1]] = False
    ids = np.where(dropped, mask_id, ids)
    if rng.random() < settings["case_noise"]:
        shapes, layouts = np.divmod(kinds, LAYOUTS)
        cased = np.isin(shapes, (LOWER, TITLE, UPPER, MIXED, INITIAL))
        kinds = np.where(cased, UPPER if rng.random() < 0.5 else LOWER, shapes) * LAYOUTS + layouts
    return ids, kinds
