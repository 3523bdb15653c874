"""The ``mq_sentences`` component: sets sentence starts by rules."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.segments.sentences import sentence_spans


class SentenceMarker:
    """Sets ``token.is_sent_start`` for every token; white space belongs to the sentence before it."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts and return the Doc."""
        starts = {start for start, _ in sentence_spans(doc.text)}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        return doc


@Language.factory("mq_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> SentenceMarker:
    """Make the component; it has no settings."""
    return SentenceMarker()
