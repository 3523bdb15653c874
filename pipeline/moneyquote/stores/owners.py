"""Which process runs a run, and whether it still lives: a lease of the dead holds nobody up."""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path

# Where a process cannot be seen (another container, Windows), a lease is taken for live this long. It is kept for
# the few articles that a worker has before it, so a quarter of an hour is several times the usual deadline.
UNSEEN_SECONDS = 15 * 60


def this_process() -> str:
    """Return what tells this process from every other: machine and boot, process namespace, number, start."""
    return f"{_machine()} {_namespace()} {os.getpid()} {_started(os.getpid())}"


def is_alive(owner: str | None, since: float) -> bool:
    """Tell whether the process that took a lease ``since`` then (seconds since 1970) still lives."""
    machine, namespace, pid, started = (*(owner or "").split(" "), "", "", "", "")[:4]
    if machine != _machine():
        return False  # the machine has been started anew since: a database is written from one machine only
    if namespace != _namespace() or sys.platform == "win32":
        return time.time() - since < UNSEEN_SECONDS
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        pass  # it lives, as another user's
    except (OSError, ValueError):
        return False
    return _started(int(pid)) == started


def _machine() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return platform.node().replace(" ", "-") or "-"


def _namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return "-"


def _started(pid: int) -> str:
    """Return when a process started, which tells it from a later one of the same number; ``-`` where unknown."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "-"
    # The second field, the program's name, may hold blanks and parentheses: fields are counted after its end. A
    # killed process that nobody has waited for (state Z) is dead.
    state, *rest = stat.rpartition(")")[2].split()
    return "dead" if state in "ZX" else rest[18]
