"""The project's own gold is what its hand-written forms say, and nothing else."""

from pathlib import Path

import pytest

from moneyquote.annotation import compile_folder, read_splits, write_gold
from moneyquote.evaluation import read_gold


@pytest.mark.parametrize("annotator", ["first", "second", "gold"])
def test_every_article_is_annotated_by_each(root: Path, annotator: str) -> None:
    compiled = compile_folder(root / "annotations" / "sample" / annotator, root / "corpora" / "sample")
    assert [str(error) for error in compiled.errors] == []
    splits = read_splits(root / "corpora" / "manifest.toml")
    assert set(compiled.records) == {*splits.train, *splits.dev, *splits.test}


def test_compiled_gold_is_up_to_date(root: Path, tmp_path: Path) -> None:
    compiled = compile_folder(root / "annotations" / "sample" / "gold", root / "corpora" / "sample")
    splits = read_splits(root / "corpora" / "manifest.toml")
    for name, ids in (("train", splits.train), ("dev", splits.dev), ("test", splits.test)):
        gold = read_gold(root / "annotations" / "gold" / f"{name}.jsonl")
        assert gold == [compiled.records[article] for article in sorted(ids)], (
            "moneyquote annotate compile annotations/sample/gold --splits corpora/manifest.toml --to annotations/gold"
        )
        again = tmp_path / f"{name}.jsonl"
        write_gold(gold, again)
        assert again.read_bytes() == (root / "annotations" / "gold" / f"{name}.jsonl").read_bytes()
