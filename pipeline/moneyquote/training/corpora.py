"""Corpora on disk into documents with character spans, one reader a corpus.

A document is a plain dictionary, so that ``datasets`` can hold it: ``id``, ``corpus``, ``text``, ``weight``, and
``layers``, head name to a list of ``[start, end, type]`` (``sentence``: starts with ``end`` equal to ``start``). A
head that is no key of ``layers`` was not annotated there and is not trained on the document. ``begin`` and ``end``
bound the characters that the annotators saw; ``lost`` of the corpus's ``tokens`` do not stand in the text (both 0 where
the corpus has offsets). Spans of a layer never overlap: roles of attributions and of grants, which may nest, are
united (``spans.united``); names that overlap are an error. All readers raise ``CorpusMissing`` and ``CorpusBroken``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from moneyquote.errors import CorpusBroken, CorpusMissing, TrainingSetting
from moneyquote.evaluation import read_gold
from moneyquote.training.alignment import Row, align, put_together, surface
from moneyquote.training.spans import Span, check_layers, united

Document = dict[str, Any]
_MOST_LOST = 0.02  # share of tokens that may not be found again before a document is left out
_LABEL = re.compile(r"O|[BI]-.+")
ADDRESSES = {
    "en-worldwide-newswire": "https://github.com/stanfordnlp/en-worldwide-newswire",
    "PolNeAR": "https://github.com/networkdynamics/PolNeAR",
    "CoNLL++": "https://github.com/ZihanWangKi/CrossWeigh",
    "GUM": "https://github.com/amir-zeldes/gum",
}


def _missing(place: Path, corpus: str, files: str) -> CorpusMissing:
    mend = f"Get it from {ADDRESSES[corpus]} (see corpora/manifest.toml): there must be {files}"
    return CorpusMissing(str(place), f"no {corpus}", mend)


def _read(file: Path) -> str:
    """Return the text of a corpus file as it stands, its line breaks too."""
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
    except UnicodeDecodeError as error:
        what = f"not UTF-8 ({error.reason} at byte {error.start})"
    raise CorpusBroken(str(file), what, "Get the corpus again; corpora/manifest.toml has its address and fingerprint")


def worldwide(root: Path, split: str) -> Iterator[Document]:
    """Yield the articles of en-worldwide-newswire of which nearly all tokens stand in the text.

    References:
        Shan et al., 2023: English news with world names.
    """
    return (document for document in all_of_worldwide(root, split) if well_aligned(document))


def well_aligned(document: Document) -> bool:
    """Tell whether so few of a document's tokens are lost that its labels can be trusted."""
    return int(document["lost"]) <= _MOST_LOST * int(document["tokens"])


def all_of_worldwide(root: Path, split: str) -> Iterator[Document]:
    """Yield en-worldwide-newswire: nine classes of names and sentence starts, aligned to the articles' characters."""
    folder = root / "worldwide" / split
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise _missing(folder, "en-worldwide-newswire", "articles, NAME.txt, each with its tokens, NAME.txt.tsv")
    for file in files:
        text = _read(file)
        rows = list(_rows(Path(f"{file}.tsv")))
        # The first line of most articles is their address, which the annotators did not see.
        starts = (text.find("\n"), 0) if text.startswith("http") and "\n" in text else (0,)
        found = min((align(text, rows, start) for start in starts), key=lambda aligned: aligned.lost)
        layers = {"world": found.names, "sentence": found.sentences}
        document = _whole(f"worldwide/{file.stem}", "worldwide", text, layers)
        yield document | {"begin": found.begin, "end": found.end, "tokens": found.tokens, "lost": found.lost}


def _rows(table: Path) -> Iterator[Row]:
    """Yield the tokens of an article with their labels; the first row is its address.

    A few rows have blanks for the tab. One in 175 has a second label or a third, of a name within the first label's;
    the outer name is taken.
    """
    for number, line in enumerate(_read(table).replace("\r\n", "\n").split("\n")[1:], 2):
        row = line.split("\t") if "\t" in line else line.rsplit(maxsplit=1) or [""]
        row = row[:2]
        if row[0] and (len(row) < 2 or not _LABEL.fullmatch(row[1])):
            raise CorpusBroken(f"{table}:{number}", "no token with a label O, B-X or I-X", "Get the corpus again")
        yield row


def polnear(root: Path, split: str) -> Iterator[Document]:
    """Yield PolNeAR: sources, cues and contents; of an article with several annotators, the first.

    References:
        Newell, Margolin and Ruths, 2018: An attribution relations corpus for political news.
    """
    folder = root / "polnear" / split
    files = sorted((folder / "text").glob("*.txt"))
    if not files:
        raise _missing(folder, "PolNeAR", "text/NAME.txt, each with its annotations, attributions/NAME_CODE.ann")
    for file in files:
        marked = sorted((folder / "attributions").glob(f"{_escaped(file.stem)}_????.ann"))
        if not marked:
            raise CorpusBroken(str(file), "no annotation of it in attributions", "Get the corpus again")
        layers: dict[str, list[Span]] = {f"polnear_{role}": [] for role in ("source", "cue", "content")}
        for number, line in enumerate(_read(marked[0]).replace("\r\n", "\n").split("\n"), 1):
            cells = line.split("\t")
            role, _, extents = cells[1].partition(" ") if len(cells) > 2 and line.startswith("T") else ("", "", "")
            if f"polnear_{role.lower()}" not in layers:
                continue
            if not re.fullmatch(r"\d+ \d+(?:;\d+ \d+)*", extents):
                raise CorpusBroken(f"{marked[0]}:{number}", f"no offsets of the {role}", "Get the corpus again")
            layers[f"polnear_{role.lower()}"] += [
                [*map(int, extent.split()), role.lower()] for extent in extents.split(";")
            ]
        layers = {layer: united(spans) for layer, spans in layers.items()}
        yield _whole(f"polnear/{file.stem}", "polnear", _read(file), layers)


def _escaped(stem: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", stem)


def gold(file: Path) -> Iterator[Document]:
    """Yield article records: names by the project's own conventions, and the parts of quotes and grants.

    Raises:
        BrokenRecord, OffsetMismatch: as for ``read_gold``.
    """
    if not file.is_file():
        raise CorpusMissing(str(file), "no gold records", "Give the folder that has them with --gold")
    for record in read_gold(file):
        kinds = {entity.id: entity.type for entity in record.entities}
        layers: dict[str, list[Span]] = {
            "names": [
                [mention.start, mention.end, str(kinds[mention.entity])]
                for mention in record.mentions
                if kinds[mention.entity] in ("ORG", "PER")
            ],
            "content": united([part.start, part.end, "content"] for quote in record.quotes for part in quote.content),
        }
        for items, roles in ((record.quotes, ("source", "cue")), (record.grants, ("funder", "grantee", "purpose"))):
            for role in roles:
                found = [part for item in items if (part := getattr(item, role)) is not None]
                layers[role] = united([part.start, part.end, role] for part in found)
        yield _whole(f"gold/{record.article.id}", "gold", str(record.text), layers)


def conll(file: Path) -> Iterator[Document]:
    """Yield CoNLL-2003 with corrected labels; the text is put together from its tokens.

    References:
        Tjong Kim Sang and De Meulder, 2003; Wang et al., 2019 (corrections).
    """
    if not file.is_file():
        raise _missing(file, "CoNLL++", "its training file by this name")
    articles = list(filter(str.strip, re.split(r"^-DOCSTART-.*$", _read(file), flags=re.MULTILINE)))
    if not articles:
        raise CorpusBroken(str(file), "no article in it", "Get the corpus again")
    for number, article in enumerate(articles):
        text, names, sentences = "", [], []
        for sentence in filter(str.strip, article.split("\n\n")):
            sentences.append([len(text), len(text), "sentence"])
            rows = [line.split() for line in sentence.strip().split("\n")]
            broken = next((row for row in rows if len(row) != 4 or not _LABEL.fullmatch(row[-1])), None)
            if broken is not None:
                where = f"{file}, article {number + 1}, row {' '.join(broken)!r}"
                raise CorpusBroken(where, "not a token, two tags and a label O, B-X or I-X", "Get the corpus again")
            text, found = put_together(text, rows)
            names += found
        yield _whole(f"conll/{number}", "conll", text, {"conll": names, "sentence": sentences})


_GUM_SPLIT = re.compile(r"^## (\w+)$|^ +\* (GUM_\w+)$", re.MULTILINE)
_GUM_LEFT_OUT = ("conversation", "podcast", "vlog", "reddit")  # spoken; reddit's words are not given out with it


def gum(root: Path, split: str, genre: str = "") -> Iterator[Document]:
    """Yield GUM's written documents: sentence starts; the text is put together from its tokens, a break a paragraph.

    References:
        Zeldes, 2017: The GUM corpus.
    """
    folder = root / "gum"
    if not (folder / "SOURCE-splits.md").is_file() or not (folder / "dep").is_dir():
        raise _missing(folder, "GUM", "its splits.md as SOURCE-splits.md, and dep/NAME.conllu")
    listed: dict[str, list[str]] = {}
    part = ""
    for heading, name in _GUM_SPLIT.findall(_read(folder / "SOURCE-splits.md")):
        part = heading or part
        listed.setdefault(part, []).extend([name] if name else [])
    for name in listed.get(split, []):
        kind = name.split("_")[1]
        file = folder / "dep" / f"{name}.conllu"
        if kind in _GUM_LEFT_OUT or genre not in ("", kind):
            continue
        text, starts = "", []
        for block in _read(file).strip().split("\n\n"):
            if "\n# newpar_block" in block or block.startswith("# newpar"):
                text = text.rstrip(" ") + "\n\n" if text else ""
            starts.append([len(text), len(text), "sentence"])
            text += surface(block)
        yield _whole(f"gum/{name}", "gum", text.rstrip(" ") + "\n", {"sentence": starts})


def _whole(name: str, corpus: str, text: str, layers: dict[str, list[Span]]) -> Document:
    check_layers(corpus, name, text, layers)
    told = {"id": name, "corpus": corpus, "weight": 1.0, "text": text, "layers": layers}
    return told | {"begin": 0, "end": len(text), "tokens": 0, "lost": 0}


_SHINGLE = 8  # words
_SAME_STORY = 0.2  # two articles that share a fifth of their runs of eight words are one story


def shingles(text: str) -> frozenset[str]:
    """Return the runs of eight words of a text; a shorter text is a run by itself.

    References:
        Broder, 1997: On the resemblance and containment of documents.
    """
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def read_held_out(file: Path) -> set[str]:
    """Return the SHA-256 of the texts never to be trained on, one a line of a file.

    Raises:
        TrainingSetting: if there is no such file, or a line is no SHA-256.
    """
    if not file.is_file():
        mend = "Give the list of texts never to be trained on with --held-out, an empty file if there is none"
        raise TrainingSetting(str(file), "no such file", mend)
    found = set(file.read_text(encoding="utf-8").split())
    wrong = sorted(line for line in found if len(line) != 64 or line.strip("0123456789abcdef"))
    if wrong:
        raise TrainingSetting(str(file), f"{wrong[0]!r} is no SHA-256", "Give one a line, in small letters")
    return found


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
