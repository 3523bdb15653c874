"""Which names in an article name the same organization or person.

Full forms come first; a surname, an acronym or a short form then joins the full form that it stands for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from moneyquote.names.find import NameSpan
from moneyquote.records import Entity, EntityType

_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "a", "an", "at", "by", "de", "la", "del", "y", "et", "&"}
)
_LEGAL = frozenset({"inc", "ltd", "llc", "llp", "plc", "corp", "co", "gmbh", "ag", "sa", "limited", "pjsc", "jsc"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


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
    short form joins the only longer name that begins or ends with it. ``name`` is the fullest form.
    """
    surfaces = [re.sub(r"\s+", " ", text[span.start : span.end]) for span in spans]
    groups: list[list[int]] = []
    for kind in (EntityType.ORG, EntityType.PER):
        members = [i for i, span in enumerate(spans) if span.type is kind]
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
    return LinkedNames(entities=tuple(entities), entity_of=tuple(entity_of))


def _fullest(forms: Sequence[str]) -> str:
    """Return the form with most words, then most letters; one in capitals only where there is no other."""
    return max(forms, key=lambda form: (not (form.isupper() and " " in form), len(form.split()), len(form)))


def _tokens(surface: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w&]+", surface.casefold()))


def _tied_people(surfaces: Sequence[str], members: Sequence[int]) -> list[list[int]]:
    @cache  # each mention is asked for again and again
    def parts(i: int) -> tuple[str, ...]:
        return tuple(part for part in _tokens(surfaces[i]) if part not in _SUFFIXES) or _tokens(surfaces[i])

    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in members:
        if len(parts(i)) > 1:
            groups[parts(i)[0], parts(i)[-1]].append(i)
    for key in sorted(groups, key=lambda k: len(parts(groups[k][0]))):
        form = parts(groups[key][0])
        same_end = [g for other, g in groups.items() if other[1] == key[1]]
        longer = [g for g in same_end if len(parts(g[0])) > len(form) and parts(g[0])[-len(form) :] == form]
        home = _nearest(min(groups[key]), longer)
        if home is not None:
            home += groups.pop(key)
            home.sort()
    lone: dict[str, list[int]] = defaultdict(list)
    for i in members:
        if len(parts(i)) > 1:
            continue
        name = parts(i)[0] if parts(i) else surfaces[i]
        home = _nearest(i, [g for key, g in groups.items() if key[1] == name])
        home = home or _nearest(i, [g for g in groups.values() if name in parts(g[0])])
        (home if home is not None else lone[name]).append(i)
    return [*groups.values(), *lone.values()]


def _nearest(i: int, groups: Sequence[list[int]]) -> list[int] | None:
    """Return the group last named before mention ``i``, else the one first named after it."""
    before = [g for g in groups if g[0] < i]
    if before:
        return max(before, key=lambda g: max(j for j in g if j < i))
    return min(groups, key=min, default=None)


def _tied_organizations(
    text: str, spans: Sequence[NameSpan], surfaces: Sequence[str], members: Sequence[int]
) -> list[list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in members:
        words = _tokens(surfaces[i])
        bare = words[:-1] if len(words) > 1 and words[-1] in _LEGAL else words
        groups[bare[1:] if len(bare) > 1 and bare[0] == "the" else bare].append(i)
    for key in sorted(groups, key=len):
        home = _bracketed_home(key, groups, text, spans) or _long_form(key, groups, surfaces)
        if home is not None:
            groups[home] += groups.pop(key)
    return list(groups.values())


def _bracketed_home(
    key: tuple[str, ...], groups: dict[tuple[str, ...], list[int]], text: str, spans: Sequence[NameSpan]
) -> tuple[str, ...] | None:
    """Return the group whose name stands right before this one's in brackets: "Open Water Fund (OWF)"."""
    if len(key) != 1:
        return None
    for i in groups[key]:
        bracketed = spans[i].start >= 2 and text[spans[i].start - 1] in "(["
        for other, members in groups.items():
            if (
                bracketed
                and len(other) > 1
                and any(
                    spans[j].end <= spans[i].start
                    and text[spans[j].end : spans[i].start].strip() in ("(", "[", "”(", '"(')
                    for j in members
                )
                and key[0][0] in {word[0] for word in other}
            ):
                return other
    return None


def _long_form(
    key: tuple[str, ...], groups: dict[tuple[str, ...], list[int]], surfaces: Sequence[str]
) -> tuple[str, ...] | None:
    """Return the only longer name of the article that this one shortens or spells by its initials."""
    longer = [other for other in groups if len(other) > len(key)]
    if len(key) == 1 and surfaces[groups[key][0]].isupper():
        spelled = [other for other in longer if key[0] in _initials(other)]
        if spelled:
            return spelled[0]
    begun = [o for o in longer if o[: len(key)] == key or (o[-len(key) :] == key and len(key) > 1)]
    return begun[0] if len(begun) == 1 else None


def _initials(words: tuple[str, ...]) -> set[str]:
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
