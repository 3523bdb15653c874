"""Label Studio: what its import needs, and what annotators do to our tasks."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.exchange.made import hard_record
from tests.stores.fabricated import empty_record, made_article, made_record

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.exchange.label_studio import labeling_config, read_tasks, task_lines
from moneyquote.records import ArticleRecord, EntityType, QuoteType

Task = dict[str, Any]


def made_task(record: ArticleRecord | None = None) -> Task:
    (task,) = json.loads("".join(task_lines([record or made_record()])))
    assert isinstance(task, dict)
    return task


def annotated(task: Task) -> Task:
    """A task as exported after an annotator took the prediction over."""
    return {**task, "id": 5, "annotations": [{"result": task["predictions"][0]["result"], "was_cancelled": False}]}


def read(*tasks: Task) -> list[ArticleRecord]:
    return list(read_tasks(json.dumps(tasks), "tasks.json"))


def regions(task: Task, label: str) -> list[Task]:
    return [item for item in task["predictions"][0]["result"] if item.get("value", {}).get("labels") == [label]]


def test_tasks_and_labels_name_what_the_configuration_has() -> None:
    view = ElementTree.fromstring(labeling_config())
    labels = {label.get("value") for label in view.iter("Label")}
    ties = {relation.get("value") for relation in view.iter("Relation")}
    result = made_task()["predictions"][0]["result"]
    assert {item["value"]["labels"][0] for item in result if item["type"] == "labels"} <= labels
    assert {item["labels"][0] for item in result if item["type"] == "relation"} == {
        *("continues", "cue", "source", "speaker", "amount", "funder", "grantee"),
    }
    assert {item["labels"][0] for item in result if item["type"] == "relation"} <= ties
    (control,) = view.iter("Labels")
    assert (control.get("name"), control.get("toName")) == (result[0]["from_name"], result[0]["to_name"])


def test_several_articles_and_none_are_json_lists() -> None:
    assert json.loads("".join(task_lines([]))) == []
    assert len(json.loads("".join(task_lines([made_record(), hard_record()])))) == 2


def test_offsets_count_code_points_and_the_doubtful_article_comes_first() -> None:
    task = made_task(hard_record())
    (first, _) = regions(task, "Amount")
    assert task["data"]["text"][first["value"]["start"] : first["value"]["end"]] == "$1.3 million"
    assert task["predictions"][0]["score"] == 0.5


def test_an_older_editor_that_counted_utf16_units_is_understood() -> None:
    record = hard_record()
    task = annotated(made_task(record))
    for item in task["annotations"][0]["result"]:
        if item["type"] == "labels":
            for end in ("start", "end"):
                item["value"][end] = len(task["data"]["text"][: item["value"][end]].encode("utf-16-le")) // 2
    assert read(task) == [record]


def test_what_an_annotator_adds_is_read() -> None:
    task = made_task()
    text = task["data"]["text"]
    add = [("n1", "ORG", "Tern Choir"), ("n2", "Content", "The fund lent"), ("n3", "Amount", "2021")]
    for name, label, surface in add:
        start = text.index(surface)
        value = {"start": start, "end": start + len(surface), "text": surface, "labels": [label]}
        task["predictions"][0]["result"].append({"id": name, "type": "labels", "value": value})
    task["predictions"][0]["result"].append({"type": "relation", "from_id": "n1", "to_id": "n2", "labels": []})
    (found,) = read(annotated(task))
    choir = next(entity for entity in found.entities if entity.name == "Tern Choir")
    assert [mention.entity for mention in found.mentions if mention.text == "Tern Choir"] == [choir.id]
    assert (found.quotes[1].id, found.quotes[1].type) == ("q2", QuoteType.INDIRECT)
    assert found.quotes[1].speaker_entity == choir.id
    assert [(amount.id, amount.value) for amount in found.amounts][2] == ("a3", None)


def test_a_relabelled_mention_is_of_another_entity() -> None:
    task = made_task()
    (fund,) = regions(task, "ORG")
    fund["value"]["labels"] = ["PER"]
    (found,) = read(annotated(task))
    mention = found.mentions[0]
    assert {entity.id: entity.type for entity in found.entities}[mention.entity] is EntityType.PER


def test_an_edited_note_changes_the_amount() -> None:
    task = made_task()
    (first, _) = regions(task, "Amount")
    first["meta"]["text"] = ['id="a1"\nvalue="1400000"\ncurrency="USD"']
    (found,) = read(annotated(task))
    assert str(found.amounts[0].value) == "1400000"
    first["meta"]["text"] = ["value=about 5"]
    with pytest.raises(BrokenRecord, match="about 5"):
        read(annotated(task))


def test_a_cue_without_a_quote_is_told() -> None:
    task = made_task()
    task["predictions"][0]["result"] = [
        item for item in task["predictions"][0]["result"] if item.get("labels") not in (["cue"], ["source"])
    ]
    with pytest.raises(BrokenRecord, match=r"task 5: Cue \[\d+, \d+\) 'said' belongs to no quote.*Source"):
        read(annotated(task))


def test_relations_that_make_no_sense_are_told() -> None:
    task = made_task()
    cue, amount = regions(task, "Cue")[0], regions(task, "Amount")[0]
    task["predictions"][0]["result"].append({"type": "relation", "from_id": cue["id"], "to_id": amount["id"]})
    with pytest.raises(BrokenRecord, match="cannot lead from"):
        read(annotated(task))


def test_a_region_whose_text_does_not_stand_there_is_told() -> None:
    task = made_task()
    regions(task, "Amount")[0]["value"]["start"] += 1
    with pytest.raises(OffsetMismatch, match="does not stand at"):
        read(annotated(task))


def test_rival_annotations_need_a_ground_truth() -> None:
    task = annotated(made_task())
    task["annotations"] = [*task["annotations"], {"result": []}]
    with pytest.raises(BrokenRecord, match="2 annotations"):
        read(task)
    task["annotations"][0]["ground_truth"] = True
    assert read(task) == [made_record()]
    task["annotations"][0] = {**task["annotations"][0], "was_cancelled": True}
    assert read(task)[0].mentions == ()


def test_a_text_that_was_not_ours_gets_a_head() -> None:
    article = made_article()
    (found,) = read({"id": 77, "data": {"text": article.text}})
    assert found.article.id == "77"
    assert found.article.sha256 == article.sha256
    task = made_task(empty_record(article))
    task["data"]["text"] += " More."
    with pytest.raises(BrokenRecord, match="not that of article larkspur"):
        read(task)


def test_another_file_is_refused() -> None:
    for content in ("{}", "[1]", "no json", '[{"data": {}}]'):
        with pytest.raises(BrokenRecord, match="no Label Studio tasks"):
            list(read_tasks(content, "x.json"))
