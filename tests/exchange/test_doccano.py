"""doccano: UTF-16 offsets, both of its layouts, and lines that are none of its."""

import json

import pytest
from tests.exchange.made import hard_record

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.exchange.doccano import doccano_line, read_doccano
from moneyquote.exchange.offsets import Unit


def test_offsets_slice_the_utf16_text() -> None:
    record = hard_record()
    line = json.loads(doccano_line(record))
    encoded = line["text"].encode("utf-16-le")
    amounts = [item for item in line["entities"] if item["label"] == "Amount"]
    sliced = [encoded[2 * item["start_offset"] : 2 * item["end_offset"]].decode("utf-16-le") for item in amounts]
    assert sliced == [amount.text for amount in record.amounts]


def test_a_project_without_relations_gives_bare_spans() -> None:
    line = {"id": 3, "text": "😀 Tern Choir", "label": [[3, 13, "ORG"]]}
    (found,) = read_doccano(json.dumps(line) + "\n\n", "all.jsonl")
    assert [(mention.start, mention.end, mention.text) for mention in found.mentions] == [(2, 12, "Tern Choir")]
    assert [entity.name for entity in found.entities] == ["Tern Choir"]
    line["label"] = [[2, 12, "ORG"]]
    (counted,) = read_doccano(json.dumps(line), "all.jsonl", Unit.CODE_POINTS)
    assert counted == found


def test_line_separators_inside_a_text_end_no_line() -> None:
    line = json.dumps({"id": 1, "text": "a\u2028b\x85c", "label": []}, ensure_ascii=False)
    assert [record.text for record in read_doccano(f"{line}\r\n{line}", "x")] == ["a\u2028b\x85c"] * 2


@pytest.mark.parametrize(("start", "end"), [(0, 14), (1, 3), (3, 3), (-1, 2)])
def test_offsets_outside_the_text_or_inside_a_character_are_told(start: int, end: int) -> None:
    line = {"text": "😀 Tern Choir", "label": [[start, end, "ORG"]]}
    with pytest.raises(OffsetMismatch, match=r"all\.jsonl:1"):
        list(read_doccano(json.dumps(line), "all.jsonl"))


@pytest.mark.parametrize("line", ["{}", "[1]", "nothing", '{"text": "a", "label": [[0, 1, "CITY"]]}'])
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(BrokenRecord, match=r"all\.jsonl:2: no doccano line"):
        list(read_doccano(f"\n{line}", "all.jsonl"))
