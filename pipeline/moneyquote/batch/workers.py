"""The worker processes of a run: started fresh, timed, killed where they hang, replaced where they die or grow."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Protocol

from moneyquote.batch import messages
from moneyquote.batch.events import Kind
from moneyquote.batch.worker import Extractor, serve
from moneyquote.errors import WorkersFail
from moneyquote.reading import ReadingSettings

START_SECONDS = 300.0  # for loading the model, on a machine that is busy with other things
# A job may wait in a worker's pipe so that the worker need not wait for the run. It must fit in what the system
# buffers (64 kB at least), or run and worker could wait for each other.
_WAITING_BYTES = 32_000
_MOST_MEMORY = 3_000_000_000  # bytes; a worker that one giant article has blown up is replaced after it
_MOST_DEATHS = 24  # in a row, without an answer between them: then the machine is at fault, not the articles


@dataclass(slots=True, eq=False)
class Job:
    """One request. A job whose worker dies is tried once more: the system may have killed it for another's sake."""

    request: bytes
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Died:
    """A job over which two workers died."""

    how: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """A job that was stopped at the deadline."""


Result = bytes | Died | TimedOut


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    connection: Connection
    deadline: float
    is_ready: bool = False
    is_retiring: bool = False
    answers: int = 0
    jobs: deque[Job] = field(default_factory=deque)  # the first is being worked, the second waits in the pipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a pool needs to know.

    Attributes:
        make: makes the extractor, in the worker; a function of a module, since it is found there by name.
        model: what is handed to it.
        reading: how files are read.
        size: the number of processes.
        timeout: seconds that one job may take.
        recycle_after: answers after which a worker is replaced by a fresh one.
    """

    make: Callable[[str], Extractor]
    model: str
    reading: ReadingSettings
    size: int
    timeout: float
    recycle_after: int


Tell = Callable[[Kind, str], None]


class Workforce(Protocol):
    """Where a run's jobs are done: processes of this machine, or a cluster."""

    def __len__(self) -> int:
        """Return the number of jobs that are not answered."""
        ...

    def put(self, job: Job) -> None:
        """Take a job."""

    def poll(self, seconds: float) -> list[tuple[Job, Result]]:
        """Hand out jobs, wait at most so long for answers, and return those that came.

        Raises:
            ModelBroken: or another error of ours that keeps workers from starting.
            WorkersFail: if workers do not start, or die over every job.
        """
        ...

    def close(self) -> None:
        """End all workers at once; their jobs are given up."""


class Pool:
    """Workers, and the jobs they have before them. ``tell`` hears what becomes of workers."""

    def __init__(self, terms: Terms, tell: Tell) -> None:
        self._terms = terms
        self._tell = tell
        # Spawned, not forked: ONNX Runtime's and the tokenizers' threads do not survive a fork.
        self._spawn = multiprocessing.get_context("spawn")
        self._waiting: deque[Job] = deque()
        self._workers: list[_Worker] = []
        self._leaving: list[SpawnProcess] = []
        self._deaths = 0

    def __len__(self) -> int:
        """Return the number of jobs that are not answered."""
        return len(self._waiting) + sum(len(worker.jobs) for worker in self._workers)

    def put(self, job: Job) -> None:
        """Take a job."""
        self._waiting.append(job)

    def poll(self, seconds: float) -> list[tuple[Job, Result]]:
        """Hand out jobs, wait at most so long for answers, and return those that came.

        Raises:
            ModelBroken: or another error of ours that keeps workers from starting.
            WorkersFail: if workers do not start, or die over every job.
        """
        self._staff()
        self._hand_out()
        now = time.monotonic()
        first = min((worker.deadline for worker in self._workers), default=now + seconds)
        heard = wait([worker.connection for worker in self._workers], max(0.0, min(seconds, first - now)))
        results: list[tuple[Job, Result]] = []
        for worker in list(self._workers):
            if worker.connection in heard:
                results += self._hear(worker)
        for worker in list(self._workers):
            if time.monotonic() > worker.deadline and not worker.connection.poll():
                results += self._stop(worker)
        self._hand_out()
        return results

    def close(self) -> None:
        """End all workers at once; their jobs are given up."""
        for worker in self._workers:
            worker.connection.close()
            worker.process.kill()
            self._leaving.append(worker.process)
        for process in self._leaving:
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        self._workers, self._leaving = [], []

    def _staff(self) -> None:
        """Start a worker for every job that waits, up to the size of the pool."""
        idle = sum(not worker.jobs and not worker.is_retiring for worker in self._workers)
        active = sum(not worker.is_retiring for worker in self._workers)
        for _ in range(min(self._terms.size - active, len(self._waiting) - idle)):
            ours, theirs = self._spawn.Pipe()
            terms = self._terms
            process = self._spawn.Process(
                target=serve, args=(theirs, terms.make, terms.model, terms.reading, terms.timeout), daemon=True
            )
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours, time.monotonic() + START_SECONDS))
            self._tell(Kind.WORKER_STARTED, f"process {process.pid}")

    def _hand_out(self) -> None:
        for room in range(2):
            for worker in list(self._workers):
                if not self._waiting or not worker.is_ready or worker.is_retiring or len(worker.jobs) != room:
                    continue
                if room and len(self._waiting[0].request) > _WAITING_BYTES:
                    return
                job = self._waiting.popleft()
                worker.jobs.append(job)
                if not room:
                    worker.deadline = time.monotonic() + self._terms.timeout
                with suppress(OSError):  # it has died: its end of the pipe says so at the next poll
                    worker.connection.send_bytes(job.request)

    def _hear(self, worker: _Worker) -> Iterator[tuple[Job, Result]]:
        try:
            message = worker.connection.recv_bytes()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if not worker.is_ready:
            if messages.kind(message) == "broken":
                raise messages.broken_by(message)
            worker.is_ready, worker.deadline = True, float("inf")
            return
        self._deaths = 0
        job = worker.jobs.popleft()
        worker.answers += 1
        worker.deadline = time.monotonic() + self._terms.timeout if worker.jobs else float("inf")
        grown = messages.memory(message) > _MOST_MEMORY
        if grown or worker.answers >= self._terms.recycle_after:
            worker.is_retiring = True
        if worker.is_retiring and not worker.jobs:
            self._retire(worker)
        yield job, message

    def _retire(self, worker: _Worker) -> None:
        self._remove(worker)
        self._tell(Kind.WORKER_RETIRED, f"process {worker.process.pid} after {worker.answers} answers")

    def _stop(self, worker: _Worker) -> Iterator[tuple[Job, Result]]:
        """Kill a worker that is past its deadline; only the job that it had in hand is lost."""
        worker.process.kill()
        if not worker.is_ready:
            yield from self._bury(worker)
            return
        job = worker.jobs.popleft()
        self._tell(Kind.WORKER_STOPPED, f"process {worker.process.pid} at the deadline")
        self._give_back(worker)
        yield job, TimedOut()

    def _bury(self, worker: _Worker) -> Iterator[tuple[Job, Result]]:
        """Take leave of a worker that has died; the job that it had in hand is tried once more."""
        worker.process.join(5)
        how = _cause(worker.process.exitcode)
        self._tell(Kind.WORKER_DIED, f"process {worker.process.pid}: {how}")
        self._deaths += 1
        if self._deaths > (_MOST_DEATHS if worker.is_ready else 2):
            raise WorkersFail(
                "worker processes",
                f"{self._deaths} died one after another ({how}); what was finished is kept",
                "Look whether memory runs out (fewer --jobs) or the installation is broken, then run it again",
            )
        job = worker.jobs.popleft() if worker.jobs else None
        self._give_back(worker)
        if job is None:
            return
        job.deaths += 1
        if job.deaths < 2:
            self._waiting.appendleft(job)
        elif worker.process.exitcode == -getattr(signal, "SIGALRM", 0):
            yield job, TimedOut()
        else:
            yield job, Died(how)

    def _give_back(self, worker: _Worker) -> None:
        """Let another worker have the jobs of one that is gone."""
        self._waiting.extendleft(reversed(worker.jobs))
        worker.jobs.clear()
        self._remove(worker)

    def _remove(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._leaving.append(worker.process)
        worker.connection.close()
        for process in [process for process in self._leaving if not process.is_alive()]:
            if process is not worker.process:
                self._leaving.remove(process)
                process.close()


def _cause(code: int | None) -> str:
    """Return how a process ended, in words."""
    if code is None:
        return "it closed its pipe"
    if code >= 0:
        return f"it ended with exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    return f"killed by {name}" + (", as when memory runs out" if name == "SIGKILL" else "")
