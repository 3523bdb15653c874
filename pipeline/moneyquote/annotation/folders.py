"""Forms and articles into gold files, and gold files checked."""

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
from moneyquote.errors import BrokenRecord, MoneyquoteError, PathNotFound, UnmatchedArticle
from moneyquote.evaluation.gold import check_record
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, ArticleRecord
from moneyquote.serialization import read_located, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What became of forms, or of a gold file: records by article id in the order read, and what failed."""

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
    return _compile_all(paths, articles)


def check_annotations(path: Path, articles: Path) -> Compiled:
    """Return what is right and wrong with a folder of forms, one form, or a JSONL file of gold records.

    Raises:
        PathNotFound: if there is no such path.
        BrokenRecord: if nothing is in it, or a line of the gold file is no record.
    """
    if not path.exists():
        raise PathNotFound(
            str(path), "no such file or folder", "Give a form, a folder of forms, or gold records (JSONL)"
        )
    if path.is_dir():
        return compile_folder(path, articles)
    if path.suffix == ".jsonl":
        return _check_gold(path)
    return _compile_all([path], articles)


def _check_gold(path: Path) -> Compiled:
    records: dict[str, ArticleRecord] = {}
    errors: list[MoneyquoteError] = []
    for where, record in read_located(path):
        try:
            check_record(record, where)
        except MoneyquoteError as error:
            errors.append(error)
            continue
        if record.article.id in records:
            errors.append(UnmatchedArticle(where, "two records have this id", "Keep one of them"))
        records[record.article.id] = record
    if not records and not errors:
        raise BrokenRecord(str(path), "no record in it", "Give a JSONL file with one gold record a line")
    return Compiled(records=records, errors=tuple(errors))


def _compile_all(paths: Sequence[Path], articles: Path) -> Compiled:
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
    """Return the records of a form, of a folder of forms, or of a JSONL file of gold records.

    Raises:
        MoneyquoteError: the first of what is wrong with them.
    """
    compiled = check_annotations(path, articles)
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
