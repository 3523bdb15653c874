"""What is saved comes back exactly, whatever the texts, names and sums."""

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stores.fabricated import article_records, empty_record, head, made_article, made_run

from moneyquote.records import Amount, Article, ArticleRecord, Qualifier, Span
from moneyquote.serialization import read_records
from moneyquote.stores import open_store
from moneyquote.stores.database import Database

several = st.lists(article_records(), min_size=1, max_size=3, unique_by=lambda pair: pair[0].sha256)


def write(target: Path, pairs: list[tuple[Article, ArticleRecord]]) -> None:
    with open_store(str(target)) as store:
        store.begin_run(made_run())
        for article, record in pairs:
            store.save(article, record, "r1")


@settings(max_examples=60, deadline=None)
@given(several)
def test_r09_r10_r15_a_database_gives_back_what_was_saved(pairs: list[tuple[Article, ArticleRecord]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "a.db"
        write(target, pairs)
        with Database(target) as database:
            stored = list(database.articles())
            found = {article.head.sha256: database.record(article) for article in stored}
            assert found == {article.sha256: record for article, record in pairs}
            assert {article.locations for article in stored} == {(article.location,) for article, _ in pairs}


@settings(max_examples=30, deadline=None)
@given(several)
def test_r09_r10_a_jsonl_file_gives_back_what_was_saved(pairs: list[tuple[Article, ArticleRecord]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "a.jsonl"
        write(target, pairs)
        assert list(read_records(target)) == [record for _, record in pairs]


def test_r27_sums_beyond_64_bits_stay_exact_and_can_be_summed(tmp_path: Path) -> None:
    article = made_article("$5")
    place = Span(start=0, end=2, text="$5")
    huge = Decimal(2) ** 70 + Decimal("0.01")
    amounts = tuple(
        Amount(id=f"a{n}", start=0, end=2, text=place.text, value=huge, currency="USD", qualifier=Qualifier.EXACT)
        for n in range(2)
    )
    record = ArticleRecord(article=head(article), text=article.text, amounts=amounts)
    write(tmp_path / "a.db", [(article, record)])
    with Database(tmp_path / "a.db") as database:
        assert [amount.value for amount in database.record(next(database.articles())).amounts] == [huge, huge]
        row = database.rows("SELECT sum(value) AS total, max(value_exact) AS exact FROM amounts_view")[0]
        assert row["total"] == 2.0**71
        assert row["exact"] == "1180591620717411303424.01"


def test_a_record_without_its_text_comes_back_with_it(tmp_path: Path) -> None:
    article = made_article()
    write(tmp_path / "a.db", [(article, ArticleRecord(article=head(article)))])
    with Database(tmp_path / "a.db") as database:
        assert database.record(next(database.articles())) == empty_record(article)
