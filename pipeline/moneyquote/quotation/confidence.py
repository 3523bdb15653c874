"""Confidence of a quote: that of its attribution times that of its speaker.

Of rules it is the share that was right, by rule, on the train gold; trained scorers tell their own.
"""

from __future__ import annotations

from moneyquote.lexicons import lexicon


def _share(table: str, rule: str) -> float:
    """Return the share right by a rule, drawn towards one half where the evidence is thin (add-one smoothing)."""
    counts = lexicon("quote_confidence")[table]["counts"].get(rule, {"right": 0, "of": 0})
    return (int(counts["right"]) + 1) / (int(counts["of"]) + 2)


def attribution_confidence(rule: str) -> float:
    """Return how often the content of an attribution by this rule was right."""
    return round(_share("attribution", rule), 3)


def speaker_confidence(attribution: float | None, how: str, weighed: float | None = None) -> float | None:
    """Return the confidence of a whole quote: that of its attribution times that of its speaker.

    The speaker's is ``weighed`` where the trained resolver told it, else the share of its rule.
    """
    if attribution is None:
        return None
    return round(attribution * (_share("speaker", how) if weighed is None else weighed), 3)
