"""What speaks for an option: named figures of agreement, distance, salience, role, turns and the rules' verdict.

A feature is ``group:name``; the groups are left out one by one in ``evaluation/speakers.py``. A feature that is not
there is 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from moneyquote.records import EntityType
from moneyquote.speakers.candidates import begins_sentence, in_content, salience
from moneyquote.speakers.cast import Figure, word_list, words_of
from moneyquote.speakers.options import Option, OptionKind, sentences_between
from moneyquote.speakers.phrases import Phrase, Sort
from moneyquote.speakers.scene import Scene, SourceOf, Speaker, place

Features = dict[str, float]

_GENDERED = {Sort.HE: "m", Sort.SHE: "f"}
_TITLED = re.compile(r"(?:\b[A-Z][\w.-]*|\b[a-z]+(?:man|woman|or|er|ist|ent))\s+$")
_BESIDE = 3  # characters between a source and a name right beside it
_NEAR = 150  # characters after a name in which a pronoun tells its gender
_PRONOUN = re.compile(r"\b(?:she|her|herself|he|his|him|himself)\b", re.IGNORECASE)
_GENERIC = word_list("generic_organizations", "nouns")
_PLURALS = (Sort.THEY, Sort.GROUP)


def weigh(
    scene: Scene, quote: SourceOf, phrase: Phrase | None, ruled: Speaker, options: Sequence[Option]
) -> list[Features]:
    """Return the features of every option of a source; those of the source itself are in all of them."""
    source = _source(quote, phrase, ruled, options)
    rows = []
    for option in options:
        row = dict(source)
        row[f"option:{option.kind.value}"] = 1.0
        row |= _agreement(scene, phrase, option)
        row |= _role(phrase, option)
        row |= _turn(scene, quote, option)
        if option.figure is not None:
            row |= _distance(scene, quote, option, options)
            row |= _beside(scene, quote, option.figure)
            row |= _prominence(scene, quote, option)
        elif option.kind in (OptionKind.TOLD, OptionKind.JOINT):
            row |= _told(scene, phrase, option)
        chosen = option.speaker.key == ruled.key
        row["rule:chosen"] = float(chosen)
        row["rule:salience"] = _salience(scene, quote, option)
        rows.append(row)
    return rows


def _source(quote: SourceOf, phrase: Phrase | None, ruled: Speaker, options: Sequence[Option]) -> Features:
    """Return what is told of the source, whoever it means."""
    found: Features = {"source:cued": float(quote.cued), f"rule:by {ruled.how}": 1.0}
    found["source:options"] = float(sum(option.last is not None for option in options))
    if phrase is None:
        return found | {"source:none": 1.0}
    found |= {f"source:{phrase.sort.value}": 1.0, "source:definite": float(phrase.definite)}
    found["source:words"] = float(len(phrase.words))
    found["source:after"] = float(quote.source is not None and quote.source[0] > quote.content[0][0])
    found["source:person word"] = float(_gender_of(phrase) is not None)
    return found


def _gender_of(phrase: Phrase | None) -> str | None:
    if phrase is None:
        return None
    if phrase.sort in _GENDERED:
        return _GENDERED[phrase.sort]
    return "f" if phrase.head in word_list("female") else "m" if phrase.head in word_list("male") else None


def _agreement(scene: Scene, phrase: Phrase | None, option: Option) -> Features:
    """Return whether gender, kind and number of a source and an option agree."""
    if phrase is None:
        return {}
    found: Features = {}
    gender, figure = _gender_of(phrase), option.figure
    if gender is not None and figure is not None and option.kind is OptionKind.PERSON:
        found["agreement:gender"] = 0.0 if figure.gender is None else 1.0 if figure.gender == gender else -1.0
        sign = 1 if gender == "f" else -1
        female, male = pronouns_near(scene, figure)
        found["agreement:evidence"] = float(figure.female - figure.male) * sign
        found["agreement:pronouns"] = float(female - male) * sign
        found["agreement:ending"] = _ending(figure.entity.name) * sign
    person = phrase.sort in (Sort.HE, Sort.SHE, Sort.ROLE, Sort.AGED, Sort.FIRST)
    body = phrase.sort in (Sort.IT, Sort.ORGANIZATION, Sort.DOCUMENT)
    if option.kind is OptionKind.PERSON:
        found["agreement:kind"] = 1.0 if person else -1.0 if body or phrase.sort in _PLURALS else 0.0
    elif option.kind is OptionKind.BODY:
        found["agreement:kind"] = 1.0 if body else -1.0 if person else 0.0
    elif option.kind in (OptionKind.JOINT, OptionKind.PAIR):
        found["agreement:kind"] = 1.0 if phrase.sort in _PLURALS or phrase.head.endswith("s") else -1.0
    return found


def _ending(name: str) -> float:
    """Return 1 for a first name that ends as those of women often do, -1 for one with a consonant at its end."""
    first = name.split(maxsplit=1)[0].lower() if " " in name else ""
    return 0.0 if not first[:-1] else 1.0 if first[-1] == "a" else -1.0 if first[-1] not in "aeiouy." else 0.0


def pronouns_near(scene: Scene, figure: Figure) -> tuple[int, int]:
    """Return how many names of a person are followed by "she" or "he" before anybody else is named."""
    known = scene.pronouns.get(figure.entity.id)
    if known is None:
        cast, counts = scene.cast, {True: 0, False: 0}
        for mention in figure.mentions:
            others = cast.mentions_in(mention.end, mention.end + _NEAR)
            end = next((m.start for m in others if cast.kind(m) is EntityType.PER), mention.end + _NEAR)
            pronoun = _PRONOUN.search(cast.text, mention.end, end)
            if pronoun is not None:
                counts[pronoun.group().lower() in ("she", "her", "herself")] += 1
        known = scene.pronouns[figure.entity.id] = counts[True], counts[False]
    return known


def _role(phrase: Phrase | None, option: Option) -> Features:
    """Return how well a description fits what is told of an option: its roles, or the words of its name."""
    figure = option.figure
    if phrase is None or figure is None:
        return {}
    if option.kind is OptionKind.PERSON:
        extra = [word for word in phrase.words if word != phrase.head and len(word) > 2 and word != "the"]
        met = sum(bool(figure.roles["+" + word] or figure.roles[word]) for word in extra)
        return {
            "role:head": float(min(figure.roles[phrase.head], 4)),
            "role:words": met / len(extra) if extra else 0.0,
            "role:missing": float(len(extra) - met),
            "role:known": float(bool(figure.roles)),
        }
    name = words_of(figure.entity.name)
    head = phrase.head
    return {
        "role:last word": float(bool(name) and name[-1] == head),
        "role:name word": float(head in name),
        "role:name stem": float(len(head) > 3 and any(word[:7] == head[:7] for word in name)),
        "role:generic": float(head in _GENERIC),
        "role:words": float(sum(word in name for word in phrase.words if word not in ("the", head))),
    }


def _distance(scene: Scene, quote: SourceOf, option: Option, options: Sequence[Option]) -> Features:
    """Return how far an option was named from the source: characters (log), sentences, paragraphs, names between."""
    at, text = place(quote), scene.cast.text
    if option.last is None:
        later = [m.start for m in option.figure.mentions if m.start >= at] if option.figure else []
        return {"distance:later": 1.0, "distance:ahead": math.log1p(later[0] - at) if later else 9.0}
    same = [other for other in options if other.kind is option.kind and other.last and other.rank < option.rank]
    return {
        "distance:characters": math.log1p(max(0, at - option.last.end)),
        "distance:sentences": float(min(sentences_between(text, option.last.end, at), 12)),
        "distance:paragraphs": float(min(text.count("\n\n", option.last.end, at), 8)),
        "distance:names": float(option.rank),
        "distance:names of its kind": float(len(same)),
    }


def _beside(scene: Scene, quote: SourceOf, figure: Figure) -> Features:
    """Return whether a name of an option stands in the source, at its end, or right beside it."""
    if quote.source is None:
        return {}
    (start, end), text = quote.source, scene.cast.text
    found: Features = {}
    for mention in figure.mentions:
        if start <= mention.start < end:
            found["place:inside"] = 1.0
            found["place:at the end"] = float(not text[mention.end : end].strip(' ,.)”"'))
        elif 0 <= mention.start - end <= _BESIDE:
            found["place:after"] = 1.0
        elif 0 <= start - mention.end <= _BESIDE:
            found["place:before"] = 1.0
    return found


def _prominence(scene: Scene, quote: SourceOf, option: Option) -> Features:
    """Return how prominent an option is: how often named, and where its last name stands in its sentence."""
    figure, last, text, at = option.figure, option.last, scene.cast.text, place(quote)
    assert figure is not None
    before = [mention for mention in figure.mentions if mention.start < at]
    found: Features = {
        "salience:before": math.log1p(len(before)),
        "salience:share": len(before) / max(1, scene.cast.count_before(at)),
        "salience:all": math.log1p(len(figure.mentions)),
        "salience:first": math.log1p(figure.mentions[0].start) if figure.mentions else 12.0,
    }
    if last is None:
        return found
    found["salience:subject"] = float(begins_sentence(text, last.start, reach=25))
    found["salience:begins"] = float(begins_sentence(text, last.start))
    found["salience:quoted"] = float(in_content(scene.contents, last.start))
    found["salience:possessive"] = float(text[last.end : last.end + 2] in ("’s", "'s", "’ ", "' "))
    found["salience:titled"] = float(_TITLED.search(text[max(0, last.start - 25) : last.start]) is not None)
    found["salience:since"] = float(last.start > scene.last_at)
    found["salience:here"] = float("\n" not in text[last.end : at])
    return found


def _turn(scene: Scene, quote: SourceOf, option: Option) -> Features:
    """Return whether an option spoke last, when, the time before, and how often; distances in paragraphs."""
    spoken, key = scene.spoken, option.speaker.entity or option.speaker.name
    if not spoken:
        return {"turn:first": 1.0}
    found: Features = {"turn:quotes": math.log1p(len(spoken))}
    if key is None:
        return found
    found["turn:last"] = float(spoken[-1] == key)
    found["turn:last but one"] = float(len(spoken) > 1 and spoken[-2] == key)
    found["turn:share"] = spoken.count(key) / len(spoken)
    found["turn:alone"] = float(set(spoken) == {key})
    if spoken[-1] == key:
        found["turn:paragraphs"] = float(min(quote.paragraph - scene.last_paragraph, 8))
        found["turn:characters"] = math.log1p(max(0, place(quote) - scene.last_at))
    return found


def _told(scene: Scene, phrase: Phrase | None, option: Option) -> Features:
    """Return how an earlier description fits: the same head, a share of the words, how many sources ago."""
    for ago, (earlier, speaker) in enumerate(reversed(scene.described)):
        if speaker.name == option.speaker.name:
            words = set(phrase.words) if phrase else set()
            return {
                "told:ago": float(ago),
                "told:head": float(phrase is not None and phrase.head == earlier.head),
                "told:words": len(words & set(earlier.words)) / max(1, len(words)),
                f"told:{earlier.sort.value}": 1.0,
            }
    return {}


def _salience(scene: Scene, quote: SourceOf, option: Option) -> float:
    if option.last is None:
        return -9.0
    return max(-9.0, salience(scene.cast, scene.contents, option.last, place(quote), scene.stage))
