"""An address is shown without any part of its password, whatever the password is and however the address is broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.stores.addresses import shown

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
    ],
)
def test_no_part_of_a_password_is_shown(address: str, expected: str) -> None:
    assert shown(address) == expected


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
