"""An address is shown without any part of its password, whatever the password is and however the address is broken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.errors import UnwritableTarget
from moneyquote.stores import open_database, open_database_store, open_organizations, open_store
from moneyquote.stores.addresses import is_postgres, shown

# Any characters, and often those that have a meaning in an address.
PASSWORDS = st.text() | st.text("ab1@:/?#&=% []") | st.sampled_from(["?password=", "x&a=1", "%40", "%3A@"])
KEYS = ("password", "PASSWORD", "sslpassword", "pass%77ord", "pass%2577ord", "oauth_client_secret")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://user:p@a?ss@127.0.0.1/db", "postgresql://user@127.0.0.1/db"),
        ("postgresql://user@host/db?pass%77ord=secret", "postgresql://user@host/db"),
        (
            "postgresql://user:pw@[::1]:5432,b:1/db?sslmode=require",
            "postgresql://user@[::1]:5432,b:1/db?sslmode=require",
        ),
        ("postgresql://user:pw@%2Ftmp/db", "postgresql://user@%2Ftmp/db"),
        ("postgresql://user%3Apw@host/db", "postgresql://user@host/db"),
        ("postgresql://user:pw%40host/db?a=1", "postgresql://user..."),
        ("postgresql://user@host:99/db?password=p@w", "postgresql://user@..."),
        ("postgresql://password=pw:x@host", "postgresql://@..."),
        ("postgresql://password=pw", "postgresql://..."),
        ("postgresql+psycopg://user:p@a?ss@127.0.0.1/db", "postgresql://user@127.0.0.1/db"),
        ("mysql+pymysql://user:pw@host/db", "mysql://..."),
        ("news/postgresql:2.db", "news/postgresql:2.db"),
    ],
)
def test_no_part_of_a_password_is_shown(address: str, expected: str) -> None:
    assert shown(address) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("postgresql://host/db", True),
        ("postgres://host/db", True),
        ("postgresql+psycopg://host/db", True),
        ("postgresql.db", False),
        ("postgresql:/db", False),
        ("mysql://host/db", False),
    ],
)
def test_which_targets_are_addresses_of_ours(target: str, expected: bool) -> None:
    assert is_postgres(target) is expected


@given(PASSWORDS)
def test_a_password_of_any_characters_is_never_shown_before_the_host(password: str) -> None:
    whole = "postgresql://ada@host:99/db?sslmode=require"
    assert shown(f"postgresql://ada:{password}@host:99/db?sslmode=require") in (whole, "postgresql://ada@...")


@given(PASSWORDS, st.sampled_from(KEYS), st.sampled_from(["", ":99"]))
def test_a_password_of_any_characters_is_never_shown_among_the_settings(password: str, key: str, port: str) -> None:
    whole = f"postgresql://ada@host{port}/db?sslmode=require"
    assert shown(f"{whole}&{key}={password}&a=1") in (whole, "postgresql://ada@...")


@given(PASSWORDS.filter(lambda password: "@" not in password))
def test_a_password_without_a_host_is_never_taken_for_a_port(password: str) -> None:
    assert shown(f"postgresql://ada:x{password}") in ("postgresql://ada...", "postgresql://...")


@pytest.mark.parametrize("target", ["mysql://ada:sesame@db/news", "sqlite:///news.db", "mssql+pyodbc://ada:sesame@db"])
@pytest.mark.parametrize("opened", [open_store, open_database, open_database_store, open_organizations])
def test_addresses_of_other_databases_are_told_to_be_none_of_ours(
    target: str, opened: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnwritableTarget, match=r"Give postgresql://USER@HOST/DATABASE, or the path") as caught:
        opened(target)
    assert "sesame" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
