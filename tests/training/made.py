"""Small corpora and a small base of our own making, in the formats of the real ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from moneyquote.encoder.labels import NEWS_SCHEME

_MARKED = re.compile(r"\[(\w+)\|([^\]]+)\]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
WORLDWIDE = {
    "train": {
        "aq_lamp_1": "https://lamp.example/1\n\n[Person|Odile Brandt] leads the [Organization|Corvane Trust].\n"
        "It gave [Money|$40] to [Organization|Dunmere University] in [Date|May].\n",
        "aq_lamp_2": "https://lamp.example/2\n\nThe [NORP|Dunmerian] lake in [Location|Ostwick] froze.\n"
        "[Person|Piet Aro] of [Organization|Lake Watch] measured the ice.\n",
    },
    "dev": {
        "aq_lamp_3": "https://lamp.example/3\n\n[Organization|Lake Watch] named [Person|Ines Moor] its head.\n"
        "She lives in [Location|Ostwick].\n",
    },
}
POLNEAR = {
    "train": {
        "lamp_2031-01-02_ice": "[Source|Piet Aro] [Cue|said] [Content|the ice is thin]. Nobody skated.\n",
        "lamp_2031-01-03_gift": "[Content|“We are glad,”] [Cue|said] [Source|the dean]. She left at noon.\n",
    },
    "dev": {"lamp_2031-01-04_head": "[Source|Ines Moor] [Cue|told] reporters [Content|that she was tired].\n"},
}
CONLL = """-DOCSTART- -X- -X- O

Corvane NNP B-NP B-ORG
Trust NNP I-NP I-ORG
won VBD B-VP O
in IN B-PP O
Ostwick NNP B-NP B-LOC
. . O O

Odile NNP B-NP B-PER
Brandt NNP I-NP I-PER
smiled VBD B-VP O
( ( O O
again RB B-ADVP O
) ) O O
. . O O

-DOCSTART- -X- -X- O

Dunmerians NNPS B-NP B-MISC
ski VBP B-VP O
. . O O
"""


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text whose spans are written ``[Type|words]``, and the spans."""
    text, spans, done = "", [], 0
    for found in _MARKED.finditer(marked):
        text += marked[done : found.start()]
        spans.append((len(text), len(text) + len(found[2]), found[1]))
        text, done = text + found[2], found.end()
    return text + marked[done:], spans


def table(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The tokens of an article with BIO labels; its first line is its address."""
    address, _, body = text.partition("\n")
    rows, shift = [f"{address}\tO", ""], len(address) + 1
    for found in _TOKEN.finditer(body):
        start = found.start() + shift
        label = next((f"{'BI'[start > a]}-{kind}" for a, b, kind in spans if a <= start < b), "O")
        rows += [f"{found[0]}\t{label}", *([""] if found[0] == "." else [])]
    return "\n".join(rows) + "\n"


def write_worldwide(root: Path) -> None:
    for split, articles in WORLDWIDE.items():
        folder = root / "worldwide" / split
        folder.mkdir(parents=True)
        for name, marked in articles.items():
            text, spans = unmarked(marked)
            (folder / f"{name}.txt").write_text(text)
            (folder / f"{name}.txt.tsv").write_text(table(text, spans))


def write_polnear(root: Path) -> None:
    for split, articles in POLNEAR.items():
        for part in ("text", "attributions"):
            (root / "polnear" / split / part).mkdir(parents=True)
        for name, marked in articles.items():
            text, spans = unmarked(marked)
            rows = [f"T{n}\t{kind} {a} {b}\t{text[a:b]}" for n, (a, b, kind) in enumerate(spans, 1)]
            links = " ".join(f"{kind}:T{n}" for n, (_, _, kind) in enumerate(spans, 1))
            rows += [f"T9\tAttribution {spans[0][0]} {spans[0][1]}\tx", f"E1\tAttribution:T9 {links}"]
            (root / "polnear" / split / "text" / f"{name}.txt").write_text(text, encoding="utf-8")
            marks = root / "polnear" / split / "attributions" / f"{name}_ab12.ann"
            marks.write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_corpora(root: Path) -> None:
    write_worldwide(root)
    write_polnear(root)
    (root / "conllpp").mkdir()
    (root / "conllpp" / "train.txt").write_text(CONLL)


def write_gold(folder: Path, annotations: Path) -> None:
    """Two training records and one to measure on, from the project's own sample."""
    folder.mkdir(parents=True)
    for name, split, count in (("train", "train", 2), ("real-news", "dev", 1)):
        lines = (annotations / f"{split}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        lines.sort(key=len)
        (folder / f"{name}.jsonl").write_text("".join(lines[:count]), encoding="utf-8")


def settings(**changed: Any) -> dict[str, Any]:
    """Settings under which a run takes seconds."""
    made: dict[str, Any] = {
        "seed": 3, "epochs": 2, "steps": 1000, "patience": 2, "dev_documents": 5, "minutes": 1000, "decided": 60,
        "context": 8, "pieces": 512, "rate": 1e-3, "head_rate": 1e-2, "layer_decay": 0.9, "weight_decay": 0.01,
        "warmup": 0.1, "dropout": 0.1, "piece_dropout": 0.05, "case_noise": 0.2, "label_smoothing": 0.0,
        "weights": {"worldwide": 1.0, "gold": 1.5, "polnear": 1.0, "conll": 0.5},
        "head_weights": {head.name: 1.0 for head in NEWS_SCHEME.heads},
    }  # fmt: skip
    return made | changed


def toml(found: dict[str, Any]) -> str:
    lines = [f"{key} = {value}" for key, value in found.items() if not isinstance(value, dict)]
    for key, inner in found.items():
        if isinstance(inner, dict):
            lines += [f"[{key}]", *(f"{name} = {value}" for name, value in inner.items())]
    return "\n".join(lines) + "\n"


def write_base(folder: Path) -> None:
    """A random BERT of two layers with a vocabulary of single characters."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel

    chars = [chr(code) for code in range(33, 127)]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *chars, *(f"##{char}" for char in chars)]
    tokenizer = Tokenizer(models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    import torch

    torch.manual_seed(0)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    assert json.loads((folder / "config.json").read_text())["model_type"] == "bert"
