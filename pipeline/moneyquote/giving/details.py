"""The details of a transfer, by scorers: kind, status, total or not, purpose and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moneyquote.giving.article import Interval
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.features import Features
from moneyquote.giving.manner import Side, manner_features
from moneyquote.giving.period import period_features, period_options
from moneyquote.giving.purpose import purpose_features, purpose_options
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.scorers import Choice, Trees
from moneyquote.records import EntityType, GrantKind, GrantStatus

CHOICES = ("kind", "status", "total")
DETAILS = ("period", "purpose")
_TYPES = {CandidateKind.ORG: EntityType.ORG, CandidateKind.PER: EntityType.PER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Of which kind a transfer is, how far it has come, and whether it is a sum of several."""

    kind: GrantKind
    status: GrantStatus
    is_total: bool


class Details:
    """Chooses the details of the transfers of one article; ``trees`` and ``choices`` are the linker's, by name."""

    def __init__(
        self,
        trees: Mapping[str, Trees],
        choices: Mapping[str, Choice],
        settings: Mapping[str, float],
        reading: Reading,
    ) -> None:
        self._trees = trees
        self._choices = choices
        self._settings = settings
        self._reading = reading

    def period(self, anchor: Anchor) -> Interval | None:
        """Return the time that tells the period of the transfer at an anchor, where one is likely enough."""
        options = period_options(self._reading, anchor)
        rows = [period_features(self._reading, anchor, words) for words in options]
        return self._best("period", [words.interval for words in options], rows)

    def purpose(self, anchor: Anchor, parties: Sequence[Interval]) -> Interval | None:
        """Return the span that says what the transfer at an anchor is for, where one is likely enough."""
        options = purpose_options(self._reading, anchor, parties)
        rows = [purpose_features(self._reading, anchor, option, parties) for option in options]
        return self._best("purpose", [option.interval for option in options], rows)

    def manner(self, anchor: Anchor, funder: Candidate | None, grantee: Candidate | None) -> Manner:
        """Return kind and status of the transfer at an anchor, and whether it is a total."""
        sides = {"funder": self._side(funder), "grantee": self._side(grantee)}
        told = manner_features(self._reading, anchor, sides)
        return Manner(
            kind=GrantKind(self._choose("kind", told)),
            status=GrantStatus(self._choose("status", told)),
            is_total=self._choose("total", told) == "total",
        )

    def _best(self, scorer: str, places: Sequence[Interval], rows: Sequence[Features]) -> Interval | None:
        if not rows:
            return None
        shares = self._trees[scorer].probabilities(rows)
        best = int(shares.argmax())
        return places[best] if shares[best] >= self._settings[scorer] else None

    def _choose(self, what: str, told: Features) -> str:
        shares = self._choices[what].probabilities(told)
        return max(shares, key=lambda label: shares[label])

    def _side(self, party: Candidate | None) -> Side | None:
        if party is None:
            return None
        article = self._reading.article
        name = article.entity_names.get(party.entity or "", article.text[party.start : party.end])
        return Side(name=name, type=_TYPES.get(party.kind, EntityType.OTHER))
