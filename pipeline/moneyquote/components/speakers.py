"""Placeholder until the speakers component is in place."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("mq_speakers")
class Make:
    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        return doc


make_speakers = Make
