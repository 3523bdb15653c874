"""The shipped encoder run otherwise than it is: what context, windows, decoding and capitals are worth.

    python -m evaluation.encoder_variants [--shared ../shared] [--to evaluation/encoder-variants.md]

Nothing is trained. Each row changes one thing at run time and scores exact spans on the same articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evaluation import encoder as page
from moneyquote.encoder import decoding, repeats
from moneyquote.encoder.model import NewsEncoder
from moneyquote.training import corpora

ROOT = Path(__file__).resolve().parents[1]
Document = dict[str, Any]


@contextmanager
def windows(encoder: NewsEncoder, *, decided: int | None = None, context: int | None = None) -> Iterator[None]:
    """Cut other windows for a while: at most ``decided`` pieces, ``context`` pieces seen on either side."""
    kept = encoder.decided, encoder.context
    encoder.decided = kept[0] if decided is None else decided
    encoder.context = kept[1] if context is None else context
    try:
        yield
    finally:
        encoder.decided, encoder.context = kept


@contextmanager
def unconstrained() -> Iterator[None]:
    """Take each word's likeliest label for a while; an inside label without its begin is then lost."""
    with patch.object(decoding, "_breaks", lambda _: False):
        yield


def cased(document: Document, change: Callable[[str], str]) -> Document:
    """Return a document in other capitals; characters whose other form is longer stay, so that offsets hold."""
    text = "".join(other if len(other := change(character)) == 1 else character for character in document["text"])
    return {**document, "text": text}


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--encoder", type=Path, default=ROOT / "models/news/encoder")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/encoder-variants.md")
    options = parser.parse_args()
    encoder = NewsEncoder.from_folder(options.encoder)
    worldwide = list(corpora.worldwide(options.shared / "corpora", "dev"))
    gold = list(corpora.gold(options.shared / "gold/real-news.jsonl"))

    def row(name: str, change: Callable[[Document], Document] = lambda document: document) -> str:
        world = page.by_type(encoder, map(change, worldwide), "world", lambda _: "all")
        names = page.by_type(encoder, map(change, gold), "names", lambda _: "all")
        figures = (page.f1(counts) for counts in (world["all"], names["all"], names["ORG"], names["PER"]))
        return f"| {name} | " + " | ".join(figures) + " |"

    rows = [row("as shipped")]
    with windows(encoder, context=0):
        rows.append(row("no words seen around a window"))
    with windows(encoder, context=64):
        rows.append(row("64 pieces seen around a window, not 16"))
    with windows(encoder, decided=encoder.decided // 2):
        rows.append(row("windows half as long"))
    with unconstrained():
        rows.append(row("labels decoded word by word"))
    with patch.object(repeats, "_SHARED", 0.0):
        rows.append(row("each place of a name read for itself"))
    rows.append(row("texts in small letters throughout", lambda document: cased(document, str.lower)))
    rows.append(row("texts in capitals throughout", lambda document: cased(document, str.upper)))
    lines = [
        "# The encoder run otherwise",
        "",
        f"Made by `python -m evaluation.encoder_variants` on {datetime.now(UTC):%Y-%m-%d}: F1 (P / R) of exact spans",
        f"in percent, worldwide dev ({len(worldwide)} articles) and real-news ({len(gold)}), heads alone.",
        "",
        "| | worldwide, nine classes | real-news, ORG and PER | ORG | PER |",
        "|---|---|---|---|---|",
        *rows,
    ]
    options.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
