"""Which names are worth comparing: those that share a rare word, all words, initials, a sound or an alias.

Comparing all with all would cost the square of the number of names. A block of names with one trait in common is
compared whole up to ``_WHOLE`` names; a larger one is sorted, and each name compared with its next neighbours.
Each name has a bounded number of traits, so that the number of comparisons grows with that of the names.

References:
    Hernández and Stolfo 1995, The merge/purge problem for large databases (sorted neighbourhoods).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from moneyquote.resolve.forms import generic_words
from moneyquote.resolve.names import Name, Names

_WHOLE = 10
_NEIGHBOURS = 4
_RARE_WORDS = 3  # of each name
_COMPANIONS = 4  # of each generic name
_LONG_FORMS = 8  # that one acronym is compared with
_SOUND = 3  # consonants that a shared sound must have


def candidate_pairs(names: Names) -> Iterator[tuple[Name, Name]]:
    """Yield each pair of names worth comparing once, the lower id first, in order."""
    found: set[tuple[str, str]] = set()
    blocks: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in names.all:
        for trait in _traits(name, names):
            blocks[trait].append(name)
    for members in blocks.values():
        found.update(_within(members))
    found.update(_acronyms_with_long_forms(names))
    known = {name.id: name for name in names.all}
    for first, second in sorted(found):
        yield known[first], known[second]


def _traits(name: Name, names: Names) -> set[tuple[str, str]]:
    form = name.form
    bag = " ".join(sorted(set(form.words)))
    traits = {("words", bag)}
    if form.is_generic:
        rarest = sorted(name.context, key=lambda key: (-name.context[key], key))[:_COMPANIONS]
        return traits | {(f"words beside {companion}", bag) for companion in rarest}
    if form.acronym:
        return traits
    telling = set(form.words) - generic_words()
    rare = sorted(telling, key=lambda word: (names.word_counts[word], word))[:_RARE_WORDS]
    traits |= {("word", word) for word in rare}
    if len(form.sound) >= _SOUND:
        traits.add(("sound", form.sound))
    return traits | {("alias", alias) for alias in name.aliases} | {("alias", form.key)}


def _within(members: list[Name]) -> Iterator[tuple[str, str]]:
    ordered = sorted(members, key=lambda name: (name.form.words, name.id))
    reach = len(ordered) if len(ordered) <= _WHOLE else _NEIGHBOURS
    for place, name in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + reach]:
            yield min(name.id, other.id), max(name.id, other.id)


def _acronyms_with_long_forms(names: Names) -> Iterator[tuple[str, str]]:
    """Yield each acronym with the long forms that have its initials, those in most articles first."""
    spelt: dict[str, list[Name]] = defaultdict(list)
    spelt_in: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in names.all:
        for letters in name.form.initials:
            spelt[letters].append(name)
            for article in name.articles:
                spelt_in[letters, article].append(name)
    nearest = {letters: sorted(found, key=_most_articles)[:_LONG_FORMS] for letters, found in spelt.items()}
    for name in names.all:
        letters = name.form.acronym or ""
        if letters not in nearest:
            continue
        beside = {other for article in name.articles for other in spelt_in.get((letters, article), ())}
        for other in {*nearest[letters], *sorted(beside, key=_most_articles)[:_LONG_FORMS]}:
            yield min(name.id, other.id), max(name.id, other.id)


def _most_articles(name: Name) -> tuple[int, str]:
    return -len(name.entities), name.id
