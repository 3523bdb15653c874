"""Our whole pipeline beside a spaCy pipeline of the ``en_core_web_sm`` architecture and one of RoBERTa-base size.

    python -m evaluation.bench.encoder_speed [--articles FOLDER] [--number 1000] [--heavy 20] [--to FILE.md]

One core, one process, one run, the three taking turns article by article. The others' weights are random: they cost
what trained ones cost. The large one sees a share of the articles, as a whole run of it takes hours. Needs the extra
``train``.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import spacy
import torch
from evaluation.bench.extract_speed import ROOT, sample
from spacy.language import Language
from spacy.training import Example
from tokenizers import Tokenizer
from transformers import RobertaConfig, RobertaModel

import moneyquote
from moneyquote.extract import extract
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article

# Labels of the published small model, by number: what its output layers cost follows from these.
_TAGS, _ENTITIES = 50, 18
_RELATIONS = ("nsubj", "obj", "det", "amod", "nmod", "case", "obl", "conj", "cc", "advmod", "mark", "aux", "punct")
_WINDOW, _STRIDE = 128, 96  # of spacy-transformers: pieces a window, and how far the next one begins


def small() -> Language:
    """Return tok2vec, tagger, parser and names recognizer as ``en_core_web_sm`` is built, with random weights."""
    nlp = spacy.blank("en")
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec", config={"model": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
            "rows": [5000, 1000, 2500, 2500, 50, 50],
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3,
        },
    }})  # fmt: skip
    state = {"@architectures": "spacy.TransitionBasedParser.v2", "hidden_width": 64, "maxout_pieces": 2}
    state["tok2vec"] = shared
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    nlp.add_pipe("parser", config={"model": {**state, "state_type": "parser", "extra_state_tokens": False}})
    nlp.add_pipe("ner", config={"model": {**state, "state_type": "ner", "extra_state_tokens": True}})
    words = [f"w{n}" for n in range(_TAGS)]
    doc = spacy.tokens.Doc(nlp.vocab, words=words)
    told = {
        "tags": [f"T{n}" for n in range(_TAGS)],
        "heads": [max(n - 1, 0) for n in range(_TAGS)],
        "deps": ["ROOT", *(_RELATIONS[n % len(_RELATIONS)] for n in range(1, _TAGS))],
        "entities": [f"U-E{n % _ENTITIES}" for n in range(_TAGS)],
    }
    nlp.initialize(lambda: [Example.from_dict(doc, told)])
    return nlp


def large(tokenizer: Tokenizer) -> Callable[[str], None]:
    """Return a run of a network of RoBERTa-base size over a text, in the windows of spacy-transformers."""
    torch.set_num_threads(1)
    network = RobertaModel(RobertaConfig(vocab_size=50265), add_pooling_layer=False).eval()

    def run(text: str) -> None:
        ids = np.array(tokenizer.encode(text, add_special_tokens=False).ids or [1]) % 50000 + 5
        with torch.inference_mode():
            for start in range(0, len(ids), _STRIDE):
                network(torch.from_numpy(ids[None, start : start + _WINDOW]))

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared/articles")
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--heavy", type=int, default=20, help="the large one sees every N-th article")
    parser.add_argument("--model", type=Path, default=ROOT / "models/news")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/bench/encoder_speed.md")
    told = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    tokenizer = Tokenizer.from_file(str(told.model / "encoder/tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ours, beside, heavy = moneyquote.load(told.model), small(), large(tokenizer)
    read = read_articles(find_inputs(sample(told.articles, told.number)))
    articles = [found for found in read if isinstance(found, Article)]
    seconds = {"ours": 0.0, "small": 0.0, "large": 0.0}
    words = dict.fromkeys(seconds, 0)
    for number, article in enumerate(articles):
        runs: dict[str, Callable[[], object]] = {
            "ours": partial(extract, ours, article),
            "small": partial(beside, article.text),
        }
        if number % told.heavy == 0:
            runs["large"] = partial(heavy, article.text)
        for name, run in runs.items():
            begun = time.process_time()
            run()
            seconds[name] += time.process_time() - begun
            words[name] += len(article.text.split())
    speed = {name: words[name] / seconds[name] for name in seconds}
    lines = [
        "# Speed beside other architectures",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, one core, {len(articles)} real articles (the large one: every {told.heavy}th),",
        "processor time, the three taking turns article by article. The others have random weights and find nothing;",
        "ours writes whole records: names, amounts, quotes with speakers, grants.",
        "",
        "| pipeline | words a second | ours against it |",
        "|---|---:|---:|",
        f"| moneyquote, all layers | {speed['ours']:,.0f} | |",
        f"| tok2vec, tagger, parser, names as in `en_core_web_sm` | {speed['small']:,.0f} | "
        f"{speed['ours'] / speed['small']:.2f} x |",
        f"| network of RoBERTa-base size, no heads | {speed['large']:,.0f} | {speed['ours'] / speed['large']:.1f} x |",
        "",
        f"Made by `python -m evaluation.bench.encoder_speed --number {told.number}`.",
    ]
    told.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
