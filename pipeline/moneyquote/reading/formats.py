"""One reader a file format: the bytes of a file into articles."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from moneyquote.errors import (
    EmptyExtraction,
    MalformedJson,
    MissingField,
    NotAnArticle,
    ReadingError,
    TooLong,
    UnbrokenRun,
)
from moneyquote.reading.decoding import decode, decode_lines, storable
from moneyquote.reading.documents import html_document, pdf_document
from moneyquote.reading.parquet import parquet_rows
from moneyquote.records import Article

# The rules take time that grows with the square of a run without blanks, most for marks: 35 s for 30,000 quotation
# marks, more than 40 s for 50,000 times "1," (2026-11, one busy core), a twentieth of a second at these bounds. The
# longest runs in 7,158 real articles are 158 marks and 409 characters.
_UNBROKEN = re.compile(r"[^\w\s]{1000,}|\S{20000,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFields:
    """The names under which JSON articles keep what we read."""

    text: str = "text"
    title: str = "title"
    date: str = "date"
    url: str = "url"
    id: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSettings:
    """How articles are read.

    Attributes:
        encoding: the encoding of text files that are not UTF-8, or None to detect it.
        fields: the names of the JSON fields.
        longest: the largest number of characters an article may have.
        largest: the largest number of bytes that are held in memory as a whole: of a file, or of a line of JSON Lines.
            Files of JSON Lines and Parquet may be of any size.
    """

    encoding: str | None = None
    fields: JsonFields = JsonFields()
    longest: int = 1_000_000
    largest: int = 500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read, opened at its beginning: where it stands, and the id its article gets."""

    file: IO[bytes]
    location: str
    id: str

    def whole(self, settings: ReadingSettings) -> bytes:
        """Return all bytes of the file.

        Raises:
            TooLong: if they are more than the cap.
        """
        size = self.file.seek(0, io.SEEK_END)
        self.file.seek(0)
        if size > settings.largest:
            what = f"a file of {size / 1e6:,.0f} MB, more than {settings.largest / 1e6:,.0f}"
            raise TooLong(self.location, what, "Split it into smaller files, or write its articles as JSON Lines")
        return self.file.read()


Reader = Callable[[Source, ReadingSettings], Iterator["Article | ReadingError"]]


def read_text(source: Source, settings: ReadingSettings) -> Iterator[Article | ReadingError]:
    """Read a text or Markdown file: one article, exactly as it stands."""
    text = decode(source.whole(settings), source.location, settings.encoding)
    yield _checked(Article(id=source.id, text=text, location=source.location, source=source.location), settings)


def read_html(source: Source, settings: ReadingSettings) -> Iterator[Article | ReadingError]:
    """Read a web page: the article that trafilatura finds in it."""
    page = html_document(source.whole(settings), source.location, settings.encoding)
    yield _checked(
        Article(
            id=source.id,
            text=storable(page.text),
            location=source.location,
            source=page.url or source.location,
            title=page.title,
            published=iso_date(page.date),
        ),
        settings,
    )


def read_pdf(source: Source, settings: ReadingSettings) -> Iterator[Article | ReadingError]:
    """Read a PDF: the text layer of all its pages, with wrapped lines joined into paragraphs."""
    document = pdf_document(source.whole(settings), source.location)
    yield _checked(
        Article(
            id=source.id,
            text=storable(document.text),
            location=source.location,
            source=source.location,
            title=document.title,
        ),
        settings,
    )


def read_json(source: Source, settings: ReadingSettings) -> Iterator[Article | ReadingError]:
    """Read one JSON object, or an array of them, as articles."""
    text = decode(source.whole(settings), source.location, settings.encoding)
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise _malformed(source.location, error) from error
    if not isinstance(found, list):
        yield to_article(found, source.location, source.id, settings)
        return
    if not found:
        raise NotAnArticle(source.location, "an empty array, no article in it", "Take the file out")
    for number, item in enumerate(found, 1):
        where = f"{source.location}[{number}]"
        try:
            yield to_article(item, where, f"{source.id}#{number}", settings)
        except ReadingError as error:
            yield error


def read_jsonl(source: Source, settings: ReadingSettings) -> Iterator[Article | ReadingError]:
    """Read JSON Lines: an article a line; a broken line costs only itself. Empty lines are passed over."""
    lines = decode_lines(source.file, source.location, settings.encoding, longest=settings.largest)
    for number, line in enumerate(lines, 1):
        if isinstance(line, ReadingError):
            yield line
            continue
        text = line.removeprefix("\ufeff") if number == 1 else line
        if not text.strip():
            continue
        where = f"{source.location}:{number}"
        try:
            yield to_article(json.loads(text), where, f"{source.id}#{number}", settings)
        except (json.JSONDecodeError, RecursionError) as error:
            yield _malformed(where, error)
        except ReadingError as error:
            yield error


def read_parquet(source: Source, settings: ReadingSettings) -> Iterator[Article | ReadingError]:
    """Read a Parquet file: an article a row, from the columns that JSON articles have as fields."""
    names = settings.fields
    wanted = (names.text, names.id, names.title, names.date, names.url)
    for number, row in enumerate(parquet_rows(source.file, source.location, wanted), 1):
        try:
            yield to_article(row, f"{source.location}:{number}", f"{source.id}#{number}", settings)
        except ReadingError as error:
            yield error


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".parquet": read_parquet,
    ".pdf": read_pdf,
}


def iso_date(value: str | None) -> str | None:
    """Return a date as YYYY-MM-DD where it is ISO 8601 with or without a time, else as printed."""
    if value is None or not value.strip():
        return None
    value = value.strip()
    try:
        return datetime.fromisoformat(value).date().isoformat()
    except ValueError:
        pass
    begun = re.match(r"\d{4}-\d\d-\d\d(?=T)", value)
    try:
        return date.fromisoformat(begun.group()).isoformat() if begun else value
    except ValueError:
        return value


def _malformed(where: str, error: Exception) -> MalformedJson:
    if isinstance(error, json.JSONDecodeError):
        place = f"line {error.lineno}, column {error.colno}: {error.msg}"
    else:
        place = "nested too deeply"
    return MalformedJson(where, f"not valid JSON ({place})", "Mend or take out that line")


def to_article(found: Any, where: str, fallback_id: str | None, settings: ReadingSettings) -> Article:
    """Make an article of a JSON object; without a fallback for its id, the object must have one.

    Raises:
        MissingField: if it is no object, has no text, or a field of the wrong type.
        EmptyExtraction: if the text is blank.
        TooLong: if it is longer than the cap.
        UnbrokenRun: if it holds a run without a blank that no prose has.
    """
    names = settings.fields
    if not isinstance(found, dict):
        raise MissingField(where, f"a JSON {type(found).__name__}, not an object", "Give one object an article")
    text = found.get(names.text)
    if not isinstance(text, str):
        kind = "no field" if names.text not in found else "no string in the field"
        known = ", ".join(sorted(map(str, found))[:8]) or "none"
        raise MissingField(
            where,
            f'{kind} "{names.text}" (fields: {known})',
            "Name the field that has the text: --text-field NAME",
        )
    given = {name: _string(found.get(name), where, name) for name in (names.title, names.date, names.url)}
    identity = _string(found.get(names.id), where, names.id) or fallback_id
    if identity is None:
        raise MissingField(where, f'no field "{names.id}"', "Give each article an id")
    return _checked(
        Article(
            id=identity,
            text=storable(text),
            location=where,
            source=given[names.url] or where,
            title=given[names.title],
            published=iso_date(given[names.date]),
        ),
        settings,
    )


def _string(value: Any, where: str, name: str) -> str | None:
    """Return a field's value as text; numbers as printed, null, blank and not-a-number (a table's null) as None."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise MissingField(where, f'field "{name}" is a {type(value).__name__}', "Give text or null there")
    return storable(str(value)).strip() or None


def _checked(article: Article, settings: ReadingSettings) -> Article:
    if not article.text.strip():
        raise EmptyExtraction(article.location, "no text in it", "Look whether the file was saved whole")
    if len(article.text) > settings.longest:
        raise TooLong(
            article.location,
            f"{len(article.text):,} characters, more than {settings.longest:,}",
            "Split it into articles, or raise --longest",
        )
    if run := _UNBROKEN.search(article.text):
        raise UnbrokenRun(
            article.location,
            f"{len(run.group()):,} characters without a blank at character {run.start():,}, as in no prose",
            "Take the run out of the text",
        )
    return article
