"""Reaching a Ray cluster: one that runs already, or one of this machine's own."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moneyquote.errors import NoCluster

# Requests and answers are a few kilobytes each, a few an actor under way: Ray would set aside a third of the memory.
_OBJECT_STORE = 200_000_000


@contextmanager
def connected(address: str | None = None) -> Iterator[Any]:
    """Connect to a cluster and yield Ray's module; without an address, start Ray on this machine for the while.

    Where this process is connected already, that connection is used and left open. A Ray that is started here reports
    nothing about its use to its makers; in a cluster that runs already, that is its head's setting, not ours.

    Raises:
        NoCluster: if Ray is not installed, or the cluster does not answer.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray  # pyright: ignore[reportMissingImports] - an extra
    except ImportError as error:
        raise NoCluster("--engine ray", "Ray is not installed", "pip install 'moneyquote[ray]'") from error
    if ray.is_initialized():
        yield ray
        return
    given: dict[str, Any] = {"address": address} if address else {"address": "local"} | _own()
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **given)
    except (ConnectionError, RuntimeError, ValueError) as error:
        what = f"the cluster does not answer ({str(error).partition(chr(10))[0]})"
        raise NoCluster(address or "this machine", what, "Check its address, and that `ray status` shows it") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def actors(ray: Any, asked: int | None, gpus: float) -> int:
    """Return how many actors to start: as many as asked, at most one fewer than the processors, or what the GPUs bear.

    One processor stays free for the run itself; with actors on all of them, Ray's own tasks would wait for ever.

    Args:
        ray: Ray's module, connected.
        asked: the largest number, or None for all that the cluster can take.
        gpus: GPUs that each actor is to hold.

    Raises:
        NoCluster: if the cluster has no such GPU.
    """
    has = ray.cluster_resources()
    most = max(1, int(has.get("CPU", 0)) - 1)
    if gpus:
        held = int(has.get("GPU", 0) / gpus)
        if not held:
            what = f"{gpus:g} GPUs an actor, but the cluster has {has.get('GPU', 0):g}"
            raise NoCluster("--ray-gpus", what, "Give fewer, or none, or another cluster")
        most = min(most, held)
    return min(most, asked or most)


def _own() -> dict[str, Any]:
    return {"object_store_memory": _OBJECT_STORE, "include_dashboard": False}
