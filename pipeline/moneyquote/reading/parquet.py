"""The rows of a Parquet file, as JSON objects would give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from moneyquote.errors import MissingExtra, NotAnArticle

# With this much read at a time, a page of a column is in memory; else all of its row group would be.
_BYTES_AT_ONCE = 1_000_000
_ROWS_AT_ONCE = 64


def parquet_rows(opened: IO[bytes], where: str, wanted: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file in order, each with those of the wanted columns that it has; dates as ISO 8601.

    Raises:
        MissingExtra: if pyarrow is not installed.
        NotAnArticle: if the file is no Parquet, or are damaged; rows before the damage have been given then.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra(where, "reading Parquet needs pyarrow", "pip install 'moneyquote[parquet]'") from error
    try:
        file = pyarrow.parquet.ParquetFile(opened, buffer_size=_BYTES_AT_ONCE, pre_buffer=False)
        columns = [name for name in wanted if name in file.schema_arrow.names]
        if not columns:
            known = ", ".join(file.schema_arrow.names[:8]) or "none"
            raise NotAnArticle(
                where, f"no column {' or '.join(map(repr, wanted))} (columns: {known})", "Give --text-field NAME"
            )
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns):
            for row in batch.to_pylist():
                yield {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    except (pyarrow.ArrowException, OSError) as error:
        raise NotAnArticle(where, f"not a readable Parquet file ({error})", "Write the file anew") from error
