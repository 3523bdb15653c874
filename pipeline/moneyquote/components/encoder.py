"""The ``mq_encoder`` component: one pass of the trained encoder over a Doc, for all layers behind it.

``doc.tensor`` gets the scores of every head, float32 ``[tokens, width]``: a token has those of the encoder's word in
which it begins. ``doc.spans["encoder_names"]`` gets the names, and in its ``attrs`` their confidences and the columns
of each head, for ``moneyquote.components.heads``.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from moneyquote.components.frames import ENCODER_NAMES, char_span, sentence_extents
from moneyquote.encoder.model import FILES, NewsEncoder, Scored
from moneyquote.encoder.repeats import name_spans
from moneyquote.errors import ModelNotFound, SettingError
from moneyquote.names import trimmed_names
from moneyquote.records import EntityType


class EncoderTagger:
    """Runs the encoder once over a Doc and keeps its scores, and the names with calibrated confidences."""

    def __init__(self, threads: int) -> None:
        if threads < 1:
            raise SettingError("mq_encoder.threads", f"{threads}, less than 1", "Give the number of threads to use")
        self.threads = threads
        self._encoder: NewsEncoder | None = None

    @property
    def encoder(self) -> NewsEncoder:
        """The weights.

        Raises:
            ModelNotFound: if none were read.
        """
        if self._encoder is None:
            raise ModelNotFound("mq_encoder", "no weights", "Load the pipeline from its folder: moneyquote.load()")
        return self._encoder

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> EncoderTagger:
        """Read the weights of a folder."""
        self._encoder = NewsEncoder.from_folder(Path(path), self.threads)
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the weights into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self.encoder.files.items():
            (Path(path) / name).write_bytes(content)

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the weights: each file behind its length in eight bytes, little-endian, in the order of ``FILES``."""
        files = (self.encoder.files[name] for name in FILES)
        return b"".join(len(content).to_bytes(8, "little") + content for content in files)

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> EncoderTagger:
        """Take the weights that ``to_bytes`` returned."""
        files, at = {}, 0
        for name in FILES:
            length = int.from_bytes(data[at : at + 8], "little")
            files[name] = data[at + 8 : at + 8 + length]
            at += 8 + length
        self._encoder = NewsEncoder(files, self.threads)
        return self

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.tensor`` and ``doc.spans["encoder_names"]`` and return the Doc."""
        encoder = self.encoder
        scored = encoder.score(doc.text, sentence_extents(doc))
        doc.tensor = _token_scores(doc, scored)  # type: ignore[assignment]  # spaCy declares float64, takes float32
        spans, confidences = _names(doc, encoder, scored)
        columns = {name: [part.start, part.stop] for name, part in encoder.scheme.columns.items()}
        types = {head.name: list(head.types) for head in encoder.scheme.heads}
        attrs: dict[str, Any] = {"confidences": confidences, "columns": columns, "types": types}
        doc.spans[ENCODER_NAMES] = SpanGroup(doc, name=ENCODER_NAMES, spans=spans, attrs=attrs)
        return doc


def _token_scores(doc: Doc, scored: Scored) -> NDArray[np.float32]:
    if not scored.pieces.words:
        return np.zeros((len(doc), scored.scores.shape[1]), dtype=np.float32)
    starts = np.array([token.idx for token in doc], dtype=np.int64)
    words = np.searchsorted(scored.pieces.ends, starts, side="right")
    return scored.scores[np.minimum(words, scored.pieces.words - 1)]


_POINT = re.compile(r"(?<!\b[A-Z])(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)(?<!\b[JS]r)[.!?]+\s*$")


def _before_point(text: str, start: int, end: int) -> int:
    """Return where a name ends that ends its sentence: before the point, unless that belongs to its last word."""
    point = _POINT.search(text[start:end])
    return start + point.start() if point else end


def _names(doc: Doc, encoder: NewsEncoder, scored: Scored) -> tuple[list[Span], list[float]]:
    slope, shift = encoder.calibration["names"]
    text = doc.text  # spaCy puts it together from the tokens each time
    spans: list[Span] = []
    confidences: list[float] = []
    opens = [start for start, _ in sentence_extents(doc)]
    done = 0
    for found in name_spans(text, encoder, scored, "names"):
        begin, stop = int(scored.pieces.starts[found.start]), int(scored.pieces.ends[found.end - 1])
        kind = EntityType(found.type)
        # A name never goes on into the next sentence: "Odile Brandt. Odile is here."
        borders = [begin, *(at for at in opens if begin < at < stop), stop]
        trimmed = [
            name
            for low, high in pairwise(borders)
            for name in trimmed_names(text, low, high if high == stop else _before_point(text, low, high), kind)
        ]
        for start, end, kind in trimmed:
            if start < done:
                continue
            spans.append(char_span(doc, start, end, label=kind.value))
            done = spans[-1].end_char
            confidences.append(round(1 / (1 + math.exp(-(slope * found.score + shift))), 3))
    return spans, confidences


@Language.factory(
    "mq_encoder", assigns=["doc.tensor", "doc.spans"], requires=["doc.sents"], default_config={"threads": 1}
)
def make_encoder(nlp: Language, name: str, threads: int) -> EncoderTagger:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        threads: threads of ONNX Runtime within one article.

    Raises:
        SettingError: if ``threads`` is below 1.
    """
    return EncoderTagger(threads)
