"""What the attribution tests share: a text read with its sentences and names, and its quotes in short form."""

import re
from dataclasses import dataclass

from moneyquote.quotation.attribution import find_attributions
from moneyquote.segments.sentences import sentence_spans

NAME = re.compile(
    r"Grace Obi|Obi|Tomas Hale|Hale|Lena Marsh|Marsh|Ruth Adeyemi|Adeyemi|"
    r"Lanternfield Trust|Ministry of Roads|Harbour Daily|Corvane Bank"
)


@dataclass(frozen=True)
class Read:
    kind: str
    content: tuple[str, ...]
    cue: str | None
    source: str | None


def names(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in NAME.finditer(text)]


def read(text: str, skipped: list[tuple[int, int]] | None = None) -> list[Read]:
    sentences = sentence_spans(text)
    found = find_attributions(text, sentences, names(text), skipped or [])
    return [
        Read(
            a.kind,
            tuple(text[x:y] for x, y in a.content),
            text[slice(*a.cue)] if a.cue else None,
            text[slice(*a.source)] if a.source else None,
        )
        for a in found
    ]
