"""The ``mq_sentences`` component: sets sentence starts by rules."""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.segments.sentences import sentence_spans


class SentenceMarker:
    """Sets ``token.is_sent_start`` for every token; white space belongs to the sentence before it."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts and return the Doc."""
        starts = {start for start, _ in sentence_spans(doc.text)}
        # Setting token.is_sent_start looks at the whole Doc each time; an array costs one look. -1 is "no start".
        marks = [1 if token.idx in starts or token.i == 0 else -1 for token in doc]
        if marks:
            rows = np.array(marks, dtype=np.int64).astype(np.uint64).reshape(-1, 1)
            doc.from_array("SENT_START", rows)  # type: ignore[arg-type]  # thinc's own array type, which this is
        return doc


@Language.factory("mq_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> SentenceMarker:
    """Make the component; it has no settings."""
    return SentenceMarker()
