"""A folder of datasets that ``extract`` writes to."""

from __future__ import annotations

import os
from pathlib import Path

from moneyquote.errors import MissingExtra, UnwritableTarget
from moneyquote.records import Article, ArticleRecord, Run
from moneyquote.stores import connection as opening
from moneyquote.stores.parquet.folders import STATE, ledger_of
from moneyquote.stores.sqlite import SqliteStore


class ParquetStore(SqliteStore):
    """A folder with a dataset for each kind of record; several runs may write to it at the same time.

    Ledger, leases and what is not yet in a file are those of a SQLite database in the folder, and so are the store's
    promises. Part files follow every 2,000 articles and when a run is finished or the store closed; after a kill they
    lag behind until the next run. The order of saving shows in them, so that a run saves in the order of its inputs.

    Raises:
        MissingExtra: if pyarrow is not installed.
        UnwritableTarget: if the folder cannot be made, or holds something else.
    """

    keeps_order = True

    def __init__(self, folder: Path, *, wait: float = opening.WAIT_SECONDS) -> None:
        try:
            from moneyquote.stores.parquet import parts
        except ImportError as error:
            raise MissingExtra(
                str(folder), "writing Parquet needs pyarrow", "pip install 'moneyquote[parquet]'"
            ) from error
        self.folder = folder
        self._parts, self._unpublished, self._is_open = parts, 0, True
        _make(folder)
        super().__init__(ledger_of(folder), wait=wait)

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> bool:
        """Keep an article and its record in place of older records of the same content; see ``SqliteStore.save``."""
        is_new = super().save(article, record, run_id)
        self._unpublished += is_new
        if self._unpublished >= self._parts.PART_ARTICLES:
            self._publish()
        return is_new

    def finish_run(self, run: Run) -> None:
        """Note the end of a run and its counts, free what it still holds, and write what is new into the datasets."""
        super().finish_run(run)
        self._publish()

    def close(self) -> None:
        """Write what is new into the datasets and close the database; a second call does nothing."""
        if not self._is_open:
            return
        self._is_open = False
        super().close()
        self._publish()

    def _publish(self) -> None:
        self._parts.publish(self.folder)
        self._unpublished = 0


def _make(folder: Path) -> None:
    """Make the folder, and in it that of its ledger, where there are none."""
    state = folder / STATE
    try:
        if os.path.isdir(folder) and not os.path.isdir(state) and os.listdir(folder):
            what = "the folder holds other things"
            raise UnwritableTarget(str(folder), what, "Give a new folder, such as news.parquet")
        folder.mkdir(exist_ok=True)
        state.mkdir(exist_ok=True)
    except OSError as error:
        raise UnwritableTarget(
            str(folder), f"the folder cannot be made ({error.strerror})", "Give another path"
        ) from error
