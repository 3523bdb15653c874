"""Our scores are those of the reference scorer, row by row, on gold that was damaged in every way we could think of."""

import dataclasses
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from moneyquote.evaluation import evaluate, read_gold
from moneyquote.records import (
    Amount,
    ArticleRecord,
    Entity,
    EntityType,
    Grant,
    Mention,
    Party,
    Qualifier,
    Quote,
    QuoteType,
    Span,
)
from moneyquote.serialization import to_json


class Damage:
    """Turns a gold record into a prediction with all sorts of errors; the same seed gives the same errors."""

    def __init__(self, seed: int, rate: float) -> None:
        self.random = random.Random(seed)
        self.rate = rate

    def strikes(self, weight: float = 1.0) -> bool:
        return self.random.random() < self.rate * weight

    def shifted(self, start: int, end: int, length: int) -> tuple[int, int]:
        start = max(0, start + self.random.choice((-30, -8, -3, 0, 4)))
        end = min(length, end + self.random.choice((-4, 0, 3, 8, 30)))
        return (start, end) if start < end else (max(0, end - 1), end)

    def span(self, span: Span | None, text: str) -> Span | None:
        if span is None or self.strikes():
            return None
        if not self.strikes():
            return span
        start, end = self.shifted(span.start, span.end, len(text))
        return Span(start=start, end=end, text=text[start:end])

    def name(self, name: str | None) -> str | None:
        if name is None or not self.strikes():
            return name
        words = name.split()
        return self.random.choice((None, words[-1], " ".join(words[:1]), f"{name} Junior", "the Quince Board"))

    def record(self, gold: ArticleRecord) -> ArticleRecord:
        text = gold.text or ""
        return ArticleRecord(
            article=gold.article,
            entities=tuple(self.entities(gold)),
            mentions=tuple(self.mentions(gold, text)),
            amounts=tuple(self.amounts(gold, text)),
            quotes=tuple(self.quotes(gold, text)),
            grants=tuple(self.grants(gold, text)),
        )

    def entities(self, gold: ArticleRecord) -> Iterator[Entity]:
        for entity in gold.entities:
            kind = self.random.choice(tuple(EntityType)) if self.strikes(0.3) else entity.type
            yield dataclasses.replace(entity, type=kind, name=self.name(entity.name) or entity.name)

    def mentions(self, gold: ArticleRecord, text: str) -> Iterator[Mention]:
        for mention in gold.mentions:
            if self.strikes():
                continue
            start, end = mention.start, mention.end
            if self.strikes():
                start, end = self.shifted(start, end, len(text))
            yield Mention(start=start, end=end, text=text[start:end], entity=mention.entity)
            if self.strikes(0.5):
                start, end = self.shifted(end, end + 12, len(text))
                yield Mention(start=start, end=end, text=text[start:end], entity=mention.entity)

    def amounts(self, gold: ArticleRecord, text: str) -> Iterator[Amount]:
        for amount in gold.amounts:
            if self.strikes():
                continue
            start, end = amount.start, amount.end
            if self.strikes():
                start, end = self.shifted(start, end, len(text))
            value = amount.value
            if value is not None and self.strikes():
                value = self.random.choice((None, value * 1000, value + value / 2000, value + value / 500))
            yield Amount(
                id=f"x{amount.id}",
                start=start,
                end=end,
                text=text[start:end],
                value=value,
                currency="AUD" if self.strikes(0.5) else amount.currency,
                qualifier=Qualifier.AT_MOST if self.strikes(0.5) else amount.qualifier,
            )

    def quotes(self, gold: ArticleRecord, text: str) -> Iterator[Quote]:
        for quote in gold.quotes:
            if self.strikes():
                continue
            content = tuple(span for old in quote.content if (span := self.span(old, text)) is not None)
            yield Quote(
                id=quote.id,
                type=self.random.choice(tuple(QuoteType)) if self.strikes() else quote.type,
                content=content or quote.content[:1],
                source=self.span(quote.source, text),
                speaker_name=self.name(quote.speaker_name),
            )
            if self.strikes(0.5):
                yield dataclasses.replace(quote, id=f"{quote.id}b", content=quote.content[:1])

    def party(self, party: Party | None, text: str) -> Party | None:
        if party is None or self.strikes():
            return None
        start, end = party.start, party.end
        if start is not None and end is not None and self.strikes():
            start, end = self.shifted(start, end, len(text))
        return Party(start=start, end=end, name=self.name(party.name))

    def grants(self, gold: ArticleRecord, text: str) -> Iterator[Grant]:
        ids = [amount.id for amount in gold.amounts]
        for grant in gold.grants:
            if self.strikes():
                continue
            amount = self.random.choice((None, *ids)) if self.strikes() else grant.amount
            yield Grant(
                id=grant.id,
                funder=self.party(grant.funder, text),
                grantee=self.party(grant.grantee, text),
                amount=amount and f"x{amount}",
                kind=grant.kind,
            )
            if self.strikes(0.5):
                yield dataclasses.replace(grant, id=f"{grant.id}b", amount=amount and f"x{amount}")


def reference(shared: Path, gold: Path, predictions: Path, out: Path) -> dict[str, list[float]]:
    script = shared / "bench" / "score_records.py"
    subprocess.run([sys.executable, script, gold, predictions, "--json", out], check=True, capture_output=True)
    found: dict[str, list[float]] = json.loads(out.read_text())
    return found


@pytest.mark.shared
@pytest.mark.parametrize(("seed", "rate"), [(1, 0.0), (2, 0.05), (3, 0.15), (4, 0.3), (5, 0.5), (6, 1.0)])
@pytest.mark.parametrize("name", ["real-news", "train"])
def test_all_rows_agree(shared: Path, tmp_path: Path, name: str, seed: int, rate: float) -> None:
    # Of two articles with one text the reference scorer takes the last prediction for both: each text once.
    gold = list({record.article.sha256: record for record in read_gold(shared / "gold" / f"{name}.jsonl")}.values())
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(to_json(record) + "\n" for record in gold), encoding="utf-8")
    damage = Damage(seed, rate)
    damaged = [damage.record(record) for record in gold if not damage.strikes(0.2)]
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("".join(to_json(record) + "\n" for record in damaged), encoding="utf-8")

    theirs = reference(shared, path, predictions, tmp_path / "scores.json")
    report = evaluate(gold, damaged, samples=10)

    assert [scored.row.value for scored in report.rows] == list(theirs)
    for scored in report.rows:
        counts = scored.counts
        ours = [counts.precision, counts.recall, counts.f1, counts.gold]
        assert ours == pytest.approx(theirs[scored.row.value], abs=0.05), scored.row
