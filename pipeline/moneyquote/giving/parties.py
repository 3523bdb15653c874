"""What speaks for a candidate being a party of a transfer: named figures, by group (see ``giving.features``)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from moneyquote.giving import words as lexical
from moneyquote.giving.article import Interval, meets
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.features import VERBS, Features, cue_after, cue_before, named
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.words import CueType

_LAST_WORD = re.compile(r"([\w’']+|[(,;:–—-])\W{0,2}(?:the|an?|its|their|his|her|our)?\s*$", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s*(?:\([^)]{0,40}\)\s*)?(’s|'s|[\w]+|[,;:.)–—-])")
_PREPOSITIONS = frozenset(
    [
        "to",
        "from",
        "by",
        "for",
        "among",
        "of",
        "in",
        "at",
        "with",
        "through",
        "via",
        "and",
        "include",
        "including",
        "between",
    ]
)
_BETWEEN = re.compile(r"[\w’'-]+|[:(–—-]")
_FEW = 3  # words between a candidate and an anchor that are told as they stand
_NEAR = 60  # characters to a word of giving that is told as it stands
_WHERE = re.compile(r"(?:,|\s+\([^)]{1,12}\))?\s+(?:(?:in|at|of|near|based in)\s+(?:the\s+)?)?")
_TITLES = re.compile(
    r"\b(?:sens?|reps?|senators?|congress(?:man|woman)|minister|mayor|governor|gov|president)\.?\W*(?:[A-Z]\w*\W+){0,2}$",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(
    r"\b(?:university|college|school|church|fire|police|city|county|hospital|clinic|library|museum|cent(?:er|re)|"
    r"campus|students?|families|refugees|victims|communit(?:y|ies)|departments|schools|organi[sz]ations|projects?|"
    r"districts?|researchers|farmers|people|tribe|states?|charit(?:y|ies)|businesses)\b",
    re.IGNORECASE,
)
_GIFT_FROM = re.compile(
    r"\b(?:grants?|gifts?|donations?|funding|funds|contributions?|awards?|aid|support|loans?|money|given|awarded|funded)\b"
    r"[^.;]{0,30}?\b(?:from|by)\s+(?:the\s+|an?\s+)?(?:[a-z]+\s){0,4}$"
)
_GOVERNMENT = re.compile(r"\b(?:U\.?S\.?|United States|Government|Department|Ministry|Administration)\b")
_NOUNS = frozenset((CueType.NOUN,))
_FOLLOWERS = frozenset(("’s", "'s", "to", "for", "and", ",", "of", "grant", "in"))
_NAMED = (CandidateKind.ORG, CandidateKind.PER, CandidateKind.PLACE)


def party_features(reading: Reading, anchor: Anchor, candidate: Candidate) -> Features:
    """Return what tells whether a candidate is funder, grantee or middleman of the transfer at an anchor."""
    article = reading.article
    here, there = article.sentence_at(anchor.start), article.sentence_at(candidate.start)
    if candidate not in reading.noted:
        reading.noted[candidate] = {
            **_surroundings(reading, candidate, there),
            **_name(reading, candidate),
            **_document(reading, candidate, there),
        }
    made = dict(reading.noted[candidate])
    made["order:priced"] = float(anchor.amount is not None)
    made |= _order(reading, anchor, candidate, here, there)
    made |= _cues(reading, anchor, candidate, here, there)
    made |= _lists(reading, here, there)
    rule = reading.rules.get(anchor.amount.id) if anchor.amount else None
    for role in ("funder", "grantee", "purpose"):
        interval: Interval | None = getattr(rule, role, None)
        if interval is not None and meets(interval, candidate.interval):
            made[f"rule:{role}"] = 1.0
    return made


def _order(reading: Reading, anchor: Anchor, candidate: Candidate, here: int, there: int) -> Features:
    text = reading.article.text
    before = candidate.end <= anchor.start
    low, high = (candidate.end, anchor.start) if before else (anchor.end, candidate.start)
    between = text[low:high] if low < high else ""
    parted = [c for c in reading.by_sentence[there] if low <= c.start and c.end <= high and c.kind in _NAMED]
    made = {
        "order:same sentence": float(here == there),
        "order:sentences": float(max(min(here - there, 8), -4)),
        "order:before": float(before),
        "order:distance": math.log1p(max(high - low, 0)),
        "order:names between": float(min(len(parted), 5)) if here == there else 6.0,
        "order:amounts between": float(min(len(reading.article.amounts_in(low, high)), 5)),
        "order:paragraph": float("\n\n" in between),
        "order:line": float("\n" not in between),
        "order:opens": float(candidate.start - reading.article.sentences[there][0] < 8),
    }
    if here == there:
        for word in ("to", "from", "for", "by", "and"):
            made[f"order:{word} between"] = float(f" {word} " in f" {between} ")
        words = _BETWEEN.findall(between.casefold())
        if len(words) <= _FEW:
            made[f"order:{'then' if before else 'behind'} {' '.join(words)}"] = 1.0
    return made


def _surroundings(reading: Reading, candidate: Candidate, there: int) -> Features:
    """Return what the words around a candidate tell, whatever the anchor."""
    text = reading.article.text
    own = reading.cues[there]
    left = text[max(0, candidate.start - 40) : candidate.start]
    last = _LAST_WORD.search(left)
    word = last.group(1).casefold() if last else ""
    following = _NEXT_WORD.match(text, candidate.end, candidate.end + 60)
    after = following.group(1).casefold() if following else ""
    verb = cue_after(own, candidate.end, VERBS)
    earlier = cue_before(own, candidate.start, VERBS)
    noun = cue_before(own, candidate.start, _NOUNS)
    made: Features = {
        "cue:according": float(left.casefold().rstrip().removesuffix("the").rstrip().endswith("according to")),
        "cue:gift from": float(bool(_GIFT_FROM.search(text, max(0, candidate.start - 90), candidate.start))),
        "cue:behind comma": float(word == ","),
        "cue:behind giving": float(word.isalpha() and lexical.verb_stem(word, "", "give") is not None),
        "cue:then noun": float(after in lexical.listed("nouns")),
        f"cue:verb {named(verb)}": 1.0,
        "cue:verb distance": math.log1p(verb.start - candidate.end) if verb else 7.0,
        f"cue:earlier {named(earlier)}": 1.0,
        "cue:earlier distance": math.log1p(candidate.start - earlier.end) if earlier else 7.0,
        "cue:noun earlier": math.log1p(candidate.start - noun.end) if noun else 7.0,
    }
    for where, cue in (("next", verb), ("last", earlier)):
        if cue and max(cue.start - candidate.end, candidate.start - cue.end) < _NEAR:
            made[f"cue:{where} {text[cue.start : cue.end].casefold()}"] = 1.0
    made["cue:in series"] = float(word in (",", "and") and after in (",", "and", ".", ";"))
    made["cue:where"] = float(candidate.kind is CandidateKind.PLACE and bool(_placed(reading, candidate, there)))
    if word in _PREPOSITIONS:
        made[f"cue:behind {word}"] = 1.0
    if after in _FOLLOWERS:
        made[f"cue:then {after}"] = 1.0
    return made


def _placed(reading: Reading, place: Candidate, there: int) -> bool:
    """Tell whether a place only says where the body named right before it is: "the Pier Trust in Ashcombe"."""
    text = reading.article.text
    return any(
        other.kind is CandidateKind.ORG and other.end <= place.start and _WHERE.fullmatch(text, other.end, place.start)
        for other in reading.by_sentence[there]
    )


def _cues(reading: Reading, anchor: Anchor, candidate: Candidate, here: int, there: int) -> Features:
    at_anchor = reading.cues[here]
    made: Features = {f"cue:anchor {cue.type.value}": 1.0 for cue in at_anchor}
    made[f"cue:at anchor {named(cue_before(at_anchor, anchor.start, VERBS))}"] = 1.0
    if here == there:
        low, high = sorted((anchor.start, candidate.start))
        made |= {f"cue:between {cue.type.value}": 1.0 for cue in at_anchor if low <= cue.start < high}
    return made


def _name(reading: Reading, candidate: Candidate) -> Features:
    text = reading.article.text
    surface = text[candidate.start : candidate.end]
    name = reading.article.entity_names.get(candidate.entity or "", surface)
    folded = {w.casefold() for w in lexical.WORD.findall(name)}
    left = text[max(0, candidate.start - 40) : candidate.start]
    touched = reading.article.names_at(*candidate.interval)
    return {
        f"name:{candidate.kind.value}": 1.0,
        "name:funder word": float(bool(folded & lexical.listed("funders"))),
        "name:recipient word": float(bool(_RECIPIENT.search(name))),
        "name:words": float(min(len(surface.split()), 12)),
        "name:lower": float(surface[:1].islower()),
        "name:titled": float(bool(_TITLES.search(left))),
        "name:person": float(any(n.type.value == "PER" for n in touched)),
        "name:holds name": float(candidate.kind is CandidateKind.PHRASE and bool(touched)),
        "name:resolved": float(candidate.entity is not None),
        "name:inside name": float(any(n.start <= candidate.start and candidate.end < n.end for n in touched)),
        "name:plural": float(surface.casefold().split()[-1].endswith("s")) if surface.split() else 0.0,
        "name:government": float(bool(_GOVERNMENT.search(name))),
    }


def _lists(reading: Reading, here: int, there: int) -> Features:
    lead = reading.leads[here]
    return {
        "list:anchor item": float(reading.items[here]),
        "list:own item": float(reading.items[there]),
        "list:same item": float(reading.items[here] and here == there),
        "list:in lead": float(lead is not None and there == lead),
        "list:bodies": float(min(sum(c.kind in _NAMED[:2] for c in reading.by_sentence[there]), 8)),
        "list:near lead": float(lead is not None and abs(there - lead) <= 2 and there != here),
    }


def _document(reading: Reading, candidate: Candidate, there: int) -> Features:
    entity = candidate.entity or ""
    roles: Mapping[str, int] = reading.rule_roles.get(entity, {})
    told = reading.told_of(candidate)
    return {
        "document:gives": float(min(told[CueType.GIVES], 4)),
        "document:given": float(min(told[CueType.GIVEN] + told[CueType.RECEIVES], 4)),
        "document:gives most": float(told[CueType.GIVES] > 0 and told[CueType.GIVES] == reading.most_giving),
        "document:mentions": math.log1p(reading.mentions.get(entity, 0)),
        "document:first": min(reading.first_named.get(entity, there), 30) / 30,
        "document:top": float(there <= 1),
        "rule:funds others": float(min(roles.get("funder", 0), 3)),
        "rule:receives else": float(min(roles.get("grantee", 0), 3)),
    }
