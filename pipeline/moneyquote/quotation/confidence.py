"""Confidence of a quote: the share that was right, by rule, on the train gold. Not yet calibrated per quote."""

from __future__ import annotations

from moneyquote.lexicons import lexicon
from moneyquote.quotation.types import Rule


def attribution_confidence(rule: Rule) -> float:
    """Return the share of attributions by a rule whose content was right; 0.5 for a rule without evidence."""
    table = lexicon("quote_confidence")["attribution"]
    return float(table["right"].get(rule.value, 0.5))


def speaker_confidence(attribution: float | None, how: str) -> float | None:
    """Return the confidence of a whole quote: that of its attribution times that of its speaker's rule."""
    if attribution is None:
        return None
    table = lexicon("quote_confidence")["speaker"]
    return round(attribution * float(table["right"].get(how, 0.5)), 3)
