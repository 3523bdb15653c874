"""Numbers in digits and words, and the scale words that multiply them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

# Digits with groups set off by blanks, else with any mix of points, commas and apostrophes.
NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,'’]\d+)*")
LONGEST_NUMBER = 30

_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** n for n in (3, 6, 9, 12))
SCALES: dict[str, Decimal] = {
    "hundred": Decimal(100),
    "thousand": _THOUSAND,
    "million": _MILLION,
    "billion": _BILLION,
    "trillion": _TRILLION,
    "quadrillion": Decimal(10) ** 15,
    "lakh": Decimal(10) ** 5,
    "lac": Decimal(10) ** 5,
    "crore": Decimal(10) ** 7,
    "mn": _MILLION,
    "mln": _MILLION,
    "mil": _MILLION,
    "mill": _MILLION,
    "mio": _MILLION,
    "bn": _BILLION,
    "bln": _BILLION,
    "bil": _BILLION,
    "tn": _TRILLION,
    "trn": _TRILLION,
    "tln": _TRILLION,
    "cr": Decimal(10) ** 7,
}
SCALES |= {f"{word}s": value for word, value in SCALES.items() if len(word) > 2}
LETTER_SCALES: dict[str, Decimal] = {"k": _THOUSAND, "m": _MILLION, "b": _BILLION, "t": _TRILLION, "mm": _MILLION}
_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
UNITS: dict[str, int] = {word: value for value, word in enumerate(_BELOW_TWENTY)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS: dict[str, int] = {word: 10 * value for value, word in enumerate(_TENS, 2)}
FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}
VAGUE = frozenset(
    {"tens", "hundreds", "thousands", "millions", "billions", "trillions", "lakhs", "crores", "dozens", "scores"}
    | {"several", "few", "many", "multi", "mutli", "multiple", "some", "untold", "countless"}
    | {"multimillion", "multibillion", "multitrillion", "multithousand", "multicrore", "zillions", "gazillions"}
)
# Currencies whose press groups thousands by points, so that "12.500" is twelve thousand five hundred.
_POINT_GROUPS = frozenset(
    {
        "EUR",
        "IDR",
        "VND",
        "BRL",
        "ARS",
        "CLP",
        "COP",
        "TRY",
        "DKK",
        "PYG",
        "UYU",
        "CRC",
        "BOB",
        "RSD",
        "DEM",
        "ITL",
        "ESP",
    }
)


def digits_value(number: str, codes: Sequence[str] = (), *, scaled: bool = False) -> Decimal | None:
    """Return the value of a number in digits, or None where it has no reading.

    Args:
        number: what ``NUMBER`` matched.
        codes: the currencies that it may count; they tell a grouping point from a decimal one.
        scaled: whether a scale word follows ("1.125 billion"), so that a point is decimal.
    """
    if len(number) > LONGEST_NUMBER:
        return None
    number = re.sub(r"[ \u00a0\u202f\u2009'’]", "", number)
    marks = re.findall(r"[.,]", number)
    if not marks:
        return Decimal(number)
    head, last = re.split(r"[.,](?=\d*$)", number, maxsplit=1)
    if _last_is_decimal(marks, head, last, codes, scaled=scaled):
        return Decimal(re.sub(r"[.,]", "", head) + "." + last)
    return Decimal(re.sub(r"[.,]", "", number))


def _last_is_decimal(marks: Sequence[str], head: str, last: str, codes: Sequence[str], *, scaled: bool) -> bool:
    if len(set(marks)) > 1:
        return marks.count(marks[-1]) == 1
    if len(marks) > 1:
        return marks[-1] == "," and len(last) == 2 and len(head) > 3 and head[-4:-3] == ","
    if marks[0] == ",":
        return len(last) in (1, 2) or (scaled and len(last) != 3)
    grouped = len(last) == 3 and len(head) <= 3 and head != "0" and not scaled
    return not (grouped and any(code in _POINT_GROUPS for code in codes))


def words_value(words: Sequence[str]) -> Decimal | None:
    """Return the value of number words in lower case ("one and a half million", "a hundred thousand"), or None."""
    total = Decimal(0)
    group: Decimal | None = None
    place = 0
    while place < len(words):
        word = words[place]
        if word in ("a", "an"):
            group = group if group is not None else Decimal(1) if _scale_follows(words, place) else group
        elif word in UNITS or word in TENS:
            count = UNITS.get(word, TENS.get(word, 0))
            if group is not None and not _room(group, count):
                return None  # "one and two": two numbers
            group = (group or Decimal(0)) + count
        elif word == "point" and group is not None:
            decimals = _decimals(words[place + 1 :])
            group += Decimal(f"0.{decimals or 0}")
            place += len(decimals)
        elif word in FRACTIONS:
            share = FRACTIONS[word]
            if words[place - 2 : place] == ["and", "a"] or words[place - 1 : place] == ["and"]:
                if group is None:
                    return total + share * (_last_scale(words[:place]) or Decimal(0))
                group += share
            else:
                group = share * (group if group is not None and word == "quarters" else Decimal(1))
        elif word == "hundred":
            group = (group if group is not None else Decimal(1)) * 100
        elif word in SCALES:
            factor = SCALES[word]
            if group is None and total:
                total *= factor
            elif total and total % (factor * 10):
                return None  # "five million and seven million"
            else:
                total += (group if group is not None else Decimal(1)) * factor
            group = None
        elif word not in ("and", "of"):
            return None
        place += 1
    return total + group if group is not None else total or None


def _decimals(words: Sequence[str]) -> str:
    """Return the digits that words behind "point" name: "four point nine"."""
    digits = ""
    for word in words:
        if UNITS.get(word, 10) > 9:
            break
        digits += str(UNITS[word])
    return digits


def _room(group: Decimal, count: int) -> bool:
    """Tell whether a count may follow in the same number: "twenty five", "a hundred and five", not "five two"."""
    return group >= 20 and not group % (10 if count < 10 else 100)


def _scale_follows(words: Sequence[str], place: int) -> bool:
    following = words[place + 1 : place + 2]
    return bool(following) and (following[0] in SCALES)


def _last_scale(words: Sequence[str]) -> Decimal | None:
    return next((SCALES[word] for word in reversed(words) if word in SCALES), None)
