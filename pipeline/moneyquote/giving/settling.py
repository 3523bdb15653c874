"""What is settled over all grants of an article once each of them is linked: shares, repeats, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moneyquote.giving.article import Interval
from moneyquote.giving.consistency import checked
from moneyquote.giving.repeats import outside_brackets, with_repeats
from moneyquote.giving.shares import numbered, shared_out
from moneyquote.records import ArticleRecord


def settle(record: ArticleRecord, sentences: Sequence[Interval], doubles: Mapping[str, str]) -> ArticleRecord:
    """Return a record with its grants shared out, tied to their totals and further statements, and checked.

    Args:
        record: a record that holds its text.
        sentences: the sentences of the article as characters ``[start, end)``, in order.
        doubles: the id of an amount in brackets to that of the amount that it repeats in another currency.
    """
    record = numbered(shared_out(outside_brackets(record, doubles), sentences))
    return checked(with_repeats(record, sentences, doubles), sentences, doubles)
