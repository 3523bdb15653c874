"""The day of publication is read where an article prints it, and not where a sentence tells of some other day."""

import pytest

from moneyquote.giving.dateline import told_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Choir gets new robes\n\nASHCOMBE, May 4, 2021 (Harbour Wire) - The choir sang.", "2021-05-04"),
        ("DUNMERE – 26 July 2022: The pier reopened.", "2022-07-26"),
        ('---\ntitle: "Robes for all"\ndate: "1998-03-11"\n---\nThe choir sang.', "1998-03-11"),
        ("https://paper.example/2022/07/18/robes/\n\nThe choir sang.", "2022-07-18"),
        ("Published Sunday, January 26, 2025 | Odile Brandt\n\nThe choir sang.", "2025-01-26"),
        ("Robes for all\n\n3 October 2019\n\nThe choir sang.", "2019-10-03"),
        ("The choir sang.\n\nASHCOMBE TOWN HALL,\n  September 26, 2023.\n", "2023-09-26"),
        ("The choir sang.\n\n* The robes were banned by an order of the town hall dated July 28, 2015.", None),
        ("The choir sang.\n\nIt had left the contest May 3, 2016.", None),
        ("On May 4, 2021, the choir sang.", None),
        ("The choir has sung since May 4, 2021, and will sing again.", None),
        ("Entries are open from now through\nSeptember 30, 2025 for every choir.", None),
        ("“September 11, 1973: a night at the pier” is a film.", None),
        ("The choir sang in 2021.", None),
        ("ASHCOMBE, February 31, 2021 - The choir sang.", None),
        ("", None),
    ],
)
def test_the_printed_day_is_told(text: str, day: str | None) -> None:
    assert told_date(text) == day


def test_a_date_deep_in_the_article_is_not_its_own() -> None:
    assert told_date("The choir sang. " * 100 + "\nMay 4, 2021\nIt sang again. " + "The choir sang. " * 20) is None


def test_a_line_without_end_is_read_at_once() -> None:
    assert told_date("A_" * 90 + "a May 4, 2021\n" + "X" * 500) is None
