"""Placeholder until the entities component is in place."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("mq_entities")
class Make:
    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        return doc


make_entities = Make
