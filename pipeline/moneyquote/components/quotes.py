"""The quotes component: attributed statements as frames of the layer "quotes", by rules."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import (
    QUOTES,
    Frame,
    Part,
    get_mentions,
    sentence_extents,
    set_frames,
    skipped_extents,
)
from moneyquote.quotation.attribution import find_attributions
from moneyquote.quotation.confidence import attribution_confidence
from moneyquote.quotation.types import Attribution


def _frame(number: int, attribution: Attribution) -> Frame:
    roles = [("content", span) for span in attribution.content]
    roles += [(name, span) for name in ("cue", "source") if (span := getattr(attribution, name)) is not None]
    parts = sorted((Part(role=role, start=start, end=end) for role, (start, end) in roles), key=lambda p: p.start)
    return Frame(
        id=f"q{number}",
        parts=tuple(parts),
        values={
            "type": attribution.kind,
            "confidence": attribution_confidence(attribution.rule.value),
            "rule": attribution.rule.value,
            "paragraph": attribution.paragraph,
        },
    )


class Quotes:
    """Sets the layer "quotes": content, cue and source of every attributed statement outside boilerplate."""

    def __call__(self, doc: Doc) -> Doc:
        """Read sentences and name mentions off the Doc and set the frames."""
        attributions = find_attributions(
            doc.text,
            sentence_extents(doc),
            [(mention.start, mention.end) for mention in get_mentions(doc)],
            skipped_extents(doc),
        )
        set_frames(doc, QUOTES, (_frame(i, a) for i, a in enumerate(attributions, 1)))
        return doc


@Language.factory("mq_quotes", assigns=["doc.spans"], requires=["doc.sents", "doc.ents", "doc.spans"])
def make_quotes(nlp: Language, name: str) -> Quotes:
    """Make the component; it has no settings."""
    return Quotes()
