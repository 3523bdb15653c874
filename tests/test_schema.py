import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from moneyquote.serialization import read_records, schema, to_dict


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


MINIMAL: dict[str, Any] = {
    "article": {"id": "a", "source": None, "sha256": "0" * 64, "title": None, "published": None},
    "text": None,
    "entities": [],
    "mentions": [],
    "amounts": [],
    "quotes": [],
    "grants": [],
}


def test_a_record_without_findings_is_valid(validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(MINIMAL)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("article", {"id": "a"}),
        ("entities", [{"id": "e1", "type": "CITY", "name": "Tarn"}]),
        ("mentions", [{"start": "1", "end": 2, "text": "x", "entity": "e1"}]),
        ("amounts", [{"id": "a1", "start": 0, "end": 1, "text": "x", "value": 1.5}]),
        ("quotes", [{"id": "q1", "type": "direct"}]),
    ],
)
def test_what_breaks_the_format_is_invalid(validator: Draft202012Validator, field: str, value: object) -> None:
    assert list(validator.iter_errors({**MINIMAL, field: value})) != []


def test_our_gold_is_valid(validator: Draft202012Validator, root: Path) -> None:
    for path in sorted((root / "annotations" / "gold").glob("*.jsonl")):
        for record in read_records(path):
            assert list(validator.iter_errors(to_dict(record))) == [], record.article.id


@pytest.mark.shared
def test_shared_gold_is_valid(validator: Draft202012Validator, shared: Path) -> None:
    for line in (shared / "gold" / "real-news.jsonl").read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        assert [error.message for error in validator.iter_errors(found)] == [], found["article"]["id"]


def test_command_prints_it() -> None:
    from moneyquote.cli import app

    result = CliRunner().invoke(app, ["schema"])
    assert json.loads(result.output) == schema()
