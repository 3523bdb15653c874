"""An article's times as ISO 8601, by the day of its publication and the fiscal year that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from moneyquote.giving.article import Interval
from moneyquote.giving.dateline import told_date
from moneyquote.giving.months import MONTH, MONTHS
from moneyquote.giving.times import YEAR, TimeForm, TimeWords, time_words

_YEARS = re.compile(YEAR)
_MONTH = re.compile(rf"\b(?:{MONTH})\b", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\b")
_SHORT_YEARS = re.compile(rf"({YEAR}|(?<!\d)\d\d)\s*[-–/]\s*({YEAR}|\d\d)(?!\d)")
_FISCAL_SHORT = re.compile(r"FY\s?[’']?(\d\d(?:\d\d)?)", re.IGNORECASE)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth")
_COUNT = re.compile(rf"\b({'|'.join(_NUMBERS)}|\d{{1,2}})\s", re.IGNORECASE)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_BEFORE = ("last", "previous", "prior")
_BEHIND = ("next", "coming", "following")
_HEADLINE = 200  # the longest first line in which a bare year stands for the article's own
_EARLY = 1500  # characters in which a fiscal year told once is what the article is about
_FISCAL_BEGINS = 7  # July, as in Australia and at most American universities


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What resolves the times of an article.

    ``day`` is when it was published; ``year`` that year or, where no day is known, the one in its headline; ``fiscal``
    the first year of the fiscal year that the article is about ("1998-99": 1998).
    """

    day: date | None = None
    year: int | None = None
    fiscal: int | None = None

    @classmethod
    def of(cls, text: str, published: str | None = None, words: Sequence[TimeWords] | None = None) -> Calendar:
        """Return the calendar of an article; where ``published`` is unknown, by the date that the text prints."""
        told = time_words(text) if words is None else words
        day = _date(published) or _date(told_date(text))
        line = text.find("\n", 0, _HEADLINE)  # -1, and no year is before it, where the article has no headline
        early = [w for w in told if w.form in (TimeForm.YEAR, TimeForm.FISCAL) and w.end <= line]
        headline = next((int(y) for w in early for y in _YEARS.findall(text[w.start : w.end])), None)
        year = day.year if day else headline
        return cls(day=day, year=year, fiscal=_fiscal(text, told, year))

    def values(self, text: str, words: Sequence[TimeWords]) -> dict[Interval, str]:
        """Return what each of an article's times is in ISO 8601, leaving out those that cannot be told.

        Args:
            text: the article.
            words: its times, in reading order.
        """
        made: dict[Interval, str] = {}
        earlier: list[str] = []
        for told in words:
            value = self._value(text[told.start : told.end].casefold(), told.form, earlier)
            if value is not None:
                made[told.interval] = value
                earlier.append(value)
        return made

    def _value(self, told: str, form: TimeForm, earlier: Sequence[str]) -> str | None:
        match form:
            case TimeForm.SPAN:
                return _span(told)
            case TimeForm.YEARS_FROM:
                begun, count = _YEARS.search(told), _count(told)
                return f"{begun[0]}/{int(begun[0]) + count}" if begun and count else None
            case TimeForm.SINCE | TimeForm.FROM | TimeForm.FOUNDED:
                return f"{_dated(told)}/.."
            case TimeForm.DAY | TimeForm.MONTH_YEAR | TimeForm.YEAR:
                return _dated(told)
            case TimeForm.FISCAL:
                return str(_full(re.findall(r"\d+", told)[0]))
            case TimeForm.SAME:
                return _same(told, earlier)
            case TimeForm.THIS_FISCAL:
                return self._fiscal_year(told)
            case TimeForm.THIS_YEAR:
                return self._this_year(told)
            case TimeForm.NEXT_YEARS:
                count = _count(told)
                return f"{self.year}/{self.year + count}" if self.year and count else None
            case TimeForm.PAST_YEARS:
                count = (_count(told) or 1) * (10 if "decade" in told else 1)
                return f"{self.year - count}/{self.year}" if self.year and (count > 1 or "decade" in told) else None
            case TimeForm.QUARTER:
                return _quarter(told, self.day)
            case _:
                return _by_day(told, form, self.day) if self.day else None

    def _fiscal_year(self, told: str) -> str | None:
        ended = _MONTH.search(told)
        if ended and self.day:
            month = MONTHS[ended[0]]
            last = self.day.year if month <= self.day.month else self.day.year - 1
            return str(last) if month == 12 else f"{last - 1}/{last}"
        begun = self.fiscal
        if begun is None and self.day:
            begun = self.day.year - (self.day.month < _FISCAL_BEGINS)
            begun += _shift(told)
        elif begun is not None:
            begun += self._shift_of_fiscal(told)
        return None if begun is None else f"{begun}/{begun + 1}"

    def _this_year(self, told: str) -> str | None:
        if self.fiscal is not None:
            begun = self.fiscal + self._shift_of_fiscal(told)
            return f"{begun}/{begun + 1}"
        return None if self.year is None else str(self.year + _shift(told) - ("past" in told))

    def _shift_of_fiscal(self, told: str) -> int:
        """Return by how many years a time is off the fiscal year that the article is about, which may lie ahead."""
        begun = self.day is not None and self.fiscal is not None and self.day >= date(self.fiscal, _FISCAL_BEGINS, 1)
        shift = _shift(told)
        return shift if shift <= 0 or begun else 0


def told_periods(text: str, published: str | None) -> dict[Interval, str]:
    """Return what each time of an article is in ISO 8601, by where it stands, where that can be told."""
    words = time_words(text)
    return Calendar.of(text, published, words).values(text, words)


def _fiscal(text: str, words: Sequence[TimeWords], year: int | None) -> int | None:
    """Return the first year of the fiscal year ("1998-99") that an article tells at its beginning or most often."""
    counts: Counter[int] = Counter()
    for told in words:
        value = _span(text[told.start : told.end].casefold()) if told.form is TimeForm.SPAN else None
        years = [int(part) for part in (value or "").split("/") if part.isdigit()]
        if len(years) == 2 and years[1] == years[0] + 1 and (year is None or abs(years[0] - year) <= 1):
            counts[years[0]] += 1 + (told.start < _EARLY)
    found = counts.most_common(1)
    return found[0][0] if found and found[0][1] > 1 else None


def _shift(told: str) -> int:
    if any(word in told for word in _BEFORE):
        return -1
    return 1 if any(word in told for word in _BEHIND) else 0


def _count(told: str) -> int | None:
    found = _COUNT.search(told)
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else _NUMBERS.index(found[1].casefold()) + 2


def _full(year: str) -> int:
    """Return a year of two or four digits in full: 1950 to 2049."""
    number = int(year)
    return number if number > 99 else number + (2000 if number < 50 else 1900)


def _span(told: str) -> str | None:
    fiscal = [_full(year) for year in _FISCAL_SHORT.findall(told)]
    short = [(_full(a), b) for a, b in _SHORT_YEARS.findall(told)]
    if len(fiscal) > 1:
        return f"{fiscal[0]}/{fiscal[-1]}"
    if short:
        ends = [int(b) if len(b) == 4 else a - a % 100 + int(b) + 100 * (int(b) < a % 100) for a, b in short]
        small = not _YEARS.search(told)
        if small and ends[0] != short[0][0] + 1:
            return None  # a score, not two years
        return f"{short[0][0]}/{ends[-1]}" if ends[-1] - short[0][0] < 50 else None
    parts = [(match.start(), match[0]) for match in _YEARS.finditer(told)]
    if len(parts) < 2:
        return None
    first, last = told[: parts[0][0] + 4], told[parts[0][0] + 4 :]
    return f"{_dated(first)}/{_dated(last)}"


def _dated(told: str) -> str:
    """Return the last year told, with the month and the day that stand with it."""
    if iso := re.search(rf"{YEAR}-\d\d-\d\d", told):
        return iso[0]
    years = list(_YEARS.finditer(told))
    year = years[-1]
    months = list(_MONTH.finditer(told, 0, year.start()))
    if not months or year.start() - months[-1].end() > 12:
        return year[0]
    month = months[-1]
    day = _DAY.search(told, month.end(), year.start()) or _DAY.search(told, max(0, month.start() - 6), month.start())
    value = f"{year[0]}-{MONTHS[month[0]]:02}"
    return f"{value}-{int(day[1]):02}" if day and 0 < int(day[1]) < 32 else value


def _same(told: str, earlier: Sequence[str]) -> str | None:
    """Return the time told before that "that year" or "the same period" takes up again."""
    size = 4 if "year" in told else 7 if "month" in told else 10 if "day" in told else 0
    for value in reversed(earlier):
        if size == 0 and "/" in value:
            return value
        if size and "/" not in value and len(value) >= size:
            return value[:size]
    return None


def _quarter(told: str, day: date | None) -> str | None:
    """Return the months of a quarter: "the third quarter of 2015", or the last one over before a day."""
    named = _YEARS.search(told)
    if not named and not day:
        return None
    year = int(named[0]) if named else day.year if day else 0
    if told.startswith("last"):
        number = 4 if named or day is None else (day.month - 1) // 3
    else:
        number = next(at for at, word in enumerate(_ORDINALS, 1) if told.startswith(word))
        year -= day is not None and not named and 3 * number - 2 > day.month
    year, number = (year, number) if number else (year - 1, 4)
    return f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"


def _by_day(told: str, form: TimeForm, day: date) -> str | None:
    if form is TimeForm.TODAY:
        return (day - timedelta(days=told == "yesterday")).isoformat()
    if form is TimeForm.THIS_MONTH:
        month = day.year * 12 + day.month - 1 + _shift(told)
        return f"{month // 12}-{month % 12 + 1:02}"
    if form is TimeForm.SEASON:
        begun = next(month for name, month in _SEASONS.items() if name in told)
        over = begun + 2 < day.month
        return str(day.year - 1 if _shift(told) < 0 and not over else day.year + (_shift(told) > 0 and over))
    month = MONTHS[_MONTH.findall(told)[0]]
    number = _DAY.search(told)
    if form is TimeForm.DAY_MONTH and number:
        return _nearest(day, month, int(number[1]))
    behind = month > day.month or (month == day.month and "last" in told)
    ahead = told.startswith(("next", "by"))
    year = day.year + (ahead and month < day.month) - (behind and not ahead)
    return f"{year}-{month:02}" + ("/.." if told.startswith("since") else "")


def _nearest(day: date, month: int, number: int) -> str | None:
    """Return the day of a month that lies closest to a day."""
    try:
        found = [date(year, month, number) for year in (day.year - 1, day.year, day.year + 1)]
    except ValueError:
        return None
    return min(found, key=lambda other: abs((other - day).days)).isoformat()


def _date(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
