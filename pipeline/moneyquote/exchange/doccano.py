"""doccano: one JSON object a line, with entities and relations, for a sequence labelling project with relations.

doccano counts in UTF-16 units: its editor passes on the browser's offsets (issues 2290 and 1931; in 2290 a word behind
an emoji of two characters has start 22 where Python has 19), and imported offsets reach it unchanged. So we write and
read UTF-16 units. A project that counts grapheme clusters ("Count grapheme clusters as one character") is of another
unit, which is not supported: leave that box empty. Offsets in code points, as scripts write, are read on request.

doccano gives spans new ids and keeps no attributes of theirs, but it keeps further fields of the line: attributes
stand in ``moneyquote`` there, by label and offsets. A span that an annotator moved or relabelled loses them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.exchange.carried import carried, rest_of
from moneyquote.exchange.drawing import draw
from moneyquote.exchange.gathering import gather
from moneyquote.exchange.labels import AnnotatedText, Attributes, Label, LabelledSpan, Relation
from moneyquote.exchange.offsets import Unit, Utf16Offsets
from moneyquote.records import ArticleRecord

_Key = tuple[str, int, int]


def doccano_line(record: ArticleRecord) -> str:
    """Return a record as one line, its line break included. Overlapping spans must be allowed in the project."""
    drawn = draw(record)
    offsets = Utf16Offsets(drawn.text)
    numbers = {span.id: number for number, span in enumerate(drawn.spans)}
    entities = [
        {
            "id": numbers[span.id],
            "label": span.label.value,
            "start_offset": offsets.units(span.start),
            "end_offset": offsets.units(span.end),
        }
        for span in drawn.spans
    ]
    relations = [
        {"id": number, "from_id": numbers[relation.head], "to_id": numbers[relation.tail], "type": relation.name}
        for number, relation in enumerate(drawn.relations)
    ]
    places = Counter((span.label, span.start, span.end) for span in drawn.spans)
    attributes = [
        [span.label.value, entity["start_offset"], entity["end_offset"], span.attributes]
        for span, entity in zip(drawn.spans, entities, strict=True)
        if span.attributes or places[span.label, span.start, span.end] > 1  # of two in one place the order tells
    ]
    ours = {"rest": carried(drawn.rest), "attributes": attributes}
    line = {"text": drawn.text, "entities": entities, "relations": relations, "moneyquote": ours}
    return json.dumps(line, ensure_ascii=False) + "\n"


def read_doccano(content: str, where: str, unit: Unit = Unit.UTF_16) -> Iterator[ArticleRecord]:
    """Yield the records of a JSONL export, of sequence labelling with or without relations.

    Raises:
        BrokenRecord: naming the line, if it is no such line or its spans and relations make no sense.
        OffsetMismatch: if an offset lies outside the text or inside a character.
    """
    # Not splitlines(): U+2028 and U+0085 may stand inside a JSON string.
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            drawn = _drawn(json.loads(line), place, unit)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise BrokenRecord(
                place,
                f"no doccano line ({type(error).__name__}: {error})",
                "Export the project as JSONL; labels must be those of: moneyquote export FILE.db --format doccano",
            ) from error
        yield gather(drawn, place)


def _drawn(line: dict[str, Any], where: str, unit: Unit) -> AnnotatedText:
    text: str = line["text"]
    ours = line.get("moneyquote") or {}
    offsets = Utf16Offsets(text) if unit is Unit.UTF_16 else None
    attributes: dict[_Key, list[Attributes]] = {}
    for label, start, end, found in ours.get("attributes", ()):
        attributes.setdefault((label, start, end), []).append(found)
    spans = []
    for number, item in enumerate(_entities(line)):
        key = (item["label"], item["start_offset"], item["end_offset"])
        start, end = (_point(value, offsets, where) for value in key[1:])
        if not 0 <= start < end <= len(text):
            raise OffsetMismatch(where, f"{key[0]} at [{key[1]}, {key[2]}) lies outside the text", "Mind the unit")
        kept = attributes.get(key)
        spans.append(
            LabelledSpan(
                id=str(item.get("id", f"span {number}")),
                label=Label(key[0]),
                start=start,
                end=end,
                attributes=kept.pop(0) if kept else {},
            )
        )
    return AnnotatedText(
        text=text,
        rest=rest_of(ours.get("rest"), text, str(line.get("id", where)), where),
        spans=tuple(spans),
        relations=tuple(
            Relation(head=str(item["from_id"]), tail=str(item["to_id"]), name=item.get("type"))
            for item in line.get("relations", ())
        ),
    )


def _entities(line: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the spans of a line; without relations doccano writes them as ``[start, end, label]``."""
    if "entities" in line:
        return list(line["entities"])
    bare = line.get("label", line.get("labels", []))
    return [{"start_offset": start, "end_offset": end, "label": label} for start, end, label in bare]


def _point(value: int, offsets: Utf16Offsets | None, where: str) -> int:
    if offsets is None:
        return value
    try:
        return offsets.points(value)
    except ValueError as error:
        raise OffsetMismatch(where, str(error), "Give the unit of the offsets: --offsets code-points") from error
