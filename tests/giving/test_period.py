import pytest

from moneyquote.giving.calendar import told_periods
from moneyquote.giving.times import find_period


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        ("It gave $5,000 in 2019.", None, "2019"),
        ("It has given $5,000 since 2019.", None, "2019/.."),
        ("Since its founding in 1999 it has given $5,000.", None, "1999/.."),
        ("In the 2011-12 financial year it will give $5,000.", None, "2011/2012"),
        ("It gave $5,000 from 2019 to 2023.", None, "2019/2023"),
        ("It gave $5,000 in June 2022.", None, "2022-06"),
        ("It gave $5,000 on March 5, 2021.", None, "2021-03-05"),
        ("It gave $5,000 on 5 March 2021.", None, "2021-03-05"),
        ("A fiscal year 2004 grant of $5,000 went out.", None, "2004"),
        ("It gave $5,000 last year.", "2020-05-01", "2019"),
        ("It gave $5,000 last year.", None, None),
        ("It gave $5,000 last November.", "2020-05-01", "2019-11"),
        ("It gave $5,000 in early February.", "1998-03-11", "1998-02"),
        ("It will give $5,000 over the next five years.", "2024-05-01", "2024/2029"),
        ("It gave $5,000.", "2020-05-01", None),
        ("It gave $2,019 to the choir.", "2020-05-01", None),
    ],
)
def test_periods_resolve_to_iso(text: str, published: str | None, period: str | None) -> None:
    found = find_period(text, (0, len(text)))
    assert (told_periods(text, published).get(found) if found else None) == period
