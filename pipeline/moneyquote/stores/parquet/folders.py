"""What a folder of datasets looks like; nothing here needs pyarrow."""

from __future__ import annotations

import os
from pathlib import Path

SUFFIX = ".parquet"
STATE = "_state"  # an underscore: Spark and Arrow pass such folders over
_LEDGER = "ledger.db"


def ledger_of(folder: Path) -> Path:
    """Return the path of the database in which a folder of datasets keeps its ledger."""
    return folder / STATE / _LEDGER


def database_of(path: Path) -> Path:
    """Return the database to read for a path: that of a folder of datasets, else the path itself."""
    ledger = ledger_of(path)
    return ledger if os.path.isfile(ledger) else path
