"""What the batch costs beyond the pipeline, and what it keeps under kills; writes a table.

    python -m evaluation.bench.batch [--articles ../shared/articles] [--number 5000]
        [--stores sqlite postgres parquet] [--fresh 50000] [--sizes 1000 10000 100000] [--resume 100000]
        [--kills 200] [--only NAME...] [--to evaluation/bench/batch.md]

The parts, by name: speed, overhead, memory, growth, resume, kills. Ratios are of one run on one machine. With
``--only``, the rows of the other parts stay in the page as they were.
"""

from __future__ import annotations

from pathlib import Path

from evaluation.bench.parts.growth import growth, resume
from evaluation.bench.parts.kills import kills
from evaluation.bench.parts.memory import memory
from evaluation.bench.parts.speed import STORES, overhead, speed
from evaluation.bench.tables import Part, measure, parser

ROOT = Path(__file__).resolve().parents[2]
PARTS: dict[str, Part] = {
    "speed": speed,
    "overhead": overhead,
    "memory": memory,
    "growth": growth,
    "resume": resume,
    "kills": kills,
}


def main() -> None:
    options = parser(__doc__, PARTS, ROOT / "evaluation" / "bench" / "batch.md")
    options.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "articles")
    options.add_argument("--number", type=int, default=5000, help="real articles, for speed and overhead")
    options.add_argument("--stores", nargs="+", choices=STORES, default=list(STORES), help="for speed and kills")
    options.add_argument("--fresh", type=int, default=50_000, help="made articles, for memory")
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], help="for growth")
    options.add_argument("--resume", type=int, default=100_000, help="done articles, for resume")
    options.add_argument("--kills", type=int, default=200, help="kills in each store")
    measure("The batch", PARTS, options.parse_args(), "evaluation.bench.batch")


if __name__ == "__main__":
    main()
