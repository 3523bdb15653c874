"""Our currency grammar on the open halves of the money benchmarks and on the gold; writes ``evaluation/money.md``.

python -m evaluation.money [--shared ../shared] [--to evaluation/money.md]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from moneyquote.money import parse

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = {"newsquant": 81.8, "recognizers": 86.7, "worldwide": 78.9, "hard": 50.8}  # best measured peer
GOLD = ("real-news", "train")
# The benchmarks' qualifiers; a range has none of its own there.
QUALIFIERS = {
    "approximately": "approx",
    "at_least": "min",
    "more_than": "min",
    "at_most": "max",
    "less_than": "max",
    "indefinite": "vague",
}
System = Callable[[str], list[dict[str, Any]]]


def ours(text: str) -> list[dict[str, Any]]:
    """Return our amounts of a text in the benchmarks' prediction format."""
    return [
        {
            "start": a.start,
            "end": a.end,
            "value": None if a.value is None else float(a.value),
            "value_max": None if a.value_max is None else float(a.value_max),
            "currency": a.currency,
            "qualifier": QUALIFIERS.get(a.qualifier.value),
        }
        for a in parse(text)
    ]


def scores(system: System, gold: Path, *options: str) -> dict[str, Any]:
    """Return what the reference scorer says of a system on one benchmark file."""
    lines = []
    for line in gold.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            record = json.loads(line)
            lines.append(json.dumps({"id": record["id"], "amounts": system(record["text"])}))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predicted:
        predicted.write("\n".join(lines))
        predicted.flush()
        command = [sys.executable, str(gold.parent / "score_money.py"), str(gold), predicted.name, "--json", *options]
        made: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return made


def gold_scores(gold: Path) -> dict[str, list[float]]:
    """Return what the reference scorer of article records says of our amounts on a gold file."""
    lines = []
    for line in gold.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        record = json.loads(line)
        amounts = [
            {
                "id": f"a{number}",
                "start": a.start,
                "end": a.end,
                "value": None if a.value is None else format(a.value, "f"),
                "currency": a.currency if a.currency != "XBT" else None,
                "qualifier": a.qualifier.value,
            }
            for number, a in enumerate(parse(record["text"]))
        ]
        lines.append(json.dumps({"article": record["article"], "amounts": amounts}))
    with tempfile.TemporaryDirectory() as folder:
        predicted, out = Path(folder, "predicted.jsonl"), Path(folder, "out.json")
        predicted.write_text("\n".join(lines), encoding="utf-8")
        scorer = gold.parents[1] / "bench" / "score_records.py"
        command = [sys.executable, str(scorer), str(gold), str(predicted), "--json", str(out)]
        subprocess.run(command, capture_output=True, check=True)
        made: dict[str, list[float]] = json.loads(out.read_text(encoding="utf-8"))
    return made


def report(shared: Path) -> str:
    """Return the page of tables."""
    today = datetime.now(UTC).date().isoformat()
    lines = [
        "# Money: the currency grammar measured",
        "",
        f"Made by `python -m evaluation.money` on {today}; scorers `score_money.py`, `score_records.py`",
        "of the shared benchmarks, open halves. P, R and F1 of value and currency in percent; strict takes one",
        "reading of each sum only.",
        "",
        "| benchmark | P | R | F1 | strict P | strict R | strict F1 | exact span F1 | wrong value among found |"
        " ranges whole | qualifiers right | best peer F1 |",
        "|---" * 12 + "|",
    ]
    for name, peer in BENCHMARKS.items():
        file = shared / "bench/money" / f"{name}.jsonl"
        loose, strict = scores(ours, file), scores(ours, file, "--strict")
        both, one = loose["valcur"], strict["valcur"]
        wrong = round(100 - loose["value_acc_on_overlap"], 1)
        lines.append(
            f"| {name} | {both['P']} | {both['R']} | **{both['F1']}** |"
            f" {one['P']} | {one['R']} | {one['F1']} |"
            f" {loose['exact']['F1']} | {wrong} % | {loose['range_recall']} | {loose['qualifier_acc']} | {peer} |"
        )
    lines += ["", "| gold | amounts | exact span F1 | value+currency F1 | and qualifier F1 |", "|---|---|---|---|---|"]
    for name in GOLD:
        row = gold_scores(shared / "gold" / f"{name}.jsonl")
        figures = [round(row[f"amount {key}"][2], 1) for key in ("exact", "value+currency", "+qualifier")]
        lines.append(f"| {name} | {round(row['amount exact'][3])} | {figures[0]} | {figures[1]} | {figures[2]} |")
    return "\n".join([*lines, "", NOTES])


NOTES = """## Reading the figures

- The peers' column is the best of five libraries measured on both halves of each benchmark; `evaluation/peers/money.md`
  has those that install here, run on the same open halves.
- The grammar was tuned on these open halves and on the gold: the figures on unseen text will be lower.
- `recognizers` marks no qualifiers ("more than $ 247 million" has none there), so that a right one counts as wrong.
- A bracketed sum takes the qualifier of the sum that it repeats ("more than 10,000 shillings (US$85)"), as our
  guidelines have it; the benchmarks give it none.
- Left wrong: numbers torn by text recognition ("$600,0^)0"), a table's bare figures, sums whose currency only the
  sentence before names.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "money.md")
    options = parser.parse_args()
    options.to.write_text(report(options.shared), encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
