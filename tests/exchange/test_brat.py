"""brat: files that its parser takes, and what its users change in them."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.exchange.made import hard_record, records
from tests.stores.fabricated import made_record, other_text

from moneyquote.errors import BrokenRecord, MoneyquoteError, OffsetMismatch, PathNotFound, UnwritableTarget
from moneyquote.exchange.brat import annotation_lines, configuration, read_brat, write_brat
from moneyquote.exchange.drawing import draw
from moneyquote.exchange.labels import Label, Tie
from moneyquote.records import ArticleRecord, Span


@settings(max_examples=50, deadline=None)
@given(records)
def test_every_line_is_what_brats_parser_asks_for(record: ArticleRecord) -> None:
    """The conditions of its ``_parse_textbound_annotation``, over lines as Python's codecs split them."""
    text = record.text or ""
    for line in "".join(annotation_lines(draw(record))).splitlines():
        identifier, data, *tail = line.split("\t", 2)
        if identifier[0] != "T":
            assert identifier[0] in "R#"
            continue
        fragments = [tuple(map(int, part.split(" "))) for part in data.split(" ", 1)[1].split(";")]
        surface = " ".join(text[start:end] for start, end in fragments)
        if surface.strip("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"):  # a span of line breaks alone brat cannot show
            assert tail == [surface]
        assert all(end < start for (_, end), (start, _) in pairwise(fragments))


def test_the_configuration_has_every_label_and_relation() -> None:
    sections = re.split(r"\[(\w+)\]\n", configuration())
    entities, relations = sections[2].split(), sections[4].strip().split("\n")
    assert entities == [label.value for label in Label]
    assert [line.split("\t")[0] for line in relations] == [*(tie.value for tie in Tie), "<OVERLAP>"]
    assert "speaker\tArg1:Content, Arg2:ORG|PER|OTHER" in relations


def folder_of(record: ArticleRecord, path: Path) -> tuple[Path, Path]:
    assert write_brat([record], path / "brat") == 1
    (annotations,) = (path / "brat").glob("*.ann")
    return path / "brat", annotations


def test_a_quote_over_a_line_break_is_written_in_fragments(tmp_path: Path) -> None:
    record = hard_record()
    text = record.text or ""
    start = text.index("roof")
    content = Span(start=start, end=text.index("The fund lent"), text=text[start : text.index("The fund lent")])
    record = replace(record, quotes=(replace(record.quotes[0], content=(content,)),))
    folder, annotations = folder_of(record, tmp_path)
    (line,) = [line for line in annotations.read_text("utf-8").split("\n") if "\tContent " in line]
    assert "\n" in content.text
    assert line.endswith("\troof,” said Ada Moss. “And the organ.”")
    assert list(read_brat(folder)) == [record]


def test_a_span_in_two_fragments_is_one_span_again(tmp_path: Path) -> None:
    record = made_record()
    text = record.text or ""
    start, end = text.index("2021."), text.index("We can")
    record = replace(
        record, quotes=(replace(record.quotes[0], content=(Span(start=start, end=end, text=text[start:end]),)),)
    )
    folder, annotations = folder_of(record, tmp_path)
    assert re.search(rf"Content {start} {start + 5};{start + 7} {end}\t2021\. “\n", annotations.read_text("utf-8"))
    assert list(read_brat(folder)) == [record]


def test_two_articles_of_one_id_have_files_of_their_own(tmp_path: Path) -> None:
    pairs = [other_text(1)[1], replace(other_text(2)[1], article=replace(other_text(2)[1].article, id="n00001"))]
    odd = replace(pairs[0], article=replace(pairs[0].article, id="../a b/*"))
    assert write_brat([*pairs, odd], tmp_path / "out") == 3
    assert len(list((tmp_path / "out").glob("*.txt"))) == 3
    assert {record.article.id for record in read_brat(tmp_path / "out")} == {"n00001", "../a b/*"}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder, annotations = folder_of(made_record(), tmp_path)
    before = annotations.read_bytes()
    with pytest.raises(UnwritableTarget, match="not empty"):
        write_brat([made_record()], folder)
    assert annotations.read_bytes() == before
    with pytest.raises(UnwritableTarget):
        write_brat([], tmp_path / "missing" / "folder")


def test_annotations_made_in_brat_alone_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ada Moss: “Go.”\r\nSo.", encoding="utf-8", newline="")
    (tmp_path / "a.ann").write_text(
        "T7\tPER 0 8\tAda Moss\r\nT9\tContent 11 14\tGo.\r\nR1\tspeaker Arg1:T9 Arg2:T7\r\n",
        encoding="utf-8",
        newline="",
    )
    (found,) = read_brat(tmp_path)
    (quote,) = found.quotes
    assert (found.article.id, quote.type.value, quote.speaker_name) == ("a", "direct", "Ada Moss")


@pytest.mark.parametrize(
    ("line", "error", "told"),
    [
        ("E1\tGrant:T1", BrokenRecord, r"\.ann:\d+: 'E1"),
        ("T99\tCity 0 3\tThe", BrokenRecord, "label 'City'"),
        ("T99\tORG 0 3\tTha", OffsetMismatch, "'Tha' does not stand at 0 3"),
        ("T99\tORG 0 900\tThe", OffsetMismatch, "does not stand"),
        ("T99\tORG 0 3;10 12\tThe pu", MoneyquoteError, "does not stand"),
        ("T99\tPurpose 0 3;4 12\tThe Larkspur", BrokenRecord, "in 2 parts"),
        ("R99\tcue Arg1:T1 Arg2:T98", BrokenRecord, "no such spans"),
        ("#9\tAnnotatorNotes T98\t{}", BrokenRecord, "no span"),
        ("#9\tAnnotatorNotes T1\tsure?", BrokenRecord, "no JSON object"),
    ],
)
def test_lines_that_make_no_sense_are_told(tmp_path: Path, line: str, error: type[Exception], told: str) -> None:
    folder, annotations = folder_of(made_record(), tmp_path)
    annotations.write_text(f"{annotations.read_text('utf-8')}{line}\n", encoding="utf-8")
    with pytest.raises(error, match=told):
        list(read_brat(folder))


def test_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound):
        list(read_brat(tmp_path / "none"))
    with pytest.raises(BrokenRecord, match=r"no \.ann file"):
        list(read_brat(tmp_path))
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(PathNotFound, match=r"a\.txt"):
        list(read_brat(tmp_path))
