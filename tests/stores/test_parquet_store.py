"""What the Parquet store promises beyond the protocol: its files, their types, and who can read them."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from tests.batch.rig import made_folder, numbered, run
from tests.conftest import ROOT
from tests.stores.fabricated import article_records, made_article, made_record, made_run, other_text
from tests.stores.parquet_reading import KINDS, dataset, records

from moneyquote.errors import MissingExtra, UnwritableTarget
from moneyquote.records import Article, ArticleRecord
from moneyquote.stores import ParquetStore, open_store
from moneyquote.stores.database import Database
from moneyquote.stores.parquet import parts


def keep(folder: Path, *saved: tuple[Article, ArticleRecord], name: str = "r1") -> None:
    with ParquetStore(folder) as store:
        store.begin_run(made_run(name))
        for article, record in saved:
            store.claim(article, name, redo=True)
            store.save(article, record, name)
        store.finish_run(made_run(name))


def test_duckdb_reads_it_with_exact_sums(tmp_path: Path) -> None:
    keep(tmp_path / "news.parquet", (made_article(), made_record()), other_text(1))
    grants = tmp_path / "news.parquet" / "grants" / "*.parquet"
    with duckdb.connect() as connection:
        query = f"SELECT currency, sum(value), typeof(any_value(value)) FROM '{grants}' GROUP BY 1 ORDER BY 1"
        assert connection.execute(query).fetchall() == [
            ("EUR", Decimal(4000), "DECIMAL(38,6)"),
            ("USD", Decimal(2600000), "DECIMAL(38,6)"),
        ]
        joined = connection.execute(
            "SELECT funder_name, grantee_name, a.id, a.text[evidence_start + 1:evidence_end] = evidence"
            f" FROM '{grants}' JOIN '{tmp_path}/news.parquet/articles/*.parquet' a USING (sha256)"
            " WHERE amount = 'a1' ORDER BY a.id"
        ).fetchall()
    assert joined == [("Larkspur Fund", "Tern Choir", name, True) for name in ("larkspur", "n00001")]


def test_every_dataset_is_there_from_the_beginning_and_has_types(tmp_path: Path) -> None:
    folder = tmp_path / "empty.parquet"
    keep(folder)
    for kind in KINDS:
        assert dataset(folder, kind) == ([] if kind != "runs" else dataset(folder, "runs"))
        for field in pq.read_schema(folder / kind / "part-00000.parquet"):
            assert str(field.type) != "null", (kind, field.name)


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("5000", "5000"),
        ("0.0125", "0.0125"),
        ("1.50", "1.50"),
        ("0.0000001", None),
        ("9" * 32, "9" * 32),
        ("1" + "0" * 32, None),
        ("12345678901234567890.12", "12345678901234567890.12"),
        ("123456789012345678901234567890.1234567", None),
        ("9" * 32 + ".1234560", "9" * 32 + ".123456"),
    ],
)
def test_r27_a_figure_that_decimal128_does_not_hold_keeps_its_digits_as_text(
    tmp_path: Path, value: str, held: str | None
) -> None:
    record = made_record()
    record = replace(record, amounts=(replace(record.amounts[0], value=Decimal(value)), *record.amounts[1:]))
    keep(tmp_path / "a.parquet", (made_article(), record))
    found = dataset(tmp_path / "a.parquet", "amounts")[0]
    assert found["value"] == (None if held is None else Decimal(held))
    assert found["value_exact"] == value


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saved=article_records())
def test_r09_r10_r27_any_record_comes_back_as_it_was(
    saved: tuple[Article, ArticleRecord], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any") / "a.parquet"
    keep(folder, saved)
    assert records(folder) == {saved[0].sha256: saved[1]}


def test_only_parts_that_changed_are_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ARTICLES", 2)
    folder = tmp_path / "a.parquet"
    keep(folder, *(other_text(number) for number in range(5)))
    before = {path: path.stat().st_ino for path in folder.glob("articles/*.parquet")}
    assert len(before) == 3
    keep(folder, other_text(4), other_text(5), name="r2")
    changed = [path.name for path, inode in before.items() if path.stat().st_ino != inode]
    assert changed == ["part-00002.parquet"]
    assert len(records(folder)) == 6
    (folder / "grants" / "part-00000.parquet").unlink()
    keep(folder, name="r3")
    assert len(records(folder)) == 6


def test_r12_a_further_place_of_known_content_is_in_the_dataset(tmp_path: Path) -> None:
    folder, (article, record) = tmp_path / "a.parquet", other_text(1)
    keep(folder, (article, record))
    with ParquetStore(folder) as store:
        store.begin_run(made_run("r2"))
        store.claim(replace(article, location="another.txt"), "r2")
    (row,) = dataset(folder, "articles")
    assert row["locations"] == ["another.txt", article.location]


def test_r28_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path) -> None:
    texts = numbered(30)
    texts["00003"] = "SLOW 0.3 and late."
    articles = made_folder(tmp_path / "articles", texts)
    for jobs in (1, 2):
        run(articles, tmp_path / f"{jobs}.parquet", jobs=jobs)
    for kind in KINDS:
        if kind == "runs":
            continue  # which name each run and its times
        one, two = (tmp_path / f"{jobs}.parquet" / kind / "part-00000.parquet" for jobs in (1, 2))
        assert one.read_bytes() == two.read_bytes(), kind


def test_r01_after_kills_the_datasets_hold_each_article_once(tmp_path: Path) -> None:
    articles = made_folder(tmp_path / "articles", {f"{n:03d}": f"SLOW 0.02 Fund{n} gave." for n in range(60)})
    folder = tmp_path / "a.parquet"
    command = [sys.executable, "-m", "tests.batch.runner", str(articles), str(folder), "1"]
    calls = tmp_path / "calls"
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "MONEYQUOTE_TEST_CALLS": str(calls)}, start_new_session=True
    )
    while not calls.exists() or len(calls.read_text().split()) < 20:
        assert process.poll() is None, "the run ended before it should be killed"
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert run(articles, folder).skipped > 0
    assert len(records(folder)) == 60
    assert {row["state"] for row in dataset(folder, "ledger")} == {"done"}


def test_commands_that_read_a_database_read_the_folder(tmp_path: Path) -> None:
    keep(tmp_path / "a.parquet", (made_article(), made_record()))
    with Database(tmp_path / "a.parquet") as database:
        assert database.ledger()["done"] == 1


def test_other_folders_and_files_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "photos.parquet"
    other.mkdir()
    (other / "one.png").touch()
    with pytest.raises(UnwritableTarget, match="other things"):
        open_store(str(other))
    (tmp_path / "file.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnwritableTarget, match="cannot be made"):
        open_store(str(tmp_path / "file.parquet"))
    assert (tmp_path / "file.parquet").read_bytes() == b"PAR1"
    assert os.listdir(other) == ["one.png"]


def test_r19_a_full_disk_stops_with_a_reason_and_what_was_finished_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a.parquet"

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(parts, "_write", full)
        with pytest.raises(UnwritableTarget, match="No space left"):
            keep(folder, other_text(1))
    keep(folder, name="r2")
    assert len(records(folder)) == 1


def test_without_pyarrow_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "moneyquote.stores.parquet.parts")
    monkeypatch.delattr("moneyquote.stores.parquet.parts")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"moneyquote\[parquet\]"):
        open_store(str(tmp_path / "a.parquet"))
