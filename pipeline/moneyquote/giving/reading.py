"""An article read once for the linker: words of giving, lists and candidates, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from moneyquote.giving import words as lexical
from moneyquote.giving.article import GivenAmount, GivingArticle, Interval
from moneyquote.giving.calendar import Calendar
from moneyquote.giving.candidates import Candidate, CandidateKind, candidates
from moneyquote.giving.find import GrantFinding, find_grants
from moneyquote.giving.purpose_spans import PurposeOption, purpose_spans
from moneyquote.giving.tables import TableRow, read_tables
from moneyquote.giving.times import TimeWords, time_words

_BULLET = re.compile(r"\s*(?:[•●▪·*–—-]|\d{1,2}[.)])\s*")
_LONGEST_ITEM = 220
_SUBJECT_NEAR = 40  # characters from a subject to its word of giving


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a transfer hangs on: an amount, or a word of giving that has none; its characters ``[start, end)``."""

    start: int
    end: int
    amount: GivenAmount | None = None


class Reading:
    """What the features are read from, computed once an article."""

    def __init__(self, article: GivingArticle) -> None:
        self.article = article
        self.candidates: list[Candidate] = candidates(article)
        self.noted: dict[Candidate, dict[str, float]] = {}  # what is told of a candidate whatever the anchor
        self.cues = [lexical.cues(article.text, start, end) for start, end in article.sentences]
        self.rules: dict[str, GrantFinding] = {
            found.amount: found
            for found in find_grants(article.text, article.sentences, article.amounts, article.names)
        }

    @cached_property
    def by_sentence(self) -> list[list[Candidate]]:
        """The candidates of each sentence."""
        found: list[list[Candidate]] = [[] for _ in self.article.sentences]
        for candidate in self.candidates:
            found[self.article.sentence_at(candidate.start)].append(candidate)
        return found

    @cached_property
    def named(self) -> list[Candidate]:
        """The candidates that name a person or a body."""
        return [c for c in self.candidates if c.kind in (CandidateKind.ORG, CandidateKind.PER)]

    @cached_property
    def tables(self) -> dict[str, TableRow]:
        """The rows of the article's tables, by the id of their sum."""
        return {row.amount: row for row in read_tables(self.article, self.cues)}

    @cached_property
    def _rows(self) -> dict[int, TableRow]:
        """The row that each sentence of a table belongs to."""
        made: dict[int, TableRow] = {}
        for row in self.tables.values():
            ends = self.article.sentence_at(row.extent[0]), self.article.sentence_at(row.extent[1] - 1)
            made |= dict.fromkeys(range(ends[0], ends[1] + 1), row)
        return made

    @cached_property
    def items(self) -> list[bool]:
        """Whether each sentence is of a table, or of a list: short, on lines of its own, a bullet or a sum in it."""
        text = self.article.text
        made = []
        first = len(text) - len(text.lstrip())
        for index, (start, end) in enumerate(self.article.sentences):
            opens = start <= first or "\n" in text[max(0, start - 6) : start]
            bullet = bool(_BULLET.match(text, start))
            summed = bool(self.article.amounts_in(start, end))
            prose = text[end - 1] in '.!?”"' and not bullet
            item = opens and end - start < _LONGEST_ITEM and (bullet or (summed and not prose))
            made.append(item or index in self._rows)
        return made

    @cached_property
    def leads(self) -> list[int | None]:
        """For each sentence of a list, the index of the sentence that leads in to the list."""
        made: list[int | None] = []
        lead: int | None = None
        gap = 0
        for index, item in enumerate(self.items):
            if item:
                gap = 0
                made.append(self._rows[index].lead if index in self._rows else lead)
                continue
            gap += 1
            end = self.article.sentences[index][1]
            if self.article.text[end - 1] == ":" or self.cues[index] or gap > 3:
                lead = index
            made.append(None)
        return made

    @cached_property
    def times(self) -> list[TimeWords]:
        """The times that the article tells."""
        return time_words(self.article.text)

    @cached_property
    def calendar(self) -> Calendar:
        """What resolves the times, by what the article itself prints of its publication."""
        return Calendar.of(self.article.text, words=self.times)

    @cached_property
    def periods(self) -> dict[Interval, str]:
        """What each time is in ISO 8601, where that can be told."""
        return self.calendar.values(self.article.text, self.times)

    def period(self, words: TimeWords) -> str:
        """Return what a time is in ISO 8601, or its words where that cannot be told."""
        return self.periods.get(words.interval, self.article.text[words.start : words.end].casefold())

    @cached_property
    def purposes(self) -> list[list[PurposeOption]]:
        """What each sentence may tell of what a transfer is for."""
        return [purpose_spans(self.article, index, is_item=item) for index, item in enumerate(self.items)]

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the article, in lower case."""
        return Counter(word.casefold() for word in lexical.WORD.findall(self.article.text))

    @cached_property
    def giving_share(self) -> float:
        """The share of the sentences with a strong word of giving."""
        giving = sum(any(not c.weak and c.type is not lexical.CueType.REPORTS for c in own) for own in self.cues)
        return giving / max(len(self.cues), 1)

    @cached_property
    def _values(self) -> dict[Decimal, list[int]]:
        found: dict[Decimal, list[int]] = {}
        for amount in self.article.amounts:
            if amount.value is not None:
                found.setdefault(amount.value, []).append(amount.start)
        return found

    def same_value(self, amount: GivenAmount) -> list[int]:
        """Return where the amounts of an amount's value begin, in order; nothing for one without a value."""
        return [] if amount.value is None else self._values[amount.value]

    @cached_property
    def mentions(self) -> Counter[str]:
        """How often each entity is named."""
        return Counter(name.entity for name in self.article.names)

    @cached_property
    def first_named(self) -> dict[str, int]:
        """Where each entity is named first, as the index of its sentence."""
        made: dict[str, int] = {}
        for name in self.article.names:
            made.setdefault(name.entity, self.article.sentence_at(name.start))
        return made

    @cached_property
    def rule_roles(self) -> dict[str, Counter[str]]:
        """How often the rules take each entity for a funder or grantee."""
        made: dict[str, Counter[str]] = {}
        for found in self.rules.values():
            for role in ("funder", "grantee"):
                interval: Interval | None = getattr(found, role)
                for name in self.article.names_at(*interval) if interval else ():
                    made.setdefault(name.entity, Counter())[role] += 1
        return made

    @cached_property
    def _told(self) -> dict[str, Counter[lexical.CueType]]:
        """How often each body and place is the subject of each type of words of giving."""
        made: dict[str, Counter[lexical.CueType]] = {}
        for index, own in enumerate(self.by_sentence):
            for candidate in own:
                after = next((cue for cue in self.cues[index] if cue.start >= candidate.end), None)
                if after and after.start - candidate.end < _SUBJECT_NEAR and (key := self._key(candidate)):
                    made.setdefault(key, Counter())[after.type] += 1
        return made

    def _key(self, candidate: Candidate) -> str | None:
        """Return what a body or a place goes by in the whole article."""
        if candidate.kind is CandidateKind.PLACE:
            return self.article.text[candidate.start : candidate.end].casefold()
        return candidate.entity

    def told_of(self, candidate: Candidate) -> Counter[lexical.CueType]:
        """Return how often whom a candidate names is the subject of each type of words of giving."""
        return self._told.get(self._key(candidate) or "", Counter())

    @cached_property
    def most_giving(self) -> int:
        """How often the one who gives most is told to give."""
        return max((told[lexical.CueType.GIVES] for told in self._told.values()), default=0)

    @cached_property
    def giving_places(self) -> list[Candidate]:
        """The places that are told to give: of each the first that stands as such."""
        found: dict[str, Candidate] = {}
        for candidate in self.candidates:
            if candidate.kind is CandidateKind.PLACE and self.told_of(candidate)[lexical.CueType.GIVES]:
                found.setdefault(self._key(candidate) or "", candidate)
        return list(found.values())

    def anchors(self) -> list[Anchor]:
        """Return the amounts as anchors."""
        return [Anchor(start=a.start, end=a.end, amount=a) for a in self.article.amounts]

    def cue_anchors(self) -> list[Anchor]:
        """Return one anchor for each sentence that tells of giving without an amount: its first strong cue."""
        made = []
        for index, (start, end) in enumerate(self.article.sentences):
            if self.article.amounts_in(start, end):
                continue
            strong = [c for c in self.cues[index] if c.type is not lexical.CueType.REPORTS and not c.weak]
            weak = [c for c in self.cues[index] if c.type is not lexical.CueType.REPORTS]
            chosen = next(iter([*strong, *weak]), None)
            lead = self.leads[index]
            if chosen:
                made.append(Anchor(start=chosen.start, end=chosen.end))
            elif self.items[index] and lead is not None and self.cues[lead]:
                made.append(Anchor(start=start, end=start + 1))
        return made
