"""When a predicted item is the same as a gold one: spans, words, names, figures.

The definitions are those of the scorer that the gold was made with, and a test holds the two together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from moneyquote.records import Amount, ArticleRecord, Extent, Mention, Party, Span

Interval = tuple[int, int]

# Words that do not tell one name from another: articles, prepositions, titles.
_EMPTY_WORDS = frozenset(
    ["the", "a", "an", "of", "and", "for", "in", "on", "at", "to", "mr", "mrs", "ms", "dr", "president", "sen", "rep"]
)
_WORD = re.compile(r"\w+")


def interval(item: Span | Extent | Mention | Amount | Party | None) -> Interval | None:
    """Return the characters of an item as ``(start, end)``, None where it has none."""
    if item is None or item.start is None or item.end is None:
        return None
    return item.start, item.end


def overlaps(first: Interval | None, second: Interval | None) -> bool:
    """Tell whether two half-open intervals share a character."""
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def match_one_to_one(golds: int, predictions: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pair gold items with predicted ones, best score first, each used at most once.

    ``score`` takes a gold and a predicted index; 0 and less is no match. Of equal scores the earlier gold item,
    then the earlier predicted one, goes first. Returns pairs of indexes.
    """
    scored = ((score(g, p), g, p) for g in range(golds) for p in range(predictions))
    candidates = sorted((item for item in scored if item[0] > 0), key=lambda item: (-item[0], item[1], item[2]))
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs = []
    for _, gold, predicted in candidates:
        if gold not in used_gold and predicted not in used_predicted:
            used_gold.add(gold)
            used_predicted.add(predicted)
            pairs.append((gold, predicted))
    return pairs


class Words:
    """The words of a text, to compare spans by what they cover and not by their edges."""

    def __init__(self, text: str) -> None:
        self._extents = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in self._extents]
        self._ends = [end for _, end in self._extents]

    def covered(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the indexes of the words that the spans touch."""
        found: set[int] = set()
        for span in spans:
            found.update(range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)))
        return frozenset(found)


def jaccard(first: frozenset[int], second: frozenset[int]) -> float:
    """Return the shared part of two sets in [0, 1]; 0 for two empty sets.

    References:
        Jaccard, 1901.
    """
    union = len(first | second)
    return len(first & second) / union if union else 0.0


@lru_cache(maxsize=1 << 16)
def name_words(name: str | None) -> tuple[str, ...]:
    """Return the words of a name that tell it from others, case-folded."""
    return tuple(word for word in _WORD.findall((name or "").casefold()) if word not in _EMPTY_WORDS)


def names_agree(predicted: str | None, names: Sequence[str]) -> bool:
    """Tell whether a predicted name is one of the names of the gold entity.

    The same words, a part of them that ends in a word of three letters or more ("Okonkwo" for "Ada Okonkwo"), all
    of them and more, or at least half of all words shared.
    """
    ours = name_words(predicted)
    if not ours:
        return False
    return any(_same_words(ours, theirs) for theirs in map(name_words, names) if theirs)


def _same_words(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    mine, gold = set(ours), set(theirs)
    if ours == theirs or gold <= mine or (mine <= gold and len(ours[-1]) > 2):
        return True
    return 2 * len(mine & gold) >= len(mine | gold)


def names_of(record: ArticleRecord, entity: str | None, *others: str | None) -> list[str]:
    """Return all forms under which the article knows an entity, and the other names given."""
    found = [name for name in others if name]
    found += [known.name for known in record.entities if known.id == entity and known.name]
    found += [mention.text for mention in record.mentions if mention.entity == entity and mention.text]
    return found


def same_figure(gold: Amount, predicted: Amount) -> bool:
    """Tell whether two amounts have the same value (to one in a thousand) and currency."""
    if gold.currency != predicted.currency:
        return False
    if gold.value is None or predicted.value is None:
        return gold.value is None and predicted.value is None
    return abs(gold.value - predicted.value) * 1000 <= abs(gold.value)
