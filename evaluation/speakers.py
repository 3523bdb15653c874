"""Who a source means: rules against trained resolvers, cross-validated; writes ``evaluation/speakers.md``.

    python -m evaluation.speakers --gold first.jsonl --gold new.jsonl --gold annotations/gold/train.jsonl \
        --held-out-gold test.jsonl [--model models/news] [--shared ../shared]

The gold of the outside articles comes with its text from ``moneyquote annotations resolve``. Names and quotes are the
pipeline's own; a quote counts where it shares half of its words with a gold quote. No article is weighed by trees that
were fitted on it; the rules were written with these articles at hand, so that their figures are too high.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from evaluation.quote_errors import serious
from spacy.language import Language
from spacy.tokens import Doc

import moneyquote
from moneyquote.components.speakers import Speakers
from moneyquote.evaluation.gold import read_gold
from moneyquote.evaluation.rows import Counts, Row
from moneyquote.evaluation.score_quotes import score_quotes
from moneyquote.extract import read_frames
from moneyquote.records import Article, ArticleRecord
from moneyquote.speakers.ranker import Settings, settle
from moneyquote.training.ontogum import GENRES, NON_COMMERCIAL, train_documents
from moneyquote.training.ranker import LEAST, REPLACES, calibrated, cross_fitted
from moneyquote.training.speakers import Item, gold_story, items_of, named_right, nominal_items, ontogum_story

ROOT = Path(__file__).resolve().parents[1]
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
REPLACING = (0.0, 0.3, 0.5, 0.7)
THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
Weighed = Sequence[tuple[Item, list[float]]]

_KINDS = {
    "he": "pronoun",
    "she": "pronoun",
    "they": "pronoun",
    "it": "pronoun",
    "first": "pronoun",
    "role": "role noun",
    "aged": "role noun",
    "organization": "organization",
    "document": "document",
    "group": "group or other",
    "other": "group or other",
}
KINDS = ("pronoun", "role noun", "organization", "document", "group or other", "none")


def kind_of(item: Item) -> str:
    """Return the kind of a source as the tables tell it."""
    return "none" if item.phrase is None else _KINDS[item.phrase.sort.value]


def read_all(nlp: Language, files: Iterable[Path]) -> list[tuple[ArticleRecord, ArticleRecord]]:
    """Return gold articles, each with what the pipeline reads in it."""
    made = []
    with nlp.select_pipes(disable=["amounts", "speakers", "grants"]):
        for gold in (record for file in files for record in read_gold(file)):
            article = Article(id=gold.article.id, text=gold.text or "", location=gold.article.id)
            made.append((gold, read_frames(nlp(article.text), article)))
    return made


def nominal_rows(nominals: list[Item], items: list[Item], also: list[Item]) -> list[str]:
    """Return a table of how many nominal mentions of bodies are tied rightly, wrongly, or to nobody though named."""
    ways: dict[str, Weighed] = {
        "rules": [(item, []) for item in nominals],
        "resolver": list(cross_fitted(items, also, asked=nominals)),
        "resolver, nominals in its fit": list(cross_fitted([*items, *nominals], also, asked=nominals)),
    }
    lines = ["| tied by | of | right | another body | a body though none is named | none though one is meant |"]
    lines.append("|---|---|---|---|---|---|")
    for name, weighed in ways.items():
        counts: Counter[str] = Counter()
        for item, odds in weighed:
            by_rules = name == "rules"
            taken = (
                item.ruled_at if by_rules else settle(item.options, odds, item.ruled_at, Settings(replaces=REPLACES))[0]
            )
            named = any(good and option.figure for option, good in zip(item.options, item.right, strict=True))
            tied = item.options[taken].figure is not None
            counts["right" if item.right[taken] else "none" if not tied else "other" if named else "made up"] += 1
        cells = (len(weighed), counts["right"], counts["other"], counts["made up"], counts["none"])
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return lines


def fates(weighed: Weighed, settings: Settings, *, by_rules: bool = False) -> dict[str, Counter[str]]:
    """Return by kind of source how many are right, in the wrong mouth, or given to nobody though somebody is right."""
    found = {kind: Counter[str]() for kind in (*KINDS, "all")}
    for item, odds in weighed:
        taken = item.ruled_at if by_rules else settle(item.options, odds, item.ruled_at, settings)[0]
        nobody = item.options[taken].speaker.name is None
        fate = "right" if item.right[taken] else "nobody" if nobody else "wrong"
        for kind in (kind_of(item), "all"):
            found[kind][fate] += 1
            found[kind]["of"] += 1
    return found


def fate_rows(systems: dict[str, dict[str, Counter[str]]]) -> list[str]:
    """Return a table of systems by kind of source: share right, and how many are wrong and nobody."""
    first = next(iter(systems.values()))
    heads = [f"{kind} ({first[kind]['of']})" for kind in ("all", *KINDS)]
    lines = [f"| right % (wrong mouth, nobody) | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    for name, found in systems.items():
        cells = []
        for kind in ("all", *KINDS):
            counts = found[kind]
            share = 100 * counts["right"] / max(1, counts["of"])
            cells.append(f"{share:.1f} ({counts['wrong']}, {counts['nobody']})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def calibration_rows(weighed: Weighed, settings: Settings) -> list[str]:
    """Return a table of confidences against shares right."""
    told = []
    for item, odds in weighed:
        chosen, chance = settle(item.options, odds, item.ruled_at, settings)
        told.append((chance, item.right[chosen]))
    base = sum(right for _, right in told) / len(told)
    brier = sum((chance - right) ** 2 for chance, right in told) / len(told)
    lines = [f"Brier score {brier:.3f} (always the mean: {base * (1 - base):.3f}):", ""]
    lines += ["| confidence | sources | mean confidence | share right |", "|---|---|---|---|"]
    for low, high in pairwise(BANDS):
        inside = [(chance, right) for chance, right in told if low <= chance < high or (high == 1 and chance == 1)]
        if inside:
            mean, share = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            lines.append(f"| {low:.2f} to {high:.2f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    return lines


def whole(docs: Sequence[tuple[ArticleRecord, Doc]], component: Speakers) -> list[str]:
    """Return the cells of a set's row: F1 of direct/mixed and of indirect quotes with speaker, wrong mouths."""
    rows = (Row.DIRECT_CONTENT, Row.DIRECT_SPEAKER, Row.INDIRECT_CONTENT, Row.INDIRECT_SPEAKER)
    counts = dict.fromkeys(rows, Counts())
    became: Counter[str] = Counter()
    out = 0
    for gold, doc in docs:
        ours = read_frames(component(doc), Article(id=gold.article.id, text=doc.text, location=gold.article.id))
        score = score_quotes(gold, ours)
        counts = {row: counts[row] + score.counts[row] for row in rows}
        found, number = serious(gold, ours)
        became += found
        out += number
    wrong = became["wrong mouth"] + became["named where the gold names nobody"]
    return [f"{counts[row].f1:.1f}" for row in rows] + [f"{wrong} of {out}", str(became["nobody named"])]


def whole_rows(nlp: Language, sets: dict[str, list[ArticleRecord]]) -> list[str]:
    """Return the table of the whole pipeline, by rules alone and with the shipped resolver."""
    lines = ["| gold | speakers by | direct/mixed content | with speaker | indirect content | with speaker "]
    lines[0] += "| wrong mouths | nobody named |"
    lines.append("|---|---|---|---|---|---|---|---|")
    shipped = nlp.get_pipe("speakers")
    assert isinstance(shipped, Speakers)
    for name, golds in sets.items():
        with nlp.select_pipes(disable=["amounts", "speakers", "grants"]):
            docs = [(gold, nlp(gold.text or "")) for gold in golds]
        for system, component in (("rules alone", Speakers()), ("rules and trained resolver", shipped)):
            lines.append(f"| {name} ({len(golds)}) | {system} | {' | '.join(whole(docs, component))} |")
    return lines


def compared(items: list[Item], free: list[Item], more: list[Item]) -> tuple[list[str], Weighed]:
    """Return the tables of the comparison, and what the shipped kind of resolver weighed."""
    ways: dict[str, tuple[list[Item], tuple[str, ...]]] = {
        "gold, without the rules' verdict": ([], ("rule",)),
        "gold and OntoGUM, without the rules' verdict": (free, ("rule",)),
        "gold": ([], ()),
        "gold and OntoGUM": (free, ()),
        "gold and OntoGUM, non-commercial genres too": (free + more, ()),
    }
    plain = Settings()
    systems = {"rules": fates([(item, []) for item in items], plain, by_rules=True)}
    kept: Weighed = []
    for name, (also, without) in ways.items():
        weighed = list(cross_fitted(items, also, without))
        systems[name] = fates(weighed, plain)
        if name == "gold and OntoGUM":
            kept = weighed
    return fate_rows(systems), kept


def page(
    items: list[Item],
    free: list[Item],
    more: list[Item],
    nominals: list[Item],
    named: Counter[str],
    pipeline: list[str],
) -> str:
    """Return the page."""
    table, kept = compared(items, free, more)
    told = calibrated(kept, Settings(replaces=REPLACES))
    lines = [
        "# Who a source means",
        "",
        f"Made by `python -m evaluation.speakers` on {datetime.now(UTC).date().isoformat()}. Sources of quotes that",
        "the pipeline reads in the training gold, by its own names; a source that a name heads is left to the rules",
        f"({named['right']} of {named['of']} right). Five folds by article. The trees are fitted on",
        f"{len(items)} sources of the gold, with OntoGUM on {len(free)} more subjects ({', '.join(GENRES)};",
        f"{len(more)} in its non-commercial genres).",
        "The rules were written with these articles at hand: theirs are the figures of a system on its own data.",
        "",
        *table,
        "",
        "## Keeping to the rules, or naming nobody, where it is unsure",
        "",
        "An option replaces whom the rules name from some confidence on:",
        "",
        *fate_rows({f"from {least} on": fates(kept, replace(told, replaces=least)) for least in REPLACING}),
        "",
        "A name below the least confidence is not taken, but the words of the source, or nobody for a pronoun. The",
        f"pipeline takes {REPLACES} for the one (what is likelier right than wrong) and {LEAST} for the other.",
        "",
        *fate_rows({f"least {least}": fates(kept, replace(told, least=least)) for least in THRESHOLDS}),
        "",
        "## Confidence of a speaker",
        "",
        "Logistic of the weights of the chosen and the best other option, fitted on cross-fitted weights (two",
        f"coefficients and a shift, on the same sources). {calibration_rows(kept, told)[0]}",
        *calibration_rows(kept, told)[1:],
        "",
        "## Nominal mentions of bodies",
        "",
        "“The foundation”, “its school”: those that are parties of grants of the same gold, by the names that the",
        "pipeline reads. The resolver weighs them as it weighs sources; they are not in the shipped one's fit.",
        "",
        *nominal_rows(nominals, items, free),
        "",
        "## The whole pipeline",
        "",
        "F1 in percent, scored by `moneyquote evaluate`; wrong mouths as in `quotes-errors.md`, of the quotes put out.",
        "",
        *pipeline,
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="gold that the resolver is fitted on")
    parser.add_argument("--held-out-gold", type=Path, help="the outside test articles with their text")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "news")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "speakers.md")
    options = parser.parse_args()
    nlp = moneyquote.load(options.model)
    articles = read_all(nlp, options.gold)
    stories = [gold_story(gold, read) for gold, read in articles]
    nominals = [item for gold, read in articles for item in nominal_items(gold, read)]
    named = sum((named_right(story) for story in stories), Counter[str]())
    corpus = options.shared / "corpora" / "gum"
    free, more = (
        [item for found in train_documents(corpus, genres) for item in items_of(ontogum_story(found))]
        for genres in (GENRES, NON_COMMERCIAL)
    )
    sets = {
        "real news": read_gold(options.shared / "gold" / "real-news.jsonl"),
        "own sample, dev": read_gold(ROOT / "annotations" / "gold" / "dev.jsonl"),
        "own sample, test": read_gold(ROOT / "annotations" / "gold" / "test.jsonl"),
    }
    if options.held_out_gold:
        sets["outside, test"] = read_gold(options.held_out_gold)
    items = [item for story in stories for item in items_of(story)]
    options.to.write_text(page(items, free, more, nominals, named, whole_rows(nlp, sets)), encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
