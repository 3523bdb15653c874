"""``moneyquote train-speakers``: the speaker resolver from gold articles that the pipeline has read, and OntoGUM."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.cli.training_options import HELD_OUT, HeldOut, train_extra


def train_speakers(
    gold: Annotated[list[Path], typer.Option(help="Gold records to fit on (JSONL); may be given again.")],
    model: Annotated[Path, typer.Option(help="The pipeline folder; the resolver goes into its folder speakers/.")],
    *,
    ontogum: Annotated[
        Path | None,
        typer.Option(help="Folder with OntoGUM (coref-ontogum, dep, SOURCE-splits.md): its train documents are added."),
    ] = None,
    held_out: HeldOut = HELD_OUT,
) -> None:
    """Fit the speaker resolver on what the pipeline itself reads in gold articles. Needs the ``train`` extra."""
    with train_extra("train-speakers"):
        from moneyquote.training.corpora import read_held_out
        from moneyquote.training.ontogum import train_documents
        from moneyquote.training.ranker import trained
        from moneyquote.training.speakers import gold_story, items_of, ontogum_story
    from moneyquote import load
    from moneyquote.evaluation import read_gold
    from moneyquote.extract import read_frames
    from moneyquote.records import Article
    from moneyquote.speakers.ranker import FILE

    nlp = load(model, exclude=("amounts", "speakers", "grants"))
    kept_back = read_held_out(held_out)
    items = []
    for record in (one for file in gold for one in read_gold(file)):
        if record.article.sha256 not in kept_back:
            article = Article(id=record.article.id, text=record.text or "", location=record.article.id)
            items += items_of(gold_story(record, read_frames(nlp(article.text), article)))
    also = [item for found in train_documents(ontogum) for item in items_of(ontogum_story(found))] if ontogum else []
    ranker = trained(items, also)
    folder = model / "speakers"
    folder.mkdir(exist_ok=True)
    content = ranker.to_bytes()
    (folder / FILE).write_bytes(content)
    typer.echo(
        f"Fitted on {len(items)} sources of the gold and {len(also)} of OntoGUM: "
        f"{folder / FILE}, {len(content):,} bytes"
    )
