"""Which names in an article name the same organization or person.

Full forms come first; a surname, an acronym or a short form then joins the full form that it stands for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from moneyquote.names.find import NameSpan
from moneyquote.records import Entity, EntityType

_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "a", "an", "at", "by", "de", "la", "del", "y", "et", "&"}
)
_LEGAL = frozenset({"inc", "ltd", "llc", "llp", "plc", "corp", "co", "gmbh", "ag", "sa", "limited", "pjsc", "jsc"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_AFTER_LATIN = 0x370  # the first code point behind Latin letters and their marks: Greek
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedNames:
    """The entities of an article, and for each name span, in the order given, the id of its entity."""

    entities: tuple[Entity, ...]
    entity_of: tuple[str, ...]


def link_names(text: str, spans: Sequence[NameSpan]) -> LinkedNames:
    """Tie the name spans of one article into entities.

    People: forms that share first and last name are one; a surname of several words ("de la Cruz", "Ó Dálaigh",
    "Mora-Lund") joins the full name that ends with it; a lone surname, else a lone first name, joins the full name
    that has it (the nearest before it where there are several). Organizations: equal forms without legal
    suffix are one; an acronym joins the long form whose initials it spells (the one before its bracket first); a
    short form joins the only longer name that begins or ends with it. A name in brackets in another script than Latin
    is that before it. ``name`` is the fullest form.
    """
    surfaces = [re.sub(r"\s+", " ", text[span.start : span.end]) for span in spans]
    groups: list[list[int]] = []
    again = {i for i in range(1, len(spans)) if _is_original(text, spans[i - 1], spans[i])}
    for kind in (EntityType.ORG, EntityType.PER):
        members = [i for i, span in enumerate(spans) if span.type is kind and i not in again]
        if kind is EntityType.PER:
            groups += _tied_people(surfaces, members)
        else:
            groups += _tied_organizations(text, spans, surfaces, members)
    groups.sort(key=min)
    entities = []
    entity_of = [""] * len(spans)
    for number, group in enumerate(groups, 1):
        name = _fullest([surfaces[i] for i in group])
        entities.append(Entity(id=f"e{number}", type=spans[group[0]].type, name=name))
        for i in group:
            entity_of[i] = f"e{number}"
    for i in sorted(again):
        entity_of[i] = entity_of[i - 1]
    return LinkedNames(entities=tuple(entities), entity_of=tuple(entity_of))


def _is_original(text: str, name: NameSpan, bracketed: NameSpan) -> bool:
    """Tell whether a name is that before it, in brackets in the script of its language: "Chang (張)"."""
    return (
        name.type is bracketed.type
        and text[name.end : bracketed.start].strip() in ("(", "（")
        and all(ord(c) >= _AFTER_LATIN for c in text[bracketed.start : bracketed.end] if c.isalpha())
    )


def _fullest(forms: Sequence[str]) -> str:
    """Return the form with most words, then most letters; one in capitals only where there is no other."""
    return max(forms, key=lambda form: (not (form.isupper() and " " in form), len(form.split()), len(form)))


def _tokens(surface: str) -> Words:
    return tuple(re.findall(r"[\w&]+", surface.casefold()))


def _tied_people(surfaces: Sequence[str], members: Sequence[int]) -> list[list[int]]:
    parts = {i: tuple(p for p in _tokens(surfaces[i]) if p not in _SUFFIXES) or _tokens(surfaces[i]) for i in members}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in members:
        if len(parts[i]) > 1:
            groups[parts[i][0], parts[i][-1]].append(i)
    by_last: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in groups:
        by_last[key[1]].append(key)
    for key in sorted(groups, key=lambda k: len(parts[groups[k][0]])):
        form = parts[groups[key][0]]
        same_end = [groups[other] for other in by_last[key[1]] if other in groups]
        longer = [g for g in same_end if len(parts[g[0]]) > len(form) and parts[g[0]][-len(form) :] == form]
        home = _nearest(groups[key][0], longer)
        if home is not None:
            home += groups.pop(key)
            home.sort()
    by_part: dict[str, list[list[int]]] = defaultdict(list)
    for group in groups.values():
        for part in dict.fromkeys(parts[group[0]]):
            by_part[part].append(group)
    lone: dict[str, list[int]] = defaultdict(list)
    for i in members:
        if len(parts[i]) > 1:
            continue
        name = parts[i][0] if parts[i] else surfaces[i]
        home = _nearest(i, [groups[key] for key in by_last[name] if key in groups]) or _nearest(i, by_part[name])
        insort(home if home is not None else lone[name], i)
    return [*groups.values(), *lone.values()]


def _nearest(i: int, groups: Sequence[list[int]]) -> list[int] | None:
    """Return the group last named before mention ``i``, else the one first named after it; each is in order."""
    before = [g for g in groups if g[0] < i]
    if before:
        return max(before, key=lambda g: g[bisect_left(g, i) - 1])
    return min(groups, key=itemgetter(0), default=None)


def _tied_organizations(
    text: str, spans: Sequence[NameSpan], surfaces: Sequence[str], members: Sequence[int]
) -> list[list[int]]:
    groups: dict[Words, list[int]] = defaultdict(list)
    key_of: dict[int, Words] = {}
    for i in members:
        words = _tokens(surfaces[i])
        bare = words[:-1] if len(words) > 1 and words[-1] in _LEGAL else words
        key_of[i] = bare[1:] if len(bare) > 1 and bare[0] == "the" else bare
        groups[key_of[i]].append(i)
    bracketed = {i: key_of[j] for j, i in pairwise(members) if _brackets(text, spans[j], spans[i])}
    initials, shortened = _short_forms(groups)
    joined: dict[Words, Words] = {}
    for key in sorted(groups, key=len):  # whoever is longer still has its group
        home = _bracketed_home(key, groups[key], bracketed, joined)
        home = home or _long_form(key, surfaces[groups[key][0]], initials, shortened)
        if home is not None:
            groups[home] += groups.pop(key)
            joined[key] = home
    return list(groups.values())


def _brackets(text: str, long: NameSpan, short: NameSpan) -> bool:
    """Tell whether a name stands right behind another one in brackets: "Open Water Fund (OWF)"."""
    between = text[long.end : short.start]
    return between[-1:] in ("(", "[") and between.strip() in ("(", "[", "”(", '"(')


def _bracketed_home(
    key: Words, members: Sequence[int], bracketed: Mapping[int, Words], joined: Mapping[Words, Words]
) -> Words | None:
    """Return the group whose name stands right before this one's in brackets and has its first letter."""
    if len(key) != 1:
        return None
    for i in members:
        other = bracketed.get(i, ())
        while other in joined:
            other = joined[other]
        if len(other) > 1 and key[0][0] in {word[0] for word in other}:
            return other
    return None


def _short_forms(keys: Iterable[Words]) -> tuple[dict[str, list[Words]], dict[Words, list[Words]]]:
    """Return the names that an acronym may spell, and those that begin with some words, or end with more than one."""
    initials: dict[str, list[Words]] = defaultdict(list)
    shortened: dict[Words, list[Words]] = defaultdict(list)
    for key in keys:
        if len(key) > 1:
            for letters in _initials(key):
                initials[letters].append(key)
        for form in {key[:size] for size in range(1, len(key))} | {key[-size:] for size in range(2, len(key))}:
            shortened[form].append(key)
    return initials, shortened


def _long_form(
    key: Words, surface: str, initials: Mapping[str, Sequence[Words]], shortened: Mapping[Words, Sequence[Words]]
) -> Words | None:
    """Return the only longer name of the article that this one shortens, or the first that it spells by initials."""
    spelled = initials.get(key[0]) if len(key) == 1 and surface.isupper() else None
    if spelled:
        return spelled[0]
    begun = shortened.get(key, ())
    return begun[0] if len(begun) == 1 else None


def _initials(words: Words) -> set[str]:
    """Return the acronyms that a long form may have: with and without its small words, legal suffix and first word.

    The first word may be an adjective that the acronym leaves out ("the American National …").
    """
    forms = set()
    for part in (words, words[1:]):
        great = [word for word in part if word not in _SMALL]
        forms |= {"".join(word[0] for word in part), "".join(word[0] for word in great)}
        if great and great[-1] in _LEGAL:
            forms.add("".join(word[0] for word in great[:-1]))
    return {form for form in forms if len(form) > 1}
