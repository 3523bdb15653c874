"""``moneyquote train-linker``: the grant linker from gold articles that the pipeline has read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.cli.training_options import HELD_OUT, HeldOut, train_extra
from moneyquote.errors import TrainingSetting


def train_linker(
    gold: Annotated[list[Path], typer.Option(help="Gold records to fit on (JSONL); may be given again.")],
    model: Annotated[Path, typer.Option(help="The pipeline folder; the parameters go into its folder grants/.")],
    *,
    amounts: Annotated[
        list[Path] | None,
        typer.Option(help="Gold that teaches which amounts are given and as what, not who gives; may be given again."),
    ] = None,
    held_out: HeldOut = HELD_OUT,
) -> None:
    """Fit the grant linker on what the pipeline's own encoder says of gold articles. Needs the ``train`` extra."""
    with train_extra("train-linker"):
        from moneyquote.training.calibration import calibrate
        from moneyquote.training.corpora import read_held_out
        from moneyquote.training.linker import Article, amounts_only, fit_linker, rows_of, saved
    from moneyquote import load
    from moneyquote.components.grants import PARAMETERS, giving_article
    from moneyquote.components.heads import has_heads
    from moneyquote.evaluation import read_gold
    from moneyquote.records import ArticleRecord

    nlp = load(model, exclude=("grants",))
    kept_back = read_held_out(held_out)

    def read(files: list[Path]) -> list[ArticleRecord]:
        return [record for file in files for record in read_gold(file) if record.article.sha256 not in kept_back]

    def articles_of(records: list[ArticleRecord]) -> list[Article]:
        found = []
        for record in records:
            doc = nlp(record.text or "")
            if not has_heads(doc):
                raise TrainingSetting(
                    str(model), "a pipeline without an encoder", "Give one that mq_encoder is part of"
                )
            found.append((record, giving_article(doc)))
        return found

    articles = articles_of(read(gold))
    rows = [rows_of(article) for article in articles]
    others = articles_of(read(amounts or []))
    also = [amounts_only(rows_of(article)) for article in others]
    content = saved(fit_linker([*rows, *also], trust=calibrate(articles, rows, others, also)))
    folder = model / "grants"
    folder.mkdir(exist_ok=True)
    (folder / PARAMETERS).write_bytes(content)
    typer.echo(
        f"Fitted on {len(articles)} articles and the amounts of {len(also)} more: "
        f"{folder / PARAMETERS}, {len(content):,} bytes"
    )
