"""Runs on a Ray cluster: two nodes of this machine, one of which is killed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.batch import rig
from tests.batch.rig import DUMP, Seen, asked, dump, ledger, made_folder, numbered, rows
from tests.conftest import ROOT
from tests.engines import engine
from tests.stores.parquet_reading import dataset, records
from typer.testing import CliRunner

from moneyquote.batch import Event, Settings, Tally, run_batch
from moneyquote.batch.actors import ActorPool
from moneyquote.batch.cluster import actors, connected
from moneyquote.cli import app
from moneyquote.errors import NoCluster
from moneyquote.reading import find_inputs
from moneyquote.stores import open_store

# Ray leaves sockets and threads of its own to the end of the process, about which pytest would complain.
leaves_sockets = pytest.mark.filterwarnings("default")
STORE_BYTES = 100_000_000


@pytest.fixture
def _ray() -> None:
    engine("ray")


@pytest.fixture
def cluster(_ray: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A cluster of two nodes with two processors each, the first of which this process is connected to."""
    import ray
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'pipeline'}:{ROOT}")  # for the nodes, which find the rig by name
    monkeypatch.setenv("MONEYQUOTE_TEST_CALLS", str(tmp_path / "calls"))
    node = {"num_cpus": 2, "object_store_memory": STORE_BYTES}
    made = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    try:
        made.second = made.add_node(**node)
        ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
        made.wait_for_nodes()
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


def run(folder: Path, target: Path | str, *, watch: Any = lambda _event: None, jobs: int = 3, **settings: Any) -> Tally:
    with open_store(str(target)) as store:
        given = Settings(jobs=jobs, **settings)
        return run_batch(find_inputs([folder]), store, given, watch=watch, make=rig.obedient, staff=ActorPool)


@pytest.mark.ray
@leaves_sockets
def test_r01_r04_with_a_node_killed_nothing_is_lost_doubled_or_done_again(cluster: Any, tmp_path: Path) -> None:
    texts = {f"{number:03d}": f"SLOW 0.15 Fund{number} gave." for number in range(60)}
    poisons = {"bad": "RAISE no", "deadly": "DIE", "torn.json": "{", "twin": texts["003"], "page.html": "<p></p>"}
    lines = "".join(f'{{"text": "SLOW 0.15 Line{number} gave."}}\n' for number in range(10))
    folder = made_folder(tmp_path / "articles", {**texts, **poisons, "many.jsonl": lines})
    whole = tmp_path / "whole.db"
    # What a run leaves differs with the model's files and, on a busy machine, with the deadline: both are fixed.
    given: Any = {"model": rig.made_model(tmp_path / "model"), "timeout": 600.0}
    undisturbed = rig.run(folder, whole, **given)
    assert (undisturbed.done, undisturbed.failed) == (70, 4)
    (tmp_path / "calls").unlink(missing_ok=True)
    seen = Seen()

    def watch(event: Event) -> None:
        seen(event)
        told = [item.detail or "" for item in seen.events if item.kind == "worker-started"]
        started = {detail for detail in told if detail.startswith("actor")}
        if seen.kinds["done"] >= 12 and len(started) == 2 and cluster.second:
            cluster.remove_node(cluster.second, allow_graceful=False)
            cluster.second = None

    target = tmp_path / "a.db"
    tally = run(folder, target, watch=watch, **given)
    assert cluster.second is None, "the second node was to be killed in mid-run"
    assert any(item.kind == "worker-died" for item in seen.events)
    assert (tally.done, tally.failed) == (70, 4)
    assert dump(target) == dump(whole)
    assert set(ledger(target).values()) == {"done", "quarantined"}
    calls = tmp_path / "calls"
    before = len(calls.read_text().split())
    again = run(folder, target, **given)
    assert (again.done, again.skipped, again.held) == (0, 71, 4)
    assert len(calls.read_text().split()) == before


@pytest.mark.ray
@leaves_sockets
def test_r05_an_article_that_hangs_is_stopped_and_the_others_go_on_into_parquet(cluster: Any, tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "articles", {**numbered(20), "hung": "HANG", "exit": "EXIT"})
    tally = run(folder, tmp_path / "a.parquet", timeout=2.0)
    assert (tally.done, tally.failed) == (20, 2)
    assert len(records(tmp_path / "a.parquet")) == 20
    failed = {row["code"] for row in dataset(tmp_path / "a.parquet", "failures")}
    assert failed == {"MQ602", "MQ603"}


@pytest.mark.ray
@leaves_sockets
def test_r01_r21_into_postgresql_beside_a_run_without_ray(cluster: Any, address: str, tmp_path: Path) -> None:
    texts = numbered(30) | {"twin": numbered(1)["00000"], "bad": "RAISE no", "torn.json": "{"}
    folder, whole = made_folder(tmp_path / "articles", texts), tmp_path / "whole.db"
    given: Any = {"model": rig.made_model(tmp_path / "model"), "timeout": 600.0}
    rig.run(folder, whole, **given)
    with ThreadPoolExecutor(1) as beside:
        other = beside.submit(rig.run, folder, address, **given)
        tally = run(folder, address, **given)
        assert tally.done + other.result().done == 30
    expected, found = dump(whole), asked(address, DUMP)
    assert found == expected
    assert run(folder, address, **given).skipped == 31


@pytest.mark.ray
@pytest.mark.model
@leaves_sockets
@pytest.mark.usefixtures("_ray")
def test_the_command_reads_folders_and_parquet_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = made_folder(tmp_path / "articles", {"one": "The Orsk Fund gave $5,000 to Vale College."})
    texts = ["Mr Tom Hale of the Hill Clinic was glad.", None]
    pq.write_table(pa.table({"id": ["a", "b"], "text": texts}), tmp_path / "some.parquet")
    target = tmp_path / "a.db"
    command = ["extract", str(folder), str(tmp_path / "some.parquet"), "--engine", "ray", "--to", str(target)]
    for done in (2, 0):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 3, result.output  # the row without text is quarantined
        assert rows(target, "SELECT done FROM runs ORDER BY rowid")[-1] == (done,)
    assert rows(target, "SELECT value_exact, funder_name FROM amounts JOIN grants USING (article)") == [
        ("5000", "Orsk Fund")
    ]


def test_without_ray_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    folder = made_folder(tmp_path / "articles", {"one": "Text."})
    result = CliRunner().invoke(app, ["extract", str(folder), "--engine", "ray", "--to", str(tmp_path / "a.db")])
    assert isinstance(result.exception, NoCluster)
    assert "pip install 'moneyquote[ray]'" in str(result.exception)
    assert not (tmp_path / "a.db").exists()


def test_ray_is_told_to_report_nothing_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str | None] = []

    def init(**_: Any) -> None:
        told.append(os.environ.get("RAY_USAGE_STATS_ENABLED"))
        raise ConnectionError("nobody there\nat all")

    monkeypatch.delenv("RAY_USAGE_STATS_ENABLED", raising=False)
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: False, init=init))
    with pytest.raises(NoCluster, match=r"10\.0\.0\.1:6379: the cluster does not answer \(nobody there\)"):  # noqa: SIM117 - one statement is what may raise
        with connected("10.0.0.1:6379"):
            pass
    assert told == ["0"]


@pytest.mark.parametrize(
    ("has", "asked", "gpus", "count"),
    [
        ({"CPU": 4.0}, None, 0.0, 3),
        ({"CPU": 4.0}, 2, 0.0, 2),
        ({"CPU": 4.0}, 9, 0.0, 3),
        ({"CPU": 1.0}, None, 0.0, 1),
        ({"CPU": 16.0, "GPU": 2.0}, None, 1.0, 2),
        ({"CPU": 16.0, "GPU": 2.0}, None, 0.25, 8),
    ],
)
def test_actors_stay_below_the_number_of_processors(
    has: dict[str, float], asked: int | None, gpus: float, count: int
) -> None:
    assert actors(SimpleNamespace(cluster_resources=lambda: has), asked, gpus) == count


def test_gpus_that_the_cluster_has_not_are_an_error() -> None:
    with pytest.raises(NoCluster, match="1 GPUs an actor, but the cluster has 0"):
        actors(SimpleNamespace(cluster_resources=lambda: {"CPU": 4.0}), None, 1.0)


def test_gpus_are_asked_of_ray_for_each_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    class Remote:
        def options(self, **given: Any) -> Remote:
            asked.update(given)
            return self

    names = ("RayActorError", "ObjectLostError", "OutOfMemoryError", "NodeDiedError")
    errors = SimpleNamespace(**dict.fromkeys(names, RuntimeError))
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(remote=lambda _worker: Remote(), exceptions=errors))
    terms: Any = SimpleNamespace()
    monkeypatch.setattr("moneyquote.batch.actors.replace", lambda terms, **_: terms)
    partial(ActorPool, gpus=0.5)(terms, lambda _kind, _detail: None)
    assert (asked["num_gpus"], asked["num_cpus"], asked["max_task_retries"]) == (0.5, 1, 0)
