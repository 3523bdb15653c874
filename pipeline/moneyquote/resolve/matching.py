"""How likely two names mean one body: a logistic score over named features, and a sentence that says why.

The weights are fitted by ``python -m evaluation.resolve --fit`` on hand-labelled pairs of names; ``weights.json``
holds them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from moneyquote.organizations import Feature
from moneyquote.resolve.features import FEATURES, pair_features
from moneyquote.resolve.names import Name, Names

_SHOWN = 4  # features that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Parameters of the score. Pairs from ``threshold`` on are one body; below ``apart`` they keep clusters apart."""

    intercept: float
    weights: dict[str, float]
    threshold: float
    possible: float
    apart: float


@cache
def shipped_weights() -> Weights:
    """Return the weights that ship with the package."""
    values = json.loads((files("moneyquote.resolve") / "weights.json").read_text(encoding="utf-8"))
    return Weights(**{field: values[field] for field in ("intercept", "weights", "threshold", "possible", "apart")})


def compare(first: Name, second: Name, names: Names, weights: Weights) -> tuple[float, tuple[Feature, ...]]:
    """Return the score of two names in [0, 1] and its features, the weightiest first."""
    seen = pair_features(first, second, names)
    features = [Feature(name=name, value=seen[name], weight=weights.weights[name]) for name in FEATURES if name in seen]
    odds = weights.intercept + sum(feature.value * feature.weight for feature in features)
    score = 1 / (1 + math.exp(-max(min(odds, 50.0), -50.0)))
    return score, tuple(sorted(features, key=lambda f: (-abs(f.value * f.weight), f.name)))


_SENTENCES = {
    "same_words": "they have the same words",
    "same_name": "the words stand in the same order and few bodies bear them",
    "reordered": "in another order",
    "respelt": "their words differ in spelling only",
    "contained": "one has all words of the other",
    "crossing": "each has words that the other lacks",
    "same_head": "both say that it is the same kind of body",
    "kept_distinctive": "they share words that few bodies bear",
    "extra_units": "one has a word for a part or another kind of body",
    "extra_qualifier": "one has a word that tells it from a namesake",
    "extra_nation": "one says whose body it is",
    "extra_distinctive": "one has a word of its own that few bodies bear",
    "extra_generic": "one has a further word for a field",
    "short_name": "one is a single word",
    "acronym_fits": "one spells the initials of the other",
    "acronym_letters": "the acronym is long",
    "acronym_rivals": "other names have these initials too",
    "acronym_stranger": "one is an acronym that does not fit the other",
    "used_for_one": "articles use both for one organization",
    "shared_acronym": "articles give both the same acronym",
    "legal_conflict": "their legal forms differ",
    "spelling_conflict": "one is spelt the British way",
    "generic": "the words could mean another body elsewhere",
    "shared_context": "the same people and organizations are named beside both",
    "no_context": "nobody is named beside both",
    "generic_words": "the name is long",
    "same_country": "the articles are about the same country",
    "other_country": "the articles are about different countries",
}


def reason(first: Name, second: Name, score: float, features: tuple[Feature, ...], *, same: bool) -> str:
    """Return a sentence that says why two names are taken for one body, or are not."""
    verdict = "are taken for one body" if same else "are not taken for one body"
    parts: dict[str, list[str]] = {"for": [], "against": []}
    for feature in features[: _SHOWN + 2]:
        side = "for" if feature.value * feature.weight > 0 else "against"
        if len(parts[side]) < _SHOWN:
            parts[side].append(_SENTENCES[feature.name])
    told = "; ".join(f"{side} it: {', '.join(found)}" for side, found in parts.items() if found)
    return f"“{first.surface}” and “{second.surface}” {verdict} ({score:.2f}){'; ' + told if told else ''}."
