"""Workers without a model, which do to an article what its text asks for, and folders of articles for them."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from moneyquote.batch import Event, Settings, Stop, Tally, run_batch
from moneyquote.batch.events import Watch
from moneyquote.batch.worker import Extractor
from moneyquote.reading import find_inputs
from moneyquote.records import Article, ArticleHead, ArticleRecord, Entity, EntityType, Failure, Mention
from moneyquote.stores import open_database, open_store


def obedient(_model: str) -> Extractor:
    """Make an extractor that takes the first word for an organization, or obeys the text."""
    return _obey


def _obey(article: Article) -> ArticleRecord:
    word, _, rest = article.text.partition(" ")
    log = os.environ.get("MONEYQUOTE_TEST_CALLS")
    if log:
        with Path(log).open("a") as calls:
            calls.write(f"{article.sha256}\n")
    if word == "RAISE":
        raise RuntimeError(rest)
    if word == "DIE":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "DIE-ONCE" and not Path(rest.strip()).exists():
        with suppress(OSError):
            Path(rest.strip()).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "EXIT":
        os._exit(3)
    if word == "HANG":
        while True:
            time.sleep(3600)
    if word == "SLOW":
        time.sleep(float(rest.split()[0]))
    return _record(article, article.text[:8] if word != "SURROGATE" else "\ud800")


def _record(article: Article, name: str) -> ArticleRecord:
    head = ArticleHead(
        id=article.id, source=article.source, sha256=article.sha256, title=article.title, published=article.published
    )
    first = article.text.partition(" ")[0]
    return ArticleRecord(
        article=head,
        text=article.text,
        entities=(Entity(id="e1", type=EntityType.ORG, name=name),),
        mentions=(Mention(start=0, end=len(first), text=first, entity="e1"),) if first else (),
    )


def indulgent(_model: str) -> Extractor:
    """Make an extractor that obeys no text."""
    return lambda article: _record(article, article.text[:8])


def unloadable(model: str) -> Extractor:
    """Fail as a model does whose files are damaged."""
    raise ValueError(f"{model} is damaged")


def stillborn(_model: str) -> Extractor:
    """Die as a worker does that finds no memory for its model."""
    os._exit(7)


def made_folder(where: Path, texts: dict[str, str]) -> Path:
    where.mkdir(exist_ok=True)
    for name, text in texts.items():
        (where / (name if "." in name else f"{name}.txt")).write_text(text, encoding="utf-8")
    return where


def made_model(where: Path) -> str:
    """Make a folder that stands for a model, whose hash the ledger names: the checkout's may change meanwhile."""
    where.mkdir()
    (where / "config.cfg").write_text("# The workers of the rig need no model.\n", encoding="utf-8")
    return str(where)


def numbered(count: int) -> dict[str, str]:
    return {f"{number:05d}": f"Fund{number} gave money." for number in range(count)}


def run(
    folder: Path,
    target: Path | str,
    *,
    watch: Watch = lambda _event: None,
    stop: Stop | None = None,
    make: object = obedient,
    **settings: object,
) -> Tally:
    with open_store(str(target)) as store:
        given = Settings(**{"timeout": 60.0, **settings})  # type: ignore[arg-type]  # passed through
        return run_batch(find_inputs([folder]), store, given, watch=watch, stop=stop, make=make)  # type: ignore[arg-type]  # passed through


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def ledger(database: Path) -> dict[str, str]:
    """Return the state of every input by the name of its file."""
    found = rows(database, "SELECT location, state FROM ledger WHERE state <> 'read'")
    return {str(location).rpartition("/")[2].removesuffix(".txt"): str(state) for location, state in found}


DUMP = {
    "articles": "SELECT id, title, published, source, words, sha256, text FROM articles ORDER BY sha256",
    "locations": "SELECT sha256, location FROM locations JOIN articles ON articles.key = article ORDER BY 1, 2",
    "entities": "SELECT sha256, e.id, type, name FROM entities e JOIN articles a ON a.key = e.article ORDER BY 1, 2",
    "mentions": "SELECT sha256, m.text, text_start, entity FROM mentions m JOIN articles a ON a.key = article"
    " ORDER BY 1, m.key",
    "failures": "SELECT location, stage, code, what, mend, sha256 FROM failures ORDER BY 1, 2",
    "ledger": "SELECT location, file, state, stamp, pipeline, sha256 FROM ledger ORDER BY 1",
    "leases": "SELECT sha256 FROM leases",
}


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a database says of its articles and inputs, whatever the runs and the order of saving."""
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(database, "PRAGMA foreign_key_check") == []
    return {name: rows(database, query) for name, query in DUMP.items()}


def asked(address: str, queries: Mapping[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of queries to any database."""
    with open_database(address) as database:
        return {
            name: [tuple(map(row.__getitem__, row.keys())) for row in database.rows(query)]
            for name, query in queries.items()
        }


class Seen:
    """The events of a run."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    @property
    def kinds(self) -> Counter[str]:
        return Counter(event.kind.value for event in self.events)

    @property
    def failures(self) -> list[Failure]:
        return [event.failure for event in self.events if event.failure]
