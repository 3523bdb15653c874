"""Corpora read once and kept as a ``datasets`` folder, so that a run that goes on does not align them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import datasets

from moneyquote.training import alignment, corpora, spans
from moneyquote.training.corpora import Document

_SPAN = {"start": datasets.Value("int32"), "end": datasets.Value("int32"), "type": datasets.Value("string")}
FEATURES = datasets.Features(
    {
        "id": datasets.Value("string"),
        "corpus": datasets.Value("string"),
        "weight": datasets.Value("float32"),
        "text": datasets.Value("string"),
        "begin": datasets.Value("int32"),
        "end": datasets.Value("int32"),
        "tokens": datasets.Value("int32"),
        "lost": datasets.Value("int32"),
        "layers": [{"head": datasets.Value("string"), "spans": [_SPAN]}],
    }
)


def kept(folder: Path, sources: Iterable[Path], read: Callable[[], Iterable[Document]]) -> list[Document]:
    """Return the documents that ``read`` yields, from the folder if they were read from the same files before.

    Args:
        folder: where datasets are kept, one a state of the sources; others are left as they are.
        sources: files and folders that ``read`` reads; a changed size or time of any of them is another state,
            and so is a change of the modules that read them.
        read: yields the documents.
    """
    place = folder / _state(sources)
    if not place.is_dir():
        rows = [_row(document) for document in read()]
        datasets.Dataset.from_list(rows, features=FEATURES).save_to_disk(folder / "unfinished")
        (folder / "unfinished").rename(place)
    return [_document(row) for row in datasets.load_from_disk(str(place))]


def _state(sources: Iterable[Path]) -> str:
    found = sorted(file for source in sources for file in (source.rglob("*") if source.is_dir() else (source,)))
    told = [f"{file}\t{file.stat().st_size}\t{file.stat().st_mtime_ns}" for file in found if file.is_file()]
    told += [sha256(Path(str(module.__file__)).read_bytes()).hexdigest() for module in (corpora, alignment, spans)]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def _row(document: Document) -> dict[str, Any]:
    layers = [
        {"head": head, "spans": [{"start": int(a), "end": int(b), "type": str(kind)} for a, b, kind in found]}
        for head, found in document["layers"].items()
    ]
    return {**document, "layers": layers}


def _document(row: dict[str, Any]) -> Document:
    layers = {layer["head"]: list(_spans(layer["spans"])) for layer in row["layers"]}
    return {**row, "layers": layers}


def _spans(stored: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    for span in stored:
        yield [span["start"], span["end"], span["type"]]
