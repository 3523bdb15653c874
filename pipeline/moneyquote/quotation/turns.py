"""Transcripts: "Q: … A: …" and "MINISTER: …", where a label that begins a paragraph gives the word to a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.quotation.types import Attribution, Interval, Rule

_LABEL = re.compile(
    r"\**(?P<label>Q|A|Question|Answer|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4})\**:\**"
    r"(?:\s{1,4}\([^)\n]{0,60}\))?\s{1,4}(?=\S)"
)
_QUESTION = re.compile(r"(?P<label>Q)\s{2,8}(?=\S)")  # without a colon, as the White House prints its briefings
_FEWEST = 4  # turns that make a text a transcript; a few labels stand in any press release ("Contact:", "Website:")
_SENTENCES = 0.7  # share of turns that must end like sentences
_ASIDE = re.compile(r"\(.{0,80}\)\s*$|\[.{0,80}\]\s*$")


def _labels(text: str, paragraphs: Sequence[Interval]) -> list[tuple[int, Interval, int]]:
    """Return the labelled paragraphs: index, the label's characters, and where the words begin."""
    found = []
    for index, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, end) or _QUESTION.match(text, start, end)
        if match is not None:
            found.append((index, match.span("label"), match.end()))
    return found


def _is_transcript(text: str, labels: Sequence[tuple[int, Interval, int]]) -> bool:
    """Tell whether labels come back in turn, as in an interview: few names, each more than once."""
    names = [text[start:end] for _, (start, end), _ in labels]
    return len(names) >= _FEWEST and 2 <= len(set(names)) <= len(names) / 2


def read_turns(text: str) -> list[Attribution]:
    """Return the turns of a transcript as direct quotes without a cue, one content span a paragraph; none otherwise."""
    paragraphs = paragraph_extents(text)
    labels = _labels(text, paragraphs)
    if not _is_transcript(text, labels):
        return []
    turns = []
    for (index, source, begin), following in zip(labels, [*labels[1:], None], strict=True):
        last = following[0] if following else index + 1
        spans = [(begin, paragraphs[index][1]), *paragraphs[index + 1 : last]]
        content = tuple((a, b) for a, b in spans if a < b and not _ASIDE.fullmatch(text[a:b]))
        if content:
            turns.append(Attribution(kind="direct", content=content, source=source, rule=Rule.TURN, paragraph=index))
    spoken = sum(text[turn.content[0][1] - 1] in '.?!…—–”"' for turn in turns)
    return turns if spoken >= _SENTENCES * len(turns) else []
