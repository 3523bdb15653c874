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
    """A file to read.

    A run looks at each of its files, also where a hundred thousand are done: a path is kept as the system gives it,
    and not as a ``Path``, which would take longer to make than the file to look up.

    Attributes:
        path: as the system has it, bytes that are no UTF-8 as lone surrogates.
        id: the id of its article: its path below the folder given, without the suffix.
    """

    path: str
    id: str

    @property
    def location(self) -> str:
        """The path as text, bytes that are no UTF-8 replaced."""
        return self.path if self.path.isascii() else os.fsencode(self.path).decode("utf-8", "replace")

    @property
    def suffix(self) -> str:
        """The suffix in small letters, with its dot; empty where there is none."""
        return Path(self.path).suffix.lower()

    @property
    def is_parsed(self) -> bool:
        """Whether reading runs a parser of foreign make over the bytes, which may hang or crash on them."""
        return self.path.lower().endswith((".html", ".htm", ".pdf"))

    @property
    def may_hold_several(self) -> bool:
        """Whether one such file may hold several articles."""
        return self.path.lower().endswith((".json", ".jsonl", ".ndjson", ".parquet"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was found under the paths given.

    Attributes:
        files: the files to read, in a fixed order.
        standard_input: whether ``-`` was among the paths.
        passed_over: how many files of each suffix are of no kind that is read; links count as ``(link)``,
            folders of datasets that we wrote as ``(our output)``.
        problems: why paths, or folders below them, gave nothing.
        folders: the folders that were looked into, as problems name them.
    """

    files: tuple[InputFile, ...]
    standard_input: bool
    passed_over: Mapping[str, int]
    problems: tuple[ReadingError, ...] = ()
    folders: tuple[str, ...] = ()


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
    folders: list[str] = []
    given = [str(path) for path in paths]
    for name in given:
        if name != STANDARD_INPUT:
            try:
                files += _under(Path(name), passed_over, problems, folders)
            except ReadingError as error:
                problems.append(error)
    if problems and not files and STANDARD_INPUT not in given:
        raise problems[0]
    return Inputs(
        files=tuple({file.path: file for file in files}.values()),
        standard_input=STANDARD_INPUT in given,
        passed_over=dict(sorted(passed_over.items())),
        problems=tuple(problems),
        folders=tuple(folders),
    )


def _under(path: Path, passed_over: Counter[str], problems: list[ReadingError], folders: list[str]) -> list[InputFile]:
    if _is_output(path):
        what = "a folder of datasets that moneyquote wrote, not of articles"
        raise UnsupportedFormat(str(path), what, "Give the folder of the articles, and this one to --to or export")
    if os.path.isdir(path):  # unlike pathlib's, it says no where the folder above may not be looked into
        before = len(problems)
        found = list(_walk(path, passed_over, problems, folders))
        if not found and len(problems) == before:
            raise NoArticles(str(path), f"no article in the folder{_seen(passed_over)}", f"Put files there: {_known()}")
        return found
    if os.path.isfile(path):
        return [_named(path)]
    try:
        path.lstat()
    except PermissionError as error:
        what = f"cannot be looked at ({error.strerror})"
        raise UnreadableFile(str(path), what, "Check the permissions of the folders above it") from error
    except OSError as error:
        raise PathNotFound(str(path), "no such file or folder", "Check the path") from error
    raise UnreadableFile(str(path), "neither a file nor a folder", "Give a regular file or a folder")


def _named(path: Path) -> InputFile:
    if path.suffix.lower() not in READERS:
        raise UnsupportedFormat(str(path), f'files of kind "{path.suffix}" are not read', f"Give one of: {_known()}")
    return InputFile(path=str(path), id=path.stem)


def _walk(
    root: Path, passed_over: Counter[str], problems: list[ReadingError], looked_into: list[str]
) -> Iterator[InputFile]:
    """Yield the files of a folder by name, then those of each folder in it."""
    top = os.path.join(root, "") if str(root) != os.curdir else ""  # so that a path is what pathlib makes of it
    waiting = [""]
    while waiting:
        below, folders = waiting.pop(), []
        for entry in _entries(top + below or os.curdir, problems, looked_into):
            name = entry.name
            if entry.is_symlink():
                passed_over["(link)"] += 1
            elif entry.is_dir(follow_symlinks=False):
                if _is_output(Path(top, below, name)):
                    passed_over["(our output)"] += 1
                else:
                    folders.append(f"{below}{name}/")
            elif not entry.is_file(follow_symlinks=False):
                passed_over["(no regular file)"] += 1
            elif (suffix := _suffix(name)) in READERS:
                yield InputFile(path=f"{top}{below}{name}", id=below + name[: -len(suffix)])
            else:
                passed_over[suffix or "(no suffix)"] += 1
        waiting += reversed(folders)


def _entries(folder: str, problems: list[ReadingError], looked_into: list[str]) -> list[os.DirEntry[str]]:
    """Return what is in a folder and not hidden, by name; what each is, the folder tells without a look at it."""
    try:
        with os.scandir(folder) as found:
            looked_into.append(str(Path(folder)))
            return sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        what = f"cannot look into the folder ({error.strerror})"
        problems.append(UnreadableFile(str(Path(folder)), what, "Check its permissions"))
        return []


def _suffix(name: str) -> str:
    """Return what pathlib takes for the suffix of a name, in small letters; asked of every file, it must be quick."""
    place = name.rfind(".")
    return name[place:].lower() if 0 < place < len(name) - 1 else ""


def _is_output(folder: Path) -> bool:
    return os.path.isfile(folder / _LEDGER)


def _known() -> str:
    return " ".join(READERS)


def _seen(passed_over: Mapping[str, int]) -> str:
    if not passed_over:
        return ""
    return " (only " + ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed_over.items())) + ")"
