"""What issue and peers set as bars, on the open halves of the benchmarks, by the reference scorer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from moneyquote.money import parse

pytestmark = pytest.mark.shared
QUALIFIERS = {
    "approximately": "approx",
    "at_least": "min",
    "more_than": "min",
    "at_most": "max",
    "less_than": "max",
    "indefinite": "vague",
}
BARS = {"newsquant": 95.0, "recognizers": 95.0, "worldwide": 95.0, "hard": 92.0}


def predictions(gold: Path) -> str:
    lines = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        amounts = [
            {
                "start": a.start,
                "end": a.end,
                "value": None if a.value is None else float(a.value),
                "value_max": None if a.value_max is None else float(a.value_max),
                "currency": a.currency,
                "qualifier": QUALIFIERS.get(a.qualifier.value),
            }
            for a in parse(record["text"])
        ]
        lines.append(json.dumps({"id": record["id"], "amounts": amounts}))
    return "\n".join(lines)


@pytest.mark.parametrize("name", sorted(BARS))
def test_benchmark(name: str, shared: Path, tmp_path: Path) -> None:
    gold = shared / "bench/money" / f"{name}.jsonl"
    (tmp_path / "pred.jsonl").write_text(predictions(gold), encoding="utf-8")
    command = [sys.executable, str(gold.parent / "score_money.py"), str(gold), str(tmp_path / "pred.jsonl"), "--json"]
    scores: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert scores["valcur"]["F1"] >= BARS[name]
    assert scores["value_acc_on_overlap"] > 99.0
    whole, ranges = map(int, scores["range_recall"].split("/"))
    assert whole >= 0.9 * ranges
    if name != "recognizers":  # it marks no qualifiers
        assert scores["qualifier_acc"] >= 92.0
