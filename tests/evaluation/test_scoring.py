"""Whole reports: articles tied, sums over articles, intervals, listings."""

import dataclasses
import json
from io import StringIO

import numpy as np
import pytest
from rich.console import Console
from tests.evaluation.gold_builder import Builder, money
from tests.growth import FLOOR, TENFOLD, seconds

from moneyquote.errors import (
    ArticleFailed,
    MoneyquoteError,
    UnmatchedArticle,
)
from moneyquote.evaluation import (
    Counts,
    ErrorKind,
    Layer,
    Row,
    error_lines,
    evaluate,
    predict,
    report_values,
    score_table,
)
from moneyquote.evaluation.excerpts import sentence_around
from moneyquote.evaluation.intervals import bootstrap
from moneyquote.records import Article, ArticleHead, ArticleRecord, QuoteType


def test_micro_not_macro() -> None:
    gold = [money("one", "1", "20", "300", "4,000"), money("two", "1")]
    ours = [money("one", "1"), money("two", "1", "20")]
    counts = evaluate(gold, ours).score(Row.AMOUNT_VALUE).counts
    # hits 1 + 1, predicted 1 + 2, gold 4 + 1: P 2/3, R 2/5, F1 4/8. The means over articles would be 75, 62.5, 53.3.
    assert counts == Counts(hits=2, predicted=3, gold=5)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((200 / 3, 40.0, 50.0))


def test_missing_article_counts_as_missed() -> None:
    report = evaluate([money("one", "1"), money("two", "1", "20")], [money("one", "1")])
    assert report.missing == ("two",)
    assert report.score(Row.AMOUNT_VALUE).counts == Counts(hits=1, predicted=1, gold=3)
    assert [found.article for found in report.findings] == ["two", "two"]


def test_nothing_at_all_scores_nothing() -> None:
    report = evaluate([money("one")], [money("one")])
    assert report.score(Row.AMOUNT_VALUE).counts.f1 == 0
    assert report.score(Row.AMOUNT_VALUE).f1_95 == (0, 0)
    assert report.findings == ()


def test_tied_by_text_else_by_id() -> None:
    gold = [money("one", "1"), money("two", "20")]
    renamed = dataclasses.replace(gold[1], article=dataclasses.replace(gold[1].article, id="other"), text=None)
    edited = dataclasses.replace(gold[0], article=ArticleHead(id="one", sha256="0" * 64))
    report = evaluate(gold, [renamed, edited])
    assert report.score(Row.AMOUNT_EXACT).counts == Counts(hits=2, predicted=2, gold=2)
    assert report.notices == ("one: tied by its id, as its SHA-256 is not that of the gold text",)


def test_one_text_under_two_ids() -> None:
    gold = [money("one", "1"), dataclasses.replace(money("one", "20"), article=ArticleHead(id="copy", sha256=""))]
    gold[1] = dataclasses.replace(gold[1], article=dataclasses.replace(gold[1].article, sha256=gold[0].article.sha256))
    assert evaluate(gold, reversed(gold)).score(Row.AMOUNT_EXACT).counts == Counts(hits=2, predicted=2, gold=2)


@pytest.mark.parametrize(
    ("predictions", "named"),
    [
        ([money("three")], "three"),
        ([money("one"), dataclasses.replace(money("one"), text=None)], "second prediction for gold article 'one'"),
    ],
)
def test_predictions_that_fit_nothing(predictions: list[ArticleRecord], named: str) -> None:
    with pytest.raises(UnmatchedArticle, match=named):
        evaluate([money("one"), money("two")], predictions)


def test_two_gold_records_of_one_id() -> None:
    with pytest.raises(UnmatchedArticle, match="two gold records have the id 'one'"):
        evaluate([money("one"), money("one")], [])


def test_spans_that_do_not_give_their_text_are_told() -> None:
    ours = money("one", "20")
    moved = dataclasses.replace(ours, amounts=(dataclasses.replace(ours.amounts[0], start=0, end=3),))
    (notice,) = evaluate([money("one", "20")], [moved]).notices
    assert notice.startswith(
        "one: 1 predicted spans do not give their text, first amounts.0: '$20' is stored, but 'Rep'"
    )


def test_layers_can_be_left_out() -> None:
    report = evaluate([money("one", "1")], [], layers=[Layer.QUOTES])
    assert {scored.row.layer for scored in report.rows} == {Layer.QUOTES}
    with pytest.raises(KeyError):
        report.score(Row.AMOUNT_EXACT)


def test_a_failed_article_is_handed_over_and_missing() -> None:
    def extract(article: Article) -> ArticleRecord:
        if article.id == "two":
            raise ArticleFailed(article.location, "the pipeline stopped", "Report it")
        return money(article.id, "1")

    failed: list[MoneyquoteError] = []
    gold = [money("one", "1"), money("two", "1")]
    report = evaluate(gold, predict(gold, extract, failed.append))
    assert report.missing == ("two",)
    assert [error.where for error in failed] == ["gold article two"]


class TestIntervals:
    def test_seeded(self) -> None:
        counts = np.array([[3, 4, 5], [1, 1, 9], [8, 9, 9]])
        assert bootstrap(counts) == bootstrap(counts)
        assert bootstrap(counts, samples=5, seed=1) != bootstrap(counts, samples=5, seed=2)

    def test_equal_articles_leave_no_doubt(self) -> None:
        # every sample has the same shares: P 3/4, R 3/6, F1 6/10
        counts = np.array([[3, 4, 6]] * 10)
        assert bootstrap(counts) == pytest.approx(np.array([(75, 75), (50, 50), (60, 60)]))

    def test_two_articles(self) -> None:
        # samples of one right and one wrong article: (right, right) 1/4, mixed 1/2, (wrong, wrong) 1/4,
        # so that the 2.5 % and 97.5 % points are 0 and 100
        assert bootstrap(np.array([[1, 1, 1], [0, 1, 1]]))[2] == (0, 100)

    def test_wider_with_fewer_articles(self) -> None:
        rng = np.random.default_rng(7)
        hits = rng.integers(0, 11, 400)
        counts = np.stack([hits, np.full(400, 10), np.full(400, 10)], axis=1)
        few, many = bootstrap(counts[:25])[2], bootstrap(counts)[2]
        # the standard error falls with the root of the number: 16 times the articles, a quarter of the width
        assert (many[1] - many[0]) * 4 == pytest.approx(few[1] - few[0], rel=0.35)


class TestListing:
    def report(self) -> list[str]:
        return list(error_lines(evaluate([money("one", "1", "20")], [money("one", "300")]).findings, limit=2))

    def test_every_error_has_article_offsets_and_sentence(self) -> None:
        (found, *_) = evaluate([money("one", "20")], []).findings
        assert (found.article, found.finding.kind) == ("one", ErrorKind.MISS)
        assert (found.finding.start, found.finding.end) == (27, 30)
        assert found.sentence == "It cost $1 and $20 and $300 and $4,000."

    def test_limit_a_layer(self) -> None:
        lines = self.report()
        assert "3 errors, 1 not shown" in lines[0]
        assert len(lines) == 1 + 2 * 2

    def test_article_text_is_no_markup(self) -> None:
        b = Builder("[bold]It cost $1[/bold].", "[red]")
        out = StringIO()
        console = Console(file=out, width=200)
        for line in error_lines(evaluate([b.record(amounts=(b.amount("$1", "1"),))], []).findings):
            console.print(line)
        assert "[bold]It cost $1[/bold]." in out.getvalue()

    def test_table_fits_a_terminal(self) -> None:
        out = StringIO()
        Console(file=out, width=80).print(score_table(evaluate([money("one", "1")], [money("one", "1")])))
        assert "amount value+currency" in out.getvalue()
        assert "100.0–100.0" in out.getvalue()
        assert "…" not in out.getvalue()

    def test_json(self) -> None:
        report = evaluate([money("one", "1", "20")], [money("one", "1")])
        values = json.loads(json.dumps(report_values(report, errors=True)))
        assert values["rows"]["amount exact"]["recall"] == 50
        assert values["errors"][0]["text"] == "$20"
        assert report_values(report, errors=True, limit=0)["errors"] == []


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("two", "One two."),
        ("four", "“Three four.”"),
        ("seven", "Five six"),
    ],
)
def test_sentence_around(wanted: str, sentence: str) -> None:
    text = "One two. “Three four.” Then more.\nFive six\nSeven seven"
    start = text.index(wanted)
    assert sentence_around(text, start, start + len(wanted)) == (sentence if wanted != "seven" else "Seven seven")


def test_a_long_line_is_cut_on_both_sides() -> None:
    text = "a" * 1000 + " X " + "b" * 1000
    shown = sentence_around(text, 1001, 1002)
    assert shown.startswith("…a")
    assert shown.endswith("b…")
    assert len(shown) < 410


def test_the_cost_of_scoring_grows_with_the_number_of_articles() -> None:
    b = Builder(" ".join(f"Name{n} paid ${n} and spoke{n} at length." for n in range(20)), "x")
    record = b.record(
        amounts=tuple(b.amount(f"${n} ", str(n), id=f"a{n}") for n in range(20)),
        quotes=tuple(b.quote(QuoteType.DIRECT, f"spoke{n} at length") for n in range(20)),
        grants=tuple(b.grant(f"Name{n} ", f"spoke{n} ", f"a{n}", id=f"g{n}") for n in range(20)),
    )
    many = [dataclasses.replace(record, article=dataclasses.replace(record.article, id=f"x{n}")) for n in range(100)]
    small, large = many[:10], many
    assert seconds(lambda: evaluate(large, large), 1) < TENFOLD * max(seconds(lambda: evaluate(small, small)), FLOOR)
