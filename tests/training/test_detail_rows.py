"""Training rows of a transfer's details: what is right is told by the gold, and what cannot be told teaches nothing."""

from moneyquote.giving.article import GivenAmount, GivingArticle
from moneyquote.giving.reading import Reading
from moneyquote.records import (
    Amount,
    ArticleHead,
    ArticleRecord,
    Grant,
    GrantKind,
    GrantStatus,
    Qualifier,
    Span,
)
from moneyquote.training.details import Row, detail_rows

TEXT = "The choir got $500 for robes last year. In 2015 it sang."


def rows(published: str | None) -> list[Row]:
    amount = Amount(id="a1", start=14, end=18, text="$500", currency="USD", qualifier=Qualifier.EXACT)
    purpose = TEXT.index("robes")
    grant = Grant(
        id="g1",
        amount="a1",
        purpose=Span(start=purpose, end=purpose + 5, text="robes"),
        period="2020",
        kind=GrantKind.DONATION,
        status=GrantStatus.GIVEN,
    )
    gold = ArticleRecord(
        article=ArticleHead(id="x", sha256="0" * 64, published=published), text=TEXT, amounts=(amount,), grants=(grant,)
    )
    reading = Reading(
        GivingArticle(
            text=TEXT,
            sentences=[(0, 39), (40, len(TEXT))],
            amounts=[GivenAmount(id="a1", start=14, end=18)],
            names=[],
            entity_names={},
        )
    )
    return list(detail_rows(reading, gold, reading.anchors()[0], [grant]))


def labels(found: list[Row], scorer: str) -> list[str | bool]:
    return [label for name, _, label in found if name == scorer]


def test_the_gold_tells_what_is_right() -> None:
    found = rows("2021-05-04")
    assert labels(found, "kind") == ["donation"]
    assert labels(found, "status") == ["given"]
    assert labels(found, "total") == ["single"]
    assert labels(found, "period") == [True, False]
    assert True in labels(found, "purpose")


def test_a_time_that_cannot_be_told_teaches_nothing() -> None:
    assert labels(rows(None), "period") == [False]
