"""The quotes component: attributed statements as frames, by rules and, behind an encoder, by trained scorers.

The layer "quotes" holds statements by the project's conventions. With ``attributions`` set to "all" the layer
"attributions" holds, besides, all attributions by PolNeAR's: beliefs, wishes and intentions too, and every fragment
of a statement as one attribution. It needs the encoder's heads and the scorers of the model's folder.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.attribution.combine import accepted, added
from moneyquote.attribution.find import Ruled, Weighed, find_weighed
from moneyquote.attribution.passage import Passage
from moneyquote.attribution.scorers import FILE, Scorers
from moneyquote.components.frames import (
    ATTRIBUTIONS,
    QUOTES,
    Frame,
    Part,
    get_mentions,
    sentence_extents,
    set_frames,
    skipped_extents,
)
from moneyquote.components.heads import has_heads
from moneyquote.components.passages import passage_of
from moneyquote.errors import ModelNotFound, SettingError
from moneyquote.quotation.attribution import find_attributions
from moneyquote.quotation.confidence import attribution_confidence
from moneyquote.quotation.cue_classes import cue_class
from moneyquote.quotation.marks import quoted_kind
from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.quotation.types import Attribution, Interval, Rule

STATEMENTS, ALL = "statements", "all"


def _parts(content: tuple[Interval, ...], cue: Interval | None, source: Interval | None) -> tuple[Part, ...]:
    roles = [("content", span) for span in content]
    roles += [(name, span) for name, span in (("cue", cue), ("source", source)) if span is not None]
    return tuple(sorted((Part(role=r, start=start, end=end) for r, (start, end) in roles), key=lambda p: p.start))


def _frame(number: int, attribution: Attribution, confidence: float) -> Frame:
    return Frame(
        id=f"q{number}",
        parts=_parts(attribution.content, attribution.cue, attribution.source),
        values={
            "type": attribution.kind,
            "confidence": confidence,
            "rule": attribution.rule.value,
            "paragraph": attribution.paragraph,
        },
    )


def _weighed_frame(passage: Passage, number: int, weighed: Weighed) -> Frame:
    return Frame(
        id=f"t{number}",
        parts=_parts(weighed.content, weighed.cue, weighed.source),
        values={
            "type": quoted_kind([quotation for _, quotation in passage.quotations], weighed.content),
            "confidence": weighed.confidence,
            "cue_class": cue_class(passage.text[slice(*weighed.cue)] if weighed.cue else "").value,
            "paragraph": int(passage.paragraph[passage.range_of(weighed.content[0])[0]]),
        },
    )


def ruled_of(attributions: list[Attribution]) -> list[Ruled]:
    """Return what the rules found as the scorers take it."""
    return [
        Ruled(content=a.content, cue=a.cue, source=a.source, confidence=attribution_confidence(a.rule.value))
        for a in attributions
    ]


def _weighed_statements(
    passage: Passage | None, found: list[Attribution], scorers: Scorers | None
) -> list[tuple[Attribution, float]]:
    """Return the statements with their confidences: the rules' alone without heads, else weighed and added to."""
    if passage is None or scorers is None:
        return [(a, attribution_confidence(a.rule.value)) for a in found]
    ruled = ruled_of(found)
    confidences = accepted(passage, ruled, scorers)
    kept = [(a, c) for a, c in zip(found, confidences, strict=True) if c is not None]
    quotations = [quotation for _, quotation in passage.quotations]
    starts = [start for start, _ in paragraph_extents(passage.text)]
    for weighed in added(passage, ruled, scorers):
        attribution = Attribution(
            kind=quoted_kind(quotations, weighed.content),
            content=weighed.content,
            cue=weighed.cue,
            source=weighed.source,
            rule=Rule.HEADS,
            paragraph=max(0, bisect_right(starts, weighed.content[0][0]) - 1),
        )
        kept.append((attribution, weighed.confidence))
    return sorted(kept, key=lambda statement: statement[0].content)


def rule_attributions(doc: Doc) -> list[Attribution]:
    """Return what the rules find in a Doc."""
    mentions = [(mention.start, mention.end) for mention in get_mentions(doc)]
    return find_attributions(doc.text, sentence_extents(doc), mentions, skipped_extents(doc))


class Quotes:
    """Sets the layer "quotes", and "attributions" if it is asked for all."""

    def __init__(self, attributions: str) -> None:
        self.scorers: Scorers | None = None
        self.attributions = attributions

    @property
    def attributions(self) -> str:
        """What is looked for: "statements" or "all"."""
        return self._attributions

    @attributions.setter
    def attributions(self, value: str) -> None:
        if value not in (STATEMENTS, ALL):
            raise SettingError("mq_quotes.attributions", f"{value!r}", f"Give {STATEMENTS!r} or {ALL!r}")
        self._attributions = value

    def __call__(self, doc: Doc) -> Doc:
        """Read sentences and name mentions off the Doc and set the frames."""
        found = rule_attributions(doc)
        passage = passage_of(doc) if self.scorers is not None and has_heads(doc) and len(doc) else None
        statements = _weighed_statements(passage, found, self.scorers)
        set_frames(doc, QUOTES, (_frame(i, *statement) for i, statement in enumerate(statements, 1)))
        if self.attributions == ALL:
            self._set_all(doc, passage, found)
        return doc

    def _set_all(self, doc: Doc, passage: Passage | None, found: list[Attribution]) -> None:
        if self.scorers is None or (passage is None and len(doc)):
            raise ModelNotFound(
                "mq_quotes.attributions",
                "'all' needs an encoder in the pipeline and its scorers in the model's folder",
                "Load a model that has both, or ask for 'statements'",
            )
        weighed = find_weighed(passage, ruled_of(found), self.scorers) if passage else []
        frames = [_weighed_frame(passage, i, w) for i, w in enumerate(weighed, 1)] if passage else []
        set_frames(doc, ATTRIBUTIONS, frames)

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> Quotes:
        """Read the scorers of a folder; without them the rules work alone."""
        file = Path(path) / FILE
        if file.is_file():
            self.scorers = Scorers.from_bytes(file.read_bytes(), str(file))
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the scorers, if there are any, into a folder."""
        if self.scorers is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
            (Path(path) / FILE).write_bytes(self.scorers.to_bytes())

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the scorers; nothing if there are none."""
        return b"" if self.scorers is None else self.scorers.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> Quotes:
        """Take the scorers that ``to_bytes`` returned."""
        self.scorers = Scorers.from_bytes(data) if data else None
        return self


@Language.factory(
    "mq_quotes",
    assigns=["doc.spans"],
    requires=["doc.sents", "doc.ents", "doc.spans"],
    default_config={"attributions": STATEMENTS},
)
def make_quotes(nlp: Language, name: str, attributions: str) -> Quotes:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        attributions: "statements", or "all" for beliefs and intentions too (the layer "attributions").

    Raises:
        SettingError: if ``attributions`` is neither.
    """
    return Quotes(attributions)
