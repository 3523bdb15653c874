"""Finding amounts: a number beside a sign, code or currency word, with its scale, as half-resolved amounts.

Two passes, each linear: from the numbers in digits outwards, then from the currency words that no digit went with,
leftwards over number words. All looks are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from moneyquote.money.currencies import Tables, Unit, tables
from moneyquote.money.numbers import (
    LETTER_SCALES,
    LONGEST_NUMBER,
    NUMBER,
    SCALES,
    TENS,
    UNITS,
    VAGUE,
    digits_value,
    words_value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An amount whose currency may still be open.

    ``unit`` is what it counts, ``symbol`` the sign or noun that says so; ``told`` whether an adjective or a code
    tells the currency outright. ``factor`` is the product of its scale words (1 without), ``figure`` the number
    before them; both in the minor unit where ``unit.parts`` is not 1.
    """

    start: int
    end: int
    figure: Decimal | None
    factor: Decimal
    unit: Unit
    symbol: str
    told: bool
    scaled: bool = False
    leading: bool = False
    high: Decimal | None = None
    between: bool = False

    @property
    def value(self) -> Decimal | None:
        """The value in the main unit."""
        return None if self.figure is None else self.figure * self.factor / self.unit.parts


_GAP = r"[ \t\u00a0\u202f]{0,2}(?:\r?\n[ \t]{0,4})?"
_WORD = re.compile(_GAP + r"(?:-\s?)?(?P<word>U\.S\.(?:A\.)?|[^\W\d_]+(?:['’ʻ][^\W\d_]+)?)")
_AFTER = re.compile(_GAP + r"(?P<sign>[^\w\s]{1,2}|[^\W\d_]+\$?)")
_SCALE_WORD = re.compile(_GAP + r"-?\s?(?P<word>[A-Za-z]+)\b")
# "600-plus billion", and the stray full stop of "$1.1. million".
_ODD_SCALE = re.compile(r"-plus(?=\s)|\.(?=\s(?:million|billion|trillion|crore|lakh)\b)")
_LETTER_SCALE = re.compile(r"[ \u00a0]?(?P<word>[kK]|mm|MM|[mM]|[bB]|[tT])(?![^\W_])")
_BARE_LETTERS = re.compile(
    r"(?<![\w.])(?:(?:US|U\.S\.|C|NZ|HK|NT|AU|CA|S|MX|[A-Z]{2}D|MXN|BRL|CLP|COP|ARS)\s?|[A-Z]{1,3})$", re.IGNORECASE
)
_NATION_BEHIND = re.compile(
    r"\s?\((?P<in>US|U\.S\.|Cdn|CAD|AUD|NZ|NZD|USD|Canadian|Australian)\)"
    r"|\s(?P<out>US|U\.S\.|CDN|Cdn|CAD|AUD|NZD|USD|SGD|HKD)(?![\w-])(?!\s[A-Z(])"
)
_PENCE_TALK = re.compile(r"£|\b(?:pence|penny|shares?|stocks?|Plc|PLC|litre|tickets?|per cent|pints?|pounds)\b")
_CENTS = re.compile(r"(?:\s?(?:and\s)?|,\s)(?P<number>\d{1,2})(?P<rest>\s?[^\W\d_]+)?")
_CONNECTOR = re.compile(r"\s?(?:--?|–|—|‒|−|~)\s?(?:to\s)?|\s+(?:to|and|till|until)\s+(?:about\s|around\s|almost\s|nearly\s|over\s|up\sto\s)?")
_BETWEEN = re.compile(r"\b(?:between|from|ranging from|ranges? from)\s+(?:about |around |roughly |approximately |an estimated )?$", re.IGNORECASE)
_WEIGHT_BEFORE = re.compile(
    r"\b(?:weigh\w{0,4}|los[et]\w{0,3}|gain\w{0,3}|lift\w{0,3}|shed|dropped|heavier|lighter|gross)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_WEIGHT_AFTER = re.compile(r"(?:\s?\([\d.,]+\s?kg|\s(?:of|per square|heavier|lighter|overweight|in weight|each of)\b(?! (?:aid|debt|funding|cash|money|damage|tax)))")


def scan(text: str) -> list[Found]:
    """Return the amounts of a text in order, without overlap, ranges joined, currencies not yet settled."""
    look = tables()
    found = list(_numeric(text, look))
    taken = [(item.start, item.end) for item in found]
    found += [item for item in _verbal(text, look) if not _meets(taken, item)]
    found.sort(key=lambda item: (item.start, -item.end))
    return [item for item, before in zip(found, [None, *found], strict=False) if before is None or item.start >= before.end]


def _meets(taken: list[tuple[int, int]], item: Found) -> bool:
    from bisect import bisect_right

    place = bisect_right(taken, (item.end - 1, 1 << 60))
    return place > 0 and taken[place - 1][1] > item.start


def _numeric(text: str, look: Tables) -> Iterator[Found]:
    done = 0
    for match in NUMBER.finditer(text):
        if match.start() < done or match.end() - match.start() > LONGEST_NUMBER:
            continue
        one = _beside(text, match, look, done)
        if one is None:
            one = _open_range(text, match, look)
        if one is None:
            continue
        one = _with_range(text, one, look)
        one = _with_cents(text, one, look)
        if one.start < done:
            continue
        done = one.end
        yield one


# --- one number and what stands beside it ----------------------------------------------------------------------


def _beside(text: str, match: re.Match[str], look: Tables, done: int) -> Found | None:
    """Return the amount that a number makes with the sign before or the word behind it."""
    sign = _sign_before(text, match.start(), look)
    if sign and sign.start >= done:
        return _prefixed(text, match, sign, look)
    before = text[match.start() - 1 : match.start()]
    if before and (before.isalpha() or before in "_%#@"):
        return None
    return _suffixed(text, match, look) or _behind_noun(text, match, look)


_NOUN_BEFORE = re.compile(r"(?:(?P<adj>[^\W\d_]+|U\.S\.)\s)?(?P<noun>[^\W\d_]{4,})\s$")


def _behind_noun(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the amount of a number behind its noun: "US dollars 5000", "rupees 5 lakh"."""
    before = _NOUN_BEFORE.search(text, max(0, match.start() - 30), match.start())
    noun = look.words.get(before.group("noun").casefold()) if before else None
    if before is None or noun is None or noun.weak or noun.parts != 1:
        return None
    end, factor, scaled = _scale(text, match.end(), signed=True)
    figure = digits_value(match.group(), noun.codes, scaled=scaled)
    adjective = (before.group("adj") or "").rstrip(".").casefold()
    both = tuple(code for code in noun.codes if code in look.adjectives.get(adjective, ()))
    counted = adjective in SCALES or adjective in UNITS or adjective in TENS
    preceded = text[max(0, before.start() - 1) : before.start("noun")].rstrip()[-1:].isdigit()
    if figure is None or counted or preceded or not (scaled or figure >= 100):
        return None
    return Found(
        start=before.start("adj") if both else before.start("noun"),
        end=end,
        figure=figure,
        factor=factor,
        unit=replace(noun, codes=both or noun.codes),
        symbol=before.group("noun"),
        told=bool(both) or len(noun.codes) == 1,
        scaled=scaled,
        leading=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    start: int
    symbol: str
    unit: Unit
    factor: Decimal = Decimal(1)
    told: bool = False


def _sign_before(text: str, start: int, look: Tables) -> _Sign | None:
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
            return _Sign(start=begun - 1, symbol=sign, unit=look.signs[sign], factor=factor, told=True)
        if dotted and not sign[-1].isalpha():
            continue
        return _with_letters(text, begun, sign, look, glued=end == start)
    if text.endswith(("U.S.", "U.S"), max(0, last - 4), end) and end == start:
        return _Sign(start=end - (4 if dotted else 3), symbol="US$", unit=look.signs["US$"], told=True)
    return None


def _millions_before(text: str, begun: int, sign: str) -> Decimal | None:
    """Return a million where an M stands glued before a code: "MAUD 60"."""
    alone = begun == 1 or not text[begun - 2].isalnum()
    return Decimal(10) ** 6 if len(sign) == 3 and text[begun - 1] == "M" and alone else None


def _with_letters(text: str, begun: int, sign: str, look: Tables, *, glued: bool) -> _Sign | None:
    """Return the sign with the letters that belong to it ("US $"), or None where a letter is no sign here."""
    unit = look.signs[sign]
    if sign == "$":
        letters = _BARE_LETTERS.search(text, max(0, begun - 6), begun)
        if letters:
            joined = letters.group().replace(" ", "").replace(".", "").upper()
            spaced = letters.group().endswith(" ")
            known = next((s for s in (f"{joined}$", f"{joined.capitalize()}$", joined) if s in look.signs), None)
            if known and not (spaced and joined in ("A", "S") or known in ("A", "S")):
                return _Sign(start=letters.start(), symbol=known, unit=look.signs[known], told=True)
    if len(sign) == 1 and sign.isalpha() and not glued:
        return None
    if unit.weak and len(sign) > 1 and not glued and sign not in ("Rs", "RM", "LE", "KD", "SR", "QR", "Sh", "Dh", "DH", "Le", "BD", "JD", "RO", "FC", "Br", "Bs", "Kz", "Sk", "DM", "PHP", "SAR", "MUR", "CAD", "MAD", "NAD"):
        return None
    return _Sign(start=begun, symbol=sign, unit=unit, told=len(unit.codes) == 1)


def _prefixed(text: str, match: re.Match[str], sign: _Sign, look: Tables) -> Found | None:
    end, factor, scaled = _scale(text, match.end(), signed=True)
    letter = len(sign.symbol) == 1 and sign.symbol.isalpha()
    figure = digits_value(match.group(), sign.unit.codes, scaled=scaled)
    if figure is None or (letter and not _letter_amount(text, match.group(), sign, scaled=scaled)):
        return None
    if text[match.start() - 1] in "-−" and not text[match.start() - 2].isalnum():
        figure = -figure
    code = len(sign.symbol) == 3 and sign.symbol.isalpha() and sign.symbol.isupper()
    if code and sign.unit.weak | (sign.symbol in ("COP", "TOP", "ALL")) and not scaled and figure < 100:
        return None
    if sign.symbol == "PS" and not scaled and figure < 1000:
        return None
    found = Found(
        start=sign.start,
        end=end,
        figure=figure,
        factor=factor * sign.factor,
        unit=sign.unit,
        symbol=sign.symbol,
        told=sign.told,
        scaled=scaled,
        leading=True,
    )
    return _with_noun(text, found, look)


def _letter_amount(text: str, number: str, sign: _Sign, *, scaled: bool) -> bool:
    """Tell whether a number behind a single letter looks like money: "R70 million", "P2,500", not "K2" or "M25"."""
    grouped = bool(re.search(r"[., \u00a0]\d{3}\b|[.,]\d\d$", number))
    if sign.symbol in "RNPQ" and (scaled or grouped):
        return True
    return (scaled or grouped or figure_like(number)) and bool(_local(text) & set(sign.unit.codes))


def figure_like(number: str) -> bool:
    """Tell whether a number has two digits or more."""
    return len(re.sub(r"\D", "", number)) >= 2


@lru_cache(maxsize=4)
def _local(text: str) -> frozenset[str]:
    """Return the currencies whose countries, towns or people a text names."""
    return frozenset(code for place, codes in tables().places.items() if place in text for code in codes)


def _with_noun(text: str, found: Found, look: Tables) -> Found:
    """Return the amount with a currency noun or nation behind it that says the same: "$5 million US dollars"."""
    nation = _NATION_BEHIND.match(text, found.end)
    if nation and "$" in found.symbol:
        codes = {"US": "USD", "U.S.": "USD", "Cdn": "CAD", "CDN": "CAD", "Canadian": "CAD", "Australian": "AUD", "NZ": "NZD"}
        who = nation.group("in") or nation.group("out")
        code = codes.get(who, who)
        return replace(found, end=nation.end(), unit=Unit(codes=(code,)), told=True)
    noun = _noun_behind(text, found.end, look)
    if noun and noun.unit.parts == 1 and set(noun.unit.codes) & set(found.unit.codes) and found.unit.parts == 1:
        both = tuple(code for code in found.unit.codes if code in noun.unit.codes)
        end, factor, scaled = (noun.end, found.factor, found.scaled)
        return replace(
            found, end=end, unit=Unit(codes=both), told=found.told or noun.told, factor=factor, scaled=scaled
        )
    return found


def _scale(text: str, end: int, *, signed: bool) -> tuple[int, Decimal, bool]:
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
    if not scaled:
        half = re.compile(r"\sand\sa\shalf(?=[\s-](?:thousand|million|billion|trillion|crore|lakh)\b)").match(text, end)
        if half:
            inner, factor, scaled = _scale(text, half.end(), signed=signed)
            return inner, factor, scaled
    return end, factor, scaled


def _letter_counts(text: str, letter: re.Match[str], *, signed: bool) -> bool:
    """Tell whether a scale letter is one: glued, or set off by a blank behind a signed number ("$5 m")."""
    if letter.start("word") == letter.start():
        return True
    return signed and letter.group("word") in ("m", "b", "k") and not re.match(r"\s[a-z]", text[letter.end() : letter.end() + 2])


# --- the word behind a number ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    end: int
    symbol: str
    unit: Unit
    told: bool
    factor: Decimal = Decimal(1)


def _noun_behind(text: str, end: int, look: Tables) -> _Noun | None:
    """Return the currency noun behind a place, with up to three words of adjective: "US dollars", "new shekels"."""
    words: list[tuple[str, int]] = []
    place = end
    for _ in range(4):
        match = _WORD.match(text, place)
        if not match:
            break
        words.append((match.group("word"), match.end()))
        place = match.end()
        noun = look.words.get(words[-1][0].casefold())
        if noun is None:
            continue
        if len(words) == 1:
            return _plain_noun(text, words[0][0], place, noun, look)
        told = look.adjectives.get(" ".join(word.casefold().rstrip(".") for word, _ in words[:-1]))
        told = told or look.adjectives.get(" ".join(word.casefold() for word, _ in words[:-1]))
        both = tuple(code for code in noun.codes if code in (told or ()))
        if both:
            return _Noun(end=place, symbol=words[-1][0], unit=replace(noun, codes=both, weak=False), told=True)
        return None
    return None


def _plain_noun(text: str, word: str, end: int, noun: Unit, look: Tables) -> _Noun:
    sterling = re.compile(r"\s(?:sterling|stg)\b", re.IGNORECASE).match(text, end)
    if sterling and "GBP" in noun.codes:
        return _Noun(end=sterling.end(), symbol=word, unit=replace(noun, codes=("GBP",), weak=False), told=True)
    cfa = re.compile(r"\s(?:CFA|CFP)\b").match(text, end)
    if cfa and "XOF" in noun.codes:
        codes = ("XPF",) if "CFP" in cfa.group() else ("XOF", "XAF")
        return _Noun(end=cfa.end(), symbol="CFA", unit=replace(noun, codes=codes, weak=False), told=len(codes) == 1)
    return _Noun(end=end, symbol=word, unit=noun, told=len(noun.codes) == 1)


def _suffixed(text: str, match: re.Match[str], look: Tables) -> Found | None:
    end, factor, scaled = _scale(text, match.end(), signed=False)
    noun = _noun_behind(text, end, look) or _sign_behind(text, end, look)
    if noun is None:
        return None
    if noun.factor == 1 and not scaled:  # "75 USD million"
        more, after, late = _scale(text, noun.end, signed=False)
        if late and noun.symbol.isupper():
            noun, factor, scaled = replace(noun, end=more), after, True
    figure = digits_value(match.group(), noun.unit.codes, scaled=scaled)
    if figure is None or not _plausible(text, match, figure, noun, scaled=scaled):
        return None
    return Found(
        start=match.start(),
        end=noun.end,
        figure=figure,
        factor=factor * noun.factor,
        unit=noun.unit,
        symbol=noun.symbol,
        told=noun.told,
        scaled=scaled,
    )


def _sign_behind(text: str, end: int, look: Tables) -> _Noun | None:
    """Return the sign or code behind a place: "5 €", "200 USD", "30 MUSD", "75p", "10 kr"."""
    match = _AFTER.match(text, end)
    if not match:
        return None
    sign, stop = match.group("sign"), match.end()
    glued = match.start("sign") == end
    if sign == "p" and glued:
        followed = text[stop : stop + 1]
        money = not followed.isalnum() and not (followed == "." and text[stop + 1 : stop + 2].isalpha())
        return _Noun(end=stop, symbol="p", unit=Unit(codes=("GBP",), parts=100, weak=True), told=True) if money else None
    if sign.isupper() and sign not in look.signs and len(sign) == 4 and sign[0] == "M" and sign[1:] in look.official:
        return _Noun(end=stop, symbol=sign[1:], unit=look.signs[sign[1:]], told=True, factor=Decimal(10) ** 6)
    while sign and sign not in look.signs and not sign[0].isalnum():
        sign, stop = sign[:-1], stop - 1
    if sign == "$" and text[stop : stop + 2].lstrip(" ")[:1].isdigit():
        return None  # "2014 $5 million": the sign belongs to the number behind it
    unit = look.signs.get(sign)
    if unit is None or (len(sign) == 1 and sign.isascii() and sign.isalpha()):
        return None
    if not sign[-1].isalnum() and text[stop : stop + 1].isdigit():
        return None
    if unit.weak and sign.isupper() and not glued and len(sign) == 2:
        return None
    return _Noun(end=stop, symbol=sign, unit=unit, told=len(unit.codes) == 1)


def _plausible(text: str, match: re.Match[str], figure: Decimal, noun: _Noun, *, scaled: bool) -> bool:
    """Tell whether a number with a noun that has other meanings is money here."""
    word = noun.symbol.casefold()
    before = text[max(0, match.start() - 45) : match.start()]
    if word in ("pound", "pounds") and not scaled and not noun.told:
        return not (_WEIGHT_BEFORE.search(before) or _WEIGHT_AFTER.match(text, noun.end)) and _sterling(text)
    if word == "p":
        return figure < 1000 and figure not in (144, 240, 360, 480, 720) and bool(_PENCE_TALK.search(text))
    if word in ("mark", "marks"):
        return noun.told and not noun.unit.weak or (scaled and word == "marks")
    if noun.unit.weak and not scaled:
        grouped = bool(re.search(r"[,.]\d{3}", match.group()))
        singular = word == "won" and re.compile(r"\s(?:the|a|an|in|by|on|against|his|her|their)\b").match(text, noun.end)
        return (grouped or figure >= 100) and not singular
    return True


@lru_cache(maxsize=4)
def _sterling(text: str) -> bool:
    """Tell whether a text is about a country that pays in pounds at all."""
    if any(sign in text for sign in ("£", "pence", "sterling", "penny")):
        return True
    codes = tables().words["pound"].codes
    return any(set(where) & set(codes) and place in text for place, where in tables().places.items())


# --- ranges and cents ------------------------------------------------------------------------------------------


def _open_range(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the range that a number without a sign opens: "10 to 12 million euros", "9–85 million US dollars"."""
    before = text[match.start() - 1 : match.start()]
    if before and (before.isalnum() or before in "$£€-–/.,:"):
        return None
    end, factor, scaled = _scale(text, match.end(), signed=False)
    link = _CONNECTOR.match(text, end)
    number = NUMBER.match(text, link.end()) if link else None
    if not link or not number:
        return None
    if "and" in link.group() and not _BETWEEN.search(text[max(0, match.start() - 40) : match.start()]):
        return None
    second = _suffixed(text, number, look) if _sign_before(text, number.start(), look) is None else None
    low = digits_value(match.group(), second.unit.codes if second else (), scaled=scaled)
    if second is None or second.figure is None or low is None or len(match.group()) > LONGEST_NUMBER:
        return None
    if not scaled and low < second.figure:
        factor = second.factor
    return _joined(second, match.start(), low, factor, second)


def _joined(first: Found, start: int, low: Decimal, factor: Decimal, second: Found) -> Found | None:
    """Return a range from a low figure to the second amount, or None where it does not rise."""
    high = second.value
    if high is None or low * factor / second.unit.parts >= high:
        return None
    return replace(
        first, start=start, end=second.end, figure=low, factor=factor, unit=second.unit, high=high, between=True,
        symbol=second.symbol, told=second.told,
    )


def _with_range(text: str, first: Found, look: Tables) -> Found:
    """Return the amount with the number or amount that makes it a range: "US$10-15 million", "$5 to $7"."""
    link = _CONNECTOR.match(text, first.end)
    if not link or first.high is not None or first.figure is None:
        return first
    opens = _opens_range(text, first, link.group())
    if not opens and "to" not in link.group():
        return first
    number = NUMBER.match(text, link.end())
    sign = None
    if number is None:
        ahead = NUMBER.search(text, link.end(), link.end() + 8)
        sign = _sign_before(text, ahead.start(), look) if ahead else None
        if ahead is None or sign is None or sign.start != link.end():
            return first
        number = ahead
    second = _prefixed(text, number, sign, look) if sign else _second(text, number, first, look)
    if second is None or second.figure is None or second.unit.parts != first.unit.parts:
        return first
    if not set(second.unit.codes) & set(first.unit.codes):
        return first
    shared = not first.scaled and second.scaled and first.figure < second.figure
    factor = second.factor if shared else first.factor
    if not opens:  # "rose from $10 to $15 billion": two amounts that share the scale word
        return replace(first, factor=factor) if shared and first.figure < 1000 and sign else first
    settled = first if first.told or not second.told else second
    joined = _joined(settled, first.start, first.figure, factor, replace(second, unit=settled.unit, symbol=settled.symbol, told=settled.told))
    return joined or first


def _second(text: str, number: re.Match[str], first: Found, look: Tables) -> Found | None:
    """Return the bare number behind a range's dash as an amount in the first one's currency."""
    named = _suffixed(text, number, look)
    if named:
        return named
    end, factor, scaled = _scale(text, number.end(), signed=True)
    figure = digits_value(number.group(), first.unit.codes, scaled=scaled)
    if figure is None or (first.leading is False and not scaled):
        return None
    if re.match(r"\s?(?:%|per\s?cent)", text[end : end + 10]):
        return None
    if not scaled and first.scaled:
        factor = first.factor if figure > (first.figure or 0) and figure < 1000 else factor
    return replace(first, figure=figure, factor=factor, end=end, scaled=scaled)


def _opens_range(text: str, first: Found, link: str) -> bool:
    """Tell whether an amount before a connector opens a range; a rise "from $5 to $7" is two amounts."""
    before = text[max(0, first.start - 45) : first.start]
    if "and" in link:
        return bool(re.search(r"\bbetween\s(?:\w+\s){0,2}$", before))
    if "to" in link or "till" in link:
        if re.search(r"\bfrom\s(?:\w+\s)?$", before):
            return bool(re.search(r"\b(?:rang\w+|var(?:y|ies|ied|ying)|anywhere|prices?|priced|fees?|cost\w*|fines?|grants?|worth|of|awards?|salar\w+)\s(?:\w+\s)?from\s(?:\w+\s)?$", before))
        if re.search(r"\bto\s$", before):
            return False
        return not re.search(
            r"\b(?:rose|rise[sn]?|fell|falls?|climb\w*|drop\w*|up|down|gain\w*|los[et]|added|slipp?\w*|jump\w*|surg\w*|"
            r"cents?|increas\w+|rais\w+|cut|lower\w+|reduc\w+|by|went|slid|sank|edged|advanced|declined|eased)"
            r"(?:\sby)?\s(?:\w+\s)?$", before,
        )
    return True


def _with_cents(text: str, found: Found, look: Tables) -> Found:
    """Return an amount with its minor units: "3 dollars 50 cents", "15 dollars 50."."""
    if found.scaled or found.high is not None or found.figure is None or found.unit.parts != 1 or found.leading and found.symbol != "£":
        return found
    match = _CENTS.match(text, found.end)
    if not match:
        return found
    noun = look.words.get((match.group("rest") or "").strip().casefold())
    if noun and noun.parts > 1 and set(noun.codes) & set(found.unit.codes):
        return replace(found, end=match.end(), figure=found.figure + Decimal(match.group("number")) / noun.parts)
    ends = not match.group("rest") and text[match.end() : match.end() + 1] in (".", "", ",")
    if ends and len(match.group("number")) == 2 and match.group()[:1] == " " and "and" not in match.group():
        return replace(found, end=match.end("number"), figure=found.figure + Decimal(match.group("number")) / 100)
    return found


# --- number words ----------------------------------------------------------------------------------------------

_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_WORDS = frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES) | VAGUE | {"a", "an", "half", "quarter", "quarters", "and", "of"}
_COUNTS = (frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES) | VAGUE | {"half"}) - {"mil", "mill", "cr", "lac", "mils"}


@lru_cache(maxsize=512)
def _noun_pattern(words: frozenset[str]) -> re.Pattern[str]:
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W\d_])", re.IGNORECASE)


def _verbal(text: str, look: Tables) -> Iterator[Found]:
    present = {word.casefold() for word in set(_PLAIN_WORD.findall(text))}
    nouns = frozenset(present & look.words.keys())
    if not nouns or not present & _COUNTS:
        return
    for match in _noun_pattern(nouns).finditer(text):
        found = _verbal_amount(text, match, look)
        if found:
            yield found


def _verbal_amount(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the amount that the number words before a currency noun make: "half a billion US dollars"."""
    before = [m for m in re.finditer(r"[^\W\d_]+(?:\.[A-Z]\.)?", text[max(0, match.start() - 90) : match.start()])]
    offset = max(0, match.start() - 90)
    if not before or not _adjoin(text, offset + before[-1].end(), match.start()):
        return None
    noun = look.words[match.group().casefold()]
    symbol, end, told = match.group(), match.end(), len(noun.codes) == 1
    last = len(before)
    for size in (3, 2, 1):
        if size > len(before):
            continue
        named = " ".join(m.group().casefold().rstrip(".") for m in before[-size:])
        both = tuple(code for code in noun.codes if code in look.adjectives.get(named, ()))
        if both and (before[-size].group()[0].isupper() or named in ("new israeli", "us")):
            noun, told, last = replace(noun, codes=both, weak=False), True, last - size
            break
    plain = _plain_noun(text, symbol, end, noun, look)
    noun, end, told = plain.unit, plain.end, told or plain.told
    first = last
    while first > 0 and before[first - 1].group().casefold() in _NUMBER_WORDS:
        after = offset + before[first].start() if first < len(before) else match.start()
        if not _adjoin(text, offset + before[first - 1].end(), after):
            break
        first -= 1
    return _from_words(text, before[first:last], offset, noun, symbol, end, told=told)


def _adjoin(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return len(gap) < 7 and gap.strip() in ("", "-", "‑", "–") and gap.count("\n") < 2


def _from_words(
    text: str, words: list[re.Match[str]], offset: int, noun: Unit, symbol: str, end: int, *, told: bool
) -> Found | None:
    while words and words[0].group().casefold() in ("and", "of"):
        words = words[1:]
    folded = [m.group().casefold() for m in words]
    if not folded or not any(word in _COUNTS for word in folded):
        return None
    start = offset + words[0].start()
    vague = any(word in VAGUE for word in folded)
    if vague:
        keep = next(i for i, word in enumerate(folded) if word in VAGUE)
        if folded[keep] in ("several", "few", "many", "some", "multiple", "scores", "dozens") and not any(w in SCALES for w in folded[keep:]):
            return None
        start = offset + words[keep].start()
        if folded[keep] == "few" and keep and folded[keep - 1] == "a":
            start = offset + words[keep - 1].start()
        return Found(start=start, end=end, figure=None, factor=Decimal(1), unit=noun, symbol=symbol, told=told)
    if folded[-1] == "of" and folded[-2:-1] and folded[-2] in SCALES:
        folded = folded[:-1]
    if folded[-1] in ("of", "and") or (folded[-1] in ("a", "an") and "half" not in folded and "quarter" not in folded):
        return None
    value = words_value(folded)
    if value is None:
        return None
    if text[start - 1 : start].isdigit() or re.search(r"\d[\d.,]*\s?$", text[max(0, start - 12) : start]):
        return None  # a number in digits goes before them; the first pass did not take it for money
    if folded[0] in ("a", "an") and not any(word in SCALES for word in folded[1:2]):
        words = words[1:]
        start = offset + words[0].start()
    elif folded[0] in ("a", "an") and text[offset + words[-1].end() : offset + words[-1].end() + 1] == "-":
        start = offset + words[1].start()  # "a billion-dollar deal": the article belongs to the deal
    scaled = any(word in SCALES for word in folded)
    if noun.weak and not scaled and value < 100:
        return None
    if symbol.casefold() in ("pound", "pounds") and not told and not scaled and not _sterling(text):
        return None
    if symbol.casefold() in ("pound", "pounds") and not told and _WEIGHT_AFTER.match(text, end) and not scaled:
        return None
    found = Found(
        start=start, end=end, figure=value, factor=Decimal(1), unit=noun, symbol=symbol, told=told, scaled=scaled
    )
    return _with_verbal_cents(text, found)


def _with_verbal_cents(text: str, found: Found) -> Found:
    """Return an amount with its minor units in words: "thirteen dollars and forty-five cents"."""
    match = re.compile(r"\s(?:and\s)?((?:[a-z]+[\s-]){1,2})(cents?|pence|paise)\b").match(text, found.end)
    value = words_value(re.findall(r"[a-z]+", match.group(1))) if match else None
    if match is None or value is None or found.figure is None or found.unit.parts != 1:
        return found
    return replace(found, end=match.end(), figure=found.figure + value / 100)
