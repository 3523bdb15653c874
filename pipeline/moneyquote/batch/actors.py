"""The workers of a run on a Ray cluster: actors, each with a worker process of its own, replaced where nodes die.

Ray places the actors and carries requests and answers; what is done, held and quarantined is the store's ledger's.
An actor never runs the pipeline itself but has a worker process under a deadline, as a run on one machine has: an
article that hangs or crashes its process costs only itself, and an actor's death is never an article's fault.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from moneyquote.batch import messages
from moneyquote.batch.events import Kind
from moneyquote.batch.worker import Extractor
from moneyquote.batch.workers import START_SECONDS, Job, Pool, Result, Tell, Terms
from moneyquote.errors import MoneyquoteError, WorkersFail

_PATIENCE = 0.2
_AHEAD = 2  # jobs before an actor: one is worked, and one waits, so that the actor need not wait for the run
_MOST_DEATHS = 24  # in a row, without an answer between them; of a large node many die at once


class Worker:
    """What runs in an actor: one worker process, and one request at a time."""

    def __init__(self, terms: Terms) -> None:
        # Spawned processes run the main script of their parent; Ray's would bring all of Ray into each.
        vars(sys.modules["__main__"]).pop("__file__", None)
        self._pool = Pool(replace(terms, size=1), _unheard)

    def node(self) -> str:
        """Return the id of the node that the actor was placed on: it has started."""
        import ray  # pyright: ignore[reportMissingImports] - an extra

        return str(ray.get_runtime_context().get_node_id())

    def answer(self, request: bytes) -> Result | MoneyquoteError:
        """Return the answer to a request, what became of its process, or why no process starts."""
        self._pool.put(Job(request))
        try:
            while True:
                for _, result in self._pool.poll(_PATIENCE):
                    return result
        except MoneyquoteError as error:
            return error


@dataclass(slots=True, eq=False)
class _Actor:
    handle: Any
    starting: Any
    node: str | None = None
    jobs: dict[Any, Job] = field(default_factory=dict)  # by what will hold the answer


class ActorPool:
    """Actors of a cluster, and the jobs they have before them.

    Files are read where the run is, by processes of this machine: the nodes need not see the folder.

    Args:
        terms: what a pool needs to know; ``size`` is the number of actors.
        tell: hears what becomes of actors.
        gpus: GPUs that each actor holds; may be a fraction.
    """

    def __init__(self, terms: Terms, tell: Tell, *, gpus: float = 0.0) -> None:
        import ray  # pyright: ignore[reportMissingImports] - an extra

        self._ray: Any = ray  # its module is made up at run time, of which no checker knows
        self._terms, self._tell = terms, tell
        gone = ("RayActorError", "ObjectLostError", "OutOfMemoryError", "NodeDiedError")  # none is the base of another
        self._gone = tuple(getattr(self._ray.exceptions, name) for name in gone)
        self._make = self._ray.remote(Worker).options(
            num_cpus=1, num_gpus=gpus, max_restarts=0, max_task_retries=0, scheduling_strategy="SPREAD"
        )
        self._readers = Pool(replace(terms, make=reads_only, size=max(1, (os.cpu_count() or 2) - 1)), tell)
        self._waiting: deque[Job] = deque()
        self._actors: list[_Actor] = []
        self._deaths = 0
        self._heard = time.monotonic()

    def __len__(self) -> int:
        """Return the number of jobs that are not answered."""
        return len(self._readers) + len(self._waiting) + sum(len(actor.jobs) for actor in self._actors)

    def put(self, job: Job) -> None:
        """Take a job."""
        if messages.kind(job.request) == "read":
            self._readers.put(job)
        else:
            self._waiting.append(job)

    def poll(self, seconds: float) -> list[tuple[Job, Result]]:
        """Hand out jobs, wait at most so long for answers, and return those that came.

        Raises:
            ModelBroken: or another error of ours that keeps workers from starting.
            WorkersFail: if actors do not start, or die over every job.
        """
        results = self._readers.poll(0.0) if len(self._readers) else []
        self._staff()
        self._hand_out()
        asked = [ref for actor in self._actors for ref in (*actor.jobs, *([] if actor.node else [actor.starting]))]
        wait = 0.0 if results else min(seconds, _PATIENCE / 4) if len(self._readers) else seconds
        if not asked:
            time.sleep(wait)
            return results
        if self._ray.wait(asked, num_returns=1, timeout=wait)[0]:
            heard = set(self._ray.wait(asked, num_returns=len(asked), timeout=0)[0])
            for actor in list(self._actors):
                results += self._hear(actor, heard)
        self._check_patience()
        self._hand_out()
        return results

    def close(self) -> None:
        """End all actors at once; their jobs are given up."""
        self._readers.close()
        for actor in self._actors:
            self._ray.kill(actor.handle)
        self._actors = []

    def _staff(self) -> None:
        """Ask for an actor for every job that waits, up to the size of the pool; the cluster may be short of room."""
        idle = sum(not actor.jobs for actor in self._actors)
        if not self._actors:
            self._heard = time.monotonic()
        for _ in range(min(self._terms.size - len(self._actors), len(self._waiting) - idle)):
            handle = self._make.remote(self._terms)
            self._actors.append(_Actor(handle, handle.node.remote()))

    def _hand_out(self) -> None:
        """Give each actor that has started its jobs, the idle ones first."""
        for room in range(_AHEAD):
            for actor in self._actors:
                if self._waiting and actor.node and len(actor.jobs) == room:
                    job = self._waiting.popleft()
                    actor.jobs[actor.handle.answer.remote(job.request)] = job

    def _hear(self, actor: _Actor, heard: set[Any]) -> list[tuple[Job, Result]]:
        """Take an actor's answers; where it has died, others get its jobs."""
        results: list[tuple[Job, Result]] = []
        try:
            if not actor.node and actor.starting in heard:
                actor.node = self._ray.get(actor.starting)
                self._heard = time.monotonic()
                self._tell(Kind.WORKER_STARTED, f"actor on node {actor.node}")
            for ref in [ref for ref in actor.jobs if ref in heard]:
                answer = self._ray.get(ref)
                if isinstance(answer, MoneyquoteError):
                    raise answer
                self._deaths, self._heard = 0, time.monotonic()
                results.append((actor.jobs.pop(ref), answer))
        except self._gone as error:
            self._bury(actor, str(error).strip().rpartition("\n")[2].strip())
        return results

    def _bury(self, actor: _Actor, how: str) -> None:
        self._actors.remove(actor)
        self._waiting.extendleft(reversed(actor.jobs.values()))
        self._ray.kill(actor.handle)  # an answer may be lost with its node while the actor lives
        self._tell(Kind.WORKER_DIED, f"actor on node {actor.node}: {how}")
        self._deaths += 1
        if self._deaths > max(_MOST_DEATHS, 2 * self._terms.size):
            raise WorkersFail(
                "actors of the cluster",
                f"{self._deaths} died one after another ({how}); what was finished is kept",
                "Look whether the nodes have memory and this version of moneyquote, then run it again",
            )

    def _check_patience(self) -> None:
        """Give up where the cluster has placed no actor for long."""
        if any(actor.node for actor in self._actors) or time.monotonic() - self._heard < START_SECONDS:
            return
        raise WorkersFail(
            "actors of the cluster",
            f"none was placed within {START_SECONDS:g} s; what was finished is kept",
            "Look with `ray status` whether other programs hold its processors, then run it again",
        )


def reads_only(_model: str) -> Extractor:
    """Make the extractor of processes that only read files: none."""

    def extractor(article: Any) -> Any:
        raise AssertionError(f"asked to work {article.id}, where files are read")

    return extractor


def _unheard(_kind: Kind, _detail: str) -> None:
    """Hear nothing: the run is told of actors, not of their processes."""
