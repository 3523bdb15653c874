"""Which files a list of paths stands for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from moneyquote.errors import NoArticles, PathNotFound, ReadingError, UnreadableFile, UnsupportedFormat
from moneyquote.reading.formats import READERS

STANDARD_INPUT = "-"
_LEDGER = Path("_state", "ledger.db")  # what `stores.parquet.folders` keeps in a folder that we wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file to read, and the id of its article: its path below the folder given, without the suffix."""

    path: Path
    id: str

    @property
    def location(self) -> str:
        """The path as text, bytes that are no UTF-8 replaced."""
        return os.fsencode(self.path).decode("utf-8", "replace")

    @property
    def is_parsed(self) -> bool:
        """Whether reading runs a parser of foreign make over the bytes, which may hang or crash on them."""
        return self.path.suffix.lower() in (".html", ".htm", ".pdf")

    @property
    def may_hold_several(self) -> bool:
        """Whether one such file may hold several articles."""
        return self.path.suffix.lower() in (".json", ".jsonl", ".ndjson", ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was found under the paths given.

    Attributes:
        files: the files to read, in a fixed order.
        standard_input: whether ``-`` was among the paths.
        passed_over: how many files of each suffix are of no kind that is read; links count as ``(link)``,
            folders of datasets that we wrote as ``(our output)``.
        problems: why paths, or folders below them, gave nothing.
    """

    files: tuple[InputFile, ...]
    standard_input: bool
    passed_over: Mapping[str, int]
    problems: tuple[ReadingError, ...] = ()


def find_inputs(paths: Iterable[str | Path]) -> Inputs:
    """Find the article files under paths: files as they are, folders recursively, ``-`` for standard input.

    Links inside folders are not followed (a loop would never end); hidden files and folders are left out, and so
    are folders of datasets that we wrote. A path that gives nothing stands among the problems, and the others go on.

    Raises:
        PathNotFound: if no path gives anything, for the first that does not exist.
        NoArticles: likewise, for a folder without a file of a kind that is read.
        UnreadableFile: likewise, for what is neither a file nor a folder, or may not be looked into.
        UnsupportedFormat: likewise, for a file that is of no kind that is read, or a folder of datasets that we wrote.
    """
    files: list[InputFile] = []
    passed_over: Counter[str] = Counter()
    problems: list[ReadingError] = []
    given = [str(path) for path in paths]
    for name in given:
        if name != STANDARD_INPUT:
            try:
                files += _under(Path(name), passed_over, problems)
            except ReadingError as error:
                problems.append(error)
    if problems and not files and STANDARD_INPUT not in given:
        raise problems[0]
    return Inputs(
        files=tuple({file.path: file for file in files}.values()),
        standard_input=STANDARD_INPUT in given,
        passed_over=dict(sorted(passed_over.items())),
        problems=tuple(problems),
    )


def _under(path: Path, passed_over: Counter[str], problems: list[ReadingError]) -> list[InputFile]:
    if _is_output(path):
        what = "a folder of datasets that moneyquote wrote, not of articles"
        raise UnsupportedFormat(str(path), what, "Give the folder of the articles, and this one to --to or export")
    if path.is_dir():
        before = len(problems)
        found = list(_walk(path, passed_over, problems))
        if not found and len(problems) == before:
            raise NoArticles(str(path), f"no article in the folder{_seen(passed_over)}", f"Put files there: {_known()}")
        return found
    if path.is_file():
        return [_named(path)]
    if os.path.lexists(path):
        raise UnreadableFile(str(path), "neither a file nor a folder", "Give a regular file or a folder")
    raise PathNotFound(str(path), "no such file or folder", "Check the path")


def _named(path: Path) -> InputFile:
    if path.suffix.lower() not in READERS:
        raise UnsupportedFormat(str(path), f'files of kind "{path.suffix}" are not read', f"Give one of: {_known()}")
    return InputFile(path=path, id=path.stem)


def _walk(root: Path, passed_over: Counter[str], problems: list[ReadingError]) -> Iterator[InputFile]:
    def note(error: OSError) -> None:
        problems.append(
            UnreadableFile(
                str(error.filename),
                f"cannot look into the folder ({error.strerror})",
                "Check its permissions",
            )
        )

    for folder, folders, names in os.walk(root, onerror=note):
        ours = {name for name in folders if _is_output(Path(folder, name))}
        if ours:
            passed_over["(our output)"] += len(ours)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in ours)
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink() or not path.is_file():
                passed_over["(link)" if path.is_symlink() else "(no regular file)"] += 1
            elif path.suffix.lower() in READERS:
                yield InputFile(path=path, id=path.relative_to(root).with_suffix("").as_posix())
            else:
                passed_over[path.suffix.lower() or "(no suffix)"] += 1


def _is_output(folder: Path) -> bool:
    return (folder / _LEDGER).is_file()


def _known() -> str:
    return " ".join(READERS)


def _seen(passed_over: Mapping[str, int]) -> str:
    if not passed_over:
        return ""
    return " (only " + ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed_over.items())) + ")"
