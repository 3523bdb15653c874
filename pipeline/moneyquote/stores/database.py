"""Reading a database of records back: one snapshot, whatever is written to it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from moneyquote.records import ArticleHead, ArticleRecord, Failure, Run
from moneyquote.stores import rows
from moneyquote.stores.lookup import find_article
from moneyquote.stores.rows import Columns
from moneyquote.stores.sessions import Session, SqliteSession

_ALL = 2**62  # a limit that limits nothing

_GRANTS_BY_ORGANIZATION = """
SELECT grants.key, grants.id AS "grant", articles.id AS article, grants.kind, grants.status, grants.period,
    grants.purpose, grants.evidence, grants.confidence, grants.is_total, grants.checks,
    coalesce(funder.name, grants.funder_name, grants.funder_text) AS funder,
    coalesce(grantee.name, grants.grantee_name, grants.grantee_text) AS grantee,
    amounts.value{exact} AS value_exact, amounts.currency, amounts.flags, amounts.text AS amount_text,
    told.told AS told_grant, grants.article AS article_key, grants.amount
FROM grants
JOIN articles ON articles.key = grants.article
LEFT JOIN amounts ON amounts.article = grants.article AND amounts.id = grants.amount
LEFT JOIN organization_entities AS funder_entity
    ON funder_entity.article = grants.article AND funder_entity.entity = grants.funder_entity
LEFT JOIN organization_names AS funder_alias ON funder_alias.id = funder_entity.name
LEFT JOIN organizations AS funder ON funder.id = funder_alias.organization
LEFT JOIN organization_entities AS grantee_entity
    ON grantee_entity.article = grants.article AND grantee_entity.entity = grants.grantee_entity
LEFT JOIN organization_names AS grantee_alias ON grantee_alias.id = grantee_entity.name
LEFT JOIN organizations AS grantee ON grantee.id = grantee_alias.organization
LEFT JOIN told_grant_tellings AS told ON told."grant" = grants.key
ORDER BY articles.id, articles.sha256, grants.key
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article of the database, its text included, and where its content was found."""

    key: int
    head: ArticleHead
    text: str
    words: int
    locations: tuple[str, ...]


class Database:
    """A database that is read, never written to: a SQLite file, or what a session reads.

    Close it, or use it as a context manager.

    Raises:
        PathNotFound: if there is no such file.
        NotADatabase: if it is no database of ours, is empty, or proves damaged while it is read.
        NewerSchema: if a newer moneyquote wrote it.
    """

    def __init__(self, source: Path | Session) -> None:
        self._session = SqliteSession.reading(source) if isinstance(source, Path) else source
        self.where = self._session.where

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._session.close()

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table of records."""
        tables = ("articles", "entities", "mentions", "amounts", "quotes", "grants", "failures")
        return {table: int(self.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]) for table in tables}

    def find(self, name: str) -> StoredArticle:
        """Return the article of an id, the beginning of an id or SHA-256, a path or an address.

        Raises:
            NotInStore: if none or several have that name, with the nearest names.
        """
        key = find_article(self.rows, name, self.where)
        return self._article(self.rows("SELECT * FROM articles WHERE key = ?", key)[0])

    def articles(self) -> Iterator[StoredArticle]:
        """Yield the articles in order of id, then content: the order does not depend on who was saved first."""
        for row in self.rows("SELECT key FROM articles ORDER BY id, sha256"):
            yield self._article(self.rows("SELECT * FROM articles WHERE key = ?", row["key"])[0])

    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield the key and text of every article, in the order of ``articles``."""
        for row in self.rows("SELECT key FROM articles ORDER BY id, sha256"):
            yield row["key"], self.text(row["key"])

    def text(self, key: int) -> str:
        """Return the text of the article of a key."""
        return str(self.rows("SELECT text FROM articles WHERE key = ?", key)[0]["text"])

    def head(self, key: int) -> ArticleHead:
        """Return the head of the article of a key."""
        return self._article(self.rows("SELECT * FROM articles WHERE key = ?", key)[0]).head

    def record(self, article: StoredArticle) -> ArticleRecord:
        """Return an article's record as it was saved, with its text."""
        key = article.key
        return ArticleRecord(
            article=article.head,
            text=article.text,
            entities=tuple(map(rows.to_entity, self._children("entities", key))),
            mentions=tuple(map(rows.to_mention, self._children("mentions", key))),
            amounts=tuple(map(rows.to_amount, self._amounts(key))),
            quotes=tuple(
                rows.to_quote(row, self.rows("SELECT * FROM quote_spans WHERE quote = ? ORDER BY key", row["key"]))
                for row in self._children("quotes", key)
            ),
            grants=tuple(map(rows.to_grant, self._children("grants", key))),
        )

    def failures(self) -> list[Failure]:
        """Return the inputs that gave no record, in order of location."""
        fields = ("location", "stage", "code", "what", "mend", "sha256")
        return [
            Failure(**{field: row[field] for field in fields})
            for row in self.rows("SELECT * FROM failures ORDER BY location, stage")
        ]

    def ledger(self) -> dict[str, int]:
        """Return how many inputs are done, quarantined and pending: their sum is all inputs."""
        counts: dict[str, int] = dict.fromkeys(("done", "quarantined", "pending"), 0)
        for row in self.rows("SELECT state, count(*) AS inputs FROM ledger WHERE state <> 'read' GROUP BY state"):
            counts[row["state"]] = row["inputs"]
        return counts

    def state(self, location: str) -> str | None:
        """Return where an input stands, or None where it is none."""
        found = self.rows("SELECT state FROM ledger WHERE location = ? AND state <> 'read'", location)
        return str(found[0]["state"]) if found else None

    def pending(self, limit: int = -1) -> list[str]:
        """Return the locations of pending inputs, in order; at most ``limit``, unless that is negative."""
        query = "SELECT location FROM ledger WHERE state = 'pending' ORDER BY location LIMIT ?"
        return [row["location"] for row in self.rows(query, limit if limit >= 0 else _ALL)]

    def runs(self) -> list[Run]:
        """Return the runs that wrote here, the oldest first; one that was killed has no end."""
        fields = ("id", "started", "finished", "version", "pipeline", "done", "skipped", "failed")
        return [
            Run(**{field: row[field] for field in fields})
            for row in self.rows("SELECT * FROM runs ORDER BY started, rowid")
        ]

    def working(self) -> list[str]:
        """Return the ids of the runs that are not finished and whose process lives."""
        return self._session.working()

    def run_of(self, article: StoredArticle) -> str:
        """Return the id of the run that made an article's record."""
        return str(self.rows("SELECT run FROM articles WHERE key = ?", article.key)[0]["run"])

    def failures_by_run(self) -> Iterator[tuple[str, Failure]]:
        """Yield the failures with the ids of their runs, in order of location."""
        runs = self.rows("SELECT run FROM failures ORDER BY location, stage")
        for row, failure in zip(runs, self.failures(), strict=True):
            yield row["run"], failure

    def grants_view(self, limit: int) -> Sequence[Columns]:
        """Return at most ``limit`` rows of ``grants_view``, in order of article."""
        return self.rows('SELECT * FROM grants_view ORDER BY article, sha256, length("grant"), "grant" LIMIT ?', limit)

    def quotes_view(self, limit: int) -> Sequence[Columns]:
        """Return at most ``limit`` rows of ``quotes_view``, in order of article."""
        return self.rows("SELECT * FROM quotes_view ORDER BY article, sha256, length(quote), quote LIMIT ?", limit)

    def grants_by_organization(self) -> Sequence[Columns]:
        """Return every grant, its parties under the name of their organization where they are resolved.

        ``told_grant`` is the id that tellings of one grant in several articles share.
        """
        return self.rows(_GRANTS_BY_ORGANIZATION.format(exact=self._session.exact))

    def is_resolved(self) -> bool:
        """Tell whether the organizations of the database have been resolved."""
        return bool(self.rows("SELECT EXISTS (SELECT 1 FROM organizations) AS resolved")[0]["resolved"])

    def _article(self, row: Columns) -> StoredArticle:
        places = self.rows("SELECT location FROM locations WHERE article = ? ORDER BY location", row["key"])
        head = ArticleHead(**{field: row[field] for field in ("id", "source", "sha256", "title", "published")})
        return StoredArticle(
            key=row["key"],
            head=head,
            text=row["text"],
            words=row["words"],
            locations=tuple(place["location"] for place in places),
        )

    def _children(self, table: str, article: int) -> Sequence[Columns]:
        return self.rows(f"SELECT * FROM {table} WHERE article = ? ORDER BY key", article)

    def _amounts(self, article: int) -> Sequence[Columns]:
        exact = self._session.exact
        sums = f"value{exact} AS value_exact, value_max{exact} AS value_max_exact"
        columns = f"id, text, text_start, text_end, {sums}, currency, qualifier, flags"
        return self.rows(f"SELECT {columns} FROM amounts WHERE article = ? ORDER BY key", article)

    def rows(self, query: str, *values: object) -> Sequence[Columns]:
        """Return the rows of a query in plain SQL, with ``?`` for each value; each is read by its columns' names."""
        return self._session.rows(query, *values)
