"""Learning curves and ablations of the encoder: short runs, each with one thing changed.

    python -m evaluation.encoder_ablation --corpora DIR --gold DIR --base DIR --out DIR [--from DIR --records FILE...]
        [--only NAME] [--to evaluation/encoder-ablation.md]

Two groups of runs. ``curve``: from the base weights, the worldwide newspapers alone, so that spaCy's own network on the
same articles (``evaluation.peers.names``) may be laid beside it. ``further``: from the exported encoder ``--from``, all
corpora, with ``--records`` as the gold that it has not seen. Every run has its folder under ``--out`` and is not done
again; the page is written after each. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moneyquote.training import corpora as readers
from moneyquote.training.corpora import Document
from moneyquote.training.loop import MAIN_HEADS, train

ROOT = Path(__file__).resolve().parents[1]
ALONE = {"conll": 0.0, "polnear": 0.0, "worldwide": 0.0}


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run changes: ``share`` of the documents (curve) or of the new gold (further), weights, settings."""

    group: str
    name: str
    share: float = 1.0
    weights: dict[str, float] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.group}-{self.name}".replace(" ", "-").replace("%", "percent").replace("++", "").replace(",", "")


RUNS = (
    *(Run(group="curve", name=f"{share} % of the articles", share=share / 100) for share in (100, 50, 25)),
    Run(group="further", name="as shipped"),
    Run(group="further", name="half of the new gold", share=0.5),
    Run(group="further", name="a quarter of the new gold", share=0.25),
    Run(group="further", name="none of the new gold", share=0.0),
    Run(group="further", name="gold alone", weights=ALONE),
    Run(group="further", name="without PolNeAR", weights={"polnear": 0.0}),
    Run(group="further", name="without CoNLL++", weights={"conll": 0.0}),
    Run(group="further", name="no pieces or case disturbed", settings={"piece_dropout": 0.0, "case_noise": 0.0}),
    Run(group="further", name="one rate for all layers", settings={"layer_decay": 1.0}),
    Run(group="further", name="no words around a window", settings={"context": 0}),
)


@dataclass(frozen=True, kw_only=True)
class Read:
    """The corpora: worldwide, everything else that the first part of the training saw, and the gold after it."""

    worldwide: list[Document]
    seen: list[Document]
    new: list[Document]
    dev: dict[str, list[Document]]


def read(corpora: Path, gold: Path, records: Sequence[Path]) -> Read:
    """Read the corpora without what is held out or nearly a copy of what is measured on."""
    dev = {
        "real-news": list(readers.gold(gold / "real-news.jsonl")),
        "worldwide dev": list(readers.worldwide(corpora, "dev"))[::2],
        "PolNeAR dev": list(readers.polnear(corpora, "dev"))[::4],
    }
    texts = [document["text"] for some in dev.values() for document in some]
    seen = [
        *readers.polnear(corpora, "train"),
        *readers.gold(gold / "train.jsonl"),
        *readers.conll(corpora / "conllpp" / "train.txt"),
    ]
    new = [document for file in records for document in readers.gold(file)]
    kept = (list(readers.without_near_duplicates(some, texts)) for some in (readers.worldwide(corpora, "train"), seen))
    return Read(**dict(zip(("worldwide", "seen"), kept, strict=True)), new=new, dev=dev)


def documents(run: Run, found: Read) -> list[Document]:
    """Return what a run trains on."""
    some = found.worldwide if run.group == "curve" else found.new
    drawn = random.Random(1).sample(some, round(run.share * len(some)))
    return drawn if run.group == "curve" else [*found.worldwide, *found.seen, *drawn]


def page(out: Path, steps: dict[str, int]) -> list[str]:
    """Return the page of the runs that are done."""
    lines = ["# The encoder: learning curves and ablations", "", "Made by `python -m evaluation.encoder_ablation`."]
    heads = {
        "curve": f"From the base weights, worldwide newspapers alone, {steps['curve']} steps each (equal work):",
        "further": f"From the weights of the first part, all corpora and the new gold, {steps['further']} steps each:",
    }
    for group, head in heads.items():
        rows = [row for run in RUNS if run.group == group for row in _row(out / run.folder / "log.jsonl", run.name)]
        columns = "| run | worldwide dev, nine classes | Organization | Person |"
        if group == "further":
            columns += " real-news, ORG and PER | ORG | PER | PolNeAR dev, contents |"
        lines += ["", head, "", columns, "|---|" + "---:|" * (columns.count("|") - 2), *rows]
    return lines


def _row(log: Path, name: str) -> list[str]:
    told = (
        [row for row in map(json.loads, log.read_text("utf-8").splitlines()) if "scores" in row]
        if log.is_file()
        else []
    )
    if not told:
        return []
    best = max(told, key=lambda row: float(row["mean"]))["scores"]
    world, news, quotes = (best[dev] for dev in ("worldwide dev", "real-news", "PolNeAR dev"))
    figures = [world["world"], world["world/Organization"], world["world/Person"]]
    if name.find("of the articles") < 0:
        figures += [news["names"], news["names/ORG"], news["names/PER"], quotes[MAIN_HEADS["PolNeAR dev"]]]
    return [f"| {name} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"]


def main() -> None:
    """Do the runs that are not done yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "gold", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--from", dest="begin", type=Path)
    parser.add_argument("--records", type=Path, action="append", default=[])
    parser.add_argument("--steps", type=int, nargs=2, default=(150, 60), metavar=("CURVE", "FURTHER"))
    parser.add_argument("--only", action="append", metavar="NAME")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/encoder-ablation.md")
    told = parser.parse_args()
    steps = dict(zip(("curve", "further"), told.steps, strict=True))
    files = {"curve": "first.toml", "further": "second.toml"}
    found = read(told.corpora, told.gold, told.records)
    for run in RUNS:
        out = told.out / run.folder
        if (told.only and run.name not in told.only) or (run.group == "further" and told.begin is None):
            continue
        if (out / "best.pt").is_file():
            continue
        settings = tomllib.loads((ROOT / "models/news/training" / files[run.group]).read_text(encoding="utf-8"))
        settings |= {"minutes": 10**6, "epochs": 99, "patience": 99, "steps": steps[run.group], **run.settings}
        weights = settings["weights"] | run.weights
        some = [{**d, "weight": weights[d["corpus"]]} for d in documents(run, found)]
        begin = told.begin if run.group == "further" else None
        train(some, found.dev, told.base, out, settings, begin=begin)
        told.to.write_text("\n".join(page(told.out, steps)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
