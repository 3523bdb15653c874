"""Registers of known names: CSV, FollowTheMoney entities (JSON Lines) and 360Giving files (JSON or CSV)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moneyquote.errors import BrokenRegister, PathNotFound
from moneyquote.organizations import RegisterEntry

# FollowTheMoney's schemata of bodies; https://followthemoney.tech/explorer/
_SCHEMATA = {"Organization", "Company", "PublicBody", "LegalEntity"}
_FTM_NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
# 360Giving 1.4: the titles of spreadsheets, and the fields of JSON.
_CSV_ROLES = ("Funding Org", "Recipient Org")
_JSON_ROLES = ("fundingOrganization", "recipientOrganization")
_MEND = (
    "Give CSV with the columns name and, if known, id and aliases (parted by semicolons), FollowTheMoney entities as"
    " JSON Lines, or a 360Giving file (JSON or CSV)"
)


def read_register(path: Path) -> list[RegisterEntry]:
    """Return the bodies of a register, in order of id; names of one id are put together.

    Raises:
        PathNotFound: if there is no such file.
        BrokenRegister: if it is in none of the formats, with the line.
    """
    if not path.is_file():
        raise PathNotFound(str(path), "no such file", "Give the path of a register: CSV, JSON Lines or JSON")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenRegister(f"{path}: byte {error.start}", "not UTF-8", "Save it as UTF-8") from error
    rows = _csv_rows(path, text) if path.suffix.lower() == ".csv" else _json_rows(path, text)
    names: dict[str, dict[str, None]] = {}
    for identity, found in rows:
        kept = names.setdefault(identity, {})
        kept.update(dict.fromkeys(" ".join(name.split()) for name in found if name.strip()))
    if not any(names.values()):
        raise BrokenRegister(str(path), "holds no name of an organization", _MEND)
    return [
        RegisterEntry(id=identity, names=tuple(found), source=path.name)
        for identity, found in sorted(names.items())
        if found
    ]


def _csv_rows(path: Path, text: str) -> Iterator[tuple[str, list[str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    titles = {title.strip().casefold(): title for title in reader.fieldnames or () if title}
    giving = [(titles.get(f"{r}:identifier".casefold()), titles.get(f"{r}:name".casefold())) for r in _CSV_ROLES]
    if any(name for _, name in giving):
        for row in reader:
            for id_title, name_title in giving:
                name = (row.get(name_title or "") or "").strip()
                if name:
                    yield (row.get(id_title or "") or "").strip() or name, [name]
    elif "name" in titles:
        for row in reader:
            name = (row[titles["name"]] or "").strip()
            aliases = (row.get(titles.get("aliases", "")) or "").split(";")
            if name:
                yield (row.get(titles.get("id", "")) or "").strip() or name, [name, *aliases]
    else:
        raise BrokenRegister(f"{path}:1", f"no column name among {', '.join(titles) or 'no columns'}", _MEND)


def _json_rows(path: Path, text: str) -> Iterator[tuple[str, list[str]]]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("grants"), list):
        yield from _giving_rows(path, whole["grants"])
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except json.JSONDecodeError as error:
            raise BrokenRegister(f"{path}:{number}", f"not valid JSON ({error.msg})", _MEND) from error
        if not isinstance(entity, dict) or not {"id", "schema", "properties"} <= entity.keys():
            raise BrokenRegister(f"{path}:{number}", "no FollowTheMoney entity (id, schema, properties)", _MEND)
        if entity["schema"] in _SCHEMATA:
            properties: dict[str, Any] = entity["properties"]
            yield str(entity["id"]), [str(name) for key in _FTM_NAMES for name in properties.get(key, ())]


def _giving_rows(path: Path, grants: list[Any]) -> Iterator[tuple[str, list[str]]]:
    for number, grant in enumerate(grants, 1):
        if not isinstance(grant, dict):
            raise BrokenRegister(f"{path}: grant {number}", "not an object", _MEND)
        for role in _JSON_ROLES:
            for body in grant.get(role) or ():
                name = str(body.get("name") or "").strip()
                if name:
                    yield str(body.get("id") or name), [name]
