"""What an annotation tool gives back untouched is the record that went in, whatever the text."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from tests.exchange.made import hard_record, records

from moneyquote.annotation.importing import Tool, import_annotations
from moneyquote.exchange.brat import write_brat
from moneyquote.exchange.doccano import doccano_line, read_doccano
from moneyquote.exchange.drawing import draw
from moneyquote.exchange.gathering import gather
from moneyquote.exchange.label_studio import read_tasks, task_lines
from moneyquote.records import ArticleRecord


def through_label_studio(record: ArticleRecord) -> ArticleRecord:
    (found,) = read_tasks("".join(task_lines([record])), "tasks.json")
    return found


def through_doccano(record: ArticleRecord) -> ArticleRecord:
    """doccano gives ids of its own, sorts spans by their start and puts further fields of the line back at the top."""
    line = json.loads(doccano_line(record))
    for item in (*line["entities"], *line["relations"]):
        for key in {"id", "from_id", "to_id"} & item.keys():
            item[key] += 4711
    line["entities"].sort(key=lambda item: item["start_offset"])
    (found,) = read_doccano(json.dumps({"id": 9, "Comments": [], **line}), "all.jsonl")
    return found


def through_brat(record: ArticleRecord) -> ArticleRecord:
    with tempfile.TemporaryDirectory() as folder:
        write_brat([record], Path(folder))
        (found,) = import_annotations(Path(folder), Tool.BRAT)
    return found


@settings(max_examples=60, deadline=None)
@given(records)
def test_r09_every_tool_gives_back_what_went_in(record: ArticleRecord) -> None:
    assert gather(draw(record), "here") == record
    assert through_label_studio(record) == record
    assert through_doccano(record) == record
    assert through_brat(record) == record


def test_r09_a_real_record_behind_an_emoji_comes_through_every_tool() -> None:
    record = hard_record()
    assert through_label_studio(record) == through_doccano(record) == through_brat(record) == record
