"""The pool of actors over a stand-in for Ray, whose actors answer, die or are never placed as a test says."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from moneyquote.batch import actors, messages
from moneyquote.batch.actors import ActorPool
from moneyquote.batch.worker import pipeline_extractor
from moneyquote.batch.workers import Job, Result, Terms
from moneyquote.errors import ModelBroken, WorkersFail
from moneyquote.reading import ReadingSettings
from moneyquote.records import Article


class ActorDied(Exception):
    """What the stand-in raises for Ray's RayActorError."""


class OutOfMemory(Exception):
    """Likewise for Ray's OutOfMemoryError, which is no RayActorError."""


class NodeDied(Exception):
    """Likewise for Ray's NodeDiedError, which is none either."""


class Handle:
    """An actor; each of its answers is what the cluster's script says, None for not yet."""

    def __init__(self, cluster: Cluster, number: int) -> None:
        self.number, self.killed = number, False
        self.node = SimpleNamespace(remote=lambda: Reference(lambda: cluster.place(number)))
        self.answer = SimpleNamespace(remote=lambda request: Reference(lambda: cluster.script(number, request)))


class Reference:
    """What will hold an answer."""

    def __init__(self, outcome: Callable[[], Any]) -> None:
        self.outcome = outcome


class Cluster:
    """Stands in for the module ``ray``."""

    exceptions = SimpleNamespace(
        RayActorError=ActorDied, ObjectLostError=ActorDied, OutOfMemoryError=OutOfMemory, NodeDiedError=NodeDied
    )

    def __init__(self, script: Callable[[int, bytes], Any], place: Callable[[int], Any] = str) -> None:
        self.script, self.place = script, place
        self.handles: list[Handle] = []

    def remote(self, _worker: type) -> SimpleNamespace:
        def start(_terms: Terms) -> Handle:
            self.handles.append(Handle(self, len(self.handles)))
            return self.handles[-1]

        return SimpleNamespace(options=lambda **_: SimpleNamespace(remote=start))

    def wait(self, given: list[Reference], *, num_returns: int, timeout: float) -> tuple[list[Reference], None]:
        return [reference for reference in given if reference.outcome() is not None][:num_returns], None

    def get(self, reference: Reference) -> Any:
        outcome = reference.outcome()
        if isinstance(outcome, ActorDied | OutOfMemory | NodeDied):
            raise outcome
        return outcome

    def kill(self, handle: Handle) -> None:
        handle.killed = True


def pool(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, size: int = 2) -> tuple[ActorPool, list[tuple[str, str]]]:
    monkeypatch.setitem(sys.modules, "ray", cluster)
    terms = Terms(
        make=pipeline_extractor, model="news", reading=ReadingSettings(), size=size, timeout=9.0, recycle_after=9
    )
    told: list[tuple[str, str]] = []
    return ActorPool(terms, lambda kind, detail: told.append((kind.value, detail))), told


def jobs(count: int) -> list[Job]:
    return [Job(messages.ask_to_extract(Article(id=str(n), text=f"{n}", location=str(n)))) for n in range(count)]


def results(made: ActorPool, given: list[Job], rounds: int = 50) -> list[tuple[Job, Result]]:
    for job in given:
        made.put(job)
    found: list[tuple[Job, Result]] = []
    for _ in range(rounds):
        if not len(made):
            break
        found += made.poll(0.0)
    return found


def test_every_job_is_answered_once_by_as_many_actors_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Cluster(lambda _number, request: b"answer to " + request)
    made, told = pool(cluster, monkeypatch)
    given = jobs(9)
    found = results(made, given)
    assert Counter(id(job) for job, _ in found) == Counter(map(id, given))
    assert all(result == b"answer to " + job.request for job, result in found)
    assert [kind for kind, _ in told] == ["worker-started"] * 2
    made.close()
    assert all(handle.killed for handle in cluster.handles)


def test_no_actor_has_more_than_two_jobs_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[tuple[int, bytes]] = set()

    def never(number: int, request: bytes) -> None:
        asked.add((number, request))

    made, _ = pool(Cluster(never), monkeypatch)
    assert results(made, jobs(9)) == []
    assert Counter(number for number, _ in asked) == {0: 2, 1: 2}
    assert len(made) == 9


@pytest.mark.parametrize("death", [ActorDied, OutOfMemory, NodeDied])
def test_r01_jobs_of_an_actor_that_dies_are_another_s(monkeypatch: pytest.MonkeyPatch, death: type[Exception]) -> None:
    def script(number: int, request: bytes) -> Any:
        return death("It died.\nIts node has died.\n") if number == 0 else request

    cluster = Cluster(script)
    made, told = pool(cluster, monkeypatch)
    given = jobs(9)
    found = results(made, given)
    assert Counter(id(job) for job, _ in found) == Counter(map(id, given))
    assert told.count(("worker-died", "actor on node 0: Its node has died.")) == 1
    assert cluster.handles[0].killed
    assert all(job.deaths == 0 for job in given)  # a node's death is no article's fault


def test_actors_that_all_die_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    made, told = pool(Cluster(lambda _number, _request: ActorDied("No module named 'moneyquote'")), monkeypatch)
    with pytest.raises(WorkersFail, match=r"25 died one after another \(No module named 'moneyquote'\)"):
        results(made, jobs(3), rounds=500)
    assert len([kind for kind, _ in told if kind == "worker-died"]) == 25


def test_what_keeps_an_actor_s_process_from_starting_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = pool(Cluster(lambda _number, _request: ModelBroken("news", "cut off", "Install it again")), monkeypatch)
    with pytest.raises(ModelBroken, match="cut off"):
        results(made, jobs(1))


def test_a_cluster_without_room_ends_the_run_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "START_SECONDS", 0.0)
    made, _ = pool(Cluster(lambda _number, request: request, place=lambda _number: None), monkeypatch)
    with pytest.raises(WorkersFail, match="none was placed within 0 s"):
        results(made, jobs(1))
