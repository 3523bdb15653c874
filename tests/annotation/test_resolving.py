"""Standoff files and folders of articles: what is found, what is missing, what the commands do."""

import json
from pathlib import Path

import pytest
from tests.annotation.one_record import TEXT, article, record
from typer.testing import CliRunner

from moneyquote.annotation import find_texts, resolve, standoff_schema
from moneyquote.errors import MissingText, PathNotFound
from moneyquote.evaluation import read_gold


class TestFindingTexts:
    SHA = article(TEXT).sha256

    def test_in_a_json_line_of_a_gold_file(self, gold: Path) -> None:
        assert find_texts({self.SHA}, [gold]) == {self.SHA: TEXT}

    def test_as_the_reader_reads_it(self, tmp_path: Path) -> None:
        page = (
            "<html><head><title>T</title></head><body><article><p>The Tarn choir sang all night.</p></article></body>"
        )
        (tmp_path / "page.html").write_text(page)
        text = "The Tarn choir sang all night."
        assert find_texts({article(text).sha256}, [tmp_path]) == {article(text).sha256: text}

    def test_an_article_with_other_line_ends_is_another(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(TEXT.replace("\r\n", "\n").encode())
        assert find_texts({self.SHA}, [tmp_path]) == {}

    def test_a_folder_with_nothing_to_read_finds_nothing(self, tmp_path: Path) -> None:
        assert find_texts({self.SHA}, [tmp_path]) == {}
        with pytest.raises(PathNotFound):
            find_texts({self.SHA}, [tmp_path / "none"])


def test_what_is_not_found_is_listed_with_its_origin(standoff: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    resolved = resolve([standoff], [empty])
    assert resolved.records == ()
    assert [type(error) for error in resolved.missing] == [MissingText]
    told = str(resolved.missing[0])
    assert told.startswith("[MQ305]")
    assert "standoff.jsonl:1 (article one)" in told
    assert article(TEXT).sha256 in told
    assert "news/one.txt" in told


class TestCommands:
    def run(self, *words: str | Path) -> tuple[int, str]:
        from moneyquote.cli import app

        result = CliRunner().invoke(app, [*map(str, words)])
        return result.exit_code, result.output + str(result.exception or "")

    @pytest.mark.parametrize("group", ["annotate", "annotations"])
    def test_there_and_back(self, group: str, gold: Path, news: Path, tmp_path: Path) -> None:
        code, out = self.run(group, "standoff", gold, "--to", tmp_path / "out" / "s.jsonl")
        assert (code, "1 articles" in out) == (0, True)
        code, out = self.run(group, "resolve", tmp_path / "out", "--texts", news, "--to", tmp_path / "back.jsonl")
        assert (code, "1 articles found, every offset right; 0 not found" in out) == (0, True)
        assert read_gold(tmp_path / "back.jsonl") == [record()]

    def test_missing_texts_end_with_3_and_the_others_are_written(
        self, standoff: Path, news: Path, tmp_path: Path
    ) -> None:
        line = json.loads(standoff.read_text(encoding="utf-8"))
        line["article"] |= {"id": "two", "sha256": "0" * 64}
        standoff.write_text(standoff.read_text(encoding="utf-8") + json.dumps(line) + "\n")
        code, out = self.run("annotations", "resolve", standoff, "--texts", news, "--to", tmp_path / "back.jsonl")
        assert code == 3
        assert "standoff.jsonl:2 (article two): no text with the SHA-256 0000" in out
        assert read_gold(tmp_path / "back.jsonl") == [record()]

    def test_nothing_is_written_if_an_offset_is_wrong(self, standoff: Path, news: Path, tmp_path: Path) -> None:
        line = json.loads(standoff.read_text(encoding="utf-8"))
        line["amounts"][0]["at"]["end"] += 1
        standoff.write_text(json.dumps(line))
        code, out = self.run("annotations", "resolve", standoff, "--texts", news, "--to", tmp_path / "back.jsonl")
        assert code == 1
        assert "[MQ302]" in out
        assert "amounts.0.at" in out
        assert not (tmp_path / "back.jsonl").exists()

    def test_schema(self) -> None:
        code, out = self.run("schema", "--standoff")
        assert (code, json.loads(out)) == (0, standoff_schema())
