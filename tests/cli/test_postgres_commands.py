"""Every command that takes FILE.db takes the address of a PostgreSQL database too, and prints no password."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from tests.batch.rig import made_folder, numbered, obedient
from tests.postgres_server import PASSWORD
from tests.stores.fabricated import made_article, made_record, made_run, other_text
from typer.testing import CliRunner, Result

import moneyquote.batch
from moneyquote.cli import app
from moneyquote.errors import UnwritableTarget
from moneyquote.stores import open_store


def call(*arguments: object, code: int = 0) -> Result:
    environment = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    assert PASSWORD not in result.output
    return result


def test_extract_status_retry_and_merge(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moneyquote.batch, "run_batch", partial(moneyquote.batch.run_batch, make=obedient))
    folder, log = made_folder(tmp_path / "in", numbered(5) | {"bad": "RAISE it"}), tmp_path / "log.jsonl"
    told = call("extract", folder, "--to", address, "--log-json", log, "--timeout", 600, code=3)
    assert "5 articles done" in told.stderr
    assert "moneyquote status postgresql://ada@127.0.0.1" in told.stderr
    assert PASSWORD not in log.read_text()
    shown = call("status", address)
    assert "6 inputs: 5 done, 1 quarantined, 0 pending" in shown.stdout
    assert "--to postgresql://ada@127.0.0.1" in shown.stdout
    (folder / "bad.txt").write_text("Mended fund.")
    assert "1 articles done" in call("extract", folder, "--to", address, "--retry-failed", "--timeout", 600).stderr
    values = json.loads(call("status", address, "--json").stdout)
    assert (values["done"], values["quarantined"], len(values["runs"])) == (6, 0, 2)
    merged = tmp_path / "merged.db"
    assert "6 articles new" in call("merge", merged, address).stdout
    assert "6 known" in call("merge", address, merged).stdout
    with pytest.raises(UnwritableTarget, match="into itself") as caught:
        call("merge", address, address)
    assert PASSWORD not in str(caught.value)


def test_show_export_and_resolve(address: str, tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    for target in (str(file), address):
        with open_store(target) as store:
            store.begin_run(made_run())
            for pair in ((made_article(), made_record()), other_text(1), other_text(2)):
                store.save(*pair, "r1")
    shown = {}
    for target in (str(file), address):
        assert "organizations" in call("resolve", "run", target).stderr
        call("resolve", "judge", target, "larkspur fund", "Tern Choir", "different")
        call("resolve", "run", target, "-q")
        outputs = [call("show", target, *name) for name in ([], ["larkspur"], ["news/n00001.txt"], ["n00002"])]
        outputs.append(call("resolve", "show", target, "larkspur"))
        outputs += [call("export", target, kind, "-f", "jsonl") for kind in ("records", "grants", "mentions")]
        outputs += [call("export", target, "-f", form) for form in ("ftm", "360giving", "label-studio", "doccano")]
        shown[target] = [output.stdout for output in outputs]
    assert shown[address] == shown[str(file)]
    assert "Larkspur Fund" in shown[address][4]
    assert all("3 articles in 1 group" in call("status", target, "--copies").stdout for target in shown)
    told = call("export", address, "-f", "datasette-metadata", code=2)
    assert "Datasette reads SQLite" in told.output


@pytest.mark.parametrize("scheme", ["postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_addresses_as_sqlalchemy_and_others_write_them_mean_the_same_database(
    address: str, scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moneyquote.batch, "run_batch", partial(moneyquote.batch.run_batch, make=obedient))
    folder = made_folder(tmp_path / "in", numbered(2))
    other = address.replace("postgresql", scheme, 1)
    assert "2 articles done" in call("extract", folder, "--to", other, "--timeout", 600).stderr
    assert "2 done" in call("status", address).stdout
    assert "organizations" in call("resolve", "run", other).stderr
