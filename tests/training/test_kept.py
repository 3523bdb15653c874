"""Corpora kept between runs come back as they were read, and are read anew when a file changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moneyquote.training import corpora
from moneyquote.training.corpora import Document
from moneyquote.training.kept import kept

DOCUMENTS: list[Document] = [
    {
        "id": "own/1",
        "corpus": "gold",
        "weight": 3.0,
        "text": "The Lamp Fund gave Ada 5 €. 🙂",
        "layers": {"names": [[4, 13, "ORG"], [19, 22, "PER"]], "content": []},
        "begin": 0,
        "end": 30,
        "tokens": 0,
        "lost": 0,
    },
    {
        "id": "own/2",
        "corpus": "conll",
        "weight": 0.5,
        "text": "Rain.",
        "layers": {},
        "begin": 0,
        "end": 5,
        "tokens": 2,
        "lost": 1,
    },
]


def test_documents_come_back_and_are_read_once(tmp_path: Path) -> None:
    source = tmp_path / "corpus.jsonl"
    source.write_text("one")
    reads = []

    def read() -> Iterator[Document]:
        reads.append(source.read_text())
        yield from DOCUMENTS

    for _ in range(2):
        assert kept(tmp_path / "kept", [source], read) == DOCUMENTS
    assert reads == ["one"]
    source.write_text("another")
    assert kept(tmp_path / "kept", [source, tmp_path / "kept"], read) == DOCUMENTS
    assert reads == ["one", "another"]


def test_a_layer_without_spans_differs_from_a_layer_that_nobody_annotated(tmp_path: Path) -> None:
    first, second = kept(tmp_path, [], lambda: DOCUMENTS)
    assert first["layers"]["content"] == []
    assert second["layers"] == {}


def test_documents_are_read_anew_when_the_module_that_reads_them_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []

    def read() -> Iterator[Document]:
        reads.append(1)
        yield from DOCUMENTS

    kept(tmp_path / "kept", [], read)
    changed = tmp_path / "corpora.py"
    changed.write_text("# another way to read")
    monkeypatch.setattr(corpora, "__file__", str(changed))
    for _ in range(2):
        assert kept(tmp_path / "kept", [], read) == DOCUMENTS
    assert len(reads) == 2
