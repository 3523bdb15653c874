"""``moneyquote train-linker``: the grant linker from gold articles that the pipeline has read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.errors import TrainingSetting


def train_linker(
    gold: Annotated[list[Path], typer.Option(help="Gold records to fit on (JSONL); may be given again.")],
    model: Annotated[Path, typer.Option(help="The pipeline folder; the parameters go into its folder grants/.")],
    *,
    held_out: Annotated[Path, typer.Option(help="SHA-256 of the texts never to be trained on, one a line.")] = Path(
        "annotations/held-out.txt"
    ),
) -> None:
    """Fit the grant linker on what the pipeline's own encoder says of gold articles. Needs scikit-learn."""
    try:
        from moneyquote.training.calibration import calibrate
        from moneyquote.training.linker import fit_linker, rows_of, saved
    except ImportError as error:
        raise TrainingSetting(
            "moneyquote train-linker", f"{error.name} is missing", "pip install 'moneyquote[train]'"
        ) from error
    from moneyquote import load
    from moneyquote.components.grants import PARAMETERS, giving_article
    from moneyquote.components.heads import has_heads
    from moneyquote.evaluation import read_gold

    nlp = load(model)
    kept_back = set(held_out.read_text(encoding="utf-8").split())
    records = [record for file in gold for record in read_gold(file) if record.article.sha256 not in kept_back]
    articles = []
    with nlp.select_pipes(disable=[name for name in ("quotes", "speakers", "grants") if name in nlp.pipe_names]):
        for record in records:
            doc = nlp(record.text or "")
            if not has_heads(doc):
                raise TrainingSetting(
                    str(model), "a pipeline without an encoder", "Give one that mq_encoder is part of"
                )
            articles.append((record, giving_article(doc)))
    rows = [rows_of(article) for article in articles]
    content = saved(fit_linker(rows, settings=calibrate(articles, rows)))
    folder = model / "grants"
    folder.mkdir(exist_ok=True)
    (folder / PARAMETERS).write_bytes(content)
    typer.echo(f"Fitted on {len(records)} articles: {folder / PARAMETERS}, {len(content):,} bytes")
