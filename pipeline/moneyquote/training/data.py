"""What a run trains on and is measured on: corpora read and kept, held-out and doubled articles left out and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from moneyquote.training import corpora as readers
from moneyquote.training.corpora import Document, read_held_out, well_aligned, without_near_duplicates
from moneyquote.training.kept import kept


@dataclass(frozen=True, kw_only=True)
class Data:
    """Documents to train on, those to measure on by the name of their set, and lines that tell what was left out."""

    documents: list[Document]
    dev: dict[str, list[Document]]
    told: tuple[str, ...]


def gather(
    corpora: Path,
    gold: Path,
    records: Sequence[Path],
    held_out: Path,
    keep: Path,
    settings: dict[str, Any],
) -> Data:
    """Read what ``moneyquote train`` trains on; what was read from the same files before comes from ``keep``.

    Raises:
        CorpusMissing, CorpusBroken, BrokenRecord, OffsetMismatch: as for the readers.
        TrainingSetting: if there is no file of held-out articles.
    """
    kept_back = read_held_out(held_out)
    dev = {
        "real-news": list(readers.gold(gold / "real-news.jsonl")),
        "worldwide dev": list(readers.all_of_worldwide(corpora, "dev")),
        "PolNeAR dev": list(readers.polnear(corpora, "dev")),
    }

    def read() -> Iterator[Document]:
        yield from readers.all_of_worldwide(corpora, "train")
        yield from readers.polnear(corpora, "train")
        for file in (gold / "train.jsonl", *records):
            yield from readers.gold(file)
        yield from readers.conll(corpora / "conllpp" / "train.txt")

    folders = [corpora / "worldwide/train", corpora / "polnear/train", corpora / "conllpp"]
    found = kept(keep, [*folders, gold / "train.jsonl", *records], read)
    strayed = [document for some in (found, *dev.values()) for document in some if not well_aligned(document)]
    dev = {name: list(filter(well_aligned, some)) for name, some in dev.items()}
    aligned = [document for document in found if well_aligned(document)]
    apart = [document for document in aligned if not _is_of(document, kept_back)]
    tests = [document["text"] for document in found if _is_of(document, kept_back)]
    measured_on = [document["text"] for some in dev.values() for document in some]
    chosen = list(without_near_duplicates(apart, [*measured_on, *tests]))
    told = [
        f"{len(chosen)} documents to train on; left out {len(aligned) - len(apart)} held out for tests and "
        f"{len(apart) - len(chosen)} near duplicates of what is measured on",
    ]
    if strayed:
        named = ", ".join(f"{document['id']} ({document['lost']} of {document['tokens']})" for document in strayed)
        told.append(f"Left out too, as more than 2 % of their tokens do not stand in their texts: {named}")
    lost = sum(document["lost"] for document in aligned)
    if lost:
        told.append(f"Of the others, {lost} of {sum(document['tokens'] for document in aligned)} tokens were lost")
    return Data(
        documents=[{**document, "weight": settings["weights"][document["corpus"]]} for document in chosen],
        dev={name: _every(some, settings["dev_documents"]) for name, some in dev.items()},
        told=tuple(told),
    )


def _is_of(document: Document, digests: set[str]) -> bool:
    return sha256(document["text"].encode("utf-8", "surrogatepass")).hexdigest() in digests


def _every(documents: list[Document], most: int) -> list[Document]:
    """Return at most so many documents, evenly from among all."""
    return documents[:: max(1, -(-len(documents) // most))]
