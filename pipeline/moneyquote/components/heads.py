"""What the encoder's heads say of a Doc, read off ``doc.tensor``, for the components behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from moneyquote.components.frames import ENCODER_NAMES
from moneyquote.encoder.decoding import decode
from moneyquote.encoder.labels import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSpan:
    """Characters ``[start, end)`` that a head takes for a span of a type; ``score`` is its mean log probability."""

    start: int
    end: int
    type: str
    score: float


def has_heads(doc: Doc) -> bool:
    """Tell whether the encoder has seen the Doc."""
    return ENCODER_NAMES in doc.spans


def head_scores(doc: Doc, name: str) -> NDArray[np.float32]:
    """Return the scores of one head, float32 ``[tokens, 1 + 2 * types]``: O, then B and I of each type in turn."""
    start, end = doc.spans[ENCODER_NAMES].attrs["columns"][name]
    scores: NDArray[np.float32] = np.asarray(doc.tensor, dtype=np.float32)[:, start:end]
    return scores


def head_spans(doc: Doc, name: str) -> list[HeadSpan]:
    """Return the spans of one head in reading order; white space neither begins, ends nor breaks a span."""
    head = Head(name=name, types=tuple(doc.spans[ENCODER_NAMES].attrs["types"][name]))
    solid = [token for token in doc if not token.is_space]
    rows = head_scores(doc, name)[[token.i for token in solid]]
    return [
        HeadSpan(
            start=solid[found.start].idx,
            end=solid[found.end - 1].idx + len(solid[found.end - 1]),
            type=found.type,
            score=found.score,
        )
        for found in decode(rows, head)
    ]
