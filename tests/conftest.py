"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

import moneyquote
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, Failure

# No test is timed: on a busy machine a single slow example is no failure.
settings.register_profile("moneyquote", deadline=None)
settings.load_profile("moneyquote")

pytest_plugins = ["tests.postgres_server"]

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


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline, loaded once for all tests that read with it."""
    return moneyquote.load()


@pytest.fixture(scope="session")
def samples() -> list[Article]:
    """The project's own sample articles, as the reader reads them."""
    found = list(read_articles(find_inputs([ROOT / "corpora/sample"])))
    failures = [item for item in found if isinstance(item, Failure)]
    assert not failures, failures
    return [item for item in found if isinstance(item, Article)]
