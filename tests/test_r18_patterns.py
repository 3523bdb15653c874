"""R18: every pattern of ours takes time that grows with the length of a text, whatever the text is."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the parser of patterns has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from typing import Any

import pytest

import moneyquote

PACKAGE = Path(moneyquote.__file__).parent
SIZE, SECONDS = 100_000, 0.25  # five times the 50 ms of the promise: the machine may be busy or slow
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
# Patterns that are put to short stretches only, with the characters of the longest.
BOUNDED = {
    "moneyquote.giving.clause._AUXILIARY": 60,  # before a verb
    "moneyquote.giving.purpose_spans._OPEN_END": 200,  # the end of a purpose
    "moneyquote.money.single._NOUN_BEFORE": 30,  # before a figure
    "moneyquote.names.spread._TOUCHED": 30,  # before a name
    "moneyquote.names.trim._HANGING": 2000,  # a name
    "moneyquote.speakers.weighing._TITLED": 25,  # before a name
    "moneyquote.stores.addresses._KEY": 2000,  # a database's address, on the command line
}
MARKS = (" ", "\n", " \n", "1", "1,", "1.", "$", "(", "“", '"', "'", "’", "-")
WORDS = ("a", "A", "a ", "A ", "a-", "A. ", "A.", "the ", "The ", "of ", "a, ", "A, ", "A and ", "é", "https://a")


def held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | list | tuple | set | frozenset) and depth < 3:
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            yield from held(part, depth + 1)


@cache
def methods(file: Path) -> dict[str, set[str]]:
    """Return which methods a module calls on its names."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


@cache
def patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Return the patterns of all modules by name, and whether each is looked for anywhere in a text.

    Of a module's own ones that it calls ``match`` or ``fullmatch`` on alone, only what begins a text is tried.
    """
    found: dict[re.Pattern[Any], tuple[str, bool]] = {}
    for info in pkgutil.walk_packages([str(PACKAGE)], "moneyquote."):
        if ".training" in info.name or info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            used = methods(Path(str(module.__file__))).get(name, set())
            anywhere = not name.startswith("_") or bool(used & ANYWHERE) or not used & {"match", "fullmatch"}
            for number, pattern in enumerate(held(value)):
                found.setdefault(pattern, (f"{info.name}.{name}" + (f"[{number}]" if number else ""), anywhere))
    return {name: (pattern, anywhere) for pattern, (name, anywhere) in found.items()}


def literals(parsed: Any) -> Iterator[str]:
    """Yield what a pattern, as Python parses it, has of characters and words."""
    word = ""
    for code, value in parsed:
        if code is codes.LITERAL:
            word += chr(value)
            continue
        yield word
        word = ""
        if code is codes.IN:
            for kind, part in value:
                yield chr(part) if kind is codes.LITERAL else chr(part[0]) if kind is codes.RANGE else ""
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield from literals(value[2])
        elif code is codes.SUBPATTERN:
            yield from literals(value[3])
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from literals(branch)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from literals(value[1])
    yield word


def units(pattern: re.Pattern[Any]) -> list[str]:
    """Return what texts are made of that may be slow: marks and words of all kinds, and those of the pattern."""
    own = sorted(set(literals(parser.parse(pattern.pattern, pattern.flags))) - {""}, key=lambda word: (len(word), word))
    return list(dict.fromkeys((*MARKS, *WORDS, *own[:12], *(f"{word} " for word in own[:12]))))


def text(unit: str, size: int) -> str:
    """Return one thing over and over."""
    return unit * (size // len(unit)) + "!"


def cost(pattern: re.Pattern[Any], over: str, *, anywhere: bool) -> float:
    """Return the processor seconds of looking for a pattern in a text, everywhere or at its beginning.

    A little more than SECONDS stands for any more than that, but within one match, which cannot be stopped.
    """
    given = over if isinstance(pattern.pattern, str) else over.encode()
    begun = process_time()
    if not anywhere:
        pattern.match(given)
        return process_time() - begun
    for _ in pattern.finditer(given):
        if process_time() - begun > SECONDS:
            break
    return process_time() - begun


def test_r18_what_is_bounded_is_there() -> None:
    assert set(BOUNDED) <= set(patterns())


@pytest.mark.parametrize("name", sorted(patterns()))
def test_r18_a_pattern_takes_linear_time_on_any_text(name: str) -> None:
    pattern, anywhere = patterns()[name]
    size = BOUNDED.get(name, SIZE)
    short = min(size, 5000)  # what is quadratic shows there, and in short time
    costs = {unit: cost(pattern, text(unit, short), anywhere=anywhere) for unit in units(pattern)}
    slowest = sorted(costs, key=lambda unit: -costs[unit])[:3]
    for part, allowed in ((short, SECONDS / 10), (size, SECONDS)):
        for unit in slowest:
            took = min(cost(pattern, text(unit, part), anywhere=anywhere) for _ in range(2))
            assert took < allowed, f"{took:.2f} s over {part} characters of {unit!r}"
