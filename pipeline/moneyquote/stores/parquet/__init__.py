"""The Parquet store: a folder with one dataset a kind of record, and the ledger that makes each article one.

``news.parquet/grants/part-00000.parquet`` and so on are what DuckDB, Spark, Polars, Ray and pandas read. A Parquet
file cannot be appended to, nor a row in it replaced, so that no such file can promise what a store does: records are
kept first in a SQLite database, ``_state/ledger.db``, which has ledger and leases too, and files are written from it.
"""
