"""The gate: no score of the shipped pipeline has fallen below its pinned floor."""

from pathlib import Path

import pytest

import moneyquote
from moneyquote.errors import MoneyquoteError
from moneyquote.evaluation import check_floors, evaluate, predict, read_floors, read_gold
from moneyquote.extract import extract

OURS = "annotations/gold/test.jsonl"
SHARED = "../shared/gold/real-news.jsonl"


def check(root: Path, gold: Path, name: str) -> None:
    nlp = moneyquote.load()
    records = read_gold(gold)
    failed: list[MoneyquoteError] = []
    report = evaluate(records, predict(records, lambda article: extract(nlp, article), failed.append), samples=1)
    assert failed == []
    check_floors(read_floors(root / "evaluation" / "baseline.json"), gold, report, name=name)


@pytest.mark.model
def test_on_our_own_test_articles(root: Path) -> None:
    check(root, root / OURS, OURS)


@pytest.mark.model
@pytest.mark.shared
def test_on_real_news(root: Path, shared: Path) -> None:
    check(root, shared / "gold" / "real-news.jsonl", SHARED)
