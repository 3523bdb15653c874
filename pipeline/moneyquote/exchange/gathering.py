"""Labelled spans and relations, as an annotator left them, back into a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from moneyquote.errors import BrokenRecord
from moneyquote.exchange.labels import MENTIONS, PARTIES, TIES, AnnotatedText, Label, LabelledSpan, Tie
from moneyquote.records import ArticleRecord
from moneyquote.serialization import from_json, to_dict

_MEND = "Mend it in the annotation tool and export again"
_QUOTATION_MARKS = "\"'“”„‟‘’‚«»‹›「」『』"
_ORPHANS = {
    Label.CUE: "no quote: draw a relation to it from the quote's Content",
    Label.SOURCE: "no quote: draw a relation to it from the quote's Content",
    **dict.fromkeys((*PARTIES, Label.PURPOSE), "no grant: draw a relation to it from the Grant"),
}


def gather(drawn: AnnotatedText, where: str) -> ArticleRecord:
    """Return the record of an annotated text, its lists in order of their ids, mentions in order of the text.

    What an annotator added has no attributes: a mention is tied to the entity of that type and name, or a new one; a
    new amount has no value; a new party is the entity of a mention that it overlaps; a new quote's type is read off
    its quotation marks.

    Raises:
        BrokenRecord: with every span and relation that makes no sense.
    """
    return _Gathering(drawn, where).record()


class _Gathering:
    """One pass over one text; faults are collected, so that an annotator sees all of them at once."""

    def __init__(self, drawn: AnnotatedText, where: str) -> None:
        self.drawn = drawn
        self.where = where
        self.faults: list[str] = []
        self.rest: dict[str, Any] = to_dict(drawn.rest)
        self.entities: dict[str, dict[str, Any]] = {entity["id"]: entity for entity in self.rest["entities"]}
        self.entity_of: dict[str, str] = {}  # of a mention, by span id
        self.amount_of: dict[str, str] = {}
        self.spans = {span.id: span for span in drawn.spans}
        self.ties: dict[str, list[tuple[Tie, LabelledSpan]]] = {span.id: [] for span in drawn.spans}
        self.tied: set[tuple[Tie, str]] = set()

    def record(self) -> ArticleRecord:
        self._read_relations()
        by_label: dict[Label, list[LabelledSpan]] = {label: [] for label in Label}
        for span in self.drawn.spans:
            by_label[span.label].append(span)
        mentions = self._mentions([span for label in MENTIONS for span in by_label[label]])
        amounts = self._numbered("a", by_label[Label.AMOUNT], self.rest["amounts"], self._amount)
        heads = [span for span in by_label[Label.CONTENT] if (Tie.CONTINUES, span.id) not in self.tied]
        quotes = self._numbered("q", heads, self.rest["quotes"], self._quote)
        grants = self._numbered("g", by_label[Label.GRANT], self.rest["grants"], self._grant)
        self._find_orphans(by_label, quotes)
        if self.faults:
            raise BrokenRecord(self.where, "; ".join(self.faults), _MEND)
        made = {
            **self.rest,
            "text": self.drawn.text,
            "entities": sorted(self.entities.values(), key=_by_id),
            "mentions": mentions,
            "amounts": amounts,
            "quotes": quotes,
            "grants": grants,
        }
        return from_json(json.dumps(made), self.where)

    def _told(self, span: LabelledSpan) -> str:
        return f"{span.label} [{span.start}, {span.end}) {self.drawn.text[span.start : span.end][:40]!r}"

    def _place(self, span: LabelledSpan) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": self.drawn.text[span.start : span.end]}

    def _read_relations(self) -> None:
        for relation in self.drawn.relations:
            if not {relation.head, relation.tail} <= self.spans.keys():
                self.faults.append(f"a relation leads from {relation.head} to {relation.tail}: no such spans")
                continue
            head, tail = self.spans[relation.head], self.spans[relation.tail]
            tie = TIES.get((head.label, tail.label))
            if tie is None:
                head, tail = tail, head
                tie = TIES.get((head.label, tail.label))
            if tie is None or relation.name not in (None, "", tie.value):
                name = relation.name or "a relation"
                self.faults.append(f"{name} cannot lead from {self._told(head)} to {self._told(tail)}")
                continue
            self.ties[head.id].append((tie, tail))
            self.tied.add((tie, tail.id))

    def _only(self, heads: Iterable[LabelledSpan], tie: Tie) -> LabelledSpan | None:
        """Return the one span that a tie leads to from any of some spans."""
        found = [(head, tail) for head in heads for name, tail in self.ties[head.id] if name is tie]
        if len(found) > 1:
            self.faults.append(f"{self._told(found[0][0])} has {len(found)} relations {tie.value}")
        return found[0][1] if found else None

    def _numbered(
        self, prefix: str, spans: Iterable[LabelledSpan], unplaced: Iterable[dict[str, Any]], make: Any
    ) -> list[dict[str, Any]]:
        """Make a record of every span; one that is new, or a copy, gets the next free id."""
        made: dict[str, dict[str, Any]] = {item["id"]: item for item in unplaced}
        fresh = []
        for span in spans:
            name = span.attributes.get("id")
            if name is None or name in made:
                fresh.append(span)
            else:
                made[name] = make(span, name)
        for span in sorted(fresh, key=lambda span: (span.start, span.end)):
            name = _next_id(prefix, made)
            made[name] = make(span, name)
        return sorted(made.values(), key=_by_id)

    def _mentions(self, spans: Iterable[LabelledSpan]) -> list[dict[str, Any]]:
        spans = sorted(spans, key=lambda span: (span.start, span.end))
        fresh = []
        for span in spans:
            name = span.attributes.get("entity")
            known = self.entities.get(name) if name else None
            if name and (known is None or known["type"] == span.label.value):
                full = span.attributes.get("name", self.drawn.text[span.start : span.end])
                self.entities.setdefault(name, {"id": name, "type": span.label.value, "name": full})
                self.entity_of[span.id] = name
            else:
                fresh.append(span)
        for span in fresh:
            self.entity_of[span.id] = self._entity_named(span, spans)
        made = [
            {**self._place(span), "entity": self.entity_of[span.id], "confidence": span.attributes.get("confidence")}
            for span in spans
        ]
        return sorted(made, key=lambda mention: (mention["start"], mention["end"], mention["entity"]))

    def _entity_named(self, span: LabelledSpan, mentions: Iterable[LabelledSpan]) -> str:
        """Return the entity of that type that has the span's text as its name or one of its mentions, or a new one."""
        text = self.drawn.text[span.start : span.end]
        for other in mentions:
            same = other.label is span.label and self.drawn.text[other.start : other.end].casefold() == text.casefold()
            if same and other.id in self.entity_of:
                return self.entity_of[other.id]
        for entity in self.entities.values():
            if (entity["type"], entity["name"].casefold()) == (span.label.value, text.casefold()):
                return str(entity["id"])
        name = _next_id("e", self.entities)
        self.entities[name] = {"id": name, "type": span.label.value, "name": text}
        return name

    def _amount(self, span: LabelledSpan, name: str) -> dict[str, Any]:
        self.amount_of[span.id] = name
        return {**span.attributes, **self._place(span), "id": name}

    def _quote(self, head: LabelledSpan, name: str) -> dict[str, Any]:
        chain = [head]
        while (after := self._only([chain[-1]], Tie.CONTINUES)) and after not in chain:
            chain.append(after)
        cue, source, speaker = (self._only(chain, tie) for tie in (Tie.CUE, Tie.SOURCE, Tie.SPEAKER))
        entity = self.entity_of[speaker.id] if speaker else self._still_there(head.attributes.get("speaker_entity"))
        return {
            "id": name,
            "type": head.attributes.get("type") or self._quote_type(head),
            "content": [self._place(span) for span in chain],
            "cue": cue and self._place(cue),
            "source": source and self._place(source),
            "speaker_entity": entity,
            "speaker_name": head.attributes.get("speaker_name", self.entities[entity]["name"] if entity else None),
            "confidence": head.attributes.get("confidence"),
        }

    def _quote_type(self, head: LabelledSpan) -> str:
        text = self.drawn.text
        if text[max(head.start - 1, 0) : head.start] in tuple(_QUOTATION_MARKS):
            return "direct"
        inner = text[head.start : head.end]
        return "mixed" if any(mark in inner for mark in _QUOTATION_MARKS if mark not in "'’") else "indirect"

    def _grant(self, head: LabelledSpan, name: str) -> dict[str, Any]:
        amount = self._only([head], Tie.AMOUNT)
        purpose = self._only([head], Tie.PURPOSE)
        kept = ("kind", "status", "is_total", "period", "confidence", "total", "also", "checks")
        evidence = {"start": head.start, "end": head.end}
        return {
            **{key: head.attributes[key] for key in kept if key in head.attributes},
            "id": name,
            "amount": amount and self.amount_of[amount.id],
            "purpose": purpose and self._place(purpose),
            "evidence": evidence if head.attributes.get("has_evidence", True) else None,
            **{label.value.lower(): self._party(head, label) for label in PARTIES},
        }

    def _party(self, head: LabelledSpan, label: Label) -> dict[str, Any] | None:
        role = label.value.lower()
        span = self._only([head], Tie(role))
        about = span.attributes if span else head.attributes.get(role)
        if about is None:
            return None
        entity = self._still_there(about["entity"] if "entity" in about else self._mentioned_in(span))
        text = self.drawn.text[span.start : span.end] if span else None
        name = self.entities[entity]["name"] if entity else text
        return {**(self._place(span) if span else {}), "entity": entity, "name": about.get("name", name)}

    def _still_there(self, entity: str | None) -> str | None:
        return entity if entity in self.entities else None

    def _mentioned_in(self, span: LabelledSpan | None) -> str | None:
        if span is None:
            return None
        mentions = (self.spans[name] for name in self.entity_of)
        found = [mention for mention in mentions if mention.start < span.end and span.start < mention.end]
        return self.entity_of[min(found, key=lambda mention: mention.start).id] if found else None

    def _find_orphans(self, by_label: dict[Label, list[LabelledSpan]], quotes: list[dict[str, Any]]) -> None:
        for label, what in _ORPHANS.items():
            for span in by_label[label]:
                if (Tie(label.value.lower()), span.id) not in self.tied:
                    self.faults.append(f"{self._told(span)} belongs to {what}")
        if sum(len(quote["content"]) for quote in quotes) < len(by_label[Label.CONTENT]):
            self.faults.append("Content spans continue each other in a ring")


def _next_id(prefix: str, taken: dict[str, Any]) -> str:
    numbers = [int(found[1]) for name in taken if (found := re.fullmatch(rf"{prefix}(\d+)", name))]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _by_id(item: dict[str, Any]) -> tuple[int, str]:
    return len(item["id"]), item["id"]
