"""The tokenizer: one linear pass, and a token border wherever a record could begin or end.

Digits, letters and marks never share a token ("$500m" is three), so that amounts, names and quoted words always
fall on token borders; combining marks stay with their letter. spaCy's rule tokenizer is quadratic on long runs of
marks (measured on spaCy 3.8: ``"``, ``(``, ``$``), which one poisoned article is enough to hit.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab


@cache
def _token_pattern() -> re.Pattern[str]:
    marks = [c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in ("Mn", "Mc", "Me")]
    joined = "".join(chr(c) for c in marks) + "\u200c\u200d"
    letters = rf"[^\W\d_][^\W\d_{re.escape(joined)}]*(?:[{re.escape(joined)}]+[^\W\d_]*)*"
    return re.compile(rf"\d+|['’]s\b|{letters}|\s+|.", re.DOTALL)


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the tokens of a text, white space included, as half-open character intervals that cover it."""
    return [match.span() for match in _token_pattern().finditer(text)]


def words_and_spaces(text: str) -> tuple[list[str], list[bool]]:
    """Return a text as spaCy words with their trailing-blank flags; joined, they give back the text exactly."""
    words: list[str] = []
    spaces: list[bool] = []
    for match in _token_pattern().finditer(text):
        token = match.group()
        if token[0] == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            token = token[1:]
            if not token:
                continue
        words.append(token)
        spaces.append(False)
    return words, spaces


class NewsTokenizer:
    """A spaCy tokenizer over ``token_spans``; it has no settings and nothing to store."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return a Doc whose ``text`` equals the given text, character for character."""
        words, spaces = words_and_spaces(text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str]) -> Iterable[Doc]:
        """Tokenize one text after the other."""
        for text in texts:
            yield self(text)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the tokenizer is code alone."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> NewsTokenizer:
        """Return the tokenizer itself."""
        return self

    def to_disk(self, _path: str | Path, **_: object) -> None:
        """Write nothing: the tokenizer is code alone."""

    def from_disk(self, _path: str | Path, **_: object) -> NewsTokenizer:
        """Return the tokenizer itself."""
        return self


def create_tokenizer() -> Callable[[Language], NewsTokenizer]:
    """Return the factory that a config names as ``moneyquote.NewsTokenizer.v1``."""

    def create(nlp: Language) -> NewsTokenizer:
        return NewsTokenizer(nlp.vocab)

    return create
