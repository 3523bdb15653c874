"""What is seen on two names: named features, each a number from 0 to about 3."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rapidfuzz.distance import JaroWinkler

from moneyquote.resolve.forms import NameForm, generic_words, nation_words, qualifier_words, unit_words
from moneyquote.resolve.names import Name, Names

# Two words of this similarity are taken for spellings of one: "Hezbollah" and "Hizbollah" have 0.91; ranges tried
# 0.85 to 0.95 on the fit half of annotations/organization-pairs.jsonl, where it made no difference.
_NEAR = 0.9
_MOST = 3.0  # counts beyond it tell no more

# Each feature, and whether it can only speak for one body (1) or against it (-1): a weight of the other sign would be
# an accident of the sample, and the sentence made from it nonsense.
FEATURES = {
    "same_words": 1,
    "same_name": 1,
    "reordered": -1,
    "respelt": 1,
    "contained": -1,
    "crossing": -1,
    "same_head": 1,
    "kept_distinctive": 1,
    "extra_units": -1,
    "extra_qualifier": -1,
    "extra_nation": -1,
    "extra_distinctive": -1,
    "extra_generic": -1,
    "short_name": -1,
    "acronym_fits": 1,
    "acronym_letters": 1,
    "acronym_rivals": -1,
    "acronym_stranger": -1,
    "used_for_one": 1,
    "shared_acronym": 1,
    "legal_conflict": -1,
    "spelling_conflict": -1,
    "generic": -1,
    "generic_words": 1,
    "shared_context": 1,
    "no_context": -1,
    "same_country": 1,
    "other_country": -1,
}


def pair_features(first: Name, second: Name, names: Names) -> dict[str, float]:
    """Return the features of two names that are not 0."""
    seen = _word_features(first.form, second.form)
    seen |= _acronym_features(first, second, names)
    used = first.aliases[second.form.key] + second.aliases[first.form.key]
    seen["used_for_one"] = min(math.log2(1 + used), _MOST)
    forms = (first.form, second.form)
    seen["legal_conflict"] = float(None not in {f.legal for f in forms} and forms[0].legal != forms[1].legal)
    generic = forms[0].is_generic or forms[1].is_generic
    same = bool(seen.get("same_words"))
    seen["same_name"] = float(same and not generic and not seen["reordered"])
    spelt_apart = same and forms[0].british != forms[1].british
    seen["spelling_conflict"] = float(generic and spelt_apart)  # American and British namesakes
    shared = sum(weight for key, weight in first.context.items() if key in second.context)
    seen["generic"] = float(generic)
    seen["shared_context"] = min(shared, _MOST)
    seen["no_context"] = float(generic and not shared)
    if generic and not (forms[0].acronym or forms[1].acronym):
        seen["generic_words"] = min(math.log2(min(len(form.words) for form in forms) or 1), _MOST)
    known = generic and None not in (first.country, second.country)
    seen["same_country"] = float(known and first.country == second.country)
    seen["other_country"] = float(known and first.country != second.country)
    return {feature: value for feature, value in seen.items() if value}


def _word_features(first: NameForm, second: NameForm) -> dict[str, float]:
    left, right, near = _unmatched(first.words, second.words)
    if bool(first.acronym) != bool(second.acronym) and left and right:
        return {}  # an acronym and a long form share no words
    extra = [*left, *right]
    kept = set(first.words) & set(second.words)
    same = not extra and not near
    kinds = [_kind(word) for word in extra]
    return {
        "same_words": float(same),
        "reordered": float(same and first.words != second.words),
        "respelt": float(not extra and near),
        "contained": float(bool(left) != bool(right)),
        "crossing": float(bool(left and right)),
        "same_head": float(first.head == second.head),
        "kept_distinctive": min(sum(word not in generic_words() for word in kept), _MOST),
        "extra_units": min(kinds.count("unit"), _MOST),
        "extra_qualifier": min(kinds.count("qualifier"), _MOST),
        "extra_nation": min(kinds.count("nation"), _MOST),
        "extra_distinctive": min(kinds.count("distinctive"), _MOST),
        "extra_generic": min(kinds.count("generic"), _MOST),
        "short_name": float(bool(extra) and min(len(first.words), len(second.words)) == 1),
    }


def _kind(word: str) -> str:
    if word in qualifier_words():
        return "qualifier"
    if word in nation_words():
        return "nation"
    if word in unit_words():
        return "unit"
    return "generic" if word in generic_words() else "distinctive"


def _unmatched(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], list[str], bool]:
    """Return the words of each that the other lacks, near spellings and initials taken out, and whether any were."""
    left = [word for word in first if word not in second]
    right = [word for word in second if word not in first]
    near = False
    for word in tuple(left):
        partner = next((other for other in right if _are_spellings(word, other)), None)
        if partner is not None:
            left.remove(word)
            right.remove(partner)
            near = True
    return left, right, near


def _are_spellings(first: str, second: str) -> bool:
    if first.isdigit() or second.isdigit():
        return False
    if 1 in (len(first), len(second)):
        return first[0] == second[0]  # "J" for "John"
    if {first, second} & generic_words():
        return first.rstrip("s") == second.rstrip("s")  # "national" is no spelling of "notional"
    return JaroWinkler.similarity(first, second) >= _NEAR


def _acronym_features(first: Name, second: Name, names: Names) -> dict[str, float]:
    if bool(first.form.acronym) == bool(second.form.acronym):
        shared = {alias for alias in first.aliases if alias in second.aliases and _is_letters(alias)}
        return {"shared_acronym": float(bool(shared))}
    short, long = (first.form, second.form) if first.form.acronym else (second.form, first.form)
    if not short.acronym or short.acronym not in long.initials:
        return {"acronym_stranger": float(short.words[0] not in long.words if short.words else True)}
    return {
        "acronym_fits": 1.0,
        "acronym_letters": min(max(len(short.acronym) - 2, 0), _MOST),
        "acronym_rivals": min(math.log2(1 + names.rivals(short.acronym, long)), _MOST),
    }


def _is_letters(alias: str) -> bool:
    return " " not in alias and len(alias) <= 6
