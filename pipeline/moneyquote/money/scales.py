"""The scale words and letters behind a number: "million", "lakh crore", "bn", "k"."""

from __future__ import annotations

import re
from decimal import Decimal

from moneyquote.money.numbers import LETTER_SCALES, SCALES

GAP = r"[ \t\u00a0\u202f]{0,2}(?:\r?\n[ \t]{0,16})?"

# A blank line stands inside where a page or column was broken.
_SCALE_WORD = re.compile(rf"(?:{GAP}-?\s?|\s?\n\s?\n\s?(?=(?:m|b|tr)illion\b))(?P<word>[A-Za-z]+)\b")
# "600-plus billion", and the stray full stop of "$1.1. million".
_ODD_SCALE = re.compile(r"-plus(?=\s)|\.(?=\s(?:million|billion|trillion|crore|lakh)\b)")
_LETTER_SCALE = re.compile(r"[ \u00a0]?(?P<word>[kK]|mm|MM|[mM]|[bB]|[tT])(?![^\W_])")


_DOT = re.compile(r"\.(?=\s[^\W\d_])")
_HALF = re.compile(r"\sand\sa\shalf(?=[\s-](?:hundred|thousand|million|billion|trillion|crore|lakh)\b)")


def half_behind(text: str, end: int) -> tuple[int, Decimal]:
    """Return where "and a half" behind a number ends and what it adds: "$2 and a half million"."""
    match = _HALF.match(text, end)
    return (match.end(), Decimal("0.5")) if match else (end, Decimal(0))


def scale_behind(text: str, end: int, *, signed: bool) -> tuple[int, Decimal, bool]:
    """Return where the scale words behind a number end, their product, and whether there are any."""
    factor, scaled = Decimal(1), False
    letter = _LETTER_SCALE.match(text, end)
    if letter and (signed or letter.group("word") not in "tT") and _letter_counts(text, letter, signed=signed):
        end, factor, scaled = letter.end(), LETTER_SCALES[letter.group("word").lower()], True
    odd = _ODD_SCALE.match(text, end)
    for _ in range(3):
        match = _SCALE_WORD.match(text, odd.end() if odd and not scaled else end)
        word = match.group("word") if match else ""
        if not match or (word.casefold() not in SCALES or (word.casefold() == "mil" and word == "MIL")):
            break
        if text[match.start() : match.start("word")].count("\n") and not word.islower():
            break
        end, factor, scaled = match.end(), factor * SCALES[word.casefold()], True
        if word.casefold() in ("mio", "mln", "mrd", "bln", "mn", "bn", "cr") and _DOT.match(text, end):
            end += 1
    return end, factor, scaled


def _letter_counts(text: str, letter: re.Match[str], *, signed: bool) -> bool:
    """Tell whether a scale letter is one: glued, or set off by a blank behind a signed number ("$5 m")."""
    if letter.start("word") == letter.start():
        return True
    return (
        signed
        and letter.group("word") in ("m", "b", "k")
        and not re.match(r"\s[a-z]", text[letter.end() : letter.end() + 2])
    )
