"""Folders of forms and articles into gold files."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from moneyquote.annotation.compiling import compile_form
from moneyquote.annotation.forms import MEND, read_form
from moneyquote.annotation.gaps import Gap, gaps
from moneyquote.errors import BrokenRecord, MoneyquoteError, PathNotFound
from moneyquote.evaluation.gold import read_gold
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, ArticleRecord
from moneyquote.serialization import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What became of the forms of a folder: records by article id in alphabetic order, and what failed."""

    records: dict[str, ArticleRecord]
    errors: tuple[MoneyquoteError, ...]

    @property
    def gaps(self) -> dict[str, list[Gap]]:
        """The suspicious places, by article id; articles without one are left out."""
        return {name: found for name, record in self.records.items() if (found := gaps(record))}


class Splits(BaseModel):
    """Which articles of the project's own sample are for training, for tuning and for testing, by id."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    train: tuple[str, ...]
    dev: tuple[str, ...]
    test: tuple[str, ...]


def compile_folder(forms: Path, articles: Path) -> Compiled:
    """Compile every form of a folder with the article that has its file's name.

    Raises:
        PathNotFound: if a folder does not exist.
        BrokenRecord: if there is no form.
    """
    if not forms.is_dir():
        raise PathNotFound(str(forms), "no such folder", "Give a folder of forms, one JSON file an article")
    paths = sorted(forms.glob("*.json"))
    if not paths:
        raise BrokenRecord(str(forms), "no form in it", "Give a folder of forms, one JSON file an article")
    texts = _articles(articles)
    records: dict[str, ArticleRecord] = {}
    errors: list[MoneyquoteError] = []
    for path in paths:
        try:
            records[path.stem] = _compile(path, texts, articles)
        except MoneyquoteError as error:
            errors.append(error)
    return Compiled(records=records, errors=tuple(errors))


def _articles(folder: Path) -> dict[str, Article]:
    found = read_articles(find_inputs([folder]))
    return {article.id: article for article in found if isinstance(article, Article)}


def _compile(path: Path, texts: dict[str, Article], folder: Path) -> ArticleRecord:
    article = texts.get(path.stem)
    if article is None:
        raise BrokenRecord(str(path), f"no readable article of this name in {folder}", "Name the form as the article")
    if article.source == article.location:  # a path: from the folder on, so that gold is the same on every machine
        place = Path(folder.name, Path(article.location).relative_to(folder)).as_posix()
        article = dataclasses.replace(article, source=place)
    return compile_form(read_form(path), article, str(path))


def read_annotations(path: Path, articles: Path) -> list[ArticleRecord]:
    """Return the records of a folder of forms, or of a JSONL file of gold records.

    Raises:
        MoneyquoteError: the first of what is wrong with them.
    """
    if path.is_file():
        return read_gold(path)
    compiled = compile_folder(path, articles)
    if compiled.errors:
        raise compiled.errors[0]
    return list(compiled.records.values())


def read_splits(manifest: Path) -> Splits:
    """Read the splits of the sample from the ``[sample]`` table of a manifest.

    Raises:
        PathNotFound: if there is no such file.
        BrokenRecord: if it is not of the format.
    """
    if not manifest.is_file():
        raise PathNotFound(str(manifest), "no such file", "Give the path of corpora/manifest.toml")
    try:
        return Splits.model_validate(tomllib.loads(manifest.read_text(encoding="utf-8")).get("sample"))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        told = str(error).replace("\n", " ")
        raise BrokenRecord(str(manifest), f"table sample: {told}", "List train, dev and test ids there") from error


def write_gold(records: Sequence[ArticleRecord], path: Path) -> None:
    """Write gold records to a JSONL file, one a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{to_json(record)}\n" for record in records), encoding="utf-8", newline="\n")


def write_splits(compiled: Compiled, splits: Splits, folder: Path) -> dict[str, int]:
    """Write one JSONL file a split and return how many records each got.

    Raises:
        BrokenRecord: if an article of a split has no record, or a record is in no split.
    """
    named = {
        **dict.fromkeys(splits.train, "train"),
        **dict.fromkeys(splits.dev, "dev"),
        **dict.fromkeys(splits.test, "test"),
    }
    odd = sorted(named.keys() ^ compiled.records.keys())
    if odd:
        raise BrokenRecord(str(folder), f"not both in a split and annotated: {', '.join(odd)}", MEND)
    sizes = {}
    for split in ("train", "dev", "test"):
        chosen = [record for name, record in compiled.records.items() if named[name] == split]
        write_gold(chosen, folder / f"{split}.jsonl")
        sizes[split] = len(chosen)
    return sizes
