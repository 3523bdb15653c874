"""Times of an article in ISO 8601: absolute ones, and those that its day of publication or fiscal year resolves."""

import pytest

from moneyquote.giving.calendar import Calendar
from moneyquote.giving.times import time_words


def values(text: str, published: str | None = None) -> list[str]:
    words = time_words(text)
    return list(Calendar.of(text, published, words).values(text, words).values())


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        ("in 2019", None, "2019"),
        ("in FY21", None, "2021"),
        ("in FY 2021", None, "2021"),
        ("for FY06 and FY07", None, "2006/2007"),
        ("in the 1998-99 season", None, "1998/1999"),
        ("over 2002-03 to 2005-06", None, "2002/2006"),
        ("in 1999-00", None, "1999/2000"),
        ("from 2015 to 2017", None, "2015/2017"),
        ("through 2021 and 2022", None, "2021/2022"),
        ("the period July 1980 to December 1984", None, "1980-07/1984-12"),
        ("over the four years from 2013-14", None, "2013/2017"),
        ("since the flood began in September 2001", None, "2001-09/.."),
        ("beginning in 1979", None, "1979/.."),
        ("starting in September, 2024", None, "2024-09/.."),
        ("Founded in 2018, it gives", None, "2018/.."),
        ("in the third quarter of 2015", None, "2015-07/2015-09"),
        ("in the last quarter", "2016-01-04", "2015-10/2015-12"),
        ("last month", "2016-01-04", "2015-12"),
        ("last spring", "2016-03-20", "2015"),
        ("on Tuesday, August 19", "2025-08-20", "2025-08-19"),
        ("by January 3", "2024-12-20", "2025-01-03"),
        ("yesterday", "2024-03-01", "2024-02-29"),
        ("over the past four decades", "2022-07-26", "1982/2022"),
        ("the next two years", "1996-11-14", "1996/1998"),
        ("this financial year", "2009-04-15", "2008/2009"),
        ("next financial year", "2007-06-06", "2007/2008"),
        ("last financial year", "1993-12-20", "1992/1993"),
        ("the fiscal year that ended June 30", "1999-08-24", "1998/1999"),
        ("since mid-August", "2021-12-01", "2021-08/.."),
    ],
)
def test_a_time_is_told_in_iso(text: str, published: str | None, period: str) -> None:
    assert values(text, published) == [period]


@pytest.mark.parametrize(
    "text",
    ["$2,019", "won by 21-14", "in room 2019-4471", "2,019 choirs", "it gave 2019 dollars", "last year", "in June"],
)
def test_what_is_no_time_or_cannot_be_told_has_none(text: str) -> None:
    assert values(text) == []


def test_what_is_this_year_is_told_by_the_date_that_the_article_prints() -> None:
    assert values("ASHCOMBE, May 4, 2021 - The choir got $500 last year.") == ["2021-05-04", "2020"]


def test_the_headline_tells_the_year_of_an_undated_article() -> None:
    assert values("2024 Choir Prizes Awarded\n\nThe choir got $500 this year.") == ["2024", "2024"]


def test_only_a_first_line_of_its_own_tells_the_year() -> None:
    assert values("Choir of 2015 sings\nIt got $500 last year.") == ["2015", "2014"]
    assert values("In 2015 it sang. It got $500 last year.") == ["2015"]


def test_in_an_article_on_a_fiscal_year_that_year_is_meant() -> None:
    text = "Gifts for the 1998-99 year\n\nThe choir got $500 this year, more than the $400 of the previous year."
    assert values(text, "1999-08-24") == ["1998/1999", "1998/1999", "1997/1998"]


def test_the_next_year_of_a_coming_fiscal_year_is_that_year() -> None:
    assert values("A plan for 1998-99\n\nIt gives $500 for next year.", "1998-01-09") == ["1998/1999", "1998/1999"]


def test_the_same_year_is_the_one_told_before() -> None:
    assert values("It gave $500 on May 4, 2013. That year it gave $900, and that day $20.") == [
        "2013-05-04",
        "2013",
        "2013-05-04",
    ]
