"""Pronouns and descriptions of OntoGUM with whom they mean, as the speaker resolver is asked for them.

OntoGUM tells which mentions mean the same; GUM's own layer, on the same tokens, tells people and organizations apart
and has those that are named only once.

References:
    Zhu, Pradhan, Zeldes, 2021: OntoGUM: evaluating contextualized SOTA coreference resolution on 12 more genres.
    Zeldes, 2017: The GUM corpus: creating multilayer resources in the classroom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from moneyquote.names.trim import trimmed_names
from moneyquote.records import Entity, EntityType
from moneyquote.speakers.cast import Named

# Written genres whose licences allow any use (SOURCE-LICENSE.txt: CC BY or BY-SA), and others that are non-commercial.
GENRES = ("academic", "bio", "court", "interview", "news", "voyage")
NON_COMMERCIAL = ("essay", "fiction", "letter", "podcast", "whow")
_ENTITY = re.compile(r"\((?P<opened>[^()|]+)\)?|(?P<closed>\d+)\)")
_TYPES = {"person": EntityType.PER, "organization": EntityType.ORG}
_PRONOUNS = frozenset(("he", "she", "they", "it"))
_INSIDE = frozenset(("of", "the", "and", "for", "&", "-", "in", "on", "."))  # words within names


@dataclass(slots=True)
class Token:
    """One token: its characters ``[start, end)``, tag, head (a place in the document, -1 for a root) and relation."""

    start: int
    end: int
    form: str
    tag: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked mention, tokens ``[first, end)``: the group that means the same, and its type where that is told."""

    first: int
    end: int
    group: str
    type: str = ""


@dataclass(slots=True)
class Parsed:
    """A document: text with blank lines between paragraphs, tokens, mentions."""

    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """One subject without a name: characters ``[start, end)``, and the entity it means, None if it has no name."""

    start: int
    end: int
    entity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document with the entities that have names, their name mentions, and the subjects that refer to them."""

    id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Named, ...]
    referring: tuple[Referring, ...]


def train_documents(corpus: Path, genres: Sequence[str] = GENRES) -> Iterator[Document]:
    """Yield the train documents of some genres.

    Args:
        corpus: the folder with ``coref-ontogum``, ``dep`` and ``SOURCE-splits.md``.
        genres: names of genres, as in the documents' names.
    """
    part = re.split(r"^## train\s*$", (corpus / "SOURCE-splits.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    for name in re.findall(r"\* (GUM_\w+)", part):
        if name.split("_")[1] not in genres:
            continue
        files = [corpus / layer / f"{name}.conllu" for layer in ("coref-ontogum", "dep")]
        if all(file.is_file() for file in files):
            same, typed = (parse(file.read_text(encoding="utf-8")) for file in files)
            yield document(name, same, typed)


def parse(conllu: str) -> Parsed:
    """Return a document of CoNLL-U with the mentions of its ``Entity`` annotations."""
    made = Parsed()
    opened: dict[str, list[tuple[int, str]]] = {}
    glue, first_of_sentence = "", 0
    for line in conllu.splitlines():
        if line.startswith("# newpar") and "_block" not in line and made.tokens:
            glue = "\n\n"
        elif line.startswith("# sent_id"):
            first_of_sentence = len(made.tokens)
        fields = line.split("\t")
        if len(fields) != 10 or not fields[0].isdigit():
            if not line.strip() and len(made.tokens) > first_of_sentence:
                made.sentences.append((made.tokens[first_of_sentence].start, made.tokens[-1].end))
                first_of_sentence = len(made.tokens)
            continue
        start = len(made.text) + len(glue)
        made.text += glue + fields[1]
        head = first_of_sentence + int(fields[6]) - 1 if fields[6] != "0" else -1
        made.tokens.append(Token(start, len(made.text), fields[1], fields[4], head, fields[7]))
        notes = dict(note.split("=", 1) for note in fields[9].split("|") if "=" in note)
        _mark(made, opened, notes.get("Entity", ""))
        glue = "" if notes.get("SpaceAfter") == "No" else " "
    return made


def _mark(made: Parsed, opened: dict[str, list[tuple[int, str]]], notes: str) -> None:
    """Read the mentions that open and close at the last token."""
    place = len(made.tokens) - 1
    for match in _ENTITY.finditer(notes):
        group, _, rest = (match["opened"] or match["closed"]).partition("-")
        if match["opened"]:
            opened.setdefault(group, []).append((place, rest.split("-")[0]))
        if (match["closed"] or match.group().endswith(")")) and opened.get(group):
            first, kind = opened[group].pop()
            made.marked.append(Marked(first, place + 1, group, kind))


def document(name: str, same: Parsed, typed: Parsed) -> Document:
    """Return what the resolver learns from: names by ``typed``, who means whom by ``same``, on the same tokens.

    Raises:
        ValueError: if the two are not of one text.
    """
    if [t.form for t in same.tokens] != [t.form for t in typed.tokens]:
        raise ValueError(f"{name}: the two layers have other tokens")
    group_at = {head_of(same, mark): mark.group for mark in same.marked}
    entities: dict[str, Entity] = {}
    mentions: dict[tuple[int, int], Named] = {}
    nominal: list[tuple[Marked, int]] = []
    for mark in typed.marked:
        head = head_of(typed, mark)
        if mark.type not in _TYPES:
            continue
        if not typed.tokens[head].tag.startswith("NNP"):
            nominal.append((mark, head))
            continue
        entity = group_at.get(head, f"single {mark.group}")
        trimmed = trimmed_names(typed.text, *_name(typed, mark, head), _TYPES[mark.type])
        if not trimmed:
            continue
        start, end, _ = trimmed[0]
        known = entities.get(entity)
        text = typed.text[start:end]
        if known is None or (known.type is _TYPES[mark.type] and len(text) > len(known.name)):
            entities[entity] = Entity(id=entity, type=_TYPES[mark.type], name=text)
        mentions.setdefault((start, end), Named(start, end, entity))
    referring = [
        Referring(start=start, end=end, entity=group if (group := group_at.get(head, "")) in entities else None)
        for mark, head in nominal
        if (start := typed.tokens[mark.first].start) < (end := typed.tokens[mark.end - 1].end)
        and _asks(typed, mark, head)
    ]
    return Document(
        id=name,
        text=typed.text,
        sentences=tuple(typed.sentences),
        entities=tuple(entities.values()),
        mentions=tuple(sorted(mentions.values(), key=lambda named: named.start)),
        referring=tuple(sorted(referring, key=lambda found: found.start)),
    )


def head_of(parsed: Parsed, mark: Marked) -> int:
    """Return the token of a mention that depends on none of its others; the last one where several do."""
    inside = range(mark.first, mark.end)
    heads = [place for place in inside if parsed.tokens[place].head not in inside and parsed.tokens[place].tag != "."]
    return heads[0] if heads else mark.end - 1


def _name(parsed: Parsed, mark: Marked, head: int) -> tuple[int, int]:
    """Return the characters of the run of proper nouns around a mention's head."""

    def fits(place: int) -> bool:
        token = parsed.tokens[place]
        return token.tag.startswith("NNP") or token.form in _INSIDE

    first, end = head, head + 1
    while first > mark.first and fits(first - 1):
        first -= 1
    while end < mark.end and fits(end):
        end += 1
    while parsed.tokens[first].form in _INSIDE and first < head:
        first += 1
    while parsed.tokens[end - 1].form in _INSIDE and end - 1 > head:
        end -= 1
    return parsed.tokens[first].start, parsed.tokens[end - 1].end


def _asks(parsed: Parsed, mark: Marked, head: int) -> bool:
    """Tell whether a mention is a subject like a source: a pronoun of the third person or a short description."""
    token = parsed.tokens[head]
    if not token.relation.startswith("nsubj"):
        return False
    if mark.end - mark.first == 1:
        return token.form.lower() in _PRONOUNS
    opening = parsed.tokens[mark.first].form.lower()
    return opening in ("the", "this", "that", "a", "an") and mark.end - mark.first <= 8 and token.tag.startswith("NN")
