"""Headlines: "Minister: We will …", "SENATOR ANNOUNCES …" and "'We will …': ministers agree"."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.reader import Reader
from moneyquote.quotation.types import Rule
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    AUXILIARIES,
    PRONOUNS,
    Form,
    Takes,
    groups,
    roles,
    titles,
    verb_forms,
)

_LONGEST_NAME = 7  # tokens before the colon
_FIRST_PARAGRAPHS = 3
_FEWEST_WORDS = 3  # quoted words at a colon that are a statement, not a name
_MOST_CAPITALS = 0.7  # share of capitals from which quoted words are a title
_ANNOUNCING = frozenset(
    ("announce", "urge", "call for", "call on", "demand", "warn", "say", "pledge", "deny", "condemn", "slam", "claim")
)


def _heading(reader: Reader) -> bool:
    """Tell whether a unit is a headline: at the top, one line, without a full stop."""
    unit = reader.unit
    last = unit.tokens[-1].text
    return unit.paragraph < _FIRST_PARAGRAPHS and last not in (".", "!", "?", ":") and len(unit.tokens) < 40


def _names_speaker(tokens: Sequence[Token]) -> bool:
    """Tell whether words before a colon or verb name who speaks."""
    words = [token.lower for token in tokens if token.is_word]
    if not words or len(words) > _LONGEST_NAME:
        return False
    if any(token.text == "(" for token in tokens):
        return False
    titled = words[0] in titles() and words[0] not in ("state", "first", "us", "general")
    return titled or any(t.mention >= 0 for t in tokens) or any(word in roles() or word in groups() for word in words)


def read_headline(reader: Reader) -> bool:
    """Read a headline that attributes; False if the unit is none."""
    tokens = reader.tokens
    if not _heading(reader):
        return False
    if _leads(reader):
        return reader.add([(0, 1)], None, None, Rule.HEADLINE, False)
    colon = next((k for k in range(1, min(len(tokens), _LONGEST_NAME + 3)) if tokens[k].text == ":"), None)
    if colon is not None and _tells(reader, colon + 1) and _names_speaker(tokens[:colon]):
        made = reader.add([(colon + 1, len(tokens))], None, (0, colon), Rule.HEADLINE, False)
        reader.done = len(tokens)
        return made
    return _announcing(reader)


def _leads(reader: Reader) -> bool:
    """Tell whether a headline begins with quoted words and tells of their occasion: "'We dug': ferry saved"."""
    tokens = reader.tokens
    return len(tokens) > 2 and tokens[1].text == ":" and tokens[0].quotation is not None and _utters(reader, 0)


def _tells(reader: Reader, at: int) -> bool:
    """Tell whether what follows the colon of a headline is said: no name or nickname in marks ("Hale: 'Pier Rat'")."""
    tokens = reader.tokens
    if at == len(tokens) - 1 and tokens[at].quotation is not None:
        verb = any(token.mention < 0 and token.lower in verb_forms() for token in tokens[:at])
        return not verb and _utters(reader, at)
    return len(tokens) - at > 2


def _utters(reader: Reader, at: int) -> bool:
    """Tell quoted words that say something from a title: three or more, with small letters or a verb."""
    quotation = reader.tokens[at].quotation
    words = reader.text[quotation.inner_start : quotation.inner_end].split() if quotation is not None else []
    capitals = sum(word[:1].isupper() for word in words)
    finite = any(word.lower().strip(".,!?") in AUXILIARIES | PRONOUNS for word in words)
    return len(words) >= _FEWEST_WORDS and (capitals <= _MOST_CAPITALS * len(words) or finite)


def _announcing(reader: Reader) -> bool:
    """Read "SENS. X, Y ANNOUNCE Z" in capitals, where every word could be a name."""
    tokens = reader.tokens
    if sum(token.text.isupper() for token in tokens if token.is_word) < 0.7 * sum(token.is_word for token in tokens):
        return False
    for at in range(1, min(len(tokens) - 2, 12)):
        form = verb_forms().get(tokens[at].lower)
        if form is None or form.base not in _ANNOUNCING or form.form & Form.ING:
            continue
        if _names_speaker(tokens[:at]) and form.takes & (Takes.PHRASE | Takes.CLAUSE):
            made = reader.add([(at + 1, len(tokens))], (at, at + 1), (0, at), Rule.HEADLINE, False)
            reader.done = len(tokens)
            return made
    return False
