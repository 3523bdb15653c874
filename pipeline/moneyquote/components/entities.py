"""The ``mq_entities`` component: name spans into mentions and entities on the Doc."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import ENCODER_NAMES, NameMention, sentence_extents, set_mentions
from moneyquote.names import NameSpan, find_names, link_names, spread_names
from moneyquote.records import EntityType


class EntityLinker:
    """Takes the encoder's name spans where there is an encoder, the rules' otherwise, and ties them to entities."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents`` and ``doc.spans["mentions"]`` and return the Doc."""
        text = doc.text
        names = _encoder_names(doc) if ENCODER_NAMES in doc.spans else find_names(text, sentence_extents(doc))
        linked = link_names(text, names)
        mentions = [
            NameMention(start=name.start, end=name.end, entity=entity, confidence=name.confidence)
            for name, entity in zip(names, linked.entity_of, strict=True)
        ]
        set_mentions(doc, linked.entities, mentions)
        return doc


def _encoder_names(doc: Doc) -> list[NameSpan]:
    """Return the encoder's names, and what they tell of other places, where these are made of whole tokens."""
    group = doc.spans[ENCODER_NAMES]
    read = [
        NameSpan(start=span.start_char, end=span.end_char, type=EntityType(span.label_), confidence=confidence)
        for span, confidence in zip(group, group.attrs["confidences"], strict=True)
    ]
    return [name for name in spread_names(doc.text, read) if doc.char_span(name.start, name.end) is not None]


@Language.factory("mq_entities", assigns=["doc.ents", "doc.spans"], requires=["doc.sents"])
def make_entities(nlp: Language, name: str) -> EntityLinker:
    """Make the component; it has no settings."""
    return EntityLinker()
