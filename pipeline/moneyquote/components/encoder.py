"""The ``mq_encoder`` component: names by the trained encoder in ``doc.spans["encoder_names"]``."""

from __future__ import annotations

import math
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from moneyquote.components.frames import ENCODER_NAMES, char_span, sentence_extents
from moneyquote.encoder.decoding import decode
from moneyquote.encoder.model import NewsEncoder
from moneyquote.errors import ModelNotFound, SettingError
from moneyquote.names import trimmed_name


class EncoderTagger:
    """Runs the encoder once over a Doc and keeps the names that its head finds, with calibrated confidences."""

    def __init__(self, threads: int, head: str) -> None:
        if threads < 1:
            raise SettingError("mq_encoder.threads", f"{threads}, less than 1", "Give the number of threads to use")
        self.threads = threads
        self.head = head
        self.encoder: NewsEncoder | None = None

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> EncoderTagger:
        """Take the weights of a folder; they are read at the first text."""
        self.encoder = NewsEncoder(Path(path), self.threads)
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Copy the weights into a folder."""
        encoder = self._loaded()
        Path(path).mkdir(parents=True, exist_ok=True)
        for file in encoder.files():
            (Path(path) / file.name).write_bytes(file.read_bytes())

    def _loaded(self) -> NewsEncoder:
        if self.encoder is None:
            raise ModelNotFound("mq_encoder", "no weights", "Load the pipeline from its folder: moneyquote.load()")
        return self.encoder

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["encoder_names"]`` and return the Doc."""
        encoder = self._loaded()
        scored = encoder.score(doc.text, sentence_extents(doc))
        head = encoder.scheme.head(self.head)
        slope, shift = encoder.calibration[self.head]
        spans: list[Span] = []
        confidences: list[float] = []
        done = 0
        for found in decode(scored.scores[:, encoder.scheme.columns[self.head]], head):
            start, end = trimmed_name(
                doc.text, int(scored.pieces.starts[found.start]), int(scored.pieces.ends[found.end - 1])
            )
            if start < max(done, 0) or start >= end:
                continue
            spans.append(char_span(doc, start, end, label=found.type))
            done = spans[-1].end_char
            confidences.append(round(1 / (1 + math.exp(-(slope * found.score + shift))), 3))
        attrs = {"confidences": confidences}
        doc.spans[ENCODER_NAMES] = SpanGroup(doc, name=ENCODER_NAMES, spans=spans, attrs=attrs)
        return doc


@Language.factory(
    "mq_encoder",
    assigns=["doc.spans"],
    requires=["doc.sents"],
    default_config={"threads": 1, "head": "names"},
)
def make_encoder(nlp: Language, name: str, threads: int, head: str) -> EncoderTagger:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        threads: threads of ONNX Runtime within one article.
        head: the head whose names are kept.

    Raises:
        SettingError: if ``threads`` is below 1.
    """
    return EncoderTagger(threads, head)
