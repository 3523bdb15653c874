"""Words that tell a time: years, fiscal years, spans, days, months, and times that only the article's date resolves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from moneyquote.giving import words as lexical
from moneyquote.giving.article import Interval
from moneyquote.giving.months import MONTH


class TimeForm(StrEnum):
    """How a time is told."""

    SPAN = "span"
    SINCE = "since"
    FROM = "from"
    FOUNDED = "founded"
    DAY = "day"
    MONTH_YEAR = "month of a year"
    FISCAL = "fiscal year"
    YEAR = "year"
    DAY_MONTH = "day without a year"
    MONTH = "month without a year"
    THIS_FISCAL = "this fiscal year"
    THIS_YEAR = "this year"
    THIS_MONTH = "this month"
    YEARS_FROM = "years from"
    NEXT_YEARS = "next years"
    PAST_YEARS = "past years"
    QUARTER = "quarter"
    SEASON = "season"
    TODAY = "today"
    SAME = "same time"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The characters ``[start, end)`` that tell a time, and how they tell it."""

    start: int
    end: int
    form: TimeForm

    @property
    def interval(self) -> Interval:
        """The characters as a pair."""
        return self.start, self.end


YEAR = r"(?:19|20)\d\d"
_MONTHS = rf"(?:{MONTH})\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEARS = rf"{YEAR}\s*[-–/]\s*(?:{YEAR}|\d\d)\b(?![\d/-])"
_COUNT = r"(?:a|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_WHICH = (
    r"(?:last|this|next|(?:the\s+|this\s+)?past|the\s+(?:previous|current|coming|following|prior)|this\s+coming|that)"
)
_FORMS = {
    TimeForm.YEARS_FROM: rf"{_COUNT}\s+years\s+(?:from|beginning|starting|commencing)(?:\s+in)?\s+"
    rf"(?:{_YEARS}|{YEAR})\b",
    TimeForm.SINCE: rf"since\s+(?:(?!since\b)[^.;,]){{0,60}}?\b(?:{_MONTHS}(?:\s+{_DAY},)?\s+)?{YEAR}\b",
    TimeForm.FROM: rf"(?:beginning|starting|commencing|effective|from)\s+(?:in\s+|on\s+)?(?:early\s+|late\s+)?"
    rf"(?:(?:{_MONTHS}(?:\s+{_DAY})?|{_DAY}\s+{_MONTHS}),?\s+)?{YEAR}\b"
    rf"(?!\s*[-–/]\s*\d|\s+(?:to|and|through|until)\s+(?:{_MONTHS}\s+)?\d)",
    TimeForm.FOUNDED: rf"(?:founded|established|created|launched|formed|begun|started)\s+in\s+"
    rf"(?:{_MONTHS}\s+)?{YEAR}\b",
    TimeForm.QUARTER: rf"(?:first|second|third|fourth|last)\s+(?:quarter|three\s+months)\b(?:\s+of\s+{YEAR}\b)?",
    TimeForm.PAST_YEARS: rf"(?:past|last|previous)\s+(?:{_COUNT}\s+)?(?:years|decades?)\b",
    TimeForm.SPAN: rf"(?:(?:fiscal|financial)\s+(?:years?\s+)?|FY\s?)?{_YEARS}"
    rf"(?:\s+(?:to|and|through|until)\s+{_YEARS})?"
    rf"|(?:{_MONTHS}\s+)?{YEAR}\s+(?:to|through|until)\s+(?:{_MONTHS}\s+)?{YEAR}\b"
    rf"|(?:from|between|through|for)\s+{YEAR}\s+and\s+{YEAR}\b"
    rf"|(?:for|in|during)\s+[’']?\d\d[-–]\d\d\b(?![-–/\d])"
    rf"|FY\s?’?'?\d\d(?:\d\d)?\s+(?:and|to|through)\s+FY\s?’?'?\d\d(?:\d\d)?\b",
    TimeForm.DAY: rf"{_MONTHS}\s+{_DAY},?\s+{YEAR}\b|{_DAY}\s+(?:of\s+)?{_MONTHS},?\s+{YEAR}\b|{YEAR}-\d\d-\d\d\b",
    TimeForm.MONTH_YEAR: rf"{_MONTHS},?(?:\s+of)?\s+{YEAR}\b",
    TimeForm.FISCAL: rf"(?:fiscal|financial|budget)\s+years?\s+(?:of\s+)?{YEAR}\b|FY\s?’?'?(?:{YEAR}|\d\d)\b"
    rf"|{YEAR}\s+(?:fiscal|financial)\s+year",
    TimeForm.YEAR: rf"(?<![\d$€£.,/-]){YEAR}\b(?![\d,]*\d|[./-]\d|\s*(?:million|billion|dollars|euros|pounds))",
    TimeForm.DAY_MONTH: rf"{_MONTHS}\s+{_DAY}\b(?!,?\s*\d)|{_DAY}\s+{_MONTHS}(?!,?\s*\d)",
    TimeForm.MONTH: rf"(?:in|last|this\s+past|during|by|next|since(?:\s+early|\s+late|\s+mid)?|early|late|mid-)"
    rf"[\s-]*{_MONTHS}(?!,?\s*\d)(?!\s+{_DAY})",
    TimeForm.THIS_FISCAL: rf"{_WHICH}\s+(?:fiscal|financial|budget|school|academic)\s+year"
    rf"|(?:fiscal|financial)\s+year\s+(?:that\s+)?end(?:ed|ing|s)\b(?:\s+(?:on\s+)?{_MONTHS}(?:\s+{_DAY})?)?",
    TimeForm.NEXT_YEARS: rf"(?:next|coming|following)\s+{_COUNT}\s+(?:fiscal\s+|financial\s+)?years",
    TimeForm.THIS_YEAR: rf"{_WHICH}\s+(?:calendar\s+)?year\b|earlier\s+in\s+the\s+year",
    TimeForm.THIS_MONTH: r"(?:last|this|next)\s+month\b",
    TimeForm.SEASON: r"(?:last|this|next|this\s+past)\s+(?:spring|summer|autumn|fall|winter)\b",
    TimeForm.TODAY: r"\b(?:today|yesterday)\b",
    TimeForm.SAME: r"(?:that|the\s+same)\s+(?:same\s+)?(?:year|day|month|period|time\s+period)\b",
}
# Forms that name more come first: what one of them has taken is not told again by a later one.
_ORDER = (
    TimeForm.YEARS_FROM,
    TimeForm.QUARTER,
    TimeForm.SPAN,
    TimeForm.SINCE,
    TimeForm.FROM,
    TimeForm.FOUNDED,
    TimeForm.DAY,
    TimeForm.MONTH_YEAR,
    TimeForm.FISCAL,
    TimeForm.YEAR,
    TimeForm.THIS_FISCAL,
    TimeForm.DAY_MONTH,
    TimeForm.MONTH,
    TimeForm.NEXT_YEARS,
    TimeForm.PAST_YEARS,
    TimeForm.SAME,
    TimeForm.THIS_YEAR,
    TimeForm.THIS_MONTH,
    TimeForm.SEASON,
    TimeForm.TODAY,
)
_FOUND = {form: re.compile(rf"(?<![\w-])(?:{_FORMS[form]})", re.IGNORECASE) for form in _ORDER}


def time_words(text: str, start: int = 0, end: int | None = None) -> list[TimeWords]:
    """Return the times told in ``[start, end)``, in reading order; no two share a character."""
    stop = len(text) if end is None else end
    taken = bytearray(stop - start)
    found: list[TimeWords] = []
    for form, pattern in _FOUND.items():
        for match in pattern.finditer(text, start, stop):
            place = slice(match.start() - start, match.end() - start)
            if not any(taken[place]):
                taken[place] = b"\1" * (match.end() - match.start())
                found.append(TimeWords(start=match.start(), end=match.end(), form=form))
    return sorted(found, key=lambda words: words.start)


# What the rules take for a period, the most telling form first.
_BY_RULE = (
    TimeForm.SPAN,
    TimeForm.SINCE,
    TimeForm.DAY,
    TimeForm.MONTH_YEAR,
    TimeForm.FISCAL,
    TimeForm.YEAR,
    TimeForm.MONTH,
    TimeForm.THIS_FISCAL,
    TimeForm.THIS_YEAR,
    TimeForm.NEXT_YEARS,
)
_BEFORE_YEAR = frozenset(("in", "for", "during", "of", "year", "the", "a"))


def find_period(text: str, sentence: Interval) -> Interval | None:
    """Return the words of a sentence that tell the period of its transfer by rule, the most telling form first."""
    told = [words for words in time_words(text, *sentence) if words.form in _BY_RULE]
    told = [words for words in told if words.form is not TimeForm.YEAR or _named_as_year(text, sentence[0], words)]
    best = min(told, key=lambda words: _BY_RULE.index(words.form), default=None)
    return best.interval if best else None


def _named_as_year(text: str, start: int, words: TimeWords) -> bool:
    before = lexical.WORD.findall(text, max(start, words.start - 12), words.start)
    return bool(before) and before[-1].casefold() in _BEFORE_YEAR
