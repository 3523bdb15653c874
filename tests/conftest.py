"""Fixtures that every test may use."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from spacy.language import Language
from tests.privileges import common_rights

import moneyquote
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, Failure

# No test is timed: on a busy machine a single slow example is no failure.
settings.register_profile("moneyquote", deadline=None)
settings.load_profile("moneyquote")

pytest_plugins = ["tests.postgres_server"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LOCAL = (None, "", "localhost", "127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def _offline(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """R25: close the network to every test, and fail one that reached for it. Ray and Spark look for their own node."""
    tried: list[object] = []

    def closed(place: object) -> OSError:
        if not str(place).endswith(".invalid"):  # which is nowhere, by RFC 6761
            tried.append(place)
        return socket.gaierror(f"{place}: the network is closed to tests")

    def getaddrinfo(host: Any, *given: Any, **named: Any) -> Any:
        if host not in LOCAL:
            raise closed(host)
        return resolve(host, *given, **named)

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:
            raise closed(address)
        join(self, address)

    resolve, join = socket.getaddrinfo, socket.socket.connect
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    yield
    if not any(request.node.get_closest_marker(engine) for engine in ("ray", "dask", "spark")):
        assert not tried


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


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[Path]:
    """A folder, and a test that may read and write what its files' modes allow, also where root runs it."""
    with common_rights():
        yield tmp_path
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o700)


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
