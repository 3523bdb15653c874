"""spaCy's own CNN recognizer trained on the same newspapers with its default configuration: the peer of our encoder.

    python -m evaluation.peers.names --corpora DIR --out DIR [--steps 20000] [--to evaluation/peers/names.md]

Trains on the train split of en-worldwide-newswire and scores exact character spans on its dev split, as
``evaluation.encoder`` does. ``--steps`` ends the training before the configuration's own patience does.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train
from spacy.tokens import DocBin
from spacy.util import filter_spans

from moneyquote.training.corpora import Document, worldwide

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("all", "Organization", "Person", "Location")


def write(documents: Iterable[Document], to: Path) -> int:
    """Write documents as spaCy's training file and return how many of their names fall on no token borders."""
    nlp = spacy.blank("en")
    kept = DocBin()
    lost = 0
    for document in documents:
        doc = nlp.make_doc(document["text"])
        spans = [doc.char_span(a, b, label=kind, alignment_mode="expand") for a, b, kind in document["layers"]["world"]]
        doc.ents = tuple(filter_spans([span for span in spans if span]))
        lost += len(spans) - len(doc.ents)
        kept.add(doc)
    kept.to_disk(to)
    return lost


def scored(model: Path, documents: Iterable[Document]) -> dict[str, float]:
    """Return exact span F1 in percent of all types and of some."""
    nlp = spacy.load(model)
    right, made, gold = Counter[str](), Counter[str](), Counter[str]()
    for document in documents:
        found = {(e.start_char, e.end_char, e.label_) for e in nlp(document["text"]).ents}
        wanted = {tuple(span) for span in document["layers"]["world"]}
        for name in SHOWN:
            some, want = ({s for s in spans if name in ("all", s[2])} for spans in (found, wanted))
            right[name] += len(some & want)
            made[name] += len(some)
            gold[name] += len(want)
    return {name: 200 * right[name] / max(1, made[name] + gold[name]) for name in SHOWN}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/peers/names.md")
    told = parser.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    dev = list(worldwide(told.corpora, "dev"))
    lost = write(worldwide(told.corpora, "train"), told.out / "train.spacy")
    write(dev, told.out / "dev.spacy")
    init_config(lang="en", pipeline=["ner"], optimize="efficiency", gpu=False).to_disk(told.out / "config.cfg")
    begun = time.process_time()
    paths = {"paths.train": str(told.out / "train.spacy"), "paths.dev": str(told.out / "dev.spacy")}
    train(told.out / "config.cfg", told.out, overrides={**paths, "training.max_steps": told.steps})
    minutes = (time.process_time() - begun) / 60
    scores = scored(told.out / "model-best", dev)
    meta = json.loads((told.out / "model-best/meta.json").read_text(encoding="utf-8"))
    lines = [
        "# Names: spaCy's own network on the same newspapers",
        "",
        f"Made by `python -m evaluation.peers.names --steps {told.steps}` on {datetime.now(UTC):%Y-%m-%d}:",
        f"spaCy {version('spacy')}, `spacy init config --pipeline ner --optimize efficiency`, {minutes:.0f} minutes;",
        f"{lost} names of the train split fall on no borders of spaCy's tokens. Exact spans on worldwide dev",
        f"({len(dev)} articles); its own scorer, on its tokens, says {100 * meta['performance']['ents_f']:.1f}.",
        "",
        "| nine classes, micro | Organization | Person | Location |",
        "|---:|---:|---:|---:|",
        "| " + " | ".join(f"{scores[name]:.1f}" for name in SHOWN) + " |",
    ]
    told.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
