"""Registers of known names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moneyquote.errors import BrokenRegister, PathNotFound
from moneyquote.resolve.register import read_register


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def entries(path: Path) -> dict[str, tuple[str, ...]]:
    return {entry.id: entry.names for entry in read_register(path)}


def test_csv_with_names_ids_and_aliases(tmp_path: Path) -> None:
    path = written(tmp_path, "known.csv", "\ufeffId,Name,Aliases\nGB-1,Larkspur Fund,LF; The Fund \n,Tern Choir,\n")
    assert entries(path) == {"GB-1": ("Larkspur Fund", "LF", "The Fund"), "Tern Choir": ("Tern Choir",)}


def test_csv_of_360giving(tmp_path: Path) -> None:
    text = (
        "Identifier,Funding Org:Identifier,Funding Org:Name,Recipient Org:Identifier,Recipient Org:Name\n"
        "g1,GB-1,Larkspur Fund,GB-2,Tern Choir\ng2,GB-1,The Larkspur Fund,,Gull Club\n"
    )
    assert entries(written(tmp_path, "grants.csv", text)) == {
        "GB-1": ("Larkspur Fund", "The Larkspur Fund"),
        "GB-2": ("Tern Choir",),
        "Gull Club": ("Gull Club",),
    }


def test_json_of_360giving(tmp_path: Path) -> None:
    grant = {
        "fundingOrganization": [{"id": "GB-1", "name": "Larkspur Fund"}],
        "recipientOrganization": [{"id": "GB-2", "name": "Tern Choir"}],
    }
    path = written(tmp_path, "grants.json", json.dumps({"grants": [grant, {"recipientIndividual": [{"id": "x"}]}]}))
    assert entries(path) == {"GB-1": ("Larkspur Fund",), "GB-2": ("Tern Choir",)}


def test_follow_the_money_entities(tmp_path: Path) -> None:
    lines = [
        {"id": "q1", "schema": "Company", "properties": {"name": ["Larkspur\u2028AG"], "alias": ["Larkspur"]}},
        {"id": "q2", "schema": "Person", "properties": {"name": ["Ada Moss"]}},
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert entries(written(tmp_path, "known.ftm.json", text)) == {"q1": ("Larkspur AG", "Larkspur")}


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.csv", "title\nx\n", "a.csv:1"),
        ("a.csv", "name\n\n", "a.csv"),
        ("a.json", '{"id": "q", "schema": "Company", "properties": {}}\n{', "a.json:2"),
        ("a.json", "[]", "a.json:1"),
        ("a.json", '{"grants": [3]}', "grant 1"),
    ],
)
def test_what_is_no_register_is_told_with_its_place(tmp_path: Path, name: str, text: str, where: str) -> None:
    with pytest.raises(BrokenRegister, match="MQ330") as raised:
        read_register(written(tmp_path, name, text))
    assert where in raised.value.where


def test_a_register_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound):
        read_register(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"name\nCaf\xe9\n")
    with pytest.raises(BrokenRegister, match="UTF-8"):
        read_register(tmp_path / "latin.csv")
