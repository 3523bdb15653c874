"""Organization and person names by rules over lexicons: the interim for the trained encoder.

A candidate is a run of capitalised words, joined by "of", "for" and the like where an organization's head word
stands in it. Its head words, title, neighbours and the lists of seen names decide what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from moneyquote.lexicons import lexicon
from moneyquote.records import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """Characters ``[start, end)`` that name an organization or a person; ``confidence`` in [0, 1] or None."""

    start: int
    end: int
    type: EntityType
    confidence: float | None = None


_WORD = re.compile(r"[^\W\d_](?:[\w&]|(?!['’]s\b)[.'’-](?=[^\W_])|(?<=[A-Z])\.(?=\s[A-Z]|,? ))*")
_JOINERS = frozenset(
    {
        "of",
        "for",
        "on",
        "de",
        "del",
        "des",
        "du",
        "da",
        "do",
        "la",
        "al",
        "el",
        "bin",
        "ibn",
        "van",
        "von",
        "der",
        "den",
        "and",
        "&",
        "the",
    }
)
_NAME_JOINERS = frozenset({"de", "del", "da", "do", "la", "al", "el", "bin", "ibn", "van", "von", "der", "den", "du"})
# Share of right ones by the rule that found them, on the project's training gold (2026-11).
_CONFIDENCE = {
    "head": 0.85,
    "listed": 0.8,
    "acronym": 0.8,
    "title": 0.95,
    "first name": 0.9,
    "surname": 0.9,
    "shape": 0.5,
    "again": 0.8,
}


def find_names(text: str, sentences: Iterable[tuple[int, int]]) -> list[NameSpan]:
    """Return the names of organizations and people in a text, in order, without overlap.

    Args:
        text: the article.
        sentences: its sentences as half-open character intervals.
    """
    runs: list[_Run] = []
    headlines: list[_Run] = []
    for start, end in sentences:
        found = list(_runs(text, start, end))
        (headlines if _headline(text, start, end) else runs).extend(found)
    lower = frozenset(re.findall(r"(?<![^\W_])[a-z]{2,}", text))
    names: dict[str, tuple[EntityType, str]] = {}
    spans = [span for run in runs if (span := _classified(text, run, lower, names))]
    # Surnames and short forms whose full form comes later in the article, and headlines, need a second look.
    spans += [span for run in runs + headlines if (span := _known(text, run, names))]
    return _without_overlap(spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run of capitalised words: its words' intervals, and whether it opens its sentence."""

    words: tuple[tuple[int, int], ...]
    opens: bool

    @property
    def start(self) -> int:
        return self.words[0][0]

    @property
    def end(self) -> int:
        return self.words[-1][1]


def _headline(text: str, start: int, end: int) -> bool:
    """Tell whether most words of a sentence are capitalised, so that capitals tell nothing."""
    words: list[str] = re.findall(r"[^\W\d_]{4,}", text[start:end])
    return (
        text[end - 1] not in '.?”"' and len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.75 * len(words)
    )


def _runs(text: str, start: int, end: int) -> Iterator[_Run]:
    run: list[tuple[int, int]] = []
    pending: list[tuple[int, int]] = []
    opens = True
    begun = start
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        anchor = pending[-1][1] if pending else run[-1][1] if run else None
        gap = "" if anchor is None else text[anchor : match.start()]
        adjoins = anchor is not None and gap.strip() in ("", "&") and gap.count("\n") < 2
        if run and not adjoins:
            yield _Run(words=tuple(run), opens=opens)
            run, pending = [], []
        if word[0].isupper():
            if not run:
                opens = not re.search(r"\w", text[begun : match.start()])
            run += [*pending, match.span()]
            pending = []
        elif run and word in _JOINERS and len(pending) < 2 and _may_join(text, run, word):
            pending.append(match.span())
        elif run:
            yield _Run(words=tuple(run), opens=opens)
            run, pending = [], []
    if run:
        yield _Run(words=tuple(run), opens=opens)


def _may_join(text: str, run: list[tuple[int, int]], word: str) -> bool:
    if word in _NAME_JOINERS:
        return True
    words = [text[a:b].casefold() for a, b in run]
    opened = any(w in _words("organization_heads", "openers") for w in words)
    if word == "and":
        return opened and any(w in ("of", "for", "on") for w in words)
    return opened or (word == "of" and words[-1] in _words("organization_heads", "words"))


def _classified(
    text: str, run: _Run, lower: frozenset[str], names: dict[str, tuple[EntityType, str]]
) -> NameSpan | None:
    run, titled = _trimmed(text, run, lower)
    if not run.words:
        return None
    words = [text[a:b] for a, b in run.words]
    surface = text[run.start : run.end]
    kind, rule = _kind(words, surface, titled=titled, run=run, text=text)
    if kind is None:
        return None
    names.setdefault(_key(surface), (kind, rule))
    if kind is EntityType.PER and len(words) > 1:
        names.setdefault(_key(words[-1]), (kind, "surname"))
    return NameSpan(start=run.start, end=run.end, type=kind, confidence=_CONFIDENCE[rule])


def _trimmed(text: str, run: _Run, lower: frozenset[str]) -> tuple[_Run, bool]:
    """Return the run without titles and without a sentence's ordinary first word, and whether a title stood there."""
    words = list(run.words)
    titled = False
    while words:
        word = text[slice(*words[0])].casefold().rstrip(".")
        plain = run.opens and words[0] == run.words[0] and word in lower and len(words) > 1
        if word in _words("titles", "before_person") and (len(words) > 1 or run.opens):
            titled = len(words) > 1 and word not in _words("organization_heads", "words")
        elif not (word in _openers() or word in _words("not_organizations", "words")) and not plain:
            break
        words.pop(0)
    while words and text[slice(*words[-1])].casefold() in _words("not_organizations", "words"):
        words.pop()
    before = re.search(r"([^\W\d_]+)\.?\s$", text[max(0, run.start - 20) : run.start])
    if before and words and words[0] == run.words[0]:
        titled = before.group(1).casefold() in _words("titles", "before_person")
    return _Run(words=tuple(words), opens=run.opens), titled


def _kind(words: list[str], surface: str, *, titled: bool, run: _Run, text: str) -> tuple[EntityType | None, str]:
    folded = [word.casefold().rstrip(".") for word in words]
    heads = _words("organization_heads", "words")
    if len(words) == 1 and folded[0] in heads | _words("organization_heads", "openers"):
        return None, ""  # "the Foundation", "the Government": a description, not a name
    listed = _listed().get(surface)
    if listed is not None and not titled:
        return (EntityType.ORG, "listed") if listed == "organizations" else (None, "")
    if len(words) > 1 and (
        folded[-1] in heads
        or folded[0] in _words("organization_heads", "openers")
        or any(w in heads for w in folded[1:])
    ):
        return EntityType.ORG, "head"
    if len(words) == 1:
        return _single_kind(surface, titled=titled)
    if titled:
        return EntityType.PER, "title"
    if words[0] in _words("first_names", "words"):
        return EntityType.PER, "first name"
    if any(_listed().get(word) for word in words):
        return None, ""
    plain = all(
        re.fullmatch(r"[A-Z][^\W\d_]+(?:[-’'][^\W\d_]+)*|[A-Z]\.?", word) for word in words if word[0].isupper()
    )
    article = re.search(r"\b(?:the|an?)\s$", text[max(0, run.start - 5) : run.start], re.IGNORECASE)
    if 2 <= len(words) <= 4 and plain and not article and not surface.isupper():
        return EntityType.PER, "shape"
    return None, ""


def _single_kind(surface: str, *, titled: bool) -> tuple[EntityType | None, str]:
    capitals = sum(c.isupper() for c in surface)
    if 2 <= len(surface) <= 8 and capitals >= 2 and capitals >= len(surface) - 1:
        known = surface in _words("not_organizations", "acronyms", fold=False) or "." in surface
        return (None, "") if known else (EntityType.ORG, "acronym")
    if titled and surface[1:].islower():
        return EntityType.PER, "title"
    return None, ""


def _known(text: str, run: _Run, names: dict[str, tuple[EntityType, str]]) -> NameSpan | None:
    """Return the part of a run that was recognised elsewhere in the article: whole, or from its right end."""
    for first in range(len(run.words)):
        surface = text[run.words[first][0] : run.end]
        found = names.get(_key(surface))
        if found:
            rule = "surname" if found[1] == "surname" else "again"
            return NameSpan(start=run.words[first][0], end=run.end, type=found[0], confidence=_CONFIDENCE[rule])
    return None


def _key(surface: str) -> str:
    return re.sub(r"\s+", " ", surface).casefold()


def _without_overlap(spans: Iterable[NameSpan]) -> list[NameSpan]:
    kept: list[NameSpan] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


@cache
def _listed() -> dict[str, str]:
    tables = ("others", "organizations", "places")  # a name in two lists is what the last one says
    return {name: table for table in tables for name in lexicon("names")[table]["names"]}


@cache
def _openers() -> frozenset[str]:
    return frozenset(lexicon("sentences")["openers"]["words"])


@cache
def _words(table: str, key: str, *, fold: bool = True) -> frozenset[str]:
    words = lexicon("names")[table][key]
    return frozenset(word.casefold() for word in words) if fold and table != "first_names" else frozenset(words)
