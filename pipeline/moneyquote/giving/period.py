"""When a transfer was or is made: years, fiscal years, spans and relative dates of a sentence."""

from __future__ import annotations

import re
from datetime import date

from moneyquote.giving.article import Interval

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_FORMS = (
    rf"(?:(?:fiscal|financial)\s+(?:years?\s+)?|FY\s?)?{_YEAR}\s*[-–/]\s*(?:{_YEAR}|\d\d)\b(?!\d)",
    rf"(?:from|between)\s+{_YEAR}\s+(?:to|and|through|until)\s+{_YEAR}",
    rf"{_YEAR}\s+(?:to|through|until)\s+{_YEAR}",
    rf"since\s+(?:(?:{_MONTH})\.?\s+)?{_YEAR}",
    rf"\bsince\s+[^.;]{{0,60}}?\s+in\s+{_YEAR}",
    rf"(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,\s+{_YEAR}",
    rf"\d{{1,2}}\s+(?:{_MONTH})\s+{_YEAR}",
    rf"(?:in|by|of|for|during)\s+(?:early\s+|late\s+|mid-)?(?:{_MONTH})\.?,?(?:\s+of)?\s+{_YEAR}",
    rf"(?:fiscal|financial)\s+year\s+(?:of\s+)?{_YEAR}|FY\s?{_YEAR}|{_YEAR}\s+(?:fiscal|financial)\s+year",
    rf"(?:in|for|during|of|year|the|a)\s+{_YEAR}\b",
    rf"(?:in|last|this past)\s+(?:early\s+|late\s+)?(?:{_MONTH})\b(?!\.?\s+\d)",
    r"(?:last|this|next|the past|this past|the previous|the current|the coming)\s+"
    r"(?:fiscal\s+|financial\s+|calendar\s+)?year\b",
    r"over\s+(?:the\s+)?next\s+(?:two|three|four|five|six|seven|ten|\d+)\s+years",
)
_FOUND = [re.compile(form, re.IGNORECASE) for form in _FORMS]
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}


def find_period(text: str, sentence: Interval) -> Interval | None:
    """Return the words of a sentence that tell the period of its transfer, the most telling form first."""
    for form in _FOUND:
        match = form.search(text, *sentence)
        if match:
            return match.span()
    return None


def resolve_period(words: str, published: str | None) -> str | None:
    """Return a period in ISO 8601 ("2023", "2023-06", "2021/2024", "2019/.."), or None where it cannot be told.

    "Last year" and months without a year need the article's date of publication, ISO 8601.
    """
    day = _date(published)
    told = words.casefold()
    years = re.findall(_YEAR, told)
    month = next((_MONTHS[m] for m in re.findall(rf"\b({_MONTH})\b", told)), None)
    if told.startswith("since") and years:
        return f"{years[-1]}/.."
    short = re.search(rf"({_YEAR})\s*[-–/]\s*(\d\d)\b(?!\d)", told)
    if short:
        return (
            f"{short[1]}/{short[1][:2]}{short[2]}"
            if short[2] > short[1][2:]
            else f"{short[1]}/{int(short[1][:2]) + 1}{short[2]}"
        )
    if len(years) == 2:
        return f"{years[0]}/{years[1]}"
    if years:
        return _dated(years[0], month, told)
    return _relative(told, month, day) if day else None


def _dated(year: str, month: int | None, told: str) -> str:
    if month is None:
        return year
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)", told)
    whole = day and re.search(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:,\s+{_YEAR}|\s+(?:{_MONTH}))", told)
    return f"{year}-{month:02}-{int(day[1]):02}" if day and whole else f"{year}-{month:02}"


def _relative(told: str, month: int | None, day: date) -> str | None:
    if month is not None:
        before = month > day.month or (month == day.month and "last" in told)
        return f"{day.year - 1 if before else day.year}-{month:02}"
    span = re.search(r"next (\w+) years", told)
    if span:
        count = _NUMBERS.get(span[1]) or (int(span[1]) if span[1].isdigit() else None)
        return f"{day.year}/{day.year + count}" if count else None
    for word, shift in (
        ("last", -1),
        ("previous", -1),
        ("past", -1),
        ("next", 1),
        ("coming", 1),
        ("this", 0),
        ("current", 0),
    ):
        if word in told:
            return str(day.year + shift)
    return None


def _date(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
