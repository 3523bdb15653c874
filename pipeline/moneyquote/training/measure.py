"""Exact span F1 of a network on held-out documents, by head and type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from moneyquote.encoder.decoding import decode
from moneyquote.encoder.labels import NEWS_SCHEME
from moneyquote.training.examples import Example, collate, windows_of
from moneyquote.training.network import NewsNetwork


def measured(
    network: NewsNetwork, examples: Sequence[Example], settings: dict[str, Any], ends: tuple[int, int], device: str
) -> dict[str, float]:
    """Return micro-averaged F1 in percent for each annotated head, and for each of its types as ``head/type``."""
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    network.eval()
    for example in examples:
        scores = _scores(network, example, settings, ends, device)
        for head in example.labels:
            columns = NEWS_SCHEME.columns[head]
            pieces = example.pieces
            found = {
                (int(pieces.starts[s.start]), int(pieces.ends[s.end - 1]), s.type)
                for s in decode(scores[:, columns], NEWS_SCHEME.head(head))
            }
            wanted = {tuple(span) for span in example.document["layers"][head]}
            for key in (head, *(f"{head}/{kind}" for kind in NEWS_SCHEME.head(head).types)):
                kind = key.partition("/")[2]
                some = {s for s in found if kind in ("", s[2])}
                want = {s for s in wanted if kind in ("", s[2])}
                right[key] += len(some & want)
                made[key] += len(some)
                gold[key] += len(want)
    return {key: round(200 * right[key] / max(1, made[key] + gold[key]), 2) for key in gold}


@torch.no_grad()
def _scores(
    network: NewsNetwork, example: Example, settings: dict[str, Any], ends: tuple[int, int], device: str
) -> np.ndarray[Any, np.dtype[np.float32]]:
    scores = np.zeros((example.pieces.words, NEWS_SCHEME.width), dtype=np.float32)
    for window in windows_of(example, settings):
        batch = collate([(example, window)], ends)
        logits = network(batch.ids.to(device), batch.kinds.to(device))[0, batch.columns.to(device)]
        scores[window.start : window.end] = logits.float().cpu().numpy()
    return scores
