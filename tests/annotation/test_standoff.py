"""Gold without text: what is taken out, what comes back, what is found out."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from typer.testing import CliRunner

from moneyquote.annotation import (
    StandoffRecord,
    compile_folder,
    detach,
    detach_file,
    find_texts,
    join,
    read_standoff,
    resolve,
    standoff_schema,
    write_gold,
    write_standoff,
)
from moneyquote.errors import BrokenRecord, MissingText, OffsetMismatch, PathNotFound
from moneyquote.evaluation import read_gold
from moneyquote.records import (
    Amount,
    Article,
    ArticleHead,
    ArticleRecord,
    Entity,
    EntityType,
    Extent,
    Grant,
    Mention,
    Party,
    Quote,
    QuoteType,
    Span,
)
from moneyquote.serialization import to_dict

TEXT = "Lamp fund gives\r\nTarn Radio said the old\n choir of Ashcombe got $70. It had got $70 before, Tarn Radio said."


def span(words: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def record() -> ArticleRecord:
    """A record with every kind of field: a headline, a described entity over a line break, a party without entity."""
    source, amount, choir = span("Tarn Radio"), span("$70", 2), span("the old\n choir of Ashcombe")
    return ArticleRecord(
        article=ArticleHead(
            id="one",
            source="news/one.txt",
            sha256=article(TEXT).sha256,
            title="Lamp fund gives",
            published="2024-03-02",
        ),
        text=TEXT,
        entities=(
            Entity(id="e1", type=EntityType.ORG, name="Tarn Radio"),
            Entity(id="e2", type=EntityType.OTHER, name="the old choir of Ashcombe"),
            Entity(id="e3", type=EntityType.OTHER, name="Tarn Radio and the choir"),
        ),
        mentions=tuple(
            Mention(start=place.start, end=place.end, text=place.text, entity="e1")
            for place in (source, span("Tarn Radio", 2))
        ),
        amounts=(Amount(id="a1", start=amount.start, end=amount.end, text="$70", currency="USD"),),
        quotes=(
            Quote(
                id="q1",
                type=QuoteType.INDIRECT,
                content=(span("the old\n choir of Ashcombe got $70"),),
                cue=span("said"),
                source=source,
                speaker_entity="e1",
                speaker_name="Tarn Radio",
            ),
        ),
        grants=(
            Grant(
                id="g1",
                funder=Party(entity="e3", name="Tarn Radio and the choir"),
                grantee=Party(start=choir.start, end=choir.end, text=choir.text, name="the old choir of Ashcombe"),
                amount="a1",
                purpose=span("before"),
                evidence=Extent(start=0, end=len(TEXT)),
            ),
        ),
    )


def article(text: str) -> Article:
    return Article(id="one", text=text, location="one.txt")


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in (key, *texts_in(item))]
    if isinstance(value, list):
        return [found for item in value for found in texts_in(item)]
    return [value] if isinstance(value, str) else []


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    write_gold([record()], tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


@pytest.fixture
def standoff(gold: Path, tmp_path: Path) -> Path:
    write_standoff(detach_file(gold), tmp_path / "standoff.jsonl")
    return tmp_path / "standoff.jsonl"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "of-another-name.dat").write_bytes(TEXT.encode())
    return folder


def test_every_field_comes_back(standoff: Path, news: Path) -> None:
    resolved = resolve([standoff], [news])
    assert resolved.records == (record(),)
    assert (resolved.missing, resolved.errors) == ((), ())


def test_our_own_gold_comes_back(root: Path) -> None:
    compiled = compile_folder(root / "annotations/sample/first", root / "corpora/sample")
    assert len(compiled.records) > 10
    for name, found in compiled.records.items():
        assert join(detach(found, name), found.text or "", name) == found


def test_no_text_is_in_it_but_names_and_values(standoff: Path) -> None:
    line = json.loads(standoff.read_text(encoding="utf-8"))
    told = texts_in(line)
    assert "Tarn Radio" in told
    assert "Tarn Radio and the choir" in told  # a name of our making stands nowhere in the article
    for taken_out in ("text", "said", "$70", "before", "Lamp fund", "Ashcombe"):
        assert not any(taken_out in found for found in told), taken_out
    assert line["article"]["title_at"]["end"] == len("Lamp fund gives")


def test_a_passage_that_is_no_name_is_refused() -> None:
    long = dataclasses.replace(record(), article=dataclasses.replace(record().article, title="so " * 30 + "on"))
    with pytest.raises(BrokenRecord, match=r"article\.title: 92 characters that stand at no place"):
        detach(long, "here")


def test_a_party_that_has_another_name_than_its_entity_is_refused() -> None:
    grant = dataclasses.replace(record().grants[0], funder=Party(entity="e3", name="The two"))
    with pytest.raises(BrokenRecord, match="is not that of its entity"):
        detach(dataclasses.replace(record(), grants=(grant,)), "here")


@given(by=st.integers(-60, 60).filter(bool), end=st.booleans())
def test_a_shifted_offset_is_found(by: int, end: bool) -> None:
    """Also where the shifted place has the same letters as the right one."""
    detached = detach(record(), "here")
    place = detached.quotes[0].cue
    assert place is not None
    moved = dataclasses.replace(place, start=place.start + (0 if end else by), end=place.end + by)
    quote = dataclasses.replace(detached.quotes[0], cue=moved)
    with pytest.raises(OffsetMismatch, match=r"field quotes\.0\.cue: .* has not the text that was annotated"):
        join(dataclasses.replace(detached, quotes=(quote,)), TEXT, "here")


@pytest.mark.parametrize(
    ("layer", "places"), [("entities", 1), ("mentions", 2), ("amounts", 1), ("quotes", 3), ("grants", 3)]
)
def test_every_place_of_every_layer_is_checked(layer: str, places: int) -> None:
    line = to_dict(detach(record(), "here"))
    with pytest.raises(OffsetMismatch) as raised:
        join(parsed(json.dumps({**line, layer: shifted(line[layer])})), TEXT, "here")
    assert raised.value.what.count(f"field {layer}.") == places


def shifted(value: Any) -> Any:
    if isinstance(value, dict):
        moved = {key: shifted(item) for key, item in value.items()}
        return {**moved, "start": moved["start"] + 1, "end": moved["end"] + 1} if "check" in moved else moved
    return [shifted(item) for item in value] if isinstance(value, list) else value


def parsed(line: str) -> StandoffRecord:
    return TypeAdapter(StandoffRecord).validate_json(line)


def test_a_text_in_a_standoff_file_is_refused(standoff: Path) -> None:
    line = json.loads(standoff.read_text(encoding="utf-8"))
    line["quotes"][0]["cue"]["text"] = "said"
    standoff.write_text(json.dumps(line))
    with pytest.raises(BrokenRecord, match=r"standoff\.jsonl:1 \(article one\): field quotes\.0\.cue\.text"):
        read_standoff(standoff)


def test_the_schema_is_that_of_the_files(standoff: Path) -> None:
    Draft202012Validator.check_schema(standoff_schema())
    validator = Draft202012Validator(standoff_schema())
    line = json.loads(standoff.read_text(encoding="utf-8"))
    assert list(validator.iter_errors(line)) == []
    assert list(validator.iter_errors({**line, "text": TEXT}))


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
