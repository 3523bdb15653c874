"""A Doc as the passage that the scorers of attributions read: its words and what the encoder's heads say of them."""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc

from moneyquote.attribution.passage import Passage, make_passage
from moneyquote.components.frames import sentence_extents
from moneyquote.components.heads import head_scores

HEADS = ("source", "cue", "content", "polnear_source", "polnear_cue", "polnear_content")


def passage_of(doc: Doc) -> Passage:
    """Return the passage of a Doc that the encoder has seen; white space makes no words."""
    solid = [token for token in doc if not token.is_space]
    rows = [token.i for token in solid]
    return make_passage(
        doc.text,
        np.array([token.idx for token in solid], dtype=np.int64),
        np.array([token.idx + len(token) for token in solid], dtype=np.int64),
        sentence_extents(doc),
        {name: head_scores(doc, name)[rows] for name in HEADS},
    )
