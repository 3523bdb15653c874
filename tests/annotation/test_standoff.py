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
from tests.annotation.one_record import TEXT, record

from moneyquote.annotation import (
    StandoffRecord,
    compile_folder,
    detach,
    join,
    read_standoff,
    resolve,
    standoff_schema,
)
from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.records import Party
from moneyquote.serialization import to_dict


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in (key, *texts_in(item))]
    if isinstance(value, list):
        return [found for item in value for found in texts_in(item)]
    return [value] if isinstance(value, str) else []


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
