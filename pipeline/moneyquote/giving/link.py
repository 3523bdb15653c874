"""The trained linker: which amounts are given, and the likeliest parties of each, chosen together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from moneyquote.giving.article import GivingArticle, Interval, meets
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.details import CHOICES, DETAILS, Details
from moneyquote.giving.features import Features, amount_features, definite
from moneyquote.giving.linked import LinkedGrant
from moneyquote.giving.nearby import candidates_for
from moneyquote.giving.parties import party_features
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.scorers import Choice, Trees, from_bytes
from moneyquote.giving.tables import TableRow
from moneyquote.giving.trust import Chosen, odds, trust_features
from moneyquote.giving.unpriced import find_unpriced

ROLES = ("funder", "grantee", "via")
SCORERS = ("given", *ROLES, "unpriced", *DETAILS)
_NOBODY = None
_IN_ROW = 0.5  # how sure the receiver in a table's row is at the least
TRUST, RIGHT = "trust", "right"  # the choice that turns what is told of a transfer into a chance, and its label


@dataclass(frozen=True, slots=True, kw_only=True)
class Linker:
    """The scorers and thresholds of the trained linker."""

    trees: Mapping[str, Trees]
    choices: Mapping[str, Choice]
    settings: Mapping[str, float]

    @classmethod
    def from_bytes(cls, content: bytes) -> Linker:
        """Return the linker whose parameters ``scorers.to_bytes`` wrote.

        Raises:
            ValueError: if the bytes are no such archive, or one without all scorers, from an older version.
        """
        trees, choices, settings = from_bytes(content)
        missing = sorted({*SCORERS} - {*trees}) + sorted({*CHOICES} - {*choices})
        if missing:
            raise ValueError(f"the parameters lack {', '.join(missing)}: fit them anew (moneyquote train-linker)")
        return cls(trees=trees, choices=choices, settings=settings)

    def link(self, article: GivingArticle) -> list[LinkedGrant]:
        """Return the transfers of an article in reading order."""
        return Linking(self, Reading(article)).grants()


def unpriced_features(reading: Reading, anchor: Anchor, candidate: Candidate) -> Features:
    """Return what tells whether a candidate receives something at a word of giving without an amount."""
    around = {f"{name} at anchor": value for name, value in amount_features(reading, anchor).items()}
    return {**party_features(reading, anchor, candidate), **around}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """The candidates at an anchor, and how sure each role's scorer is of each."""

    options: list[Candidate]
    shares: dict[str, list[float]]


class Linking:
    """One article being linked: scores are computed once, the choices follow from the linker's settings."""

    def __init__(self, linker: Linker, reading: Reading) -> None:
        self.linker = linker
        self.settings = linker.settings
        self.reading = reading
        self.article = reading.article
        self.amounts = {amount.id: amount for amount in reading.article.amounts}
        self.details = Details(linker.trees, linker.choices, linker.settings, reading)
        self._parties: dict[Anchor, _Scored] = {}

    @cached_property
    def _given(self) -> list[tuple[Anchor, float]]:
        anchors = self.reading.anchors()
        shares = self.linker.trees["given"].probabilities([amount_features(self.reading, a) for a in anchors])
        return [
            (anchor, max(share, self.settings["given"]) if self._row(anchor) else share)
            for anchor, share in zip(anchors, shares.tolist(), strict=True)
        ]

    def _row(self, anchor: Anchor) -> TableRow | None:
        """Return the row of a table that an amount stands in."""
        return self.reading.tables.get(anchor.amount.id) if anchor.amount else None

    @cached_property
    def _unnamed_sums(self) -> list[tuple[float, Anchor, Candidate]]:
        """The candidates at words of giving without an amount, the likeliest receiver first."""
        pairs = [
            (anchor, candidate)
            for anchor in self.reading.cue_anchors()
            for candidate in self.reading.by_sentence[self.article.sentence_at(anchor.start)]
        ]
        shares = self.linker.trees["unpriced"].probabilities([unpriced_features(self.reading, *pair) for pair in pairs])
        scored = [(share, *pair) for share, pair in zip(shares.tolist(), pairs, strict=True)]
        return sorted(scored, key=lambda found: -found[0])

    def _scores(self, anchor: Anchor) -> _Scored:
        if anchor not in self._parties:
            options = candidates_for(self.reading, anchor)
            rows = [party_features(self.reading, anchor, candidate) for candidate in options]
            table = self.linker.trees[ROLES[0]].matrix(rows)  # the roles share their columns
            shares = {role: self.linker.trees[role].scored(table).tolist() for role in ROLES}
            self._parties[anchor] = _Scored(options=options, shares=shares)
        return self._parties[anchor]

    def grants(self) -> list[LinkedGrant]:
        """Return the transfers in reading order."""
        found = [self._priced(anchor, share) for anchor, share in self._given if share >= self.settings["given"]]
        found = self._one_funder_a_list(self._once_each(found))
        found += self._unpriced(found)
        return sorted(found, key=lambda grant: grant.evidence)

    def _priced(self, anchor: Anchor, share: float) -> LinkedGrant:
        scored = self._scores(anchor)
        receives = scored.shares["grantee"]
        row = self._row(anchor)
        if row:  # who stands in it receives, and nobody else
            there = self._candidate(row.grantee)
            receives = [
                max(share, _IN_ROW) * (option == there) for option, share in zip(scored.options, receives, strict=True)
            ]
        funder, grantee, sure = self._pair(scored.options, scored.shares["funder"], receives)
        via = self._via(scored.options, scored.shares["via"], (funder, grantee))
        return self._grant(anchor, funder, grantee, via, share * sure)

    def _pair(
        self, options: Sequence[Candidate], funds: Sequence[float], receives: Sequence[float]
    ) -> tuple[Candidate | None, Candidate | None, float]:
        """Return the likeliest funder and grantee that are not the same, and how sure both are."""
        givers = self._best(options, funds, self.settings["funder"])
        takers = self._best(options, receives, self.settings["grantee"])
        best = max(
            ((_odds(f) + _odds(g), f, g) for f in givers for g in takers if not self._same(f[0], g[0])),
            key=lambda choice: choice[0],
        )
        sure = math.prod(score if candidate else 1 - score for candidate, score in best[1:])
        return best[1][0], best[2][0], sure

    def _best(
        self, options: Sequence[Candidate], scores: Sequence[float], least: float
    ) -> list[tuple[Candidate | None, float]]:
        ranked = sorted(zip(options, scores, strict=True), key=lambda pair: -pair[1])[:6]
        nobody: tuple[Candidate | None, float] = (_NOBODY, least)
        return [nobody, *((candidate, score) for candidate, score in ranked if score > 0.02)]

    def _same(self, first: Candidate | None, second: Candidate | None) -> bool:
        if first is None or second is None:
            return False
        return meets(first.interval, second.interval) or (first.entity is not None and first.entity == second.entity)

    def _via(
        self, options: Sequence[Candidate], scores: Sequence[float], taken: Sequence[Candidate | None]
    ) -> Candidate | None:
        ranked = sorted(zip(options, scores, strict=True), key=lambda pair: -pair[1])[:1]
        for candidate, score in ranked:
            if score >= self.settings["via"] and not any(self._same(candidate, other) for other in taken):
                return candidate
        return None

    def _one_funder_a_list(self, found: list[LinkedGrant]) -> list[LinkedGrant]:
        """Give the items of one list the funder that most of them have."""
        listed: dict[int | None, Counter[Candidate | None]] = {}
        leads = [self.reading.leads[self.article.sentence_at(grant.evidence[0])] for grant in found]
        for lead, grant in zip(leads, found, strict=True):
            listed.setdefault(lead, Counter())[grant.funder] += 1
        made = []
        for lead, grant in zip(leads, found, strict=True):
            funder, votes = listed[lead].most_common(1)[0]
            shared = lead is not None and votes > 1 and not self._same(funder, grant.grantee)
            made.append(replace(grant, funder=funder) if shared else grant)
        return made

    def _once_each(self, found: list[LinkedGrant]) -> list[LinkedGrant]:
        """Keep the surest of the statements of one transfer: a sum told again, or in a second currency."""
        kept: list[LinkedGrant] = []
        for grant in sorted(found, key=lambda grant: -grant.confidence):
            if not any(self._one(grant, other) for other in kept):
                kept.append(grant)
        return kept

    def _one(self, grant: LinkedGrant, other: LinkedGrant) -> bool:
        mine, theirs = self.amounts[grant.amount or ""], self.amounts[other.amount or ""]
        if mine.doubles == theirs.id or theirs.doubles == mine.id:
            return True
        if mine.value is None or mine.value != theirs.value or mine.currency != theirs.currency:
            return False
        if grant.evidence == other.evidence:
            return False
        items = self.reading.items
        if items[self.article.sentence_at(mine.start)] and items[self.article.sentence_at(theirs.start)]:
            return False
        later = mine if mine.start > theirs.start else theirs
        if definite(self.article.text, later.start):
            return True
        parties = (grant.grantee, other.grantee)
        return any(p is None or p.entity is None for p in parties) or self._same(*parties)

    def _unpriced(self, priced: Sequence[LinkedGrant]) -> list[LinkedGrant]:
        """Return the transfers of unknown sums, each receiver once: those in known turns of phrase first of all."""
        found: list[LinkedGrant] = []
        taken = [grant.grantee for grant in priced if grant.grantee]
        for told in find_unpriced(self.article):
            receiver = self._candidate(told.grantee)
            if not any(self._same(receiver, other) for other in taken):
                taken.append(receiver)
                giver = self._candidate(told.funder) if told.funder else None
                anchor = Anchor(start=told.cue[0], end=told.cue[1])
                found.append(self._unnamed_sum(anchor, receiver, self.settings["unpriced"], giver))
        for share, anchor, candidate in self._unnamed_sums:
            if share < self.settings["unpriced"]:
                break
            if any(self._same(candidate, other) for other in taken):
                continue
            taken.append(candidate)
            found.append(self._unnamed_sum(anchor, candidate, share))
        return found

    def _unnamed_sum(
        self, anchor: Anchor, receiver: Candidate, share: float, giver: Candidate | None = None
    ) -> LinkedGrant:
        """Return a transfer of an unknown sum, from who is told to give it or else the likeliest giver."""
        if giver:
            return self._grant(anchor, giver, receiver, None, share)
        scored = self._scores(anchor)
        givers = self._best(scored.options, scored.shares["funder"], self.settings["funder"])
        funder, sure = max((g for g in givers if not self._same(g[0], receiver)), key=_odds)
        return self._grant(anchor, funder, receiver, None, share * (sure if funder else 1 - sure))

    def _candidate(self, interval: Interval) -> Candidate:
        """Return the candidate that has the characters, else shares some with them, else one of their own."""
        near = [
            c for c in self.reading.by_sentence[self.article.sentence_at(interval[0])] if meets(c.interval, interval)
        ]
        exact = [c for c in near if c.interval == interval]
        named = [c for c in near if c.kind in (CandidateKind.ORG, CandidateKind.PER)]
        described = Candidate(start=interval[0], end=interval[1], kind=CandidateKind.PHRASE)
        return next(iter([*exact, *named]), described)

    def _grant(
        self, anchor: Anchor, funder: Candidate | None, grantee: Candidate | None, via: Candidate | None, share: float
    ) -> LinkedGrant:
        here = self.article.sentence_at(anchor.start)
        evidence = self.article.sentences[here]
        manner = self.details.manner(anchor, funder, grantee)
        roles = {role: self._chosen(anchor, role, party) for role, party in (("funder", funder), ("grantee", grantee))}
        told = trust_features(self.reading, anchor, share, roles)
        row = self._row(anchor)
        purpose = row.purpose if row else None
        return LinkedGrant(
            amount=anchor.amount.id if anchor.amount else None,
            evidence=evidence,
            funder=funder,
            grantee=grantee,
            via=via,
            purpose=purpose or self.details.purpose(anchor, [p.interval for p in (funder, grantee) if p]),
            period=self.details.period(anchor),
            kind=manner.kind,
            status=manner.status,
            is_total=manner.is_total,
            confidence=self._calibrated(share, told),
            told=told,
        )

    def _chosen(self, anchor: Anchor, role: str, candidate: Candidate | None) -> Chosen:
        """Return how likely the one who was chosen for a role is, and the likeliest who is somebody else."""
        scored = self._scores(anchor)
        ranked = list(zip(scored.options, scored.shares[role], strict=True))
        return Chosen(
            candidate=candidate,
            share=max((share for option, share in ranked if option == candidate), default=0.0),
            other=max((share for option, share in ranked if not self._same(option, candidate)), default=0.0),
        )

    def _calibrated(self, share: float, told: Features) -> float:
        """Return the share of grants of the like that proved right in cross-validation."""
        trust = self.linker.choices.get(TRUST)
        return trust.probabilities(told)[RIGHT] if trust else share


def _odds(option: tuple[Candidate | None, float]) -> float:
    return odds(option[1])
