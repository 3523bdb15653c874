"""``moneyquote train``: the news encoder from corpora on disk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from moneyquote.errors import TrainingSetting


def train(
    corpora: Annotated[Path, typer.Option(help="The folder with worldwide, polnear and conllpp.")],
    gold: Annotated[Path, typer.Option(help="The folder with train.jsonl and real-news.jsonl (dev).")],
    base: Annotated[Path, typer.Option(help="A local Hugging Face directory with the weights to begin from.")],
    out: Annotated[Path, typer.Option(help="Where checkpoint, log and corpora go; a second call goes on there.")],
    *,
    records: Annotated[
        list[Path] | None, typer.Option(help="Further gold records (JSONL); may be given again.")
    ] = None,
    config: Annotated[Path, typer.Option(help="The training settings.")] = Path("models/news/training.toml"),
    model: Annotated[Path | None, typer.Option(help="Export the trained encoder into this folder.")] = None,
    begin: Annotated[
        Path | None, typer.Option("--from", help="An exported encoder to train on, in place of the base.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    keep_float32: Annotated[bool, typer.Option(help="Leave the network before quantization beside the model.")] = False,
    held_out: Annotated[Path, typer.Option(help="SHA-256 of the texts never to be trained on, one a line.")] = Path(
        "annotations/held-out.txt"
    ),
) -> None:
    """Train the encoder on corpora of names and attributions and export it. Needs the ``train`` extra."""
    try:
        from moneyquote.training import corpora as readers
        from moneyquote.training.export import export
        from moneyquote.training.kept import kept
        from moneyquote.training.loop import train as run
        from moneyquote.training.plot import plot
    except ImportError as error:
        raise TrainingSetting(
            "moneyquote train", f"{error.name} is missing", "pip install 'moneyquote[train]'"
        ) from error
    if not config.is_file():
        raise TrainingSetting(str(config), "no such file", "Give the training settings with --config")
    settings: dict[str, Any] = tomllib.loads(config.read_text(encoding="utf-8"))
    dev = {
        "real-news": list(readers.gold(gold / "real-news.jsonl")),
        "worldwide dev": list(readers.worldwide(corpora, "dev")),
        "PolNeAR dev": list(readers.polnear(corpora, "dev")),
    }

    def read() -> Iterator[readers.Document]:
        yield from readers.worldwide(corpora, "train")
        yield from readers.polnear(corpora, "train")
        for file in (gold / "train.jsonl", *(records or ())):
            yield from readers.gold(file)
        yield from readers.conll(corpora / "conllpp" / "train.txt")

    folders = [corpora / "worldwide/train", corpora / "polnear/train", corpora / "conllpp"]
    found = kept(out / "corpora", [*folders, gold / "train.jsonl", *(records or ())], read)
    kept_back = readers.held_out_texts(held_out)
    apart = [document for document in found if sha256(document["text"].encode()).hexdigest() not in kept_back]
    measured_on = [document["text"] for some in dev.values() for document in some]
    dev = {name: some[:: -(-len(some) // settings["dev_documents"])] for name, some in dev.items()}
    documents = [
        {**document, "weight": settings["weights"][document["corpus"]]}
        for document in readers.without_near_duplicates(apart, measured_on)
    ]
    typer.echo(
        f"{len(documents)} documents to train on; left out {len(found) - len(apart)} held out for tests and "
        f"{len(apart) - len(documents)} near duplicates of what is measured on"
    )
    network = run(documents, dev, base, out, settings, device=device, begin=begin)
    plot(out / "log.jsonl", out / "log.svg")
    if model:
        export(network, base, model, settings, list(readers.gold(gold / "real-news.jsonl")), keep_float32=keep_float32)
        typer.echo(f"Exported to {model}")
