"""Which names head a source: "X", "X and Y", "the director of Z, X"; not "X's lawyer" nor "X officials"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moneyquote.quotation.vocabulary import documents, groups
from moneyquote.records import EntityType
from moneyquote.speakers.cast import Cast, Named, words_of

_FROM = re.compile(
    r"(?:an?|the|in an?|in its)?\s*(?:\w+\s+){0,2}(?:statement|letter|tweet|post|e-?mail|release|announcement)s?"
    r"\s+(?:from|by|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"and (?P<others>(?:his|her|its|their|other|two|three|several|the|some|many)\b.*)", re.DOTALL)
_TIE = re.compile(r"(?:of|from|in|at|for|on|with)\b")
_IN_PHRASE = re.compile(r"\b(?:of|from|by|to|for|with|at|in|on)\b")
_TIED_TO_NAME = re.compile(r"\b(?:of|from|by|to|for|with)\s+(?:\w+\.?\s+){0,2}$")
_JOIN = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:(?:,\s*)?(?:and|&)\s+|,\s+)(?:(?:the|[A-Z][\w.]*|of|for|[a-z-]+)\s+){0,4}")


@dataclass(frozen=True, slots=True)
class Heads:
    """The names that head a source, and what is joined to them without a name ("and her colleagues")."""

    names: tuple[Named, ...] = ()
    others: str = ""


def find_heads(cast: Cast, start: int, end: int) -> Heads:
    """Return the names that head the source at ``[start, end)``."""
    text = cast.text
    inside = [m for m in cast.mentions_in(start, end) if m.end <= end + 1]
    if not inside:
        return Heads()
    pieces = _pieces(text, start, end, inside)
    known: set[str] = set()
    for piece_start, piece_end in pieces[:3]:
        # A bracket that only shortens a name before it ("the rector of the University of X (UX)") heads nothing.
        here = [m for m in inside if piece_start <= m.start and m.end <= piece_end and m.entity not in known]
        known.update(m.entity for m in here)
        heads = _of_piece(cast, piece_start, piece_end, here)
        if heads.names:
            return _with_later(cast, heads, [piece for piece in pieces if piece[0] > piece_start], inside)
        if piece_start == start and not _may_follow(cast, piece_start, piece_end):
            break
    return Heads()


def _with_later(cast: Cast, heads: Heads, later: list[tuple[int, int]], inside: list[Named]) -> Heads:
    """Return the heads with the person whom a later piece joins: "the minister, X, and the secretary, Y"."""
    kind = cast.kind(heads.names[-1])
    joins = False
    for start, end in later:
        joins = joins or cast.text[start:end].lstrip().startswith("and ")
        here = [m for m in inside if start <= m.start and m.end <= end and cast.kind(m) is kind]
        tied = bool(here) and _IN_PHRASE.search(cast.text[start : here[-1].start]) is not None
        if joins and here and not tied and not cast.text[here[-1].end : end].strip(" ,") and kind is EntityType.PER:
            return Heads((*heads.names, here[-1]))
    return heads


_SUFFIX = re.compile(r"[A-Z][A-Za-z.]{1,6}(?:\s|$)")


def _pieces(text: str, start: int, end: int, inside: list[Named]) -> list[tuple[int, int]]:
    """Return the source cut at the commas, dashes and relative pronouns outside its names.

    A bracket cuts only if no name follows it: "Arup (LON: X) director Y" is one piece.
    """
    cuts = [start]
    for match in re.finditer(r"[,(–—]|\bwho\b|\bwhich\b", text[start:end]):
        at = start + match.start()
        if any(m.start <= at < m.end for m in inside):
            continue
        if match.group() == "(":
            close = text.find(")", at, end)
            rest = text[close + 1 : end] if close >= 0 else ""
            if re.match(r"\s*[A-Za-z]", rest) and any(m.start > close for m in inside):
                continue
        cuts.append(at + 1)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _of_piece(cast: Cast, start: int, end: int, here: list[Named]) -> Heads:
    """Return the heads of one piece: the last name if it ends the piece, joined names, a name with what it is of."""
    if not here:
        return Heads()
    text, last, first = cast.text, here[-1], here[0]
    tail = text[last.end : end].strip(' ,()–—\n"”')
    if _FROM.match(text[start : first.start]):
        return Heads((first,))
    if not tail or _SUFFIX.fullmatch(tail):
        return _ending(cast, start, here)
    others = _OTHERS.match(tail)
    if others:
        return Heads((last,), " ".join(others["others"].split()))
    for name in (last, first):
        if _TIE.match(text[name.end : end].strip()) and not _IN_PHRASE.search(text[start : name.start]):
            return Heads((name,))
    if tail.startswith("and ") and cast.kind(last) is EntityType.PER:
        return Heads((last,), " ".join(tail[4:].split()))
    return Heads()


def _ending(cast: Cast, start: int, here: list[Named]) -> Heads:
    """Return the heads of a piece that ends with a name; "officials of X" and "a report by X" are not headed by X."""
    last, first = here[-1], here[0]
    joined = _joined(cast, here)
    if len(joined) > 1:
        return Heads(tuple(joined))
    lead = cast.text[start : last.start]
    if cast.kind(last) is EntityType.PER and not _TIED_TO_NAME.search(lead):
        return Heads((last,))
    if cast.kind(last) is EntityType.ORG and not _IN_PHRASE.search(lead):
        return Heads((last,))
    leads = first is not last and cast.kind(first) is EntityType.PER and not cast.text[start : first.start].strip()
    return Heads((first,)) if leads else Heads()


def _joined(cast: Cast, here: list[Named]) -> list[Named]:
    """Return the names that "and" or commas join at the end of a piece."""
    text = cast.text
    joined = [here[-1]]
    for before, after in zip(reversed(here[:-1]), reversed(here[1:]), strict=True):
        between = text[before.end : after.start]
        if _JOIN.fullmatch(between) and cast.kind(before) is cast.kind(after):
            joined.insert(0, before)
        else:
            break
    return joined


def _may_follow(cast: Cast, start: int, end: int) -> bool:
    """Tell whether the head may stand in a later piece, as in "the minister, X"."""
    return not any(word in groups() or word in documents() for word in words_of(cast.text[start:end])[-1:])
