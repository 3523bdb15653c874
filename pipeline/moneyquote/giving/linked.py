"""What the linker finds: one transfer with its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from moneyquote.giving.article import Interval
from moneyquote.giving.candidates import Candidate
from moneyquote.records import GrantKind, GrantStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedGrant:
    """One transfer: its parts as intervals, parties as candidates, and how sure the linker is of all of it."""

    amount: str | None
    evidence: Interval
    funder: Candidate | None
    grantee: Candidate | None
    via: Candidate | None
    purpose: Interval | None
    period: Interval | None
    kind: GrantKind
    status: GrantStatus
    is_total: bool
    confidence: float
    told: Mapping[str, float] = field(default_factory=dict, compare=False)  # by what it was told how sure it is
