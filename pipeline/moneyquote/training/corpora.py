"""Corpora on disk into documents with character spans, one reader a corpus.

A document is a plain dictionary, so that ``datasets`` can hold it: ``id``, ``corpus``, ``text``, ``weight``, and
``layers``, head name to a list of ``[start, end, type]`` (``sentence``: starts with ``end`` equal to ``start``). A
head that is no key of ``layers`` was not annotated there and is not trained on the document. ``begin`` and ``end``
bound the characters that the annotators saw.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from moneyquote.errors import CorpusMissing, TrainingSetting

Document = dict[str, Any]
Span = list[Any]
_ALIGN_WITHIN = 400  # characters in which the next token must stand
_MOST_LOST = 0.02  # share of tokens that may not be found again before a document is left out


def _folder(root: Path, name: str, what: str) -> Path:
    if not (root / name).is_dir():
        raise CorpusMissing(str(root / name), f"no {what}", "Get it from the address in corpora/manifest.toml")
    return root / name


def worldwide(root: Path, split: str) -> Iterator[Document]:
    """Yield en-worldwide-newswire: nine classes of names and sentence starts, aligned to the articles' characters.

    References:
        Shan et al., 2023: English news with world names.
    """
    folder = _folder(root, f"worldwide/{split}", "en-worldwide-newswire")
    for file in sorted(folder.glob("*.txt")):
        text = file.read_bytes().decode("utf-8")
        table = Path(f"{file}.tsv").read_text(encoding="utf-8").split("\n")[1:]
        rows = [line.split("\t") for line in table]
        # The first line of most articles is their address, which the annotators did not see.
        starts = (text.find("\n"), 0) if text.startswith("http") else (0,)
        document = min((_aligned(text, rows, start) for start in starts), key=lambda found: int(found["lost"]))
        if document.pop("lost") <= _MOST_LOST * len(rows):
            yield {"id": f"worldwide/{file.stem}", "corpus": "worldwide", "weight": 1.0, **document}


def _aligned(text: str, rows: Sequence[Sequence[str]], position: int) -> Document:
    """Return BIO rows as character spans of the text that they were made from."""
    names: list[Span] = []
    sentences: list[Span] = []
    lost, begin, fresh = 0, -1, True
    current: Span | None = None
    for row in rows:
        if len(row) < 2 or not row[0]:
            fresh = True
            continue
        found = _place(text, row[0], position)
        if found is None:
            lost, current = lost + 1, None
            continue
        start, position = found
        begin = start if begin < 0 else begin
        if fresh:
            sentences.append([start, start, "sentence"])
            fresh = False
        label = row[-1]
        if label[0] == "I" and current and current[2] == label[2:]:
            current[1] = position
        elif label[0] in "BI":
            current = [start, position, label[2:]]
            names.append(current)
        else:
            current = None
    layers = {"world": names, "sentence": sentences}
    return {"text": text, "layers": layers, "begin": max(begin, 0), "end": position, "lost": lost}


def _place(text: str, token: str, position: int) -> tuple[int, int] | None:
    at = text.find(token, position, position + _ALIGN_WITHIN)
    if at >= 0:
        return at, at + len(token)
    if len(token) > 60:
        return None
    spaced = re.compile(r"\s?".join(map(re.escape, token))).search(text, position, position + _ALIGN_WITHIN)
    return spaced.span() if spaced else None


def polnear(root: Path, split: str) -> Iterator[Document]:
    """Yield PolNeAR: sources, cues and contents; of an article with several annotators, the first.

    References:
        Newell, Margolin and Ruths, 2018: An attribution relations corpus for political news.
    """
    folder = _folder(root, f"polnear/{split}", "PolNeAR")
    for file in sorted((folder / "text").iterdir()):
        marked = sorted((folder / "attributions").glob(f"{_escaped(file.stem)}_????.ann"))
        if not marked:
            continue
        layers: dict[str, list[Span]] = {f"polnear_{role}": [] for role in ("source", "cue", "content")}
        for line in marked[0].read_text(encoding="utf-8").split("\n"):
            cells = line.split("\t")
            role, _, extents = cells[1].partition(" ") if len(cells) > 2 and line.startswith("T") else ("", "", "")
            if f"polnear_{role.lower()}" in layers:
                layers[f"polnear_{role.lower()}"] += [
                    [*map(int, extent.split()), role.lower()] for extent in extents.split(";")
                ]
        text = file.read_bytes().decode("utf-8")
        yield _whole(f"polnear/{file.stem}", "polnear", text, layers)


def _escaped(stem: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", stem)


def gold(file: Path) -> Iterator[Document]:
    """Yield article records: names by the project's own conventions, and the parts of quotes and grants."""
    if not file.is_file():
        raise CorpusMissing(str(file), "no gold records", "Give the folder that has them with --gold")
    for line in file.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        record = json.loads(line)
        kinds = {entity["id"]: entity["type"] for entity in record["entities"]}
        layers: dict[str, list[Span]] = {
            "names": [
                [m["start"], m["end"], kinds[m["entity"]]]
                for m in record["mentions"]
                if kinds[m["entity"]] in ("ORG", "PER")
            ],
            "content": [[c["start"], c["end"], "content"] for q in record["quotes"] for c in q["content"]],
        }
        for layer, roles in (("quotes", ("source", "cue")), ("grants", ("funder", "grantee", "purpose"))):
            for role in roles:
                found = {(item[role]["start"], item[role]["end"]) for item in record[layer] if item[role]}
                layers[role] = [[*span, role] for span in sorted(found)]
        yield _whole(f"gold/{record['article']['id']}", "gold", record["text"], layers)


def conll(file: Path) -> Iterator[Document]:
    """Yield CoNLL-2003 with corrected labels; the text is put together from its tokens.

    References:
        Tjong Kim Sang and De Meulder, 2003; Wang et al., 2019 (corrections).
    """
    if not file.is_file():
        raise CorpusMissing(str(file), "no CoNLL++ file", "Get it from the address in corpora/manifest.toml")
    articles = re.split(r"^-DOCSTART-.*$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for number, article in enumerate(filter(str.strip, articles)):
        text, names, sentences = "", [], []
        for sentence in filter(str.strip, article.split("\n\n")):
            sentences.append([len(text), len(text), "sentence"])
            text, found = _put_together(text, [line.split() for line in sentence.strip().split("\n")])
            names += found
        yield _whole(f"conll/{number}", "conll", text, {"conll": names, "sentence": sentences})


_GUM_SPLIT = re.compile(r"^## (\w+)$|^ +\* (GUM_\w+)$", re.MULTILINE)
_GUM_SPOKEN = ("conversation", "podcast", "vlog")


def gum(root: Path, split: str, genre: str = "") -> Iterator[Document]:
    """Yield GUM's written documents: sentence starts; the text is put together from its tokens, a break a paragraph.

    References:
        Zeldes, 2017: The GUM corpus.
    """
    folder = _folder(root, "gum", "GUM")
    listed: dict[str, list[str]] = {}
    part = ""
    for heading, name in _GUM_SPLIT.findall((folder / "SOURCE-splits.md").read_text(encoding="utf-8")):
        part = heading or part
        listed.setdefault(part, []).extend([name] if name else [])
    for name in listed.get(split, []):
        kind = name.split("_")[1]
        file = folder / "dep" / f"{name}.conllu"
        if kind in _GUM_SPOKEN or genre not in ("", kind) or not file.is_file():
            continue
        text, starts = "", []
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            if "\n# newpar_block" in block or block.startswith("# newpar"):
                text = text.rstrip(" ") + "\n\n" if text else ""
            starts.append([len(text), len(text), "sentence"])
            text += _surface(block)
        yield _whole(f"gum/{name}", "gum", text.rstrip(" ") + "\n", {"sentence": starts})


def _surface(block: str) -> str:
    """Return the text of a sentence in CoNLL-U, with a space behind it unless the corpus says otherwise."""
    made, inside = "", 0
    for line in block.split("\n"):
        cells = line.split("\t")
        if len(cells) < 10 or "." in cells[0]:
            continue
        first, _, last = cells[0].partition("-")
        if last:
            inside = int(last)  # the words of a contraction follow, which its own line spells
        elif int(first) <= inside:
            continue
        made += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
    return made


def _put_together(text: str, rows: Sequence[Sequence[str]]) -> tuple[str, list[Span]]:
    names: list[Span] = []
    current: Span | None = None
    for token, *_, label in rows:
        if (token[0] in ".,;:!?)%" or token.startswith("'")) and text.endswith(" "):
            text = text[:-1]
        start = len(text)
        text += token
        if label[0] == "B" or (label[0] == "I" and (not current or current[2] != label[2:])):
            current = [start, len(text), label[2:]]
            names.append(current)
        elif label[0] == "I" and current:
            current[1] = len(text)
        else:
            current = None
        text += "" if token == "(" else " "
    return text.rstrip(" ") + "\n", names


def _whole(name: str, corpus: str, text: str, layers: dict[str, list[Span]]) -> Document:
    return {"id": name, "corpus": corpus, "weight": 1.0, "text": text, "layers": layers, "begin": 0, "end": len(text)}


_SHINGLE = 8  # words
_SAME_STORY = 0.2  # two articles that share a fifth of their runs of eight words are one story


def shingles(text: str) -> frozenset[str]:
    """Return the runs of eight words of a text.

    References:
        Broder, 1997: On the resemblance and containment of documents.
    """
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))


def held_out_texts(file: Path) -> frozenset[str]:
    """Return the SHA-256 of the texts that a file keeps out of training, one a line.

    Raises:
        TrainingSetting: if there is no such file; without it the test articles would be trained on.
    """
    if not file.is_file():
        raise TrainingSetting(str(file), "no such file", "Give the list of held-out texts with --held-out")
    return frozenset(file.read_text(encoding="utf-8").split())


def without_near_duplicates(documents: Iterable[Document], held_out: Iterable[str]) -> Iterator[Document]:
    """Yield the documents that share less than a fifth of their eight-word runs with every held-out text."""
    sizes: list[int] = []
    holders: dict[str, list[int]] = {}
    for text in held_out:
        runs = shingles(text)
        for run in runs:
            holders.setdefault(run, []).append(len(sizes))
        sizes.append(len(runs))
    for document in documents:
        runs = shingles(document["text"])
        shared = Counter(held for run in runs for held in holders.get(run, ()))
        if not any(count > _SAME_STORY * min(len(runs), sizes[held]) for held, count in shared.items()):
            yield document
