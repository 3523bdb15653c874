"""How a speaker without a name is named: by the article's own words for them."""

from __future__ import annotations

import re

from moneyquote.quotation.edges import trimmed_marks
from moneyquote.quotation.vocabulary import documents, groups
from moneyquote.speakers.candidates import find_person
from moneyquote.speakers.scene import Scene


def description(scene: Scene, source: str, at: int) -> str:
    """Return the name of a described speaker: the phrase up to its first comma, its owner named, white space single."""
    phrase = re.split(r",|\s[–—]\s", source)[0]
    name = " ".join(phrase[slice(*trimmed_marks(phrase, 0, len(phrase)))].split())
    first, _, rest = name.partition(" ")
    if first.lower() in ("his", "her") and rest:
        owner = find_person(scene.cast, scene.contents, "m" if first.lower() == "his" else "f", at, scene.stage)
        if owner is not None:
            last = scene.cast.figures[owner].entity.name.split()[-1]
            return f"{last}’{'' if last.endswith('s') else 's'} {rest}"
    if first.lower() == "whose" and rest:
        owner = _owner(scene, at)
        return f"{rest} of {owner}" if owner else name
    if first.lower() in ("the", "a", "an") and rest:
        return f"{first.lower()} {rest}"
    common = first.lower() in groups() | documents() or (not rest and name[1:].islower())
    return name[:1].lower() + name[1:] if common and first[1:].islower() else name


def _owner(scene: Scene, at: int) -> str | None:
    """Return the name right before "whose", an article before it if the text has one."""
    before = scene.cast.before(at)
    if not before or scene.cast.text[before[-1].end : at].strip(" ,") != "":
        return None
    entity = scene.cast.figures[before[-1].entity].entity
    the = re.search(r"\bthe\s+$", scene.cast.text[: before[-1].start][-6:], re.IGNORECASE)
    return f"the {entity.name}" if the else entity.name
