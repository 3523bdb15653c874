"""Where a database may lie: WAL needs memory that all its writers share, so no network file system will do."""

from __future__ import annotations

import os
from pathlib import Path

from moneyquote.errors import NetworkFolder

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "beegfs", "lustre", "gpfs", "davfs"}
    | {"fuse.sshfs", "fuse.s3fs", "fuse.gcsfuse", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.davfs2"}
)


def check_local(path: Path, mounts: Path = _MOUNTS) -> None:
    """Check that a database's folder lies on this machine; where the system has no table of mounts, nothing is said.

    Raises:
        NetworkFolder: if it lies on a network file system.
    """
    kind = filesystem(path, mounts)
    if kind in _NETWORK:
        raise NetworkFolder(
            str(path),
            f"the folder is on a network file system ({kind}), on which a database breaks when two processes write it",
            "Give a path on a local disk and copy the database when it is done; for several machines, use --shard",
        )


def filesystem(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the kind of file system that a path lies on, or None where the system does not tell."""
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    place = os.path.realpath(path)
    best, kind = "", None
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = _unescaped(fields[1])
        # A later mount on the same point hides the earlier.
        if len(point) >= len(best) and (place == point or place.startswith(point.rstrip("/") + "/")):
            best, kind = point, fields[2]
    return kind


def _unescaped(point: str) -> str:
    for escaped, plain in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        point = point.replace(escaped, plain)
    return point
