"""``moneyquote train-speakers``: the speaker resolver from gold articles that the pipeline has read, and OntoGUM."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.errors import TrainingSetting


def train_speakers(
    gold: Annotated[list[Path], typer.Option(help="Gold records to fit on (JSONL); may be given again.")],
    model: Annotated[Path, typer.Option(help="The pipeline folder; the resolver goes into its folder speakers/.")],
    *,
    ontogum: Annotated[
        Path | None,
        typer.Option(help="Folder with OntoGUM (coref-ontogum, dep, SOURCE-splits.md): its train documents are added."),
    ] = None,
    held_out: Annotated[Path, typer.Option(help="SHA-256 of the texts never to be trained on, one a line.")] = Path(
        "annotations/held-out.txt"
    ),
) -> None:
    """Fit the speaker resolver on what the pipeline itself reads in gold articles. Needs the ``train`` extra."""
    try:
        from moneyquote.training.ontogum import train_documents
        from moneyquote.training.ranker import trained
        from moneyquote.training.speakers import gold_story, items_of, ontogum_story
    except ImportError as error:
        raise TrainingSetting(
            "moneyquote train-speakers", f"{error.name} is missing", "pip install 'moneyquote[train]'"
        ) from error
    from moneyquote import load
    from moneyquote.evaluation import read_gold
    from moneyquote.extract import read_frames
    from moneyquote.records import Article
    from moneyquote.speakers.ranker import FILE

    nlp = load(model)
    kept_back = set(held_out.read_text(encoding="utf-8").split())
    items = []
    with nlp.select_pipes(disable=[name for name in ("amounts", "speakers", "grants") if name in nlp.pipe_names]):
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
