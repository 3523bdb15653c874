"""The grant linker measured: rules against training, groups of features, documents, calibration; writes ``grants.md``.

python -m evaluation.grants --model DIR --gold FILE [--gold FILE] [--amounts FILE] [--shared ../shared] [--test FILE]

``--gold`` and ``--amounts`` are the records that the linker was fitted on: those of ``moneyquote train-linker``.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evaluation.grants_figures import SHOWN, by_source, causes, false_grants, parts, scores, table, trust, via
from spacy.language import Language
from spacy.tokens import Doc

import moneyquote
from moneyquote.components.frames import AMOUNTS, Frame, NameMention, Part, set_frames, set_mentions
from moneyquote.components.grants import GrantLinker, giving_article
from moneyquote.evaluation import read_gold
from moneyquote.extract import read_off
from moneyquote.giving import Linker
from moneyquote.giving.link import TRUST
from moneyquote.records import Article, ArticleRecord
from moneyquote.training.linker import Rows, amounts_only, fit_linker, rows_of

GROUPS = ("rule", "cue", "order", "name", "list", "document", "word")
SHARES = (0.25, 0.5, 0.75, 1.0)
NOTES = "## Reading the figures"  # what is written by hand: it stays as it is in the page


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


BARS = {
    "real-news": ["75", "", "68", "62", "", "", "", "", "5", "90", "0.15"],
    "own test": ["80", "", "", "68", "90", "", "", "70", "5", "90", "0.15"],
}
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
    told = [["asked", *BARS[name]]] if name in BARS else []
    reasons: Counter[str] = Counter()
    middlemen = ""
    sources: list[list[str]] = []
    for label, (docs, system) in systems.items():
        ours = predicted(system, docs)
        error, precision = trust(docs.gold, ours)
        figure = [*scores(docs.gold, ours), *parts(docs.gold, ours), f"{error:.1f}", f"{precision:.0f}"]
        told.append([label, *figure, false_grants(docs.gold, ours)])
        if label == "trained":
            reasons, middlemen = causes(docs.gold, ours), via(docs.gold, ours)
            sources = by_source(docs.gold, ours)
    listed = "; ".join(f"{why} {count}" for why, count in reasons.most_common())
    return [
        f"## {name}",
        "",
        f"{len(found.gold)} articles, {sum(len(record.grants) for record in found.gold)} grants.",
        "",
        *table(["", *HEAD], told),
        f"Why grants of the trained linker are not whole, or false: {listed}.",
        f"Of the grants that go together: {middlemen}.",
        "",
        *table(["source", "articles", "grants", *SHOWN.values(), HEAD[-1]], sources),
    ]


def training_rows(found: Read) -> list[dict[str, Rows]]:
    return [rows_of((record, giving_article(doc))) for record, doc in zip(found.gold, found.docs, strict=True)]


def report(nlp: Language, train: Read, amounts: Read, tests: dict[str, Read]) -> list[str]:
    rows = training_rows(train)
    also = [amounts_only(own) for own in training_rows(amounts)]
    component = nlp.get_pipe("grants")
    assert isinstance(component, GrantLinker)
    trust = component.linker.choices.get(TRUST) if component.linker else None
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
