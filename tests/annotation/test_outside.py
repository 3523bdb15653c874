"""The annotations of outside articles in the repository: no text of them, and every offset right."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moneyquote.annotation import LONGEST_NAME, Resolved, agreement, read_standoff, resolve
from moneyquote.evaluation.report import markdown_table
from moneyquote.records import ArticleRecord, EntityType

SIZES = {"train.jsonl": 460, "dev.jsonl": 38, "test.jsonl": 55, "twice/first.jsonl": 34, "twice/second.jsonl": 34}

# Where they are from: the only strings that are longer than a name.
IDENTIFIERS = {"id", "source", "sha256"}

# Names of our making are mostly two names joined; a run of this many words of the article would be a passage of it.
FEW_WORDS = 8


@pytest.fixture(scope="module")
def outside(root: Path) -> Path:
    return root / "annotations" / "outside"


@pytest.fixture(scope="module")
def resolved(outside: Path, shared: Path) -> Resolved:
    return resolve([outside, outside / "twice"], [shared / "gold", shared / "corpora", shared / "articles"])


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a JSON value with the key that it stands under."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from strings(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, key)
    elif isinstance(value, str):
        yield key, value


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def test_every_file_is_known_and_whole(outside: Path) -> None:
    assert {path.relative_to(outside).as_posix() for path in outside.rglob("*") if path.is_file()} == set(SIZES)
    assert {name: len(read_standoff(outside / name)) for name in SIZES} == SIZES


@pytest.mark.parametrize("name", SIZES)
def test_no_text_of_an_article_is_in_it(outside: Path, name: str) -> None:
    for line in (outside / name).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert "text" not in keys(record), record["article"]["id"]
        for key, value in strings(record):
            assert len(value) <= LONGEST_NAME or (key in IDENTIFIERS and " " not in value.removeprefix("wikinews ")), (
                value
            )


def test_no_article_is_in_two_splits(outside: Path) -> None:
    splits = [
        {record.article.sha256 for _, record in read_standoff(outside / f"{split}.jsonl")}
        for split in ("train", "dev", "test")
    ]
    assert len(set().union(*splits)) == sum(map(len, splits))
    assert all(splits)


def test_the_list_for_training_is_that_of_the_test_articles(root: Path, outside: Path) -> None:
    listed = (root / "annotations" / "held-out.txt").read_text(encoding="utf-8").split()
    assert listed == [record.article.sha256 for _, record in read_standoff(outside / "test.jsonl")]


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_readme_counts_them(root: Path, outside: Path, split: str) -> None:
    records = [record for _, record in read_standoff(outside / f"{split}.jsonl")]
    kinds = Counter(
        entity.type
        for record in records
        for entity in record.entities
        for mention in record.mentions
        if mention.entity == entity.id
    )
    amounts, quotes, grants = (
        sum(len(getattr(record, layer)) for record in records) for layer in ("amounts", "quotes", "grants")
    )
    without = sum(not record.grants for record in records)
    row = (
        f"| `{split}.jsonl` | {len(records)} | {kinds[EntityType.ORG]:,} and {kinds[EntityType.PER]:,} | {amounts:,} "
        f"| {quotes:,} | {grants:,} | {without} |"
    )
    assert row in (root / "annotations" / "README.md").read_text(encoding="utf-8")


@pytest.mark.shared
def test_every_record_resolves(resolved: Resolved) -> None:
    assert [str(error) for error in (*resolved.missing, *resolved.errors)] == []
    assert len(resolved.records) == sum(SIZES.values())


@pytest.mark.shared
def test_the_shared_gold_is_what_it_was_made_from(shared: Path, resolved: Resolved) -> None:
    from moneyquote.evaluation import read_gold

    made = [*read_gold(shared / "gold" / "real-news.jsonl"), *read_gold(shared / "gold" / "train.jsonl")]
    for record in made:
        assert record in resolved.records, record.article.id


@pytest.mark.shared
def test_described_names_repeat_no_run_of_words(outside: Path, resolved: Resolved) -> None:
    texts = {record.article.sha256: " ".join((record.text or "").split()) for record in resolved.records}
    for name in SIZES:
        for where, record in read_standoff(outside / name):
            told = [entity.name for entity in record.entities if entity.type is EntityType.OTHER and entity.name]
            told += [grant.period for grant in record.grants if grant.period]
            for words in map(str.split, told):
                runs = (" ".join(words[n : n + FEW_WORDS]) for n in range(len(words) - FEW_WORDS + 1))
                assert not any(run in texts[record.article.sha256] for run in runs), (where, words)


@pytest.mark.shared
def test_the_agreement_is_what_the_page_says(root: Path, outside: Path, shared: Path) -> None:
    def read(name: str) -> tuple[ArticleRecord, ...]:
        return resolve([outside / "twice" / name], [shared / "corpora", shared / "articles"]).records

    page = (root / "annotations" / "agreement-outside.md").read_text(encoding="utf-8")
    assert markdown_table(agreement(read("first.jsonl"), read("second.jsonl")).report) in page
