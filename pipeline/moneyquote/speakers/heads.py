"""Which names head a source: "X", "X and Y", "the director of Z, X"; not "X's lawyer" nor "X officials"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moneyquote.quotation.vocabulary import documents, groups
from moneyquote.records import EntityType
from moneyquote.speakers.cast import Cast, Named, words_of

_FROM = re.compile(
    r"^(?:a|an|the|in a|in its)?\s*(?:\w+\s+){0,2}(?:statement|letter|tweet|post|email|e-mail|release|announcement)s?\s+(?:from|by|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


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
    for piece_start, piece_end in pieces[:3]:
        here = [m for m in inside if piece_start <= m.start and m.end <= piece_end]
        heads = _of_piece(cast, piece_start, piece_end, here)
        if heads.names:
            return _with_later(cast, heads, [piece for piece in pieces if piece[0] > piece_start], inside)
        if piece_start == start and not _may_follow(cast, piece_start, piece_end, here):
            break
    return Heads()


def _with_later(cast: Cast, heads: Heads, later: list[tuple[int, int]], inside: list[Named]) -> Heads:
    """Return the heads with the person whom a later piece joins: "the minister, X, and the secretary, Y"."""
    kind = cast.kind(heads.names[-1])
    joins = False
    for start, end in later:
        joins = joins or cast.text[start:end].lstrip().startswith("and ")
        here = [m for m in inside if start <= m.start and m.end <= end and cast.kind(m) is kind]
        if joins and here and not cast.text[here[-1].end : end].strip(" ,") and kind is EntityType.PER:
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
    """Return the heads of one piece: the last name if it ends the piece, joined names, a name at its beginning."""
    text = cast.text
    if not here:
        return Heads()
    last, first = here[-1], here[0]
    tail = text[last.end : end].strip(' ,()–—\n"”')
    if _SUFFIX.fullmatch(tail):
        tail = ""
    if _FROM.match(text[start : first.start]):
        return Heads((first,))
    joined = _joined(cast, start, here)
    if len(joined) > 1 and not tail:
        return Heads(tuple(joined))
    if not tail:
        lead = text[start : last.start]
        if cast.kind(last) is EntityType.PER:
            return (
                Heads((last,))
                if not re.search(r"\b(?:of|from|by|to|for|with)\s+(?:\w+\.?\s+){0,2}$", lead)
                or (len(here) > 1 and False)
                else Heads()
            )
        if not re.search(r"\b(?:of|from|by|to|for|with|at|in)\s+(?:the\s+)?$", lead) and not _other_head(lead):
            return Heads((last,))
        if here[0] is not last and cast.kind(first) is EntityType.PER and not text[start : first.start].strip():
            return Heads((first,))
        return Heads()
    and_others = re.match(r"and (?P<others>(?:his|her|its|their|other|two|three|several|the|some|many)\b.*)", tail)
    if and_others:
        return Heads((last,), " ".join(and_others["others"].split()))
    if re.match(r"(?:of|from|in|at|for|on)\b", tail) and not _other_head(text[start : last.start]):
        return Heads((last,))
    first_tail = text[first.end : end].strip()
    if re.match(r"(?:of|from|in|at|for|on|with)\b", first_tail) and not _other_head(text[start : first.start]):
        return Heads((first,))
    if re.match(r"and\b", tail) and cast.kind(last) is not EntityType.ORG:
        return Heads((last,), " ".join(tail[4:].split()))
    return Heads()


def _other_head(lead: str) -> bool:
    """Tell whether the words before a name hold a head of their own ("officials of", "a report by")."""
    return bool(re.search(r"\b(?:of|from|by|to|for|with|at|in|on)\b", lead))


def _joined(cast: Cast, start: int, here: list[Named]) -> list[Named]:
    """Return the names that "and" or commas join at the end of a piece."""
    text = cast.text
    joined = [here[-1]]
    for before, after in zip(reversed(here[:-1]), reversed(here[1:]), strict=True):
        between = text[before.end : after.start]
        if re.fullmatch(
            r"\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:and|&)\s+|,\s+)(?:(?:the|[A-Z][\w.]*|of|for|[a-z-]+)\s+){0,4}", between
        ) and cast.kind(before) is cast.kind(after):
            joined.insert(0, before)
        else:
            break
    return joined


def _may_follow(cast: Cast, start: int, end: int, here: list[Named]) -> bool:
    """Tell whether the head may stand in a later piece, as in "the minister, X"."""
    words = words_of(cast.text[start:end])
    if any(word in groups() or word in documents() for word in words[-1:]):
        return False
    return True
