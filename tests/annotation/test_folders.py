import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from moneyquote.annotation import (
    Splits,
    agreement,
    agreement_page,
    compile_folder,
    read_annotations,
    read_splits,
    write_splits,
)
from moneyquote.errors import BrokenRecord, PathNotFound
from moneyquote.evaluation import Counts, Row, read_gold

FIRST = "Tarn Radio got $70 from Ines Okoro."


def form(*amounts: str) -> str:
    radio = {"id": "e1", "type": "ORG", "name": "Tarn Radio", "surface": ["Tarn Radio"]}
    return json.dumps(
        {
            "entities": [radio],
            "amounts": [
                {"id": text, "text": text, "value": text[1:], "currency": "USD", "qualifier": "exact"}
                for text in amounts
            ],
        }
    )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_bytes(FIRST.replace(" got", "\r\n\u00a0got").encode())
    (folder / "two.json").write_text(json.dumps({"id": "two", "text": FIRST, "url": "https://tarn.example/2"}))
    return folder


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "forms"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.json").write_text(form("$70"))
    return folder


def test_text_is_kept_as_read_and_source_holds_no_machine_path(forms: Path, articles: Path) -> None:
    one, two = compile_folder(forms, articles).records.values()
    assert one.text == FIRST.replace(" got", "\r\n\u00a0got")
    assert (one.article.source, two.article.source) == ("articles/one.txt", "https://tarn.example/2")


def test_a_bad_form_costs_only_itself(forms: Path, articles: Path) -> None:
    (forms / "two.json").write_text(form("$71"))
    (forms / "three.json").write_text(form())
    compiled = compile_folder(forms, articles)
    assert list(compiled.records) == ["one"]
    assert [Path(error.where.split()[0]).name for error in compiled.errors] == ["three.json", "two.json"]
    with pytest.raises(BrokenRecord, match="no readable article of this name"):
        read_annotations(forms, articles)


def test_missing_and_empty_folders(tmp_path: Path, articles: Path) -> None:
    with pytest.raises(PathNotFound):
        compile_folder(tmp_path / "none", articles)
    with pytest.raises(BrokenRecord, match="no form"):
        compile_folder(articles.parent, articles)


def test_splits_are_written_and_read_back(forms: Path, articles: Path, tmp_path: Path) -> None:
    compiled = compile_folder(forms, articles)
    sizes = write_splits(compiled, Splits(train=("one",), dev=(), test=("two",)), tmp_path / "gold")
    assert sizes == {"train": 1, "dev": 0, "test": 1}
    assert read_gold(tmp_path / "gold" / "test.jsonl") == [compiled.records["two"]]
    with pytest.raises(BrokenRecord, match="not both in a split and annotated: three, two"):
        write_splits(compiled, Splits(train=("one",), dev=("three",), test=()), tmp_path / "gold")


def test_splits_of_a_manifest(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text('[sample]\ntrain = ["a"]\ndev = []\ntest = ["b"]\n')
    assert read_splits(path) == Splits(train=("a",), dev=(), test=("b",))
    path.write_text("[sample]\ntrain = 3\n")
    with pytest.raises(BrokenRecord, match="table sample"):
        read_splits(path)
    with pytest.raises(PathNotFound):
        read_splits(tmp_path / "none.toml")


def test_agreement_is_over_the_articles_of_both(forms: Path, articles: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "one.json").write_text(form())
    found = agreement(read_annotations(forms, articles), read_annotations(second, articles))
    # one article in common: first 1 amount, second none; the organization is marked by both
    assert found.report.score(Row.AMOUNT_EXACT).counts == Counts(hits=0, predicted=0, gold=1)
    assert found.report.score(Row.ORG_EXACT).counts == Counts(hits=1, predicted=1, gold=1)
    assert (found.only_first, found.only_second) == (("two",), ())
    page = agreement_page(found, "moneyquote annotate agreement first second")
    assert "1 articles, each annotated twice" in page
    assert "1 more were annotated by one of them only" in page


class TestCommands:
    def run(self, *words: str | Path) -> tuple[int, str]:
        from moneyquote.cli import app

        result = CliRunner().invoke(app, ["annotate", *map(str, words)])
        return result.exit_code, result.output + str(result.exception or "")

    def test_check(self, forms: Path, articles: Path) -> None:
        (forms / "two.json").write_text(form())
        code, out = self.run("check", forms, "--articles", articles)
        assert code == 0
        assert "two:15–18 '$70' looks like money and is no amount" in out
        assert "2 articles, no error, 1 places to look at again" in out

    @pytest.mark.parametrize("file", ["forms/two.json", "gold.jsonl"])
    def test_check_takes_a_form_or_gold(self, forms: Path, articles: Path, tmp_path: Path, file: str) -> None:
        (forms / "two.json").write_text(form())
        self.run("compile", forms, "--articles", articles, "--to", tmp_path / "gold.jsonl")
        code, out = self.run("check", tmp_path / file, "--articles", articles)
        assert code == 0
        assert "two:15–18 '$70' looks like money and is no amount" in out
        assert f"{1 if file.startswith('forms') else 2} articles, no error, 1 places" in out

    def test_check_tells_every_error_of_a_gold_file(self, forms: Path, articles: Path, tmp_path: Path) -> None:
        gold = tmp_path / "gold.jsonl"
        self.run("compile", forms, "--articles", articles, "--to", gold)
        one, two = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
        one["amounts"][0]["start"] += 1
        two["mentions"][0]["entity"] = "e9"
        gold.write_text("".join(f"{json.dumps(record)}\n" for record in (one, two, one)), encoding="utf-8")
        code, out = self.run("check", gold)
        assert code == 1
        assert out.count("[MQ302]") == 1
        assert "gold.jsonl:1 (article one): field amounts.0" in out
        assert "gold.jsonl:3 (article one): field amounts.0" in out
        assert "(and 2 more above)" in out

    def test_check_refuses_two_records_of_one_article(self, forms: Path, articles: Path, tmp_path: Path) -> None:
        gold = tmp_path / "gold.jsonl"
        self.run("compile", forms, "--articles", articles, "--to", gold)
        gold.write_text(gold.read_text(encoding="utf-8") * 2, encoding="utf-8")
        code, out = self.run("check", gold)
        assert code == 1
        assert "gold.jsonl:3 (article one): two records have this id" in out

    def test_check_of_nothing(self, articles: Path, tmp_path: Path) -> None:
        (tmp_path / "empty.jsonl").write_text("\n")
        assert "no record in it" in self.run("check", tmp_path / "empty.jsonl")[1]
        assert "no such file or folder" in self.run("check", tmp_path / "none")[1]

    def test_nothing_is_written_if_a_form_is_wrong(self, forms: Path, articles: Path, tmp_path: Path) -> None:
        (forms / "two.json").write_text(form("$71"))
        code, out = self.run("compile", forms, "--articles", articles, "--to", tmp_path / "gold.jsonl")
        assert code == 1
        assert "[MQ301]" in out
        assert not (tmp_path / "gold.jsonl").exists()

    def test_compile(self, forms: Path, articles: Path, tmp_path: Path) -> None:
        code, _ = self.run("compile", forms, "--articles", articles, "--to", tmp_path / "gold.jsonl")
        assert (code, len(read_gold(tmp_path / "gold.jsonl"))) == (0, 2)

    def test_agreement(self, forms: Path, articles: Path, tmp_path: Path) -> None:
        page = tmp_path / "agreement.md"
        code, out = self.run("agreement", forms, forms, "--articles", articles, "--to", page, "--differences")
        assert code == 0
        assert "amount exact" in out
        assert "| amount exact | 100.0 | 100.0 | 100.0 | 100.0–100.0 | 2 | 2 |" in page.read_text(encoding="utf-8")
