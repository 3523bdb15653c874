import json
from pathlib import Path

import pytest
from tests.evaluation.gold_builder import Builder
from typer.testing import CliRunner

from moneyquote.serialization import to_json


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    b = Builder("It cost $1 and $20.", "one")
    record = b.record(amounts=(b.amount("$1", "1", id="a1"), b.amount("$20", "20", id="a2")))
    path = tmp_path / "gold.jsonl"
    path.write_text(to_json(record) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    b = Builder("It cost $1 and $20.", "one")
    path = tmp_path / "predictions.jsonl"
    path.write_text(to_json(b.record(amounts=(b.amount("$20", "21"),))) + "\n", encoding="utf-8")
    return path


def run(*words: str | Path) -> tuple[int, str, str]:
    from moneyquote.cli import app

    result = CliRunner().invoke(app, ["evaluate", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr + str(result.exception or "")


def test_table_and_errors(gold: Path, predictions: Path) -> None:
    code, out, _ = run(gold, "--predictions", predictions, "--layer", "amounts", "--errors")
    assert code == 0
    # exact: found 1, gold 2, right 1: P 100, R 50, F1 66.7
    assert " ".join(out.split()).find("amount exact 100.0 50.0 66.7") > 0
    assert "wrong value amount '$20' (21 USD, exact for 20 USD, exact)" in out
    assert "one:8–10 It cost $1 and $20." in out
    assert "quote" not in out


def test_json_is_json_alone(gold: Path, predictions: Path) -> None:
    code, out, _ = run(gold, "--predictions", predictions, "--json")
    values = json.loads(out)
    assert code == 0
    assert values["rows"]["amount value+currency"]["right"] == 0
    assert "errors" not in values
    assert len(json.loads(run(gold, "--predictions", predictions, "--json", "--errors-limit", "1")[1])["errors"]) == 1


def test_missing_prediction_is_told(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("")
    code, out, messages = run(gold, "--predictions", tmp_path / "none.jsonl")
    assert code == 0
    assert "1 without a prediction" in out
    assert "one: no prediction" in messages


def test_floors(gold: Path, predictions: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    assert run(gold, "--predictions", gold, "--write-floors", floors)[0] == 0
    assert run(gold, "--predictions", gold, "--floors", floors)[0] == 0
    code, _, messages = run(gold, "--predictions", predictions, "--floors", floors)
    assert code == 1
    assert "[MQ304]" in messages
    assert run(gold, "--predictions", gold, "--write-floors", floors, "--layer", "quotes")[0] == 2


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("{", "MQ301", "Invalid JSON"),
        ('{"article": {"id": "x", "sha256": "0"}, "amounts": 3}', "MQ301", "gold.jsonl:1 (article x): field amounts"),
        ('{"article": {"id": "x", "sha256": "0"}}', "MQ301", "field text: missing"),
    ],
)
def test_bad_gold(gold: Path, line: str, code: str, told: str) -> None:
    gold.write_text(line + "\n")
    failed, _, messages = run(gold)
    assert failed == 1
    assert f"[{code}]" in messages
    assert told in messages
