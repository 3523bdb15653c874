"""Learning curve and ablations of the encoder: short runs of one length, each with one thing changed.

    python -m evaluation.encoder_ablation --corpora DIR --gold DIR --base DIR --out DIR [--steps 200] [--only NAME]

Every run has its folder under ``--out`` and is not done again; ``evaluation/encoder-ablation.md`` is written after
each. The runs are far shorter than the training of the shipped weights: they tell which way a change goes, not what
it brings in the end. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from pathlib import Path
from typing import Any

from moneyquote.training import corpora as readers
from moneyquote.training.loop import MAIN_HEADS, train

ROOT = Path(__file__).resolve().parents[1]
ALONE = {"conll": 0.0, "polnear": 0.0, "worldwide": 0.0}
# What each run changes: settings, weights of the corpora, the share of all documents.
RUNS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "50 % of the documents": {"share": 0.5},
    "25 % of the documents": {"share": 0.25},
    "no words around a window": {"context": 0},
    "windows half as long": {"decided": 110},
    "no pieces or case disturbed": {"piece_dropout": 0.0, "case_noise": 0.0},
    "one rate for all layers": {"layer_decay": 1.0},
    "without CoNLL++": {"weights": {"conll": 0.0}},
    "without PolNeAR": {"weights": {"polnear": 0.0}},
    "gold alone": {"weights": ALONE},
}


def documents(corpora: Path, gold: Path) -> tuple[list[readers.Document], dict[str, list[readers.Document]]]:
    dev = {
        "real-news": list(readers.gold(gold / "real-news.jsonl")),
        "worldwide dev": list(readers.worldwide(corpora, "dev")),
        "PolNeAR dev": list(readers.polnear(corpora, "dev")),
    }
    found = [
        *readers.worldwide(corpora, "train"),
        *readers.polnear(corpora, "train"),
        *readers.gold(gold / "train.jsonl"),
        *readers.conll(corpora / "conllpp" / "train.txt"),
    ]
    texts = [document["text"] for some in dev.values() for document in some]
    return list(readers.without_near_duplicates(found, texts)), dev


def table(out: Path, steps: int) -> list[str]:
    """Return the table of the runs that are done."""
    rows = []
    for name in RUNS:
        log = out / folder(name) / "log.jsonl"
        lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
        told = [row for row in map(json.loads, lines) if "scores" in row]
        if told:
            scores = [f"{told[-1]['scores'][dev][head]:.1f}" for dev, head in MAIN_HEADS.items()]
            of = told[-1]["scores"]["real-news"]
            rows.append(f"| {name} | {scores[0]} | {of['names/ORG']:.1f} | {scores[1]} | {scores[2]} |")
    return [
        "# The encoder: learning curve and ablations",
        "",
        f"Made by `python -m evaluation.encoder_ablation --steps {steps}`: exact span F1 on dev after {steps} steps of",
        "training each, one run a line (another seed gives other figures). Rows that are missing were not run.",
        "",
        "| run | names, real-news | ORG, real-news | nine classes, worldwide dev | contents, PolNeAR dev |",
        "|---|---:|---:|---:|---:|",
        *rows,
    ]


def folder(name: str) -> str:
    return name.replace(" ", "-").replace("%", "percent").replace("++", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "gold", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--only", choices=list(RUNS), action="append")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/encoder-ablation.md")
    told = parser.parse_args()
    base = tomllib.loads((ROOT / "models/news/training.toml").read_text(encoding="utf-8"))
    found, dev = documents(told.corpora, told.gold)
    for name in told.only or RUNS:
        out = told.out / folder(name)
        if (out / "best.pt").is_file():
            continue
        change = dict(RUNS[name])
        share, weights = change.pop("share", 1.0), change.pop("weights", {})
        settings = {**base, "minutes": 10**6, "epochs": 99, "steps": told.steps, **change}
        settings["weights"] = {**base["weights"], **weights}
        order = random.Random(1).sample(found, round(share * len(found)))
        some = [{**d, "weight": settings["weights"][d["corpus"]]} for d in order]
        train(some, dev, told.base, out, settings)
        told.to.write_text("\n".join(table(told.out, told.steps)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
