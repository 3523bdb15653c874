"""Attributions measured on PolNeAR; writes ``evaluation/quotes.md``, and with ``--fit`` the scorers of a model.

    python -m evaluation.quotes --model models/news [--fit models/news/quotes] [--shared ../shared] [--predictions FILE]

The scorers of attributions are fitted on PolNeAR dev, which the encoder has not seen in training (on its training
articles its heads are surer than on new ones). The figures are therefore cross-fitted: every article is read by scorers
that were fitted on the other folds. ``--fit`` then fits on all of dev and writes ``attribution.npz`` into the folder.
The acceptance of statements by our conventions is fitted on the sample's train and dev gold; real-news is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.quote_acceptance import MEASURED_ONLY, acceptance_page, fitted_on, gold_articles
from spacy.language import Language

import moneyquote
from moneyquote.attribution.find import Weighed, find_weighed
from moneyquote.attribution.scorers import FILE
from moneyquote.components.passages import passage_of
from moneyquote.components.quotes import rule_attributions, ruled_of
from moneyquote.training.attribution import Annotated, Told, cross_fit, fit_acceptance, fit_scorers

ROOT = Path(__file__).resolve().parents[1]
BARS = {
    "content exact": 66,
    "content+source": 68,
    "quoted, content+source": 84,
    "indirect, content+source": 58,
    "speech only, content+source": 80,
    "recall of direct quotes": 95,
}
# PolNeAR test, from the project's survey of peers; the test articles are not in the open data.
PEERS = {
    "GenderGapTracker V7": (45.7, 44.0, 60.2, 32.0, 64.1),
    "Citron retrained on PolNeAR": (50.2, 56.0, 70.1, 48.0, 70.5),
    "one human against another": (71.9, 75.4, 94.4, 67.0, 92.5),
}


def reference_scorer(shared: Path) -> ModuleType:
    """Return the benchmark's scorer as a module, for its reading of the gold."""
    spec = importlib.util.spec_from_file_location("score_quotes", shared / "bench/quotes/score_quotes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(nlp: Language, shared: Path, split: str) -> Iterator[tuple[str, Annotated]]:
    """Yield the articles of a split, read by encoder and rules, with their gold."""
    gold = reference_scorer(shared).load_gold(str(shared / "corpora/polnear"), split)
    with nlp.select_pipes(disable=["amounts", "quotes", "speakers"]):
        for name, (text, quotes) in gold.items():
            doc = nlp(text.s)
            told = tuple(
                Told(content=tuple(q.content), cue=tuple(q.cue or ()), source=tuple(q.source or ())) for q in quotes
            )
            ruled = tuple(ruled_of(rule_attributions(doc)))
            yield name, Annotated(passage=passage_of(doc), ruled=ruled, gold=told)


def gold_files(shared: Path) -> dict[str, Path]:
    """Return the gold by our conventions that the encoder was not trained on; real-news is for measuring only."""
    sample = ROOT / "annotations" / "gold"
    return {
        MEASURED_ONLY: shared / "gold" / "real-news.jsonl",
        "own sample, train": sample / "train.jsonl",
        "own sample, dev": sample / "dev.jsonl",
    }


def prediction_lines(found: Mapping[str, list[Weighed]]) -> str:
    """Return predictions in the benchmark's format."""
    lines = []
    for name, attributions in found.items():
        quotes = [
            {
                "content": [list(span) for span in a.content],
                "source": list(a.source) if a.source else None,
                "cue": list(a.cue) if a.cue else None,
            }
            for a in attributions
        ]
        lines.append(json.dumps({"article": name, "quotes": quotes}))
    return "\n".join(lines) + "\n"


def scores(shared: Path, predictions: Path, *options: str) -> dict[str, Any]:
    """Return what the benchmark's scorer says of a file of predictions."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.json"
        command = [sys.executable, str(shared / "bench/quotes/score_quotes.py"), "--split", "dev"]
        command += ["--pred", str(predictions), "--json", str(out), *options]
        subprocess.run(command, capture_output=True, check=True)
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def figures(everything: dict[str, Any], speech: dict[str, Any]) -> dict[str, float]:
    """Return the figures that have a bar."""
    return {
        "content exact": everything["all"]["exact"]["F"],
        "content+source": everything["all"]["cont+src"]["F"],
        "quoted, content+source": everything["quoted"]["cont+src"]["F"],
        "indirect, content+source": everything["indirect"]["cont+src"]["F"],
        "speech only, content+source": speech["all"]["cont+src"]["F"],
        "recall of direct quotes": everything["recall"]["direct"]["cont+src"],
    }


def page(systems: Mapping[str, dict[str, float]], best: dict[str, Any]) -> str:
    """Return the page of tables."""
    names, today = list(BARS), datetime.now(UTC).date().isoformat()
    lines = [
        "# Attributions measured on PolNeAR",
        "",
        f"Made by `python -m evaluation.quotes` on {today}, scorer `score_quotes.py` of the shared",
        "benchmark, all dev articles, in percent. F1 unless said otherwise. The scorers are cross-fitted:",
        "no article is read by scorers that were fitted on it.",
        "",
        f"| system | {' | '.join(names)} |",
        "|---|" + "---|" * len(names),
        f"| bar | {' | '.join(str(BARS[name]) for name in names)} |",
    ]
    for system, row in systems.items():
        lines.append(f"| {system} | {' | '.join(f'{row[name]:.1f}' for name in names)} |")
    lines += ["", "Peers, on the test articles, which are not in the open data:", ""]
    lines += [f"| system | {' | '.join(names[:5])} |", "|---|" + "---|" * 5]
    lines += [f"| {name} | {' | '.join(map(str, row))} |" for name, row in PEERS.items()]
    span = best["span"]
    lines += ["", "Exact spans, not linked (F1): " + ", ".join(f"{name} {span[name]['F']:.1f}" for name in span) + "."]
    lines += ["", "| recall by type | gold | exact | content | content+source |", "|---|---|---|---|---|"]
    for kind, row in best["recall"].items():
        lines.append(f"| {kind} | {row['n']} | {row['exact']:.1f} | {row['content']:.1f} | {row['cont+src']:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, write the page, and fit if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "news")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "quotes.md")
    parser.add_argument("--predictions", type=Path, help="keep the cross-fitted predictions in this file")
    parser.add_argument("--fit", type=Path, metavar="FOLDER", help="fit on all of dev, write the scorers there")
    options = parser.parse_args()
    nlp = moneyquote.load(options.model, exclude=["grants"])
    articles = dict(annotated(nlp, options.shared, "dev"))
    whole = fit_scorers(list(articles.values()))
    sets = {name: list(gold_articles(nlp, file)) for name, file in gold_files(options.shared).items()}
    if options.fit:
        accept = fit_acceptance(fitted_on(sets), whole)
        options.fit.mkdir(parents=True, exist_ok=True)
        (options.fit / FILE).write_bytes(replace(whole, accept=accept).to_bytes())
    scorers = cross_fit(articles)
    learned = {name: find_weighed(a.passage, a.ruled, scorers[name]) for name, a in articles.items()}
    ruled = {
        name: [Weighed(**{f: getattr(r, f) for f in Weighed.__slots__}) for r in a.ruled]
        for name, a in articles.items()
    }
    rows, best = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for system, found in (("rules alone", ruled), ("rules, heads and scorers", learned)):
            file = Path(folder) / "predictions.jsonl"
            file.write_text(prediction_lines(found), encoding="utf-8")
            best = scores(options.shared, file)
            rows[system] = figures(best, scores(options.shared, file, "--drop-non-speech"))
    if options.predictions:
        options.predictions.write_text(prediction_lines(learned), encoding="utf-8")
    tables = page(rows, best) + "\n" + acceptance_page(sets, whole)
    options.to.write_text(tables, encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
