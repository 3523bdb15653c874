"""What speaks for an amount being given, and for a candidate being a party of it: named figures, by group.

A feature is ``group:name``; the groups (order, cue, name, list, head, rule, document, word) are left out one by one in
``evaluation/grants.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from moneyquote.giving import words as lexical
from moneyquote.giving.article import Interval, meets
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.words import Cue, CueType

Features = dict[str, float]

_LAST_WORD = re.compile(r"([\w’']+|[(,;:–—-])\W{0,2}(?:the|an?|its|their|his|her|our)?\s*$", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s*(?:\([^)]{0,40}\)\s*)?(’s|'s|[\w]+|[,;:.)–—-])")
_PREPOSITIONS = frozenset("to from by for among of in at with through via and include including between".split())  # noqa: SIM905  # as words
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
_TOTAL = re.compile(
    r"\b(?:total(?:s|ling|ing|led)?|altogether|in all|combined|overall|since \d{4}|to date)\b", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:each|apiece|per)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|its|their|these|those|his|her|our)\s+(?:\w+\s)?$", re.IGNORECASE)
_GIFT_FROM = re.compile(
    r"\b(?:grants?|gifts?|donations?|funding|funds|contributions?|awards?|aid|support|loans?|money|given|awarded|funded)\b"
    r"[^.;]{0,30}?\b(?:from|by)\s+(?:the\s+|an?\s+)?(?:[a-z]+\s){0,4}$"
)
_SUMS = (1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9)


def _cue_before(cues: Iterable[Cue], position: int, types: frozenset[CueType]) -> Cue | None:
    return next((cue for cue in reversed(list(cues)) if cue.end <= position and cue.type in types), None)


def _cue_after(cues: Iterable[Cue], position: int, types: frozenset[CueType]) -> Cue | None:
    return next((cue for cue in cues if cue.start >= position and cue.type in types), None)


_VERBS = frozenset((CueType.GIVES, CueType.GIVEN, CueType.RECEIVES, CueType.REPORTS))
_NOUNS = frozenset((CueType.NOUN,))


def _named(cue: Cue | None) -> str:
    return "none" if cue is None else cue.type.value + (" weak" if cue.weak else "")


def definite(text: str, start: int) -> bool:
    """Tell whether an amount is spoken of as known: "the $5,000", "its new $2 million"."""
    return bool(_DEFINITE.search(text, max(0, start - 20), start))


def amount_features(reading: Reading, anchor: Anchor) -> Features:
    """Return what tells whether the amount (or what a word of giving speaks of) is given."""
    article = reading.article
    text = article.text
    index = article.sentence_at(anchor.start)
    start, end = article.sentences[index]
    cues = reading.cues[index]
    made: Features = {"order:bias": 1.0, "order:sentence": min(index, 20) / 20}
    if anchor.amount:
        others = [a for a in article.amounts if start <= a.start < end]
        same = [a for a in article.amounts if a.value is not None and a.value == anchor.amount.value]
        made |= {
            "order:others": min(len(others), 5),
            "order:per unit": float(anchor.amount.per_unit),
            "order:size": float(sum(float(anchor.amount.value or 0) >= size for size in _SUMS)),
            "document:same before": float(any(a.start < anchor.start for a in same)),
            "document:same after": float(any(a.start > anchor.start for a in same)),
            "document:same in sentence": float(sum(start <= a.start < end for a in same) > 1),
            "order:bracketed": float(
                text[max(0, anchor.start - 14) : anchor.start].rfind("(") >= 0 and bool(anchor.amount.doubles)
            ),
            "order:headline": float(index == 0 and "\n" in text[end : end + 3] and text[end - 1].isalnum()),
            "order:definite": float(definite(text, anchor.start)),
            "rule:given": float(anchor.amount.id in reading.rules),
        }
    made["list:item"] = float(reading.items[index])
    lead = reading.leads[index]
    if lead is not None:
        made[f"list:lead {_named(next(iter(reading.cues[lead]), None))}"] = 1.0
        made["list:led"] = 1.0
    before, after = _cue_before(cues, anchor.start, _VERBS), _cue_after(cues, anchor.end, _VERBS)
    made[f"cue:before {_named(before)}"] = 1.0
    made[f"cue:after {_named(after)}"] = 1.0
    near = [c for c in cues if c.type is CueType.NOUN and anchor.start - 40 < c.start < anchor.end + 40]
    made["cue:noun near"] = float(bool(near))
    made["cue:noun"] = float(any(c.type is CueType.NOUN for c in cues))
    made["cue:strong"] = float(any(not c.weak and c.type is not CueType.REPORTS for c in cues))
    folded = [w.casefold() for w in lexical.WORD.findall(text, start, end)]
    made["cue:veto"] = float(any(w in lexical.listed("veto") for w in folded))
    around = lexical.WORD.findall(text, max(start, anchor.start - 50), min(end, anchor.end + 40))
    made["cue:veto near"] = float(any(w.casefold() in lexical.listed("veto") for w in around))
    made["cue:total"] = float(bool(_TOTAL.search(text, start, end)))
    made["cue:each"] = float(bool(_EACH.search(text, start, end)))
    for word in lexical.WORD.findall(text, anchor.end, min(end, anchor.end + 45))[:3]:
        made[f"word:after {word.casefold()}"] = 1.0
    for word in lexical.WORD.findall(text, max(start, anchor.start - 45), anchor.start)[-4:]:
        made[f"word:before {word.casefold()}"] = 1.0
    for word in set(folded):
        made[f"word:{word}"] = 1.0
    neighbours = [c for at in (index - 1, index + 1) if 0 <= at < len(reading.cues) for c in reading.cues[at]]
    made["cue:around"] = float(any(not c.weak and c.type is not CueType.REPORTS for c in neighbours))
    made["document:giving"] = sum(
        any(not c.weak and c.type is not CueType.REPORTS for c in own) for own in reading.cues
    ) / max(len(reading.cues), 1)
    if article.tags:
        for role in ("funder", "grantee", "purpose"):
            made[f"head:{role}"] = article.tags.highest(role, start, end)
            made[f"head:{role} near"] = article.tags.highest(role, anchor.start - 60, anchor.end + 80)
    return made


def party_features(reading: Reading, anchor: Anchor, candidate: Candidate) -> Features:
    """Return what tells whether a candidate is funder, grantee or middleman of the transfer at an anchor."""
    article = reading.article
    here, there = article.sentence_at(anchor.start), article.sentence_at(candidate.start)
    made: Features = {"order:priced": float(anchor.amount is not None)}
    made |= _order(reading, anchor, candidate, here, there)
    made |= _cues(reading, anchor, candidate, here, there)
    made |= _name(reading, candidate)
    made |= _lists(reading, here, there)
    made |= _document(reading, candidate, there)
    rule = reading.rules.get(anchor.amount.id) if anchor.amount else None
    for role in ("funder", "grantee", "purpose"):
        interval: Interval | None = getattr(rule, role, None)
        made[f"rule:{role}"] = float(interval is not None and meets(interval, candidate.interval))
        if article.tags:
            made[f"head:{role}"] = article.tags.mean(role, candidate.start, candidate.end)
            made[f"head:{role} first"] = article.tags.mean(role, candidate.start, candidate.start + 1)
    return made


def _order(reading: Reading, anchor: Anchor, candidate: Candidate, here: int, there: int) -> Features:
    text = reading.article.text
    before = candidate.end <= anchor.start
    low, high = (candidate.end, anchor.start) if before else (anchor.end, candidate.start)
    between = text[low:high] if low < high else ""
    parted = [
        c for c in reading.by_sentence[there] if low <= c.start and c.end <= high and c.kind in ("ORG", "PER", "place")
    ]
    made = {
        "order:same sentence": float(here == there),
        "order:sentences": float(max(min(here - there, 8), -4)),
        "order:before": float(before),
        "order:distance": math.log1p(max(high - low, 0)),
        "order:names between": float(min(len(parted), 5)) if here == there else 6.0,
        "order:amounts between": float(min(sum(low <= a.start < high for a in reading.article.amounts), 5)),
        "order:paragraph": float("\n\n" in between),
        "order:line": float("\n" not in between),
        "order:opens": float(candidate.start - reading.article.sentences[there][0] < 8),
    }
    if here == there:
        for word in ("to", "from", "for", "by", "and"):
            made[f"order:{word} between"] = float(f" {word} " in f" {between} ")
    return made


def _cues(reading: Reading, anchor: Anchor, candidate: Candidate, here: int, there: int) -> Features:
    text = reading.article.text
    own = reading.cues[there]
    made: Features = {}
    left = text[max(0, candidate.start - 40) : candidate.start]
    last = _LAST_WORD.search(left)
    word = last.group(1).casefold() if last else ""
    for known in _PREPOSITIONS:
        made[f"cue:behind {known}"] = float(word == known)
    made["cue:according"] = float(left.casefold().rstrip().removesuffix("the").rstrip().endswith("according to"))
    made["cue:gift from"] = float(bool(_GIFT_FROM.search(text, max(0, candidate.start - 90), candidate.start)))
    made["cue:behind comma"] = float(word == ",")
    stem = lexical.verb_stem(word, "", "give") if word.isalpha() else None
    made["cue:behind giving"] = float(stem is not None)
    following = _NEXT_WORD.match(text, candidate.end, candidate.end + 60)
    after = following.group(1).casefold() if following else ""
    for known in ("’s", "'s", "to", "for", "and", ",", "of", "grant", "in"):
        made[f"cue:then {known}"] = float(after == known)
    made["cue:then noun"] = float(after in lexical.listed("nouns"))
    verb = _cue_after(own, candidate.end, _VERBS)
    made[f"cue:verb {_named(verb)}"] = 1.0
    made["cue:verb distance"] = math.log1p(verb.start - candidate.end) if verb else 7.0
    earlier = _cue_before(own, candidate.start, _VERBS)
    made[f"cue:earlier {_named(earlier)}"] = 1.0
    made["cue:earlier distance"] = math.log1p(candidate.start - earlier.end) if earlier else 7.0
    noun = _cue_before(own, candidate.start, _NOUNS)
    made["cue:noun earlier"] = math.log1p(candidate.start - noun.end) if noun else 7.0
    if here == there:
        low, high = sorted((anchor.start, candidate.start))
        inside = [c for c in own if low <= c.start < high]
        for kind in CueType:
            made[f"cue:between {kind.value}"] = float(any(c.type is kind for c in inside))
    for kind in CueType:
        made[f"cue:anchor {kind.value}"] = float(any(c.type is kind for c in reading.cues[here]))
    before = _cue_before(reading.cues[here], anchor.start, _VERBS)
    made[f"cue:at anchor {_named(before)}"] = 1.0
    return made


def _name(reading: Reading, candidate: Candidate) -> Features:
    text = reading.article.text
    surface = text[candidate.start : candidate.end]
    name = reading.article.entity_names.get(candidate.entity or "", surface)
    folded = {w.casefold() for w in lexical.WORD.findall(name)}
    left = text[max(0, candidate.start - 40) : candidate.start]
    touched = [n for n in reading.article.names if meets(candidate.interval, (n.start, n.end))]
    return {
        **{f"name:{kind.value}": float(candidate.kind is kind) for kind in CandidateKind},
        "name:funder word": float(bool(folded & lexical.listed("funders"))),
        "name:recipient word": float(bool(_RECIPIENT.search(name))),
        "name:words": float(min(len(surface.split()), 12)),
        "name:lower": float(surface[:1].islower()),
        "name:titled": float(bool(_TITLES.search(left))),
        "name:person": float(any(n.type.value == "PER" for n in touched)),
        "name:holds name": float(candidate.kind in (CandidateKind.PHRASE, CandidateKind.TAGGED) and bool(touched)),
        "name:resolved": float(candidate.entity is not None),
        "name:inside name": float(any(n.start <= candidate.start and candidate.end < n.end for n in touched)),
        "name:plural": float(surface.casefold().split()[-1].endswith("s")) if surface.split() else 0.0,
        "name:government": float(
            bool(re.search(r"\b(?:U\.?S\.?|United States|Government|Department|Ministry|Administration)\b", name))
        ),
    }


def _lists(reading: Reading, here: int, there: int) -> Features:
    lead = reading.leads[here]
    return {
        "list:anchor item": float(reading.items[here]),
        "list:own item": float(reading.items[there]),
        "list:same item": float(reading.items[here] and here == there),
        "list:in lead": float(lead is not None and there == lead),
        "list:bodies": float(min(sum(c.kind in ("ORG", "PER") for c in reading.by_sentence[there]), 8)),
        "list:near lead": float(lead is not None and abs(there - lead) <= 2 and there != here),
    }


def _document(reading: Reading, candidate: Candidate, there: int) -> Features:
    entity = candidate.entity or ""
    roles: Mapping[str, int] = reading.rule_roles.get(entity, {})
    made = {
        "document:mentions": math.log1p(reading.mentions.get(entity, 0)),
        "document:first": min(reading.first_named.get(entity, there), 30) / 30,
        "document:top": float(there <= 1),
        "rule:funds others": float(min(roles.get("funder", 0), 3)),
        "rule:receives else": float(min(roles.get("grantee", 0), 3)),
    }
    for role, share in reading.role_shares.get(entity, {}).items():
        made[f"head:{role} anywhere"] = share
    return made
