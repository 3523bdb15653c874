"""The ``mq_boilerplate`` component: marks what is no article prose in ``doc.spans["boilerplate"]``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from moneyquote.components.frames import BOILERPLATE, char_span
from moneyquote.segments.boilerplate import boilerplate_regions


class BoilerplateMarker:
    """Marks captions, footnotes, buttons and the like; the label of a span says which."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["boilerplate"]`` and return the Doc."""
        found = boilerplate_regions(doc.text)
        spans = [char_span(doc, region.start, region.end, label=region.label) for region in found]
        doc.spans[BOILERPLATE] = SpanGroup(doc, name=BOILERPLATE, spans=spans)
        return doc


@Language.factory("mq_boilerplate", assigns=["doc.spans"])
def make_boilerplate(nlp: Language, name: str) -> BoilerplateMarker:
    """Make the component; it has no settings."""
    return BoilerplateMarker()
