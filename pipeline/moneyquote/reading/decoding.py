"""Bytes to text: which encoding a file is in, and which characters no store can hold."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import IO, AnyStr

from charset_normalizer import from_bytes

from moneyquote.errors import NotAnArticle, ReadingError, TooLong, UndecodableText

# The order matters: the four-byte mark of UTF-32 begins with the two bytes of UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_SIGNS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"SQLite format 3",
)
# NUL and lone surrogates no store can hold; the other control characters stand in no prose, and move cursors and
# colours about in a terminal. Tab, line feed, vertical tab, form feed and carriage return are blanks and stay.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# A page of prose holds no control characters but stray ones from old word processors; share tried on
# 7,158 real articles, where the highest seen is below 0.001.
_MOST_CONTROL = 0.05
_HEAD = 200_000  # bytes at the beginning of a file, from which its encoding is detected
_MEND = "Re-save it as UTF-8, or pass --encoding"


def decode(raw: bytes, where: str, declared: str | None = None) -> str:
    """Return the text of a file, line ends and all.

    Tried in this order: a byte order mark of UTF-16 or UTF-32, UTF-8, the ``declared`` encoding, what
    charset-normalizer detects. A UTF-8 byte order mark stays in the text as U+FEFF.

    Raises:
        NotAnArticle: if the bytes are no text at all.
        UndecodableText: if no encoding fits.
    """
    if raw.startswith(_BINARY_SIGNS):
        raise NotAnArticle(where, "the file is binary, not text", "Convert it to text, or take it out")
    text = _decoded(raw, _marked(raw), "utf-8", declared)
    if text is None:
        text = _decoded(raw, _detected(raw))
    if text is None:
        raise UndecodableText(where, "not UTF-8 or any declared or detected encoding", _MEND)
    _be_no_binary(text, where)
    return storable(text)


def decode_lines(
    file: IO[bytes], where: str, declared: str | None = None, *, longest: int
) -> Iterator[str | ReadingError]:
    """Yield the lines of a text file, one in memory at a time, and in place of a broken one the error that it is.

    Only line feeds end lines. Tried for each line, as for a file: UTF-8, the ``declared`` encoding, what is detected
    at the beginning of the file. With a byte order mark of UTF-16 or UTF-32 all of it is in that.

    Args:
        file: at its beginning, and seekable.
        where: its location; an error's has the number of the line.
        declared: the encoding of lines that are not UTF-8, or None to detect it.
        longest: the largest number of bytes of a line.

    Raises:
        NotAnArticle: if the file is no text at all.
        UndecodableText: if it breaks the encoding that its byte order mark tells.
    """
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_BINARY_SIGNS):
        raise NotAnArticle(where, "the file is binary, not text", "Convert it to text, or take it out")
    marked = _marked(head)
    _be_no_binary(head.decode(marked or "latin-1", "replace"), where)
    lines = _marked_lines(file, where, marked, longest) if marked else _lines(file.readline, b"\n", longest)
    detected: str | None = None
    for number, line in enumerate(lines, 1):
        text = line if isinstance(line, str) or line is None else _decoded(line, "utf-8", declared)
        if text is None and isinstance(line, bytes):
            detected = detected or _detected(head) or "ascii"
            text = _decoded(line, detected)
        if text is not None:
            yield storable(text)
        elif line is None:
            what = f"a line of more than {longest:,} bytes"
            yield TooLong(f"{where}:{number}", what, "Split it, or take it out")
        else:
            what = "a line that is not in UTF-8 or any declared or detected encoding"
            yield UndecodableText(f"{where}:{number}", what, _MEND)


def _marked_lines(file: IO[bytes], where: str, encoding: str, longest: int) -> Iterator[str | None]:
    reader = io.TextIOWrapper(file, encoding, newline="\n")
    try:
        yield from _lines(reader.readline, "\n", longest)
    except UnicodeDecodeError as error:
        raise UndecodableText(where, f"a byte order mark of {encoding}, which the rest breaks", _MEND) from error
    finally:
        reader.detach()


def _lines(readline: Callable[[int], AnyStr], end: AnyStr, longest: int) -> Iterator[AnyStr | None]:
    """Yield lines with their ends, and None in place of one that is too long."""
    while line := readline(longest + 1):
        if len(line) <= longest or line.endswith(end):
            yield line
            continue
        while (rest := readline(longest + 1)) and not rest.endswith(end):
            pass
        yield None


def _marked(raw: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), None)


def _detected(raw: bytes) -> str | None:
    best = from_bytes(raw[:_HEAD]).best()
    return best.encoding if best else None


def _decoded(raw: bytes, *encodings: str | None) -> str | None:
    """Return a text in the first of some encodings that fits."""
    for encoding in filter(None, encodings):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _be_no_binary(text: str, where: str) -> None:
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise NotAnArticle(
            where, "the file is binary, not text (control characters)", "Convert it to text, or take it out"
        )


def storable(text: str) -> str:
    """Return the text with control characters and lone surrogates as U+FFFD, one for one; blanks stay."""
    return _UNSTORABLE.sub("\ufffd", text)
