"""From the ledger's database into part files, each replaced whole, and only where its articles have changed."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from moneyquote.errors import UnwritableTarget
from moneyquote.stores.database import Database, StoredArticle
from moneyquote.stores.parquet.folders import STATE, ledger_of
from moneyquote.stores.parquet.schemas import ARTICLES, BY_ARTICLE, INPUTS, RECORDS, RUNS, WHOLE, dataset_rows, table
from moneyquote.stores.tables import Kind as Table
from moneyquote.stores.tables import Row, article_row, table_rows

if sys.platform != "win32":  # Windows has no flock; there two runs into one folder take turns by luck
    import fcntl

_PUBLISHED = "published.json"
_FORMAT = 2  # parts of another format are written anew
_HEAD = ("sha256", "run", "id", "title", "published", "source")
PART_ARTICLES = 2000  # 10 MB of text of usual news


class PartsDatabase(Database):
    """The ledger's database, read part by part."""

    def parts(self) -> int:
        """Return the number of parts."""
        last = self.rows("SELECT max(key) AS last FROM articles")[0]["last"] or 0
        return -(-int(last) // PART_ARTICLES)

    def digest(self, part: int) -> str:
        """Return what changes when anything in a part does: contents, heads, places and the runs that made them."""
        query = (
            f"SELECT {', '.join(_HEAD)},"
            " (SELECT group_concat(location, char(10)) FROM locations WHERE article = articles.key) AS places"
            " FROM articles WHERE key > ? AND key <= ? ORDER BY key"
        )
        found = hashlib.sha256(str(_FORMAT).encode())
        for row in self.rows(query, part * PART_ARTICLES, (part + 1) * PART_ARTICLES):
            found.update(json.dumps([row[name] for name in (*_HEAD, "places")]).encode())
        return found.hexdigest()

    def articles_of(self, part: int) -> Iterator[tuple[StoredArticle, str]]:
        """Yield the articles of a part in the order in which they were saved, each with its pipeline."""
        query = (
            "SELECT articles.*, pipeline FROM articles JOIN runs ON runs.id = run WHERE key > ? AND key <= ?"
            " ORDER BY key"
        )
        for row in self.rows(query, part * PART_ARTICLES, (part + 1) * PART_ARTICLES):
            yield self._article(row), row["pipeline"]

    def inputs(self) -> list[Row]:
        """Return the inputs and where they stand, in order of location."""
        query = f"SELECT {', '.join(INPUTS)} FROM ledger WHERE state <> 'read' ORDER BY location"
        return [{name: row[name] for name in INPUTS} for row in self.rows(query)]


def publish(folder: Path) -> None:
    """Bring the datasets of a folder up to what its ledger's database holds.

    May be killed anywhere: what is not yet written is written the next time. A file is replaced at once, so that its
    readers see it before or after; of two kinds of record, a reader may meanwhile see one after and one before.

    Raises:
        UnwritableTarget: if files cannot be written, or the disk is full.
    """
    state = folder / STATE
    with _translated(folder), _turn(state), PartsDatabase(ledger_of(folder)) as database:
        published = _read(state / _PUBLISHED)
        for part in range(database.parts()):
            name, digest = f"part-{part:05d}.parquet", database.digest(part)
            whole = all((folder / kind / name).is_file() for kind in BY_ARTICLE)
            if not whole or published.get(name) != digest:
                _write_part(folder, name, database, part)
                published[name] = digest
                _write(state / _PUBLISHED, json.dumps(published, indent=0).encode())
        if not database.parts():
            for kind, schema in BY_ARTICLE.items():
                _write_table(folder / kind / "part-00000.parquet", table([], schema))
        for kind, rows in _whole(database).items():
            _write_table(folder / kind / "part-00000.parquet", table(rows, WHOLE[kind]))


def _write_part(folder: Path, name: str, database: PartsDatabase, part: int) -> None:
    rows: dict[str, list[Row]] = {kind: [] for kind in BY_ARTICLE}
    for article, pipeline in database.articles_of(part):
        rows[ARTICLES].append({**article_row(article), "pipeline": pipeline})
        record = database.record(article)
        for kind in RECORDS:
            rows[kind.value] += dataset_rows(record, kind)
    for dataset, schema in BY_ARTICLE.items():
        _write_table(folder / dataset / name, table(rows[dataset], schema))


def _whole(database: PartsDatabase) -> dict[str, list[Row]]:
    return {
        "failures": list(table_rows(database, Table.FAILURES)),
        "ledger": database.inputs(),
        "runs": [{name: getattr(run, name) for name in RUNS} for run in database.runs()],
    }


def _write_table(path: Path, rows: pa.Table) -> None:
    path.parent.mkdir(exist_ok=True)
    made = pa.BufferOutputStream()
    pq.write_table(rows, made)
    _write(path, made.getvalue())


def _write(path: Path, content: bytes | pa.Buffer) -> None:
    """Replace a file, whole and on the disk."""
    part = path.with_name(f".{path.name}.part")  # the same name each time: what a killed run left is overwritten
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if sys.platform != "win32":
        entry = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}  # then all parts are written anew
    return found if isinstance(found, dict) else {}


@contextmanager
def _turn(state: Path) -> Iterator[None]:
    """Wait until no other run publishes in this folder, and keep others from it meanwhile."""
    with (state / "publishing.lock").open("ab") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableTarget(
            str(folder),
            f"its Parquet files cannot be written ({error.strerror or error}); what was finished is kept",
            "Check permissions and room, then run the same command again",
        ) from error
