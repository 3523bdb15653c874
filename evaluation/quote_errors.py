"""What goes wrong with quotes on real-news, by cause; writes ``evaluation/quotes-errors.md``. No sentence is kept.

    python -m evaluation.quote_errors --model models/news [--shared ../shared]

A serious error puts words into the wrong mouth: the content is a gold quote's, and the speaker named is another one
than the gold's. Naming nobody, or a quote that is none, is an error but no serious one. Misses and false alarms are the
first hundred of each on PolNeAR dev, all attributions, and all of them on real-news, statements.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.quotes import reference_scorer
from spacy.language import Language

import moneyquote
from moneyquote.evaluation.gold import read_gold
from moneyquote.evaluation.matching import names_agree, names_of
from moneyquote.evaluation.score_quotes import pair_quotes
from moneyquote.extract import extract
from moneyquote.records import Article, ArticleRecord, Quote

ROOT = Path(__file__).resolve().parents[1]
MOST = 100


def miss_cause(gold: Any, predicted: Sequence[Any], paired: set[int]) -> str:
    """Return why a gold attribution was missed."""
    touching = [number for number, found in enumerate(predicted) if found.ctok & gold.ctok]
    if touching:
        sizes = [len(predicted[number].ctok) for number in touching]
        if any(number not in paired for number in touching):
            return "found with other borders: " + ("too long" if max(sizes) > len(gold.ctok) else "too short")
        return "its words given to another attribution"
    if not gold.speech:
        return "not found: belief, wish or intention"
    return f"not found: {gold.qtype} speech"


def alarm_cause(found: Any, gold: Sequence[Any]) -> str:
    """Return what a false alarm is."""
    touching = [told for told in gold if told.ctok & found.ctok]
    if touching:
        longer = max(len(told.ctok) for told in touching) < len(found.ctok)
        return "a gold content with other borders: " + ("ours longer" if longer else "ours shorter")
    if not found.stok:
        return "no gold content there, ours without a source"
    return "no gold content there, cue of speech" if found.speech else "no gold content there, cue of belief or none"


def polnear_causes(scorer: ModuleType, shared: Path, predictions: Path) -> tuple[Counter[str], Counter[str]]:
    """Return the causes of the first misses and false alarms on PolNeAR dev."""
    gold = scorer.load_gold(str(shared / "corpora/polnear"), "dev")
    told = scorer.load_pred(str(predictions))
    misses: list[str] = []
    alarms: list[str] = []
    for name, (text, golds) in gold.items():
        ours = [quote for parts in told.get(name, []) if (quote := scorer.Quote(text, *parts)).ctok]
        pairs = scorer.match(golds, ours, None)
        right = scorer.match(golds, ours, scorer.src_any)
        used = set(pairs.values())
        for number, quote in enumerate(golds):
            if number not in pairs:
                misses.append(miss_cause(quote, ours, used))
            elif number not in right:
                misses.append("content found, source wrong" if ours[pairs[number]].stok else "content found, no source")
        alarms += [alarm_cause(quote, golds) for number, quote in enumerate(ours) if number not in used]
    return Counter(_spread(misses)), Counter(_spread(alarms))


def _spread(causes: Sequence[str]) -> list[str]:
    """Return at most a hundred, spread evenly over all articles."""
    if len(causes) <= MOST:
        return list(causes)
    return [causes[len(causes) * place // MOST] for place in range(MOST)]


def serious(gold: ArticleRecord, ours: ArticleRecord) -> tuple[Counter[str], int]:
    """Return how the quotes of an article fare, and how many were put out."""
    fates: Counter[str] = Counter()
    pairs = dict(pair_quotes(gold, ours))
    for number, told in enumerate(gold.quotes):
        if number not in pairs:
            fates[f"missed, {told.type.value}"] += 1
            continue
        fates[_fate(gold, told, ours.quotes[pairs[number]])] += 1
    for number, quote in enumerate(ours.quotes):
        if number not in pairs.values():
            fates[f"false alarm, {quote.type.value}"] += 1
    return fates, len(ours.quotes)


def _fate(gold: ArticleRecord, told: Quote, ours: Quote) -> str:
    if names_agree(ours.speaker_name, names_of(gold, told.speaker_entity, told.speaker_name)):
        return "right"
    if not ours.speaker_name:
        return "right" if not told.speaker_name else "nobody named"
    return "named where the gold names nobody" if not told.speaker_name else "wrong mouth"


def page(causes: tuple[Counter[str], Counter[str]], fates: Counter[str], out: int) -> str:
    """Return the page."""
    wrong = fates["wrong mouth"] + fates["named where the gold names nobody"]
    lines = [
        "# What goes wrong with quotes",
        "",
        f"Made by `python -m evaluation.quote_errors` on {datetime.now(UTC).date().isoformat()}.",
        "",
        "## Serious errors on real-news",
        "",
        f"Words in the wrong mouth: {wrong} of {out} quotes put out, {100 * wrong / out:.1f} % (bar: under 4 %).",
        "",
        *_table("what became of a quote", fates),
    ]
    for title, found in zip(("Misses", "False alarms"), causes, strict=True):
        lines += ["", f"## {title} on PolNeAR dev, {sum(found.values())} of them spread over all articles", ""]
        lines += _table("cause", found)
    return "\n".join(lines) + "\n"


def _table(head: str, counts: Counter[str]) -> list[str]:
    return [f"| {head} | count |", "|---|---|", *(f"| {name} | {count} |" for name, count in counts.most_common())]


def real_news(nlp: Language, file: Path) -> tuple[Counter[str], int]:
    """Return how the quotes of real-news fare."""
    fates: Counter[str] = Counter()
    out = 0
    for gold in read_gold(file):
        ours = extract(nlp, Article(id=gold.article.id, text=gold.text or "", location=str(file)))
        found, count = serious(gold, ours)
        fates += found
        out += count
    return fates, out


def main() -> None:
    """Count and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "news")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--predictions", type=Path, required=True, help="kept by evaluation.quotes --predictions")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "quotes-errors.md")
    options = parser.parse_args()
    causes = polnear_causes(reference_scorer(options.shared), options.shared, options.predictions)
    fates, out = real_news(moneyquote.load(options.model), options.shared / "gold" / "real-news.jsonl")
    options.to.write_text(page(causes, fates, out), encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
