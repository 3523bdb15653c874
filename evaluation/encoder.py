"""The encoder measured: names on the worldwide newspapers by region, sentences on GUM, int8 against float32.

    python -m evaluation.encoder [--shared ../shared] [--float32 FILE.onnx] [--to evaluation/encoder.md]

``--float32`` is the network before quantization, as ``moneyquote train --keep-float32`` writes it. The picture beside
the page needs the extra ``train``. The scores of the whole pipeline on the gold are those of ``moneyquote evaluate``;
here the heads are looked at by themselves.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from moneyquote.encoder.model import FILES, WEIGHTS, NewsEncoder
from moneyquote.encoder.repeats import name_spans
from moneyquote.evaluation.intervals import bootstrap
from moneyquote.segments.sentences import sentence_spans
from moneyquote.training import corpora

ROOT = Path(__file__).resolve().parents[1]
_REGIONS = {
    "Africa": "af alg eg ghana mauritius nm panaf sa",
    "Americas": "arg bol canada chile col cosric cosrica cuba ecuador elsalv guyana hond mex nic pan paraguay peru "
    "uruguay ven",
    "East and Southeast Asia": "asia cn jp kr mong my th tw",
    "Middle East": "iran israel jr kw qt saud uae",
    "Oceania": "aus nz",
    "South Asia": "bangladesh in pk",
}
REGION = {prefix: region for region, prefixes in _REGIONS.items() for prefix in prefixes.split()}
_BINS = 10
Span = tuple[int, int, str]
Row = tuple[int, int, int]  # right, made and gold spans of a document
Counts = dict[str, list[Row]]


def found_by(encoder: NewsEncoder, document: dict[str, Any], head: str) -> set[Span]:
    """Return the spans of a head in the characters that the annotators saw."""
    scored = encoder.score(document["text"], sentence_spans(document["text"]))
    starts, ends = scored.pieces.starts, scored.pieces.ends
    spans = name_spans(document["text"], encoder, scored, head)
    made = {(int(starts[s.start]), int(ends[s.end - 1]), s.type) for s in spans}
    return {span for span in made if document["begin"] <= span[0] < document["end"]}


def counted(made: set[Span], wanted: set[Span]) -> Row:
    """Return a document's right, made and gold spans."""
    return len(made & wanted), len(made), len(wanted)


def f1(rows: Sequence[Row]) -> str:
    """Return F1 in percent with P and R."""
    right, made, gold = (sum(row[column] for row in rows) for column in range(3))
    return (
        f"{200 * right / max(1, made + gold):.1f} ({100 * right / max(1, made):.1f} / {100 * right / max(1, gold):.1f})"
    )


def spread(rows: Sequence[Row]) -> str:
    """Return the 95 % bootstrap interval of F1 over documents."""
    low, high = bootstrap(np.array(rows, dtype=np.int64))[2]
    return f"{low:.1f} to {high:.1f}"


def by_type(
    encoder: NewsEncoder, documents: Iterable[dict[str, Any]], head: str, group: Callable[[dict[str, Any]], str]
) -> Counts:
    """Return counts by type and, of all types together, by ``all`` and by the group of the document."""
    counts: Counts = defaultdict(list)
    for document in documents:
        made = found_by(encoder, document, head)
        wanted = {(int(a), int(b), str(kind)) for a, b, kind in document["layers"][head]}
        for key in {"all", group(document)}:
            counts[key].append(counted(made, wanted))
        for kind in encoder.scheme.head(head).types:
            counts[kind].append(counted({s for s in made if s[2] == kind}, {s for s in wanted if s[2] == kind}))
    return counts


def region(document: dict[str, Any]) -> str:
    """Return the part of the world of a worldwide document, by the country in its file's name."""
    return REGION[document["id"].partition("/")[2].partition("_")[0]]


def sentence_rows(root: Path) -> list[str]:
    """Return the table of sentence starts, which rules find."""
    rows = ["| documents | F1 (P / R) |", "|---|---|"]
    for name, splits in (("GUM news, test", ("test",)), ("GUM news, dev and test", ("dev", "test"))):
        counts: list[Row] = []
        for document in (d for split in splits for d in corpora.gum(root, split, "news")):
            wanted = {(int(a), int(a), "sentence") for a, _, _ in document["layers"]["sentence"]}
            counts.append(counted({(a, a, "sentence") for a, _ in sentence_spans(document["text"])}, wanted))
        rows.append(f"| {name} | {f1(counts)} |")
    return rows


def reliability(encoder: NewsEncoder, documents: Iterable[dict[str, Any]], picture: Path) -> list[str]:
    """Return the table of how often names of a confidence are right, their calibration error, and a picture's link.

    References:
        Guo et al., 2017: On calibration of modern neural networks.
    """
    slope, shift = encoder.calibration["names"]
    told: list[tuple[float, bool]] = []
    for document in documents:
        scored = encoder.score(document["text"], sentence_spans(document["text"]))
        wanted = {tuple(span) for span in document["layers"]["names"]}
        for span in name_spans(document["text"], encoder, scored, "names"):
            place = int(scored.pieces.starts[span.start]), int(scored.pieces.ends[span.end - 1]), span.type
            told.append((1 / (1 + math.exp(-(slope * span.score + shift))), place in wanted))
    rows = ["| confidence | names | mean confidence | right |", "|---|---:|---:|---:|"]
    error = 0.0
    points = []
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        some = [(sure, good) for sure, good in told if low <= sure < high or (sure == high == 1)]
        if some:
            sure, good = (100 * sum(values) / len(some) for values in zip(*some, strict=True))
            error += abs(sure - good) * len(some) / len(told)
            points.append((sure, good, len(some)))
            rows.append(f"| {low:.1f} to {high:.1f} | {len(some)} | {sure:.1f} % | {good:.1f} % |")
    draw(points, picture)
    told_by = f"![Share of right names by confidence]({picture.name})"
    return [*rows, "", f"Expected calibration error: {error:.1f} %.", "", told_by]


def draw(points: Sequence[tuple[float, float, int]], to: Path) -> None:
    """Draw a reliability diagram: mean confidence and share of right names in percent, areas by the number of names."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "moneyquote"  # the same figures give the same file
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(3.6, 3.6), layout="constrained")
    axes.plot([0, 100], [0, 100], color="0.7", linewidth=1)
    sure, good, names = zip(*points, strict=True)
    axes.scatter(sure, good, s=[10 + 4 * number for number in names], alpha=0.6)
    axes.set(xlabel="mean confidence, %", ylabel="right, %", xlim=(-3, 103), ylim=(-3, 103))
    figure.savefig(to, metadata={"Date": None} if to.suffix == ".svg" else None)
    plt.close(figure)


def table(title: str, counts: Counts, keys: Sequence[str]) -> list[str]:
    """Return a Markdown table of some of the counts."""
    rows = [f"| {title} | F1 (P / R) | 95 % interval of F1 | gold |", "|---|---|---|---|"]
    gold = {key: sum(row[2] for row in counts[key]) for key in keys}
    return rows + [f"| {key} | {f1(counts[key])} | {spread(counts[key])} | {gold[key]} |" for key in keys if gold[key]]


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--encoder", type=Path, default=ROOT / "models/news/encoder")
    parser.add_argument("--float32", type=Path)
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/encoder.md")
    parser.add_argument("--picture", type=Path, default=ROOT / "evaluation/encoder-reliability.svg")
    options = parser.parse_args()
    encoder = NewsEncoder.from_folder(options.encoder)
    root = options.shared / "corpora"
    worldwide = list(corpora.worldwide(root, "dev"))
    world = by_type(encoder, worldwide, "world", region)
    gold = list(corpora.gold(options.shared / "gold/real-news.jsonl"))
    names = by_type(encoder, gold, "names", lambda _: "all")
    lines = [
        "# The encoder measured",
        "",
        f"Made by `python -m evaluation.encoder` on {datetime.now(UTC):%Y-%m-%d}. Exact spans, in percent.",
        "",
        f"Worldwide newspapers, dev split ({len(worldwide)} articles), head `world`:",
        "",
        *table("type", world, ("all", *encoder.scheme.head("world").types)),
        "",
        *table("region (all types)", world, sorted(_REGIONS)),
        "",
        f"real-news ({len(gold)} articles), head `names`, before names are trimmed and tied to entities:",
        "",
        *table("type", names, ("all", "ORG", "PER")),
        "",
        "Sentence starts, by the rules that the pipeline uses:",
        "",
        *sentence_rows(root),
        "",
        "Reliability of names: the chance that is told, fitted on real-news, on the test split of the own sample:",
        "",
        *reliability(encoder, corpora.gold(ROOT / "annotations/gold/test.jsonl"), options.picture),
    ]
    if options.float32:
        plain = {name: (options.encoder / name).read_bytes() for name in FILES}
        plain[WEIGHTS] = options.float32.read_bytes()
        exact = NewsEncoder(plain, where=str(options.float32))
        heads = names["ORG"] + names["PER"]
        lines += ["", "| network | worldwide dev, all types | real-news, ORG and PER |", "|---|---|---|"]
        lines.append(f"| int8, shipped | {f1(world['all'])} | {f1(heads)} |")
        other = by_type(exact, worldwide, "world", region), by_type(exact, gold, "names", lambda _: "all")
        lines.append(f"| float32 | {f1(other[0]['all'])} | {f1(other[1]['ORG'] + other[1]['PER'])} |")
    options.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
