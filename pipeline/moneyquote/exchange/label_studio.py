"""Label Studio: a JSON list of tasks, with our records as predictions, and annotated tasks back.

Label Studio's editor counts in code points: ``charsToCodePoints`` and ``rangeToGlobalOffset`` in its
``web/libs/editor/src/utils/selection-tools.js`` (014c626) turn what the browser selects, in UTF-16 units, into code
points before it is saved, "as in Python". CR and LF become a ``<br>`` each, so CR LF counts two. So we write code
points. Editors before that mending (label-studio-frontend pull request 308, 2021) saved UTF-16 units (issue 1347);
a task whose texts fit in UTF-16 units only is read so. Some versions *show* a span behind an emoji in the wrong place
though they store it right (issue 4988).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.exchange.carried import carried, rest_of
from moneyquote.exchange.drawing import draw
from moneyquote.exchange.gathering import gather
from moneyquote.exchange.labels import AnnotatedText, Label, LabelledSpan, Relation, Tie
from moneyquote.exchange.offsets import Utf16Offsets
from moneyquote.records import ArticleRecord, Grant, Quote

_MEND = "Export the project as JSON (not JSON-MIN), made with: moneyquote export FILE.db --format label-studio"


def labeling_config() -> str:
    """Return the labelling interface that our tasks need, for the project's settings."""
    labels = "".join(f"    <Label value={quoteattr(label.value)}/>\n" for label in Label)
    relations = "".join(f"    <Relation value={quoteattr(tie.value)}/>\n" for tie in Tie)
    return (
        "<View>\n"
        f"  <Relations>\n{relations}  </Relations>\n"
        f'  <Labels name="label" toName="text">\n{labels}  </Labels>\n'
        '  <Text name="text" value="$text"/>\n'
        "</View>\n"
    )


def task_lines(records: Iterable[ArticleRecord]) -> Iterator[str]:
    """Yield the lines of a JSON list of tasks, one a record."""
    opening = "["
    for record in records:
        yield f"{opening}\n{json.dumps(_task(record), ensure_ascii=False)}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def _task(record: ArticleRecord) -> dict[str, Any]:
    drawn = draw(record)
    claims: tuple[Quote | Grant, ...] = (*record.quotes, *record.grants)
    judged = [claim.confidence for claim in claims if claim.confidence is not None]
    result = [_region(span, drawn.text) for span in drawn.spans]
    result += [
        {"type": "relation", "from_id": r.head, "to_id": r.tail, "direction": "right", "labels": [r.name]}
        for r in drawn.relations
    ]
    prediction: dict[str, Any] = {"model_version": "moneyquote", "result": result}
    if judged:
        prediction["score"] = min(judged)  # tasks sorted by score begin with the most doubtful article
    return {"data": {"text": drawn.text, "moneyquote": carried(drawn.rest)}, "predictions": [prediction]}


def _region(span: LabelledSpan, text: str) -> dict[str, Any]:
    notes = [f"{key}={json.dumps(value)}" for key, value in span.attributes.items()]
    made = {
        "id": span.id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [span.label]},
    }
    if "confidence" in span.attributes:
        made["score"] = span.attributes["confidence"]
    return {**made, "meta": {"text": notes}} if notes else made


def read_tasks(content: str, where: str) -> Iterator[ArticleRecord]:
    """Yield the records of a JSON export: of each task its annotation, or its prediction where nobody annotated it.

    Of several annotations the one marked as ground truth counts; cancelled ones do not.

    Raises:
        BrokenRecord: if it is no such export, a task has rival annotations, or spans and relations make no sense.
        OffsetMismatch: if a region's text does not stand at its offsets, in neither unit.
    """
    try:
        tasks = json.loads(content)
        if not isinstance(tasks, list):
            raise TypeError(f"a list of tasks was expected, not {type(tasks).__name__}")
        if not isinstance(tasks, list):
            raise TypeError(f"a list of tasks was expected, not {type(tasks).__name__}")
        for number, task in enumerate(tasks, 1):
            place = f"{where}: task {task.get('id', number)}"
            yield gather(_drawn(task, place), place)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenRecord(where, f"no Label Studio tasks ({type(error).__name__}: {error})", _MEND) from error


def _drawn(task: dict[str, Any], where: str) -> AnnotatedText:
    text: str = task["data"]["text"]
    result = _result(task, where)
    regions = [item for item in result if item["type"] == "labels"]
    odd = sorted({item["type"] for item in result} - {"labels", "relation"})
    if odd:
        raise BrokenRecord(where, f"results of type {', '.join(odd)} are not read", "Leave out those controls")
    return AnnotatedText(
        text=text,
        rest=rest_of(task["data"].get("moneyquote"), text, str(task.get("id", "task")), where),
        spans=tuple(
            LabelledSpan(
                id=region["id"],
                label=_label(region, where),
                start=start,
                end=end,
                attributes=_attributes(region, where),
            )
            for region, (start, end) in zip(regions, _places(regions, text, where), strict=True)
        ),
        relations=tuple(_relation(item) for item in result if item["type"] == "relation"),
    )


def _result(task: dict[str, Any], where: str) -> list[dict[str, Any]]:
    annotations = [found for found in task.get("annotations") or () if not found.get("was_cancelled")]
    chosen = [found for found in annotations if found.get("ground_truth")] or annotations
    if len(chosen) > 1:
        raise BrokenRecord(where, f"{len(chosen)} annotations", "Mark the one that counts as ground truth")
    chosen = chosen or list(task.get("predictions") or ())[-1:]
    return list(chosen[0]["result"]) if chosen else []


def _label(region: dict[str, Any], where: str) -> Label:
    labels = region["value"].get("labels", [])
    if len(labels) != 1 or labels[0] not in tuple(Label):
        raise BrokenRecord(where, f"region {region['id']} has the labels {labels}", f"Use one of: {', '.join(Label)}")
    return Label(labels[0])


def _attributes(region: dict[str, Any], where: str) -> dict[str, Any]:
    """Read the region's notes, ``name=JSON`` each; an annotator may have edited them in the region's panel."""
    notes = (region.get("meta") or {}).get("text") or []
    found = {}
    for note in "\n".join([notes] if isinstance(notes, str) else notes).split("\n"):
        if note.strip():
            name, _, value = note.partition("=")
            try:
                found[name.strip()] = json.loads(value)
            except ValueError as error:
                raise BrokenRecord(
                    where, f"note {note!r} of region {region['id']}", 'Write notes as name="text" or name=number'
                ) from error
    return found


def _relation(item: dict[str, Any]) -> Relation:
    names = item.get("labels") or [None]
    head, tail = item["from_id"], item["to_id"]
    if item.get("direction") == "left":
        head, tail = tail, head
    return Relation(head=head, tail=tail, name=names[0])


def _places(regions: list[dict[str, Any]], text: str, where: str) -> list[tuple[int, int]]:
    values = [region["value"] for region in regions]
    points = [(value["start"], value["end"]) for value in values]
    offsets = Utf16Offsets(text)
    for places in (points, _from_units(points, offsets)):
        if places and all(_fits(v, text[start:end]) for v, (start, end) in zip(values, places, strict=True)):
            return places
    if not points:
        return []
    odd = next(value for value, (start, end) in zip(values, points, strict=True) if not _fits(value, text[start:end]))
    raise OffsetMismatch(
        where, f"{odd['text']!r} does not stand at [{odd['start']}, {odd['end']})", "Annotate the text as imported"
    )


def _from_units(places: list[tuple[int, int]], offsets: Utf16Offsets) -> list[tuple[int, int]]:
    try:
        return [(offsets.points(start), offsets.points(end)) for start, end in places]
    except ValueError:
        return []


def _fits(value: dict[str, Any], surface: str) -> bool:
    r"""Tell whether a region's text is the one at its offsets; the editor writes ``\n`` as two characters."""
    told = value.get("text")
    return told is None or _bare(told) == _bare(surface)


def _bare(text: str) -> str:
    return re.sub(r"\\n|\s+", "", text)
