"""The state of reading one unit, and the two questions asked all along: can this phrase speak, what is its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moneyquote.quotation.circumstances import is_circumstance
from moneyquote.quotation.contents import Chain, content_of
from moneyquote.quotation.cues import Cue
from moneyquote.quotation.noun_phrases import Range
from moneyquote.quotation.types import Attribution, Interval, Rule
from moneyquote.quotation.units import Token, Unit
from moneyquote.quotation.vocabulary import DETERMINERS, PRONOUNS, Takes, documents, groups, roles

_ANYONE = frozenset(("say", "add", "tell", "announce", "warn", "claim", "argue", "note", "explain"))
_SPEECH_ACTS = frozenset(
    ("announce", "urge", "call on", "call for", "encourage", "demand", "reaffirm", "proclaim", "declare")
)
_MIXABLE = (Rule.THAT, Rule.CLAUSE, Rule.TRAILING, Rule.PHRASE, Rule.DIRECT_BEFORE)


@dataclass(slots=True)
class Reader:
    """How far contents reach in a unit (``done``), who spoke last in it (``source``), and what was made."""

    text: str
    unit: Unit
    chained: Mapping[int, Chain]
    tokens: Sequence[Token]
    end: int
    done: int = 0
    source: Range | None = None
    made: list[Attribution] = field(default_factory=list)

    def span(self, part: Range | None) -> Interval | None:
        """Return the characters of a token range."""
        return None if part is None else (self.tokens[part[0]].start, self.tokens[part[1] - 1].end)

    def words(self, part: Range) -> int:
        """Return the number of words in a token range."""
        return sum(token.is_word for token in self.tokens[part[0] : part[1]])

    def add(self, ranges: Sequence[Range], cue: Range | None, source: Range | None, rule: Rule, before: bool) -> bool:
        """Make an attribution from token ranges of content; False if nothing is left of them.

        ``before`` says that the cue follows, so that a comma at the content's end belongs to it.
        """
        if rule is not Rule.HEADLINE and all(is_circumstance(self.tokens[a:b]) for a, b in ranges):
            return False
        parts = [content_of(self.text, self.tokens, extent, self.chained, before_cue=before) for extent in ranges]
        found = [part for part in parts if part is not None]
        if not found or not self._tells(found):
            return False
        kinds = {kind for kind, _ in found}
        kind = kinds.pop() if len(kinds) == 1 else "mixed"
        spans = tuple(sorted(dict.fromkeys(span for _, part in found for span in part)))
        if kind == "mixed" and rule in _MIXABLE:
            rule = Rule.MIXED
        self.made.append(
            Attribution(
                kind=kind,
                content=spans,
                cue=self.span(cue),
                source=self.span(source),
                rule=rule,
                paragraph=self.unit.paragraph,
            )
        )
        return True

    def _tells(self, found: Sequence[tuple[str, tuple[Interval, ...]]]) -> bool:
        """Tell whether contents say anything: in 332 gold articles one word without marks ("guilt") is a statement."""
        words = sum(len(self.text[a:b].split()) for _, spans in found for a, b in spans)
        return words > 1 or any(kind != "indirect" for kind, _ in found)

    def nouns(self, source: Range) -> list[str]:
        """Return the words of a source in lower case, possessive endings left out."""
        tokens = self.tokens[source[0] : source[1]]
        return [token.lower.removesuffix("'s").removesuffix("’s") for token in tokens if token.is_word]

    def is_document(self, source: Range | None) -> bool:
        """Tell whether a source is a thing that speaks for itself: a report, data, a letter."""
        return source is not None and any(word in documents() for word in self.nouns(source))

    def speaks(self, source: Range | None, cue: Cue, strict: bool = False) -> bool:
        """Tell whether a phrase can be the source of a cue: a name, a pronoun, a role, a group or a document.

        ``strict`` asks it of verbs that also report acts ("denied bail"): then a capital letter is no evidence.
        """
        if source is None:
            return False
        words = self.nouns(source)
        if not words or words[0] == "you":
            return False
        if words[0] in PRONOUNS and len(words) == 1:
            return words[0] not in ("i", "we") or cue.takes(Takes.CLAUSE) or cue.verb.base in _SPEECH_ACTS
        tokens = self.tokens[source[0] : source[1]]
        if any(token.mention >= 0 for token in tokens):
            return True
        if cue.takes(Takes.CLAUSE) and cue.verb.base in _ANYONE:
            return True
        if any(word in documents() or word in groups() or word in roles() for word in words):
            return True
        if not strict:
            return tokens[0].text[:1].isupper()
        capitals = [token for token in tokens if token.text[:1].isupper() and token.lower not in DETERMINERS]
        return bool(capitals) and (len(tokens) == 1 or capitals[-1] is not self.tokens[0])
