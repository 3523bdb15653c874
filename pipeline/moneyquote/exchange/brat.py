"""brat standoff: a folder with a text, an annotation file and our own sidecar an article, and brat's configuration.

brat counts in code points: its server decodes the text as UTF-8 and slices that (``server/src/annotation.py``, 02ad409,
compares ``document_text[start:end]`` with the text of the line, and reads through ``codecs.open``, which leaves CR LF
as two characters). brat keeps one annotation a line, so a span over a line break is written as the fragments between
its breaks (``T1 Content 0 5;6 9``); they are one span again when read.

What label and place do not tell stands in an ``AnnotatorNotes`` line as a JSON object, which brat shows and keeps. The
article's head and what has no place in the text stand in ``NAME.json``, which brat does not read.

INCEpTION imports the same files. References: Stenetorp et al. 2012; https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from moneyquote.errors import BrokenRecord, OffsetMismatch, PathNotFound, UndecodableText, UnwritableTarget
from moneyquote.exchange.carried import carried, rest_of
from moneyquote.exchange.drawing import draw
from moneyquote.exchange.gathering import gather
from moneyquote.exchange.labels import TIES, AnnotatedText, Attributes, Label, LabelledSpan, Relation, Tie
from moneyquote.records import ArticleRecord

_Extent = tuple[int, int]
# What Python's codecs, through which brat reads its files, take for the end of a line.
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_EXTENT = "extent"  # the attribute of a span whose fragments do not tell where it begins and ends
_TEXT_BOUND = re.compile(r"(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_RELATION = re.compile(r"(R\S*)\t(\S+) \S+?:(\S+) \S+?:(\S+)\s*")
_NOTE = re.compile(r"(#\S*)\tAnnotatorNotes (\S+)\t(.*)")


def configuration() -> str:
    """Return ``annotation.conf``: our labels, and which relation may lead where."""
    ends: dict[Tie, tuple[list[str], list[str]]] = {}
    for (head, tail), tie in TIES.items():
        heads, tails = ends.setdefault(tie, ([], []))
        heads.append(head.value)
        tails.append(tail.value)
    relations = "".join(
        f"{tie.value}\tArg1:{'|'.join(dict.fromkeys(heads))}, Arg2:{'|'.join(tails)}\n"
        for tie, (heads, tails) in ends.items()
    )
    return (
        "[entities]\n" + "".join(f"{label.value}\n" for label in Label) + f"\n[relations]\n{relations}"
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
    )


def write_brat(records: Iterable[ArticleRecord], folder: Path) -> int:
    """Write records into a new or empty folder and return how many.

    Raises:
        UnwritableTarget: if the folder holds anything, which might be somebody's work, or cannot be written.
    """
    try:
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise UnwritableTarget(str(folder), "the folder is not empty", "Give a new folder: nothing is written over")
        (folder / "annotation.conf").write_text(configuration(), encoding="utf-8")
        count = 0
        for record in records:
            _write_article(record, folder)
            count += 1
    except OSError as error:
        raise UnwritableTarget(
            str(folder), f"cannot be written ({error.strerror})", "Check the folder, its permissions and its room"
        ) from error
    return count


def _write_article(record: ArticleRecord, folder: Path) -> None:
    drawn = draw(record)
    # Two articles may share an id, and ids may differ in case only: the hash keeps their files apart.
    name = re.sub(r"[^\w.-]+", "_", record.article.id)[:80].strip(".") or "article"
    stem = folder / f"{name}-{record.article.sha256[:8]}"
    for ending, content in (
        ("txt", drawn.text),
        ("ann", "".join(annotation_lines(drawn))),
        ("json", json.dumps(carried(drawn.rest), ensure_ascii=False) + "\n"),
    ):
        Path(f"{stem}.{ending}").write_text(content, encoding="utf-8", newline="")


def annotation_lines(drawn: AnnotatedText) -> Iterator[str]:
    """Yield the lines of the annotation file."""
    notes = 0
    for span in drawn.spans:
        fragments = _fragments(drawn.text, span.start, span.end)
        places = ";".join(f"{start} {end}" for start, end in fragments)
        surface = " ".join(_BREAKS.sub(_spaces, drawn.text[start:end]) for start, end in fragments)
        yield f"{span.id}\t{span.label} {places}\t{surface}\n"
        attributes = dict(span.attributes)
        if _joined(fragments, drawn.text) != [(span.start, span.end)]:
            attributes[_EXTENT] = [span.start, span.end]
        if attributes:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes {span.id}\t{json.dumps(attributes)}\n"
    for number, relation in enumerate(drawn.relations, 1):
        yield f"R{number}\t{relation.name} Arg1:{relation.head} Arg2:{relation.tail}\n"


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _fragments(text: str, start: int, end: int) -> list[_Extent]:
    """Return the parts of a span between line breaks; a span of nothing but breaks stays whole."""
    found, begin = [], start
    for stop, after in [*((m.start() + start, m.end() + start) for m in _BREAKS.finditer(text[start:end])), (end, end)]:
        if begin < stop:
            found.append((begin, stop))
        begin = after
    return found or [(start, end)]


def _joined(fragments: list[_Extent], text: str) -> list[_Extent]:
    """Join fragments between which there is nothing but line breaks."""
    joined: list[_Extent] = []
    for start, end in sorted(fragments):
        if joined and _BREAKS.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def read_brat(folder: Path) -> Iterator[ArticleRecord]:
    """Yield the records of a folder, in order of file names.

    Raises:
        PathNotFound: if there is no such folder.
        UndecodableText: if a file is not UTF-8.
        BrokenRecord: naming file and line, if a line is of a kind that we have no use for, or makes no sense.
        OffsetMismatch: if a span's text does not stand at its offsets.
    """
    if not folder.is_dir():
        raise PathNotFound(str(folder), "no such folder", "Give a folder of .txt and .ann files")
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise BrokenRecord(str(folder), "no .ann file in it", "Give a folder of .txt and .ann files")
    for path in paths:
        text = _content(path.with_suffix(".txt"))
        sidecar = path.with_suffix(".json")
        try:
            rest = json.loads(_content(sidecar)) if sidecar.is_file() else None
        except ValueError as error:
            raise BrokenRecord(str(sidecar), f"no JSON ({error})", "Restore it, or take it away") from error
        drawn = _drawn(text, _content(path), str(path))
        yield gather(
            AnnotatedText(
                text=text,
                rest=rest_of(rest, text, path.stem, str(path)),
                spans=tuple(drawn.values()),
                relations=tuple(_relations(_content(path))),
            ),
            str(path),
        )


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise PathNotFound(str(path), "no such file", "Put the text beside its annotations") from error
    except UnicodeDecodeError as error:
        raise UndecodableText(str(path), f"not UTF-8 ({error.reason})", "Save it as UTF-8") from error


def _drawn(text: str, content: str, where: str) -> dict[str, LabelledSpan]:
    """Return the spans of an annotation file by their ids, with the attributes of their notes."""
    spans: dict[str, LabelledSpan] = {}
    extents: dict[str, list[_Extent]] = {}
    notes: list[tuple[str, str, str]] = []
    for number, line in enumerate(content.split("\n"), 1):
        place = f"{where}:{number}"
        if not line.strip() or _RELATION.fullmatch(line):
            continue
        if note := _NOTE.fullmatch(line.rstrip("\r")):
            notes.append((place, note[2], note[3]))
        elif bound := _TEXT_BOUND.fullmatch(line.rstrip("\r")):
            span, extents[bound[1]] = _span(bound, text, place)
            spans[span.id] = span
        else:
            raise BrokenRecord(
                place, f"{line[:40]!r} is not read", "Keep to the labels, relations and notes of annotation.conf"
            )
    for place, name, told in notes:
        if name not in spans:
            raise BrokenRecord(place, f"a note on {name}, which is no span", "Take the note away")
        spans[name].attributes.update(_attributes(told, place))
    return {name: _whole(span, extents[name], text, where) for name, span in spans.items()}


def _span(bound: re.Match[str], text: str, where: str) -> tuple[LabelledSpan, list[_Extent]]:
    if bound[2] not in tuple(Label):
        raise BrokenRecord(where, f"the label {bound[2]!r} is not ours", f"Use one of: {', '.join(Label)}")
    fragments = [(int(start), int(end)) for start, end in (part.split(" ") for part in bound[3].split(";"))]
    surface = "".join(text[start:end] for start, end in fragments)
    if any(not 0 <= start < end <= len(text) for start, end in fragments) or _bare(surface) != _bare(bound[4]):
        raise OffsetMismatch(
            where, f"{bound[4][:40]!r} does not stand at {bound[3]}", "Keep the text file as it was exported"
        )
    start, end = fragments[0][0], fragments[-1][1]
    return LabelledSpan(id=bound[1], label=Label(bound[2]), start=start, end=end), fragments


def _bare(text: str) -> str:
    return "".join(text.split())


def _attributes(told: str, where: str) -> Attributes:
    try:
        found = json.loads(told)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BrokenRecord(where, f"the note {told[:40]!r} is no JSON object", 'Write notes as {"value": "5000"}')
    return found


def _whole(span: LabelledSpan, fragments: list[_Extent], text: str, where: str) -> LabelledSpan:
    """Return a span with its extent made of its fragments, or noted where they cannot tell it."""
    attributes = dict(span.attributes)
    noted = attributes.pop(_EXTENT, None)
    joined = _joined(fragments, text)
    if noted and _fragments(text, *noted) == sorted(fragments):
        joined = [(noted[0], noted[1])]
    if len(joined) > 1:
        raise BrokenRecord(
            where,
            f"{span.id} is in {len(joined)} parts with words between",
            "Make spans of them; tie Content by continues",
        )
    (start, end), *_ = joined
    return LabelledSpan(id=span.id, label=span.label, start=start, end=end, attributes=attributes)


def _relations(content: str) -> Iterator[Relation]:
    for line in content.split("\n"):
        if found := _RELATION.fullmatch(line):
            yield Relation(name=found[2], head=found[3], tail=found[4])
