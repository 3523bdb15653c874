"""Other engines that our work runs on, which the extra ``dev`` has not.

Where one is missing, its tests are skipped, with the reason; where MONEYQUOTE_NEEDS_ENGINES is set, as continuous
integration does for Ray and Dask, or MONEYQUOTE_NEEDS_SPARK, they fail.
"""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest


def engine(module: str) -> Any:
    """Return the module of an engine, or skip or fail the test that asks for it."""
    extra = "spark" if module.startswith("pyspark") else "engines"
    try:
        if extra == "spark" and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise ImportError("no Java: apt-get install default-jre-headless")
        return importlib.import_module(module)
    except ImportError as error:
        reason = f"{module} does not load ({error}): .venv/bin/pip install -e '.[{extra}]'"
        if os.environ.get(f"MONEYQUOTE_NEEDS_{extra.upper()}"):
            pytest.fail(reason)
        pytest.skip(reason)
