"""``moneyquote train``: the news encoder from corpora on disk."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from moneyquote.errors import TrainingSetting


def train(
    corpora: Annotated[Path, typer.Option(help="The folder with worldwide, polnear and conllpp.")],
    gold: Annotated[Path, typer.Option(help="The folder with train.jsonl and real-news.jsonl (dev).")],
    base: Annotated[Path, typer.Option(help="A local Hugging Face directory with the weights to begin from.")],
    out: Annotated[Path, typer.Option(help="Where checkpoint and log go; a second call goes on from there.")],
    *,
    config: Annotated[Path, typer.Option(help="The training settings.")] = Path("models/news/training.toml"),
    model: Annotated[Path | None, typer.Option(help="Export the trained encoder into this folder.")] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
) -> None:
    """Train the encoder on corpora of names and attributions and export it. Needs the ``train`` extra."""
    try:
        from moneyquote.training import corpora as readers
        from moneyquote.training.export import export
        from moneyquote.training.loop import train as run
    except ImportError as error:
        raise TrainingSetting(
            "moneyquote train", f"{error.name} is missing", "pip install 'moneyquote[train]'"
        ) from error
    if not config.is_file():
        raise TrainingSetting(str(config), "no such file", "Give the training settings with --config")
    settings: dict[str, Any] = tomllib.loads(config.read_text(encoding="utf-8"))
    dev = list(readers.gold(gold / "real-news.jsonl"))
    found = [
        *readers.worldwide(corpora, "train"),
        *readers.polnear(corpora, "train"),
        *readers.gold(gold / "train.jsonl"),
        *readers.conll(corpora / "conllpp" / "train.txt"),
    ]
    documents = [
        {**document, "weight": settings["weights"][document["corpus"]]}
        for document in readers.without_near_duplicates(found, [document["text"] for document in dev])
    ]
    typer.echo(
        f"{len(documents)} documents to train on, {len(found) - len(documents)} left out as near duplicates of dev"
    )
    held = {"real-news": dev, "worldwide dev": list(readers.worldwide(corpora, "dev"))}
    network = run(documents, held, base, out, settings, device=device)
    if model:
        export(network, base, model, settings, dev)
        typer.echo(f"Exported to {model}")
