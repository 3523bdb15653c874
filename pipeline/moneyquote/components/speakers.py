"""The speakers component: who says each quote, as entity and fullest name in the quote's values."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import (
    ATTRIBUTIONS,
    QUOTES,
    Frame,
    add_entity,
    get_entities,
    get_frames,
    get_mentions,
    set_frames,
)
from moneyquote.quotation.confidence import speaker_confidence
from moneyquote.speakers.cast import Named
from moneyquote.speakers.resolve import resolve_speakers
from moneyquote.speakers.scene import SourceOf, Speaker


def _asked(frame: Frame) -> SourceOf:
    source = frame.first("source")
    return SourceOf(
        content=tuple((part.start, part.end) for part in frame.role("content")),
        source=(source.start, source.end) if source else None,
        cued=frame.first("cue") is not None,
        paragraph=frame.values.get("paragraph", 0),
    )


class Speakers:
    """Fills ``speaker_entity`` and ``speaker_name`` of quotes and attributions; described speakers become entities."""

    def __call__(self, doc: Doc) -> Doc:
        """Read quotes and mentions off the Doc and write the speakers into the quotes' values."""
        mentions = [Named(m.start, m.end, m.entity) for m in get_mentions(doc)]
        for layer in (QUOTES, ATTRIBUTIONS):
            frames = get_frames(doc, layer)
            if frames:
                speakers = resolve_speakers(doc.text, get_entities(doc), mentions, [_asked(frame) for frame in frames])
                set_frames(doc, layer, [self._told(doc, f, s) for f, s in zip(frames, speakers, strict=True)])
        return doc

    def _told(self, doc: Doc, frame: Frame, speaker: Speaker) -> Frame:
        entity = speaker.entity
        if entity is None and speaker.name is not None:
            entity = add_entity(doc, speaker.kind, speaker.name)
        confidence = speaker_confidence(frame.values.get("confidence"), speaker.how)
        told = {"speaker_entity": entity, "speaker_name": speaker.name, "speaker_rule": speaker.how}
        return replace(frame, values={**frame.values, **told, "confidence": confidence})


@Language.factory("mq_speakers", assigns=["doc.spans"], requires=["doc.spans"])
def make_speakers(nlp: Language, name: str) -> Speakers:
    """Make the component; it has no settings."""
    return Speakers()
