"""Every store keeps what the protocol promises."""

from pathlib import Path

import pytest
from tests.stores import parquet_reading
from tests.stores.conformance import StoreConformance

from moneyquote.records import ArticleRecord
from moneyquote.serialization import read_records
from moneyquote.stores import Store, open_store
from moneyquote.stores.database import Database


class TestSqlite(StoreConformance):
    @pytest.fixture(autouse=True)
    def _target(self, tmp_path: Path) -> None:
        self.path = tmp_path / "a.db"

    def open(self) -> Store:
        return open_store(str(self.path))

    def kept(self) -> dict[str, ArticleRecord]:
        with Database(self.path) as database:
            return {article.head.sha256: database.record(article) for article in database.articles()}


class TestParquet(StoreConformance):
    @pytest.fixture(autouse=True)
    def _target(self, tmp_path: Path) -> None:
        self.path = tmp_path / "a.parquet"

    def open(self) -> Store:
        return open_store(str(self.path))

    def kept(self) -> dict[str, ArticleRecord]:
        return parquet_reading.records(self.path)


class TestJsonl(StoreConformance):
    has_ledger = False
    has_rivals = False

    @pytest.fixture(autouse=True)
    def _target(self, tmp_path: Path) -> None:
        self.path = tmp_path / "a.jsonl"

    def open(self) -> Store:
        return open_store(str(self.path))

    def kept(self) -> dict[str, ArticleRecord]:
        return {record.article.sha256: record for record in read_records(self.path)}
