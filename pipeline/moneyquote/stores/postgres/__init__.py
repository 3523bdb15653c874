"""PostgreSQL through psycopg 3 (the extra ``postgres``): the tables of the SQLite schema, in the schema ``moneyquote``.

Only this package imports psycopg, and nothing imports this package before an address asks for it.
"""

from moneyquote.stores.postgres.sessions import PostgresSession
from moneyquote.stores.postgres.store import PostgresStore

__all__ = ["PostgresSession", "PostgresStore"]
