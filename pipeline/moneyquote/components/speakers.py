"""The speakers component: who says each quote, as entity and fullest name, and which bodies nominal mentions mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import (
    ATTRIBUTIONS,
    NOMINALS,
    QUOTES,
    Frame,
    Part,
    add_entity,
    get_entities,
    get_frames,
    get_mentions,
    set_frames,
)
from moneyquote.quotation.confidence import speaker_confidence
from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.speakers.cast import Named, read_cast
from moneyquote.speakers.nominals import Nominal, tie_nominals
from moneyquote.speakers.ranker import FILE, Ranker
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


def _nominal(number: int, found: Nominal) -> Frame:
    part = Part(role="nominal", start=found.start, end=found.end)
    return Frame(id=f"n{number}", parts=(part,), values={"entity": found.entity})


class Speakers:
    """Resolves by rules and, where the folder has one, by a trained resolver.

    Fills ``speaker_entity`` and ``speaker_name`` of quotes and attributions; described speakers become entities. Sets
    the nominal mentions of organizations, ``doc.spans["nominals"]``, which ``mq_grants`` takes for parties.
    """

    def __init__(self) -> None:
        self.ranker: Ranker | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read quotes and mentions off the Doc and write the speakers into the quotes' values."""
        mentions = [Named(m.start, m.end, m.entity) for m in get_mentions(doc)]
        told: list[tuple[SourceOf, Speaker]] = []
        for layer in (QUOTES, ATTRIBUTIONS):
            frames = get_frames(doc, layer)
            if frames:
                asked = [_asked(frame) for frame in frames]
                speakers = resolve_speakers(doc.text, get_entities(doc), mentions, asked, self.ranker)
                set_frames(doc, layer, [self._told(doc, f, s) for f, s in zip(frames, speakers, strict=True)])
                told = told or list(zip(asked, speakers, strict=True))
        cast = read_cast(doc.text, get_entities(doc), mentions)
        starts = [start for start, _ in paragraph_extents(doc.text)]
        nominals = tie_nominals(cast, told, starts, self.ranker)
        set_frames(doc, NOMINALS, [_nominal(number, found) for number, found in enumerate(nominals, 1)])
        return doc

    def _told(self, doc: Doc, frame: Frame, speaker: Speaker) -> Frame:
        entity = speaker.entity
        if entity is None and speaker.name is not None:
            entity = add_entity(doc, speaker.kind, speaker.name)
        confidence = speaker_confidence(frame.values.get("confidence"), speaker.how, speaker.confidence)
        told = {"speaker_entity": entity, "speaker_name": speaker.name, "speaker_rule": speaker.how}
        return replace(frame, values={**frame.values, **told, "confidence": confidence})

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> Speakers:
        """Read the trained resolver of a folder; without one the rules work alone."""
        file = Path(path) / FILE
        self.ranker = Ranker.from_bytes(file.read_bytes(), str(file)) if file.is_file() else None
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the trained resolver, if there is one, into a folder."""
        if self.ranker is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
            (Path(path) / FILE).write_bytes(self.ranker.to_bytes())

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the trained resolver; nothing if there is none."""
        return b"" if self.ranker is None else self.ranker.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> Speakers:
        """Take the trained resolver that ``to_bytes`` returned."""
        self.ranker = Ranker.from_bytes(data) if data else None
        return self


@Language.factory("mq_speakers", assigns=["doc.spans"], requires=["doc.spans"])
def make_speakers(nlp: Language, name: str) -> Speakers:
    """Make the component; it has no settings."""
    return Speakers()
