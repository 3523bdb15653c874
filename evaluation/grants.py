"""The grant linker measured: rules against training, groups of features, documents, calibration; writes ``grants.md``.

python -m evaluation.grants --model DIR --gold FILE [--gold FILE] [--amounts FILE] [--shared ../shared] [--test FILE]

``--gold`` and ``--amounts`` are the records that the linker was fitted on: those of ``moneyquote train-linker``.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

import moneyquote
from moneyquote.components.frames import AMOUNTS, Frame, NameMention, Part, set_frames, set_mentions
from moneyquote.components.grants import GrantLinker, giving_article
from moneyquote.evaluation import Layer, Row, evaluate, read_gold
from moneyquote.evaluation.matching import interval, overlaps
from moneyquote.evaluation.score_grants import pair_grants
from moneyquote.extract import read_off
from moneyquote.giving import Linker
from moneyquote.giving.link import TRUST
from moneyquote.records import Article, ArticleRecord, Grant
from moneyquote.training.linker import Rows, amounts_only, fit_linker, rows_of

GROUPS = ("rule", "cue", "order", "name", "list", "document", "word")
SHARES = (0.25, 0.5, 0.75, 1.0)
BINS = 10
NOTES = "## Reading the figures"  # what is written by hand: it stays as it is in the page
SHOWN = {
    Row.GRANT_PAIR: "linked pair",
    Row.GRANT_GRANTEE: "amount+grantee",
    Row.GRANT_FUNDER: "amount+funder",
    Row.GRANT_TRIPLE: "triple",
}


@dataclass(frozen=True, kw_only=True)
class Read:
    """Gold records and what the pipeline, up to its grants, made of their texts."""

    gold: list[ArticleRecord]
    docs: list[Doc]


def read(nlp: Language, gold: Sequence[ArticleRecord]) -> Read:
    with nlp.select_pipes(disable=["grants"]):
        return Read(gold=list(gold), docs=[nlp(record.text or "") for record in gold])


def with_gold(nlp: Language, found: Read) -> Read:
    """Return the same Docs with the gold's own names and amounts."""
    docs = []
    for record, doc in zip(found.gold, found.docs, strict=True):
        own = Doc(nlp.vocab).from_bytes(doc.to_bytes())
        mentions = sorted(record.mentions, key=lambda mention: mention.start)
        set_mentions(own, record.entities, [NameMention(start=m.start, end=m.end, entity=m.entity) for m in mentions])
        frames = []
        for a in sorted(record.amounts, key=lambda amount: amount.start):
            values = {
                "value": None if a.value is None else f"{a.value:f}",
                "currency": a.currency,
                "flags": list(a.flags),
            }
            frames.append(Frame(id=a.id, parts=(Part(role="amount", start=a.start, end=a.end),), values=values))
        set_frames(own, AMOUNTS, frames)
        docs.append(nlp.get_pipe("speakers")(own))  # whom nominal mentions mean, by these names
    return Read(gold=found.gold, docs=docs)


def predicted(linker: Linker | None, found: Read) -> list[ArticleRecord]:
    component = GrantLinker()
    component.linker = linker
    made = []
    for record, doc in zip(found.gold, found.docs, strict=True):
        head = record.article
        article = Article(id=head.id, text=record.text or "", location=head.id, published=head.published)
        made.append(read_off(component(Doc(doc.vocab).from_bytes(doc.to_bytes())), article))
    return made


def scores(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[str]:
    report = evaluate(gold, ours, layers=(Layer.GRANTS,), samples=2)
    return [f"{report.score(row).counts.f1:.1f}" for row in SHOWN]


def pairs(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[tuple[Grant, Grant, bool]]:
    return [
        (theirs.grants[g], mine.grants[p], right)
        for theirs, mine in zip(gold, ours, strict=True)
        for g, p, right in pair_grants(theirs, mine)
    ]


def parts(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[str]:
    """Return accuracy of kind, status and period, and overlap F1 of purpose, over the grants that go together."""
    both = pairs(gold, ours)
    count = max(len(both), 1)
    told = [
        100 * sum(getattr(g, name) == getattr(p, name) for g, p, _ in both) / count
        for name in ("kind", "status", "period")
    ]
    hits = sum(overlaps(interval(g.purpose), interval(p.purpose)) for g, p, _ in both)
    size = sum(g.purpose is not None for g, _, _ in both) + sum(p.purpose is not None for _, p, _ in both)
    return [f"{value:.1f}" for value in (*told, 200 * hits / max(size, 1))]


def trust(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> tuple[float, float]:
    """Return the expected calibration error of the triples in percent, and their precision at 80 % of their recall."""
    right = {id(p): whole for _, p, whole in pairs(gold, ours)}
    rows = sorted(((g.confidence or 0.0, right.get(id(g), False)) for mine in ours for g in mine.grants), reverse=True)
    if not rows:
        return 0.0, 0.0
    confidence, hit = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], dtype=float)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = sum(
        abs(confidence[bins == b].mean() - hit[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())
    )
    enough = int(np.searchsorted(hit.cumsum(), 0.8 * hit.sum())) + 1
    return 100 * float(error), 100 * float(hit[:enough].mean())


def false_grants(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> str:
    counts = [len(mine.grants) for theirs, mine in zip(gold, ours, strict=True) if not theirs.grants]
    return f"{sum(counts) / max(len(counts), 1):.2f} ({sum(counts)} in {len(counts)})"


def causes(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> Counter[str]:
    """Return how often each cause keeps a gold grant from being found whole, or makes a false one."""
    made: Counter[str] = Counter()
    for theirs, mine in zip(gold, ours, strict=True):
        met = {g: (p, right) for g, p, right in pair_grants(theirs, mine)}
        for index, grant in enumerate(theirs.grants):
            if index not in met:
                made["missed, no amount" if grant.amount is None else "missed, amount not taken for given"] += 1
            elif not met[index][1]:
                other = mine.grants[met[index][0]]
                made[_wrong(grant, other)] += 1
        made["false"] += len(mine.grants) - len(met)
    return made


def _wrong(gold: Grant, ours: Grant) -> str:
    for role in ("grantee", "funder"):
        theirs, mine = getattr(gold, role), getattr(ours, role)
        if (theirs is None) != (mine is None):
            return f"{role} {'made up' if theirs is None else 'not found'}"
    return "another party"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


HEAD = [
    *SHOWN.values(),
    "kind",
    "status",
    "period",
    "purpose overlap",
    "ECE",
    "P at 80 % of recall",
    "false grants in an article without any",
]


def figures(nlp: Language, name: str, found: Read, linker: Linker) -> list[str]:
    systems = {
        "rules": (found, None),
        "trained": (found, linker),
        "trained, gold names and amounts": (with_gold(nlp, found), linker),
    }
    told = []
    reasons: Counter[str] = Counter()
    for label, (docs, system) in systems.items():
        ours = predicted(system, docs)
        error, precision = trust(docs.gold, ours)
        figure = [*scores(docs.gold, ours), *parts(docs.gold, ours), f"{error:.1f}", f"{precision:.0f}"]
        told.append([label, *figure, false_grants(docs.gold, ours)])
        if label == "trained":
            reasons = causes(docs.gold, ours)
    listed = "; ".join(f"{why} {count}" for why, count in reasons.most_common())
    return [
        f"## {name}",
        "",
        f"{len(found.gold)} articles, {sum(len(record.grants) for record in found.gold)} grants.",
        "",
        *table(["", *HEAD], told),
        f"Why grants of the trained linker are not whole, or false: {listed}.",
        "",
    ]


def training_rows(found: Read) -> list[dict[str, Rows]]:
    return [rows_of((record, giving_article(doc))) for record, doc in zip(found.gold, found.docs, strict=True)]


def report(nlp: Language, train: Read, amounts: Read, tests: dict[str, Read]) -> list[str]:
    rows = training_rows(train)
    also = [amounts_only(own) for own in training_rows(amounts)]
    shipped = nlp.get_pipe("grants").linker  # type: ignore[attr-defined]  # our own component
    trust = shipped.choices.get(TRUST) if shipped else None
    lines = []
    for name, found in tests.items():
        lines += figures(nlp, name, found, fit_linker([*rows, *also], trust=trust))
    first, found = next(iter(tests.items()))

    def scored(some: Sequence[dict[str, Rows]], without: Sequence[str] = ()) -> list[str]:
        return scores(found.gold, predicted(fit_linker([*some, *also], without=without, trust=trust), found))

    fits = {"as shipped": (), **{f"without {group}": (group,) for group in GROUPS}}
    lines += [f"## Groups of features ({first})", ""]
    lines += table(["", *SHOWN.values()], [[label, *scored(rows, groups)] for label, groups in fits.items()])
    lines += [f"## Learning curve ({first})", ""]
    order = random.Random(1).sample(range(len(rows)), len(rows))
    cuts = [[rows[at] for at in order[: round(share * len(rows))]] for share in SHARES]
    lines += table(["articles", *SHOWN.values()], [[str(len(some)), *scored(some)] for some in cuts])
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--amounts", type=Path, action="append", default=[])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--test", type=Path)
    parser.add_argument("--to", type=Path, default=Path("evaluation/grants.md"))
    told = parser.parse_args()
    nlp = moneyquote.load(told.model)
    train, amounts = ([r for file in files for r in read_gold(file)] for files in (told.gold, told.amounts))
    tests = {"real-news": told.shared / "gold/real-news.jsonl", **({"own test": told.test} if told.test else {})}
    lines = report(
        nlp, read(nlp, train), read(nlp, amounts), {name: read(nlp, read_gold(file)) for name, file in tests.items()}
    )
    heading = [
        "# Grants: the linker measured",
        "",
        f"Made by `python -m evaluation.grants --model DIR --gold FILE` on {datetime.now(UTC).date()}: F1 in percent",
        "by the definitions of `moneyquote evaluate`; kind, status and period: accuracy over grants that go together.",
        f"Fitted on {len(train)} articles, and on which amounts are given and as what in {len(amounts)} more.",
        "",
    ]
    before = told.to.read_text(encoding="utf-8") if told.to.is_file() else ""
    notes = before[before.index(NOTES) :] if NOTES in before else ""
    told.to.write_text("\n".join([*heading, *lines, notes]).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
