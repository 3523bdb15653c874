"""How far a linked transfer may be trusted: what tells whether amount, funder and grantee are all right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.features import Features
from moneyquote.giving.reading import Anchor, Reading

_NAMED = (CandidateKind.ORG, CandidateKind.PER, CandidateKind.PLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Who was chosen for a role, None for nobody; how likely that one is, and the likeliest other one, 0 to 1."""

    candidate: Candidate | None
    share: float
    other: float


def trust_features(reading: Reading, anchor: Anchor, share: float, roles: Mapping[str, Chosen]) -> Features:
    """Return what tells whether a transfer is right.

    How large the article is, lists and what the rules find are left out: in cross-validation they change nothing.

    Args:
        reading: the article.
        anchor: what the transfer hangs on.
        share: the product of the chances of its parts.
        roles: who was chosen as funder and grantee.
    """
    sure = {role: chosen.share if chosen.candidate else 1 - chosen.other for role, chosen in roles.items()}
    here = reading.article.sentence_at(anchor.start)
    made: Features = {
        "odds:all": odds(share),
        "odds:least": min(odds(chance) for chance in sure.values()),
        "order:priced": float(anchor.amount is not None),
    }
    for role, chosen in roles.items():
        made[f"odds:{role}"] = odds(sure[role])
        made[f"odds:{role} ahead"] = odds(sure[role]) - odds(chosen.other) if chosen.candidate else 0.0
        made |= _party(reading, here, role, chosen.candidate)
    return made


def _party(reading: Reading, here: int, role: str, candidate: Candidate | None) -> Features:
    if candidate is None:
        return {f"{role}:nobody": 1.0}
    there = reading.article.sentence_at(candidate.start)
    return {
        f"{role}:named": float(candidate.kind in _NAMED),
        f"{role}:described": float(candidate.kind is CandidateKind.PHRASE),
        f"{role}:beside": float(here == there),
        f"{role}:far": float(abs(here - there) > 2),
    }


def odds(share: float) -> float:
    """Return the log odds of a chance, those of one in ten thousand and of its opposite at the utmost."""
    bounded = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
