"""Layers of spans that a tagger with BIO labels can learn: none empty, none outside of the text, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from moneyquote.encoder.labels import NEWS_SCHEME, Scheme
from moneyquote.errors import CorpusBroken

Span = list[Any]  # start, end, type
_MEND = "Correct one of them in the corpus, or leave the document out"


def united(spans: Iterable[Span]) -> list[Span]:
    """Return the spans of one role in order, those that share characters as one: of nested ones the outer wins.

    Attributions nest: within a statement another one may be reported, which is a part of the outer content. BIO labels
    can say only one of the two.
    """
    made: list[Span] = []
    for start, end, kind in sorted(spans):
        if made and start < made[-1][1]:
            made[-1][1] = max(made[-1][1], end)
        else:
            made.append([start, end, kind])
    return made


def check_layers(
    corpus: str, name: str, text: str, layers: Mapping[str, Iterable[Span]], scheme: Scheme = NEWS_SCHEME
) -> None:
    """Check the layers of a document; ``sentence`` has starts, not spans.

    Raises:
        CorpusBroken: for a span that is empty or not in the text, one of a type that its head lacks, and two that
            share characters; with the corpus, document, layer and spans.
    """
    types = {head.name: head.types for head in scheme.heads}
    for layer, spans in layers.items():
        where = f"corpus {corpus}, document {name}, layer {layer}"
        if layer == "sentence":
            continue
        ordered = sorted(spans)
        for start, end, kind in ordered:
            if not 0 <= start < end <= len(text):
                what = "is empty" if start == end else f"is not within the text's {len(text)} characters"
                raise CorpusBroken(where, f"the span {_told(start, end, kind)} {what}", "Correct or remove it")
            if layer in types and kind not in types[layer]:
                known = ", ".join(types[layer])
                raise CorpusBroken(where, f"the span {_told(start, end, kind)} has an unknown type", f"Known: {known}")
        for one, other in pairwise(ordered):
            if other[0] < one[1]:
                what = f"the spans {_told(*one)} and {_told(*other)} overlap, which BIO labels cannot say"
                raise CorpusBroken(where, what, _MEND)


def _told(start: int, end: int, kind: str) -> str:
    return f"{start}-{end} {kind}"
