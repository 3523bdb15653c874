"""Where a source begins and ends: the noun phrase before or after a cue, by marks, names and function words."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    NOUN_PREPOSITIONS,
    PERIODS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    STOPS,
    TIMES,
    Takes,
    roles,
    titles,
    verb_forms,
)

Range = tuple[int, int]  # token indices, half-open

_LONGEST = 45  # tokens of a source with its apposition; the longest of the train gold has 38
_FINITE = frozenset(("said", "says", "told", "added", "announced", "was", "were", "is", "are", "has", "had"))


def _abbreviated(tokens: Sequence[Token], dot: int) -> bool:
    """Tell whether a full stop belongs to the word before it (a title, an initial, "Inc")."""
    if dot == 0 or tokens[dot].start != tokens[dot - 1].end:
        return False
    word = tokens[dot - 1]
    return (
        (len(word.text) == 1 and word.text.isupper())
        or word.lower in titles()
        or "." in word.text
        or len(word.text) < 4
    )


def _opening_bracket(tokens: Sequence[Token], at: int) -> int:
    """Return the index of the bracket that the one at ``at`` closes, or ``at``."""
    for back in range(at - 1, max(-1, at - 25), -1):
        if tokens[back].text in ("(", "["):
            return back
    return at


def _ends_phrase(token: Token) -> bool:
    """Tell whether a word can stand in no noun phrase."""
    if token.mention >= 0:
        return False
    lower = token.lower
    return lower in STOPS or lower in AUXILIARIES or lower in PRONOUNS or (lower in verb_forms() and lower in _FINITE)


def phrase_before(tokens: Sequence[Token], last: int, floor: int) -> int:
    """Return where the noun phrase that ends with token ``last`` begins, not before ``floor``."""
    at = last
    while at >= floor and last - at < _LONGEST:
        token = tokens[at]
        if token.text in (")", "]"):
            opening = _opening_bracket(tokens, at)
            if opening == at:
                break
            at = opening - 1
        elif token.is_word:
            if _ends_phrase(token):
                break
            at -= 1
        elif (
            (token.text == "." and _abbreviated(tokens, at))
            or token.text in "&/-'’"
            or (token.quotation is not None and at < last and token.end - token.start < 40)
        ):
            at -= 1
        else:
            break
    return _trim(tokens, at + 1, last)


def _trim(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where a phrase really begins: fronted adverbs, conjunctions and prepositional phrases left out."""
    while first < last and tokens[first].mention < 0:
        step = _fronted(tokens, first, last)
        if not step:
            break
        first += step
    if tokens[first].lower in PREPOSITIONS and tokens[first].mention < 0:
        return _after_fronted(tokens, first, last)
    return first


def _fronted(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many tokens at the beginning of a phrase are adverbs, conjunctions or times, not the phrase."""
    token, following = tokens[first], tokens[first + 1]
    if token.lower in ("and", "&", "/", "-", "'", "’", ".", ")") or token.lower in ADVERBS:
        return 1
    if token.lower.endswith("ly") and len(token.lower) > 4 and first == 0 and following.mention >= 0:
        return 1
    if token.lower in TIMES and first + 2 <= last and following.lower in PERIODS:
        return 2
    return 1 if token.lower in TIMES and _starts_phrase(following) else 0


def _starts_phrase(token: Token) -> bool:
    return token.mention >= 0 or token.lower in DETERMINERS or token.lower in TIMES or token.text[:1].isupper()


def _after_fronted(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where the subject begins after a fronted prepositional phrase without comma, ``last`` if unclear."""
    best = first
    for at in range(first + 2, last + 1):
        before, here = tokens[at - 1], tokens[at]
        opens = here.lower in DETERMINERS or (here.mention >= 0 and here.mention != before.mention)
        if (
            opens
            and before.lower not in NOUN_PREPOSITIONS
            and before.lower not in roles() - titles()
            and before.lower not in DETERMINERS
        ):
            if before.lower in ("and", "&", ","):
                continue
            best = at
            while best - 1 > first and tokens[best - 1].lower in titles() and tokens[best - 1].text[:1].isupper():
                best -= 1
    if best > first:
        return best
    return last if tokens[last].lower in PRONOUNS else last + 1


def skip_adverbials_back(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Return the last token of the subject, going back over auxiliaries, adverbs and days from ``at``."""
    while at > floor and tokens[at].mention < 0:
        step = _adverbial_back(tokens, at, floor)
        if not step:
            break
        at -= step
    return at


def _adverbial_back(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Return how many tokens that end at ``at`` stand between a subject and its verb."""
    token = tokens[at]
    lower, before = token.lower, tokens[at - 1]
    if lower in AUXILIARIES or lower in ADVERBS or lower in TIMES or (lower.endswith("ly") and len(lower) > 4):
        return 1
    if lower in ("on", "in") and at + 1 < len(tokens) and tokens[at + 1].lower in TIMES:
        return 1
    if lower in _TO_SAY or (lower == "to" and before.lower in _TO_SAY):
        return 1
    if lower.isdigit() and before.lower in TIMES:
        return 1
    placed = token.text[:1].isupper() and before.lower in ("in", "at") and at - 2 >= floor
    return 2 if placed and (tokens[at - 2].text == "," or tokens[at - 2].lower in TIMES) else 0


_TO_SAY = frozenset("expected set due going about pleased proud happy delighted glad honored honoured".split())


def subject_before(tokens: Sequence[Token], cue: int, floor: int) -> Range | None:
    """Return the subject of the verb at token ``cue``, standing before it, with its apposition."""
    last = skip_adverbials_back(tokens, cue - 1, floor)
    if last < floor:
        return None
    token = tokens[last]
    if token.quotation is not None:
        return None
    if token.lower in PRONOUNS:
        return last, last + 1
    if token.lower in RELATIVES and token.lower != "that":
        ante = last - 1 - (last > floor and tokens[last - 1].text == ",")
        if ante < floor or not tokens[ante].is_word:
            return None
        first = phrase_before(tokens, ante, floor)
        return (first, ante + 1) if first <= ante else None
    if token.text in (",", "–", "—", "--"):
        return _with_apposition(tokens, last, floor)
    if not (token.is_word or token.text in (")", "]", ".", "’", "'")):
        return None
    if token.is_word and _ends_phrase(token):
        return None
    first = phrase_before(tokens, last, floor)
    return (first, last + 1) if first <= last and _nominal(tokens, first, last) else None


def _nominal(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a phrase could be a subject at all."""
    words = [t for t in tokens[first : last + 1] if t.is_word]
    if not words:
        return False
    if len(words) == 1 and words[0].mention < 0:
        return (
            words[0].lower not in DETERMINERS - {"some", "many", "several", "both", "one"}
            and words[0].lower not in PREPOSITIONS
        )
    return True


def _with_apposition(tokens: Sequence[Token], comma: int, floor: int) -> Range | None:
    """Return the subject whose apposition or relative clause ends at the mark ``comma``.

    The head is the noun phrase before an earlier comma (or dash); the farthest such phrase is taken that begins
    neither with a preposition nor inside an enumeration.
    """
    mark = tokens[comma].text
    found: Range | None = None
    for at in range(comma - 1, max(floor, comma - _LONGEST), -1):
        token = tokens[at]
        if token.quotation is not None and at == comma - 1:
            return None
        if token.text not in (mark, ","):
            continue
        head = at - 1
        if head < floor or not (tokens[head].is_word or tokens[head].text in (")", ".")):
            if tokens[head].quotation is not None:
                break
            continue
        if not _apposes(tokens[at + 1]):
            continue
        first = phrase_before(tokens, head, floor)
        if first > head or not _heads(tokens, first, head, floor):
            continue
        found = (first, comma)
        if tokens[head].mention >= 0:
            break
    return found


def _apposes(token: Token) -> bool:
    """Tell whether an apposition or relative clause may begin with a token."""
    lower = token.lower
    return (
        lower in DETERMINERS
        or lower in RELATIVES
        or lower in roles()
        or lower in titles()
        or lower.isdigit()
        or lower
        in ("now", "then", "once", "also", "speaking", "in", "on", "at", "from", "however", "citing", "head", "while")
        or (token.is_word and not token.text.islower())
        or lower.endswith(("'s", "’s"))
        or token.is_word
    )


def _heads(tokens: Sequence[Token], first: int, head: int, floor: int) -> bool:
    """Tell whether a phrase before a comma can be the head of a subject with an apposition."""
    if any(token.mention >= 0 for token in tokens[first : head + 1]):
        return (
            first == floor
            or tokens[first - 1].text in (",", "and", "but", "–", "—", ";", ":", "that")
            or head - first < 12
        )
    starts = tokens[first]
    before = tokens[first - 1]
    clause_start = first == floor or not before.is_word or before.lower in STOPS | TIMES | PERIODS | ADVERBS
    return clause_start and (starts.lower in DETERMINERS or starts.text[:1].isupper())


def subject_after(tokens: Sequence[Token], at: int, end: int) -> Range | None:
    """Return the subject that follows an inverted cue ("said Ms Okello, the head of X"), from token ``at``."""
    if at >= end:
        return None
    if tokens[at].lower in PRONOUNS and tokens[at].lower not in ("it",):
        return at, at + 1
    last = _phrase_after(tokens, at, end)
    if last == at:
        return None
    while last < end and tokens[last].text == "," and _continues_apposition(tokens, last + 1, end):
        stop = _apposition_end(tokens, last + 1, end)
        if stop <= last + 1:
            break
        last = stop
    return at, last


_AFTER_STOPS = frozenset(
    [
        "during",
        "while",
        "when",
        "after",
        "before",
        "as",
        "because",
        "although",
        "though",
        "adding",
        "noting",
        "saying",
        "that",
        "if",
        "where",
        "upon",
        "until",
        "since",
        "yesterday",
        "today",
        "earlier",
        "later",
        "last",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


def _phrase_after(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the end of the noun phrase that begins at token ``at``."""
    start = at
    while at < end and at - start < _LONGEST:
        token = tokens[at]
        if token.mention >= 0:
            at += 1
            continue
        if token.text in ("(", "["):
            close = next((k for k in range(at + 1, min(end, at + 25)) if tokens[k].text in (")", "]")), None)
            if close is None:
                break
            at = close + 1
            continue
        if token.is_word:
            if token.lower in ("earlier", "later", "last") and at > start and tokens[at - 1].lower in DETERMINERS:
                at += 1
                continue
            if token.lower in _AFTER_STOPS or token.lower in AUXILIARIES or token.lower in PRONOUNS:
                break
            if (
                token.lower in ("in", "on", "at", "to", "by", "about", "with")
                and at > start
                and _leaves(tokens, start, at, end)
            ):
                break
            if token.lower in ("who", "which", "whose"):
                return _apposition_end(tokens, at, end)
        elif not ((token.text == "." and _abbreviated(tokens, at)) or token.text in "&/-'’"):
            if not (token.quotation is not None and token.end - token.start < 40 and at > start):
                break
        at += 1
    return at


def _leaves(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Tell whether a preposition after a source belongs to the verb ("said X in a statement"), not to the source."""
    lower = tokens[at].lower
    following = tokens[at + 1] if at + 1 < end else None
    if following is None:
        return True
    named = tokens[at - 1].mention >= 0
    if lower == "in" and following.lower in ("a", "an", "his", "her", "its", "their"):
        return True
    return (named and lower in ("in", "on", "at", "to", "by", "about")) or following.lower in TIMES


def _continues_apposition(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether what follows a comma after a name is its apposition."""
    if at >= end:
        return False
    token = tokens[at]
    if token.quotation is not None:
        return False
    lower = token.lower
    form = verb_forms().get(lower)
    if lower in _AFTER_STOPS or lower in (
        "and",
        "but",
        "in",
        "on",
        "at",
        "to",
        "he",
        "she",
        "they",
        "it",
        "so",
        "according",
        "speaking",
    ):
        return False
    if (form is not None and lower.endswith("ing")) or (lower.endswith("ed") and token.mention < 0):
        return False
    return lower in DETERMINERS or lower in RELATIVES or lower in roles() or lower in titles() or token.is_word


def _apposition_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where an apposition that begins at ``at`` ends: before a participle, a quotation or the unit's end."""
    for here in range(at, min(end, at + _LONGEST)):
        token = tokens[here]
        if token.quotation is not None and here > at and tokens[here - 1].text in (",", ":", "."):
            return here - 1
        if token.text in (";", "–", "—", ":"):
            return here
        if token.text == "." and not _abbreviated(tokens, here):
            return here
        if token.text == "," and here + 1 < end:
            following = tokens[here + 1].lower
            form = verb_forms().get(following)
            if following.endswith("ing") and form is not None:
                return here
            if following in ("in", "on", "but", "while", "when", "as", "after", "during", "he", "she", "they"):
                return here
        if token.lower in ("who", "which") and here > at and _reports(tokens, here + 1, end):
            return here - (tokens[here - 1].text == ",")
        if token.lower in ("during", "while", "when", "after", "before", "because") and here > at + 1:
            return here
    return min(end, at + _LONGEST)


def _reports(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a relative clause is an attribution of its own ("who recalled that")."""
    while at < end and tokens[at].lower in ADVERBS:
        at += 1
    form = verb_forms().get(tokens[at].lower) if at < end else None
    return form is not None and bool(form.takes & Takes.THAT) and at + 1 < end and tokens[at + 1].lower == "that"


def first_subject(tokens: Sequence[Token], floor: int, end: int) -> Range | None:
    """Return the first noun phrase of a clause that could be its subject: a pronoun, a name with its title, "the X"."""
    at = floor
    fronted = at < end and (tokens[at].lower in PREPOSITIONS | TIMES or tokens[at].lower.endswith("ing"))
    if fronted and tokens[at].mention < 0:
        comma = next((k for k in range(at, min(end, at + 30)) if tokens[k].text == ","), None)
        if comma is not None:
            at = comma + 1
    while at < end and (not tokens[at].is_word or tokens[at].lower in ADVERBS | {"and", "but", "yet", "so"}):
        at += 1
    if at >= end:
        return None
    if tokens[at].lower in PRONOUNS:
        return at, at + 1
    stop = at
    while stop < end and stop - at < 20:
        token = tokens[stop]
        if token.mention < 0:
            if token.text in ("(",):
                close = next((k for k in range(stop, min(end, stop + 20)) if tokens[k].text == ")"), None)
                if close is None:
                    break
                stop = close + 1
                continue
            if token.text == "." and _abbreviated(tokens, stop):
                stop += 1
                continue
            if not token.is_word or _ends_phrase(token) or token.lower in verb_forms():
                break
            if token.lower in ADVERBS or (token.lower.endswith(("ed", "ly")) and stop > at):
                break
            if stop > at and tokens[stop - 1].mention >= 0 and token.lower not in {"of", "and"} | roles() | titles():
                break
            if token.lower in PREPOSITIONS and token.lower != "of":
                break
        stop += 1
    return (at, stop) if stop > at and _nominal(tokens, at, stop - 1) else None
