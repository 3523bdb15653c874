"""The sign, code or letters before a number: "US$", "Rs.", "MAUD", "R"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from moneyquote.money.currencies import Tables, Unit

_BARE_LETTERS = re.compile(
    r"(?<![\w.])(?:(?:US|U\.S\.|C|NZ|HK|NT|AU|CA|S|MX|[A-Z]{2}D|MXN|BRL|CLP|COP|ARS)\s?|[A-Z]{1,3})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign before a number and where it starts; ``factor`` a million for "MUSD"; ``told`` as in ``Found``.

    A ``doubtful`` one is a word as well ("ALL 500"): it counts before a figure that looks like money only.
    """

    start: int
    symbol: str
    unit: Unit
    factor: Decimal = Decimal(1)
    told: bool = False
    doubtful: bool = False


def sign_before(text: str, start: int, look: Tables) -> Sign | None:
    """Return the sign or code that stands before a number at ``start``, up to two blanks away, or None."""
    end = start
    if end > 1 and text[end - 1] in "-−" and text[end - 2] in look.signs_by_end and not text[end - 2].isalnum():
        end -= 1
    while end > 0 and start - end < 2 and text[end - 1] in " \u00a0\u202f\n":
        end -= 1
    dotted = end > 1 and text[end - 1] == "." and text[end - 2].isalpha()
    last = end - 1 if dotted else end
    if last <= 0:
        return None
    for sign in look.signs_by_end.get(text[last - 1], ()):
        begun = last - len(sign)
        if begun < 0 or not text.startswith(sign, begun):
            continue
        if sign[0].isalnum() and begun > 0 and (text[begun - 1].isalnum() or text[begun - 1] in "&_"):
            factor = _millions_before(text, begun, sign)
            if factor is None:
                continue
            return Sign(start=begun - 1, symbol=sign, unit=look.signs[sign], factor=factor, told=True)
        if (dotted and not sign[-1].isalpha()) or (
            sign == "¢" and (end < start or _mangled(text[max(0, begun - 1) : begun]))
        ):
            continue
        if sign.islower() and len(sign) == 3 and begun > 0 and text[begun - 1] not in " \n\t(":
            continue  # part of an address or a word
        return _with_letters(text, begun, sign, look, glued=end == start)
    if text.endswith(("U.S.", "U.S"), max(0, last - 4), end) and end == start:
        return Sign(start=end - (4 if dotted else 3), symbol="US$", unit=look.signs["US$"], told=True)
    return None


def _other_letters(text: str, letters: str) -> bool:
    """Tell whether letters a blank before "$" may be a word's: "a $5 note", the Northern Territory's "NT $5"."""
    return letters in ("A", "S") or (letters == "NT" and "Taiwan" not in text)


def _mangled(before: str) -> bool:
    """Tell whether a character before "¢" makes it the rest of a bullet that was decoded wrongly."""
    return before.isalpha() or "\x80" <= before <= "\x9f"


def _millions_before(text: str, begun: int, sign: str) -> Decimal | None:
    """Return a million where an M stands glued before a code: "MAUD 60"."""
    alone = begun == 1 or not text[begun - 2].isalnum()
    return Decimal(10) ** 6 if len(sign) == 3 and text[begun - 1] == "M" and alone else None


def _with_letters(text: str, begun: int, sign: str, look: Tables, *, glued: bool) -> Sign | None:
    """Return the sign with the letters that belong to it ("US $"), or None where a letter is no sign here."""
    unit = look.signs[sign]
    if sign == "$":
        letters = _BARE_LETTERS.search(text, max(0, begun - 6), begun)
        if letters:
            joined = letters.group().replace(" ", "").replace(".", "").upper()
            spaced = letters.group().endswith(" ")
            known = next((s for s in (f"{joined}$", f"{joined.capitalize()}$", joined) if s in look.signs), None)
            if known and not ((spaced and _other_letters(text, joined)) or known in ("A", "S")):
                return Sign(start=letters.start(), symbol=known, unit=look.signs[known], told=True)
    if len(sign) == 1 and sign.isalpha() and not glued:
        return None
    doubtful = unit.weak and len(sign) > 1 and not glued and sign not in look.spaced
    return Sign(start=begun, symbol=sign, unit=unit, told=len(unit.codes) == 1, doubtful=doubtful)
