"""``moneyquote train``: the news encoder from corpora on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.cli.training_options import HELD_OUT, HeldOut, train_extra


def train(
    corpora: Annotated[Path, typer.Option(help="The folder with worldwide, polnear and conllpp.")],
    gold: Annotated[Path, typer.Option(help="The folder with train.jsonl and real-news.jsonl (dev).")],
    base: Annotated[Path, typer.Option(help="A local Hugging Face directory with the weights to begin from.")],
    out: Annotated[Path, typer.Option(help="Where checkpoint, log and corpora go; a second call goes on there.")],
    *,
    records: Annotated[
        list[Path] | None, typer.Option(help="Further gold records (JSONL); may be given again.")
    ] = None,
    config: Annotated[Path, typer.Option(help="The training settings.")] = Path("models/news/training/first.toml"),
    model: Annotated[Path | None, typer.Option(help="Export the trained encoder into this folder.")] = None,
    begin: Annotated[
        Path | None, typer.Option("--from", help="An exported encoder to train on, in place of the base.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    keep_float32: Annotated[bool, typer.Option(help="Leave the network before quantization beside the model.")] = False,
    held_out: HeldOut = HELD_OUT,
) -> None:
    """Train the encoder on corpora of names and attributions and export it. Needs the ``train`` extra."""
    with train_extra("train"):
        from moneyquote.training.corpora import gold as gold_documents
        from moneyquote.training.data import gather
        from moneyquote.training.export import export
        from moneyquote.training.loop import ready
        from moneyquote.training.loop import train as run
        from moneyquote.training.plot import plot
        from moneyquote.training.settings import read_settings
    settings = read_settings(config)
    ready(base, device, begin)
    data = gather(corpora, gold, records or [], held_out, out / "corpora", settings)
    for line in data.told:
        typer.echo(line)
    network = run(data.documents, data.dev, base, out, settings, device=device, begin=begin)
    plot(out / "log.jsonl", out / "log.svg")
    if model:
        export(
            network, base, model, settings, list(gold_documents(gold / "real-news.jsonl")), keep_float32=keep_float32
        )
        typer.echo(f"Exported to {model}")
