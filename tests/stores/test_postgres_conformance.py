"""The PostgreSQL store keeps what the protocol promises, on a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from tests.postgres_server import Server
from tests.stores.conformance import StoreConformance
from tests.stores.fabricated import article_records, made_run

from moneyquote.records import Article, ArticleRecord
from moneyquote.stores import Store, open_database, open_store


def kept(address: str) -> dict[str, ArticleRecord]:
    with open_database(address) as database:
        return {article.head.sha256: database.record(article) for article in database.articles()}


class TestPostgres(StoreConformance):
    @pytest.fixture(autouse=True)
    def _target(self, address: str) -> None:
        self.address = address

    def open(self) -> Store:
        return open_store(self.address)

    def kept(self) -> dict[str, ArticleRecord]:
        return kept(self.address)


@pytest.fixture(scope="module")
def filling(postgres_server: Server) -> Iterator[Store]:
    """A store for as many articles as come."""
    name = postgres_server.new_database()
    with open_store(postgres_server.address(name)) as store:
        store.begin_run(made_run())
        yield store
    postgres_server.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def filled(postgres_server: Server, filling: Store) -> str:
    return postgres_server.address(
        str(
            postgres_server.sql("SELECT max(datname) FROM pg_stat_activity WHERE application_name = 'moneyquote'")[0][0]
        )
    )


@settings(max_examples=30, deadline=None)
@given(article_records())
def test_r09_r10_r15_a_database_gives_back_what_was_saved(
    filling: Store, filled: str, pair: tuple[Article, ArticleRecord]
) -> None:
    article, record = pair
    filling.save(article, record, "r1")
    with open_database(filled) as database:
        found = next(one for one in database.articles() if one.head.sha256 == article.sha256)
        stored = database.record(found)
    assert (stored.text, stored.entities, stored.mentions) == (record.text, record.entities, record.mentions)
    assert (stored.amounts, stored.quotes, stored.grants) == (record.amounts, record.quotes, record.grants)
    assert article.location in found.locations
