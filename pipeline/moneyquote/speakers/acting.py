"""Descriptions that act before a pronoun: "The minister denied this. 'Not one cent,' he said"."""

from __future__ import annotations

import re

from moneyquote.quotation.vocabulary import documents, roles
from moneyquote.records import EntityType
from moneyquote.speakers.candidates import begins_sentence, in_content
from moneyquote.speakers.cast import word_list
from moneyquote.speakers.phrases import Phrase, Sort, read_phrase
from moneyquote.speakers.scene import Scene

_REACH = 300  # characters before a pronoun
_OPENS = r"(?:(?<=[.!?”\"’»] )|(?<=\n)|^)"
_SUBJECT = re.compile(rf"(?:{_OPENS}The|(?<=, and )the|(?<=, but )the) (?:[\w’'-]+ ){{1,4}}")
_DOCUMENT = re.compile(rf"{_OPENS}(?:The|An?) \[?(?:[\w’'-]+ ){{1,4}}")


def acting_before(scene: Scene, at: int, sort: Sort) -> tuple[Phrase, str] | None:
    """Return the last description of a sort that begins a sentence after the last source, and its words.

    None if somebody named begins a sentence after it: the pronoun rather means them.
    """
    text, kind = scene.cast.text, EntityType.ORG if sort is Sort.ORGANIZATION else EntityType.PER
    floor = max(scene.last_at + 1, at - _REACH, 0)
    subject = _DOCUMENT if sort is Sort.DOCUMENT else _SUBJECT
    for match in reversed(list(subject.finditer(text, floor, at))):
        found = _headed(match.group(), sort)
        if found is None or in_content(scene.contents, match.start()):
            continue
        end = match.start() + len(found)
        named = scene.cast.mentions_in(match.start(), at)
        if any(mention.start < end for mention in named):
            continue
        if any(scene.cast.kind(m) is kind and begins_sentence(text, m.start, reach=30) for m in named):
            return None
        return read_phrase(found), found
    return None


def _headed(subject: str, sort: Sort) -> str | None:
    """Return a subject up to its head noun, the last of the first run of nouns that fit."""
    nouns = {Sort.ORGANIZATION: word_list("organizations", "nouns"), Sort.DOCUMENT: documents()}.get(sort, roles())
    words = subject.replace("[", "").split()
    heads = [number for number, word in enumerate(words) if word.lower() in nouns]
    if not heads:
        return None
    last = heads[0]
    while last + 1 in heads:
        last += 1
    return " ".join(words[: last + 1])
