"""Fixtures that every test may use."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles and gold beside the checkout; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (articles and gold that are not part of the project)")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT
