"""How fast the currency grammar reads, beside a short regex and quantulum3, in one run; writes a table.

    pip install -e '.[peers]'
    python -m evaluation.bench.money_speed [--articles ../shared/articles] [--to evaluation/bench/money_speed.md]

One core, processor time (not the clock), best of three passes over a fixed sample: every tenth file by name.
quantulum3 reads a hundredth of the sample, for it would take minutes.
"""

from __future__ import annotations

import argparse
import platform
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from evaluation.peers.money import fifteen_lines, quantulum

from moneyquote.money import parse

ROOT = Path(__file__).resolve().parents[2]


def megabytes_a_second(read: Callable[[str], object], texts: Sequence[str], passes: int = 3) -> float:
    """Return megabytes of UTF-8 text read in a second of processor time, the best of some passes."""
    size = sum(len(text.encode()) for text in texts)
    read(texts[0])  # tables are made and models loaded before the watch starts
    best = float("inf")
    for _ in range(passes):
        begun = process_time()
        for text in texts:
            read(text)
        best = min(best, process_time() - begun)
    return size / best / 1e6


def main() -> None:
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "articles")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "bench" / "money_speed.md")
    options = parser.parse_args()
    files = sorted(options.articles.glob("*/*.txt"))[::10]
    texts = [file.read_bytes().decode("utf-8", "replace") for file in files]
    rows = {
        "moneyquote.money.parse": megabytes_a_second(parse, texts),
        "regex of 15 lines": megabytes_a_second(fifteen_lines, texts),
        "quantulum3": megabytes_a_second(quantulum, texts[::100], passes=1),
    }
    ours = rows["moneyquote.money.parse"]
    lines = [
        "# Speed of the currency grammar",
        "",
        f"Made by `python -m evaluation.bench.money_speed` on {datetime.now(UTC).date().isoformat()}:",
        f"{len(texts)} articles (each tenth), {sum(len(t.encode()) for t in texts) / 1e6:.1f} MB,",
        f"Python {platform.python_version()}, {platform.machine()}, one core, processor time.",
        "",
        "| reader | MB a second | ours is |",
        "|---|---|---|",
        *(f"| {name} | {speed:.3g} | {ours / speed:.3g} times as fast |" for name, speed in rows.items()),
        "",
    ]
    options.to.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
