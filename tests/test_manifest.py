import hashlib
import itertools
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from moneyquote.annotation import read_splits
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article

FIELDS = {"path", "source", "licence", "use", "split", "files", "sha256"}


@pytest.fixture(scope="module")
def manifest(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "corpora" / "manifest.toml").read_text(encoding="utf-8"))


def test_splits_are_disjoint_and_cover_the_sample(root: Path) -> None:
    splits = read_splits(root / "corpora" / "manifest.toml")
    listed = [*splits.train, *splits.dev, *splits.test]
    there = sorted(path.stem for path in (root / "corpora" / "sample").iterdir())
    assert sorted(listed) == there, "every article stands in one split, once"


def test_no_text_is_in_two_splits(root: Path) -> None:
    splits = read_splits(root / "corpora" / "manifest.toml")
    found = [a for a in read_articles(find_inputs([root / "corpora" / "sample"])) if isinstance(a, Article)]
    paragraphs = {article.id: {p for p in article.text.split("\n") if len(p.split()) > 8} for article in found}
    parts = [set().union(*(paragraphs[name] for name in part)) for part in (splits.train, splits.dev, splits.test)]
    assert len(found) == len(splits.train + splits.dev + splits.test)
    for one, other in itertools.combinations(parts, 2):
        assert not one & other


def test_every_outside_corpus_is_described(manifest: dict[str, Any]) -> None:
    for name, corpus in manifest["corpora"].items():
        assert corpus.keys() == FIELDS, name
        assert len(corpus["sha256"]) == 64, name


@pytest.mark.parametrize("split", ["test", "train"])
def test_the_manifest_counts_the_outside_articles_of_each_corpus(root: Path, split: str) -> None:
    lines = (root / "annotations" / "outside" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    places = [json.loads(line)["article"]["source"].removeprefix("corpora/") for line in lines]
    counts = Counter(place.partition("/")[0] for place in places)
    head = (root / "corpora" / "manifest.toml").read_text(encoding="utf-8").partition("[sample]\ntrain")[0]
    told = " ".join(head.replace("#", " ").split())
    told = told[told.index(f"{split} from") :]
    assert sum(counts.values()) == len(lines)
    for corpus, count in counts.items():
        name = f"{corpus}-train" if corpus in ("worldwide", "polnear") else corpus
        assert f"{name} ({count})" in told.partition(";")[0]


@pytest.mark.shared
def test_outside_corpora_are_those_of_the_manifest(shared: Path, manifest: dict[str, Any]) -> None:
    for name, corpus in manifest["corpora"].items():
        path = shared.parent / corpus["path"].removeprefix("../")
        assert (file_count(path), fingerprint(path)) == (corpus["files"], corpus["sha256"]), name


def file_count(path: Path) -> int:
    return 1 if path.is_file() else sum(found.is_file() for found in path.rglob("*"))


def fingerprint(path: Path) -> str:
    """What the command at the head of the manifest prints."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    names = sorted(f"./{found.relative_to(path).as_posix()}".encode() for found in path.rglob("*") if found.is_file())
    total = hashlib.sha256()
    for name in names:
        digest = hashlib.sha256((path / name.decode()).read_bytes()).hexdigest()
        total.update(digest.encode() + b"  " + name + b"\n")
    return total.hexdigest()
