"""Spark, Dask and Ray Data: the README's example for each, run as it stands there; and our datasets in Spark."""

import json
import os
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import ROOT
from tests.engines import engine
from tests.stores.fabricated import made_article, made_record, made_run, other_text
from tests.stores.parquet_reading import KINDS

from moneyquote.stores import ParquetStore

# Each of these leaves sockets and threads of its own to the end of the process, about which pytest would complain.
pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("default")]

TEXTS = {
    "a": "The Orsk Fund gave $5,000 to Vale College, Dr Mary Vane said.",
    "b": "“We are glad,” said Tom Hale.",
    "c": "",
}


def example(name: str) -> str:
    """Return the example of the README that holds a word, and what all of them begin with."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (common,) = [block for block in blocks if "def found(" in block]
    (own,) = [block for block in blocks if name in block]
    assert len(own.splitlines()) <= 10
    return f"{common}\n{own}"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example's articles, in which it is run."""
    pq.write_table(pa.table({"id": list(TEXTS), "text": list(TEXTS.values())}), tmp_path / "articles.parquet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'pipeline'}")
    return tmp_path


def check(place: Path) -> None:
    rows = {row["id"]: row for part in place.glob("found.parquet/*.parquet") for row in pq.read_table(part).to_pylist()}
    assert set(rows) == set(TEXTS)
    assert json.loads(rows["a"]["record"])["amounts"][0]["value"] == "5000"
    assert json.loads(rows["b"]["record"])["quotes"][0]["speaker_name"] == "Tom Hale"
    assert json.loads(rows["c"]["error"])["code"] == "MQ107"
    assert json.loads(rows["c"]["record"]) is None


@pytest.fixture
def pyspark(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Spark, whose workers are to use this Python."""
    for name in ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
        monkeypatch.setenv(name, sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    return engine("pyspark.sql")


@pytest.mark.spark
@pytest.mark.usefixtures("pyspark")
def test_the_spark_example(place: Path) -> None:
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(example("mapInPandas"), "README.md", "exec"), names)
    names["spark"].stop()  # type: ignore[attr-defined]  # the example's session
    check(place)


@pytest.mark.spark
def test_spark_reads_our_datasets_with_exact_sums(pyspark: Any, tmp_path: Path) -> None:
    folder = tmp_path / "news.parquet"
    with ParquetStore(folder) as store:
        store.begin_run(made_run())
        for article, record in ((made_article(), made_record()), other_text(1)):
            store.claim(article, "r1")
            store.save(article, record, "r1")
    spark = pyspark.SparkSession.builder.getOrCreate()
    try:
        for kind in KINDS:
            spark.read.parquet(f"{folder}/{kind}").createOrReplaceTempView(kind)
        sums = spark.sql("SELECT currency, sum(value) FROM grants GROUP BY currency ORDER BY currency").collect()
        assert [tuple(row) for row in sums] == [("EUR", Decimal(4000)), ("USD", Decimal(2600000))]
        proofs = spark.sql(
            "SELECT funder_name, substring(text, evidence_start + 1, evidence_end - evidence_start) = evidence"
            " FROM grants JOIN articles USING (sha256) WHERE amount = 'a1'"
        ).collect()
        assert [tuple(row) for row in proofs] == [("Larkspur Fund", True)] * 2
    finally:
        spark.stop()


@pytest.mark.dask
def test_the_dask_example(place: Path) -> None:
    engine("dask.dataframe")
    exec(compile(example("dask.dataframe"), "README.md", "exec"), {"__name__": "example"})
    check(place)


@pytest.mark.ray
def test_the_ray_data_example(place: Path) -> None:
    ray = engine("ray")
    engine("ray.data")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(address="local", num_cpus=2, object_store_memory=200_000_000, include_dashboard=False, log_to_driver=False)
    try:
        exec(compile(example("ray.data"), "README.md", "exec"), {"__name__": "example"})
    finally:
        ray.shutdown()
    check(place)
