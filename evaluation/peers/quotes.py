"""Peers on attributions, beside ours on the same articles; writes ``evaluation/peers/quotes.md``.

    python -m evaluation.peers.quotes --ours FILE [--shared ../shared]

``--ours`` is the file of cross-fitted predictions that ``python -m evaluation.quotes --predictions FILE`` keeps.

What runs here is the regex that a user would write. textacy's ``direct_quotations`` looks for the subjects of verbs in
a dependency parse: it needs a spaCy model that is downloaded, which our pipeline has no parser to stand in for, and on
plain text it returns nothing. The published figures of the others stand below.
"""

from __future__ import annotations

import argparse
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation.quotes import BARS, figures, scores

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


def row(shared: Path, file: Path) -> tuple[float, ...]:
    """Return the figures of a file of predictions in the order of the columns."""
    found = figures(scores(shared, file), scores(shared, file, "--drop-non-speech"))
    return tuple(found[name] for name in COLUMNS)


def page(ours: tuple[float, ...], regex: tuple[float, ...]) -> str:
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
        *table({"moneyquote, all attributions": ours, "regex and nearest name": regex}),
        "",
        "On the test articles, as published in the project's survey of peers; they are not in the open data, so that",
        "ours cannot be run on them. The peers were given full dependency parses:",
        "",
        *table(PUBLISHED),
        "",
        "textacy does not run here: `direct_quotations` needs the dependency parse of a downloaded spaCy model.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the regex, score both, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", type=Path, required=True, help="predictions kept by evaluation.quotes")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "peers" / "quotes.md")
    options = parser.parse_args()
    file = options.to.with_suffix(".jsonl")
    file.write_text(regex_predictions(options.shared / "corpora/polnear/dev/text"), encoding="utf-8")
    regex = row(options.shared, file)
    file.unlink()
    options.to.write_text(page(row(options.shared, options.ours), regex), encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
