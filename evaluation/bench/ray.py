"""What a Ray cluster costs and keeps: start-up, one node against two, and a node killed in mid-run; writes a table.

    python -m evaluation.bench.ray [--articles ../shared/articles] [--number 1000] [--processors 1]
        [--kills 5] [--only NAME...] [--to evaluation/bench/ray.md]

Both nodes run on this machine, so that two are faster than one only where it has processors for both: each node has
``--processors`` workers, and the first one more processor for the run itself. Rates are from the first article saved
to the last, without start-up. Run it as a module: as a script, its name would hide Ray's.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ray
from evaluation.bench.extract_speed import sample
from evaluation.bench.tables import Part, Row, measure, parser
from ray.cluster_utils import Cluster
from tests.batch.rig import Seen, dump, made_folder, obedient, rows, run

from moneyquote.batch import Event, Kind, Settings, Tally, run_batch
from moneyquote.batch.actors import ActorPool
from moneyquote.batch.cluster import connected
from moneyquote.batch.worker import Extractor, pipeline_extractor
from moneyquote.reading import find_inputs
from moneyquote.stores import open_store

ROOT = Path(__file__).resolve().parents[2]
STORE_BYTES = 200_000_000


@contextmanager
def cluster(workers: list[int]) -> Iterator[Any]:
    """A cluster with a node for each number of workers, the first with one more processor, and us connected to it."""
    first, *others = workers
    node = {"object_store_memory": STORE_BYTES}
    head = {**node, "num_cpus": first + 1, "include_dashboard": False}
    made = Cluster(initialize_head=True, head_node_args=head)
    try:
        made.others = [made.add_node(num_cpus=count, **node) for count in others]
        ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
        made.wait_for_nodes()
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


def work(
    files: list[Path],
    target: Path,
    jobs: int,
    watch: Callable[[Event], None],
    make: Callable[[str], Extractor] = pipeline_extractor,
) -> Tally:
    with open_store(str(target)) as store:
        return run_batch(find_inputs(files), store, Settings(jobs=jobs), watch=watch, make=make, staff=ActorPool)


class Marks:
    """When the first and the last article were done, and how many."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def __call__(self, event: Event) -> None:
        """Note an article that is done."""
        if event.kind is Kind.DONE:
            self.times.append(time.perf_counter())

    @property
    def rate(self) -> float:
        """Articles a second between the first and the last."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])


def start_up(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    del options
    one = made_folder(place / "one", {"one": "The Orsk Fund gave $5,000 to Vale College."})
    marks, begun = Marks(), time.perf_counter()
    with connected():
        up = time.perf_counter()
        work([one], place / "start.db", 1, marks)
    yield Row(what="Ray started on this machine", value=f"{up - begun:.1f} s")
    yield Row(what="from there to the first article done, the pipeline loaded", value=f"{marks.times[0] - up:.1f} s")


def nodes(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    files, rates = sample(options.articles, options.number), {}
    count = options.processors
    local = Marks()
    with open_store(str(place / "local.db")) as store:
        run_batch(find_inputs(files), store, Settings(jobs=count), watch=local)
    yield Row(what=f"articles a second without Ray, {count} worker(s)", value=f"{local.rate:.1f}")
    for workers in ([count], [count, count]):
        marks = Marks()
        with cluster(workers):
            work(files, place / f"nodes{len(workers)}.db", sum(workers), marks)
        rates[len(workers)] = marks.rate
        yield Row(
            what=f"articles a second on {len(workers)} node(s) of {count} worker(s), {len(marks.times):,} articles",
            value=f"{marks.rate:.1f}",
        )
    yield Row(what="one node against no Ray", value=f"{rates[1] / local.rate:.2f}")
    yield Row(what="two nodes against one", value=f"{rates[2] / rates[1]:.2f}")


def kills(options: argparse.Namespace, place: Path) -> Iterator[Row]:
    """Kill the second node when a part of the articles is done; compare with a run that nothing disturbed."""
    texts = {f"{number:04d}": f"SLOW 0.05 Fund{number} gave." for number in range(200)}
    folder = made_folder(place / "kills", {**texts, "bad": "RAISE x", "torn.json": "{"})
    run(folder, place / "whole.db")
    whole, lost, doubled, equal, again = dump(place / "whole.db"), 0, 0, 0, 0
    for attempt in range(options.kills):
        target, after = place / f"killed{attempt}.db", 20 + attempt * 160 // max(1, options.kills)
        with cluster([1, 1]) as made:
            marks, seen = Marks(), Seen()

            def watch(event: Event, marks: Marks = marks, made: Any = made, after: int = after) -> None:
                marks(event)
                if len(marks.times) >= after and made.others:
                    made.remove_node(made.others.pop(), allow_graceful=False)

            work([folder], target, 2, watch, obedient)
            work([folder], target, 2, seen, obedient)
        found = dump(target)
        shas = [row[5] for row in found["articles"]]
        lost += len({row[5] for row in whole["articles"]} - set(shas))
        doubled += len(shas) - len(set(shas))
        again += seen.kinds["done"]
        equal += found == whole
        assert rows(target, "SELECT count(*) FROM leases") == [(0,)]
    yield Row(
        what=f"{options.kills} times the second node killed in mid-run, over {len(texts) + 2} inputs",
        value=f"{lost} lost, {doubled} doubled, {again} left for the next run, {equal} of {options.kills} dumps equal",
        bar="0, 0, 0, all",
    )


PARTS: dict[str, Part] = {
    "start-up": start_up,
    "nodes": nodes,
    "kills": kills,
}


def main() -> None:
    options = parser(__doc__, PARTS, ROOT / "evaluation" / "bench" / "ray.md")
    options.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "articles")
    options.add_argument("--number", type=int, default=1000)
    options.add_argument("--processors", type=int, default=1)
    options.add_argument("--kills", type=int, default=5)
    given = options.parse_args()
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    folders = [str(ROOT / "pipeline"), str(ROOT)]  # for the nodes, which find the pipeline and the rig by name
    os.environ["PYTHONPATH"] = os.pathsep.join(folders)
    measure("A Ray cluster, all nodes on one machine", PARTS, given, "evaluation.bench.ray", f"Ray {ray.__version__}")


if __name__ == "__main__":
    main()
