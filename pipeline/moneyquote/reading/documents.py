"""Web pages and PDF files into plain text, by the libraries that are best at it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moneyquote.errors import EmptyExtraction, MissingExtra, NotAnArticle
from moneyquote.reading.decoding import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a page or file, and what it says about itself."""

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None


def html_document(raw: bytes, where: str, declared: str | None = None) -> Document:
    """Return the article of a web page, without its navigation, comments and advertisements.

    Raises:
        EmptyExtraction: if trafilatura finds no article (menus only, a script-built page, very deep nesting).
        NotAnArticle: if the bytes are no text.
        UndecodableText: if no encoding fits.

    References:
        Barbaresi, 2021: Trafilatura.
    """
    from trafilatura import bare_extraction

    page = decode(raw, where, declared or _declared_charset(raw))
    found = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=True)
    if found is None or isinstance(found, dict) or not (text := found.text or "").strip():
        raise EmptyExtraction(
            where, "no article text found in the page", "Save the page as text, or take it out if it has none"
        )
    return Document(text=text, title=found.title or None, date=found.date or None, url=found.url or None)


def _declared_charset(raw: bytes) -> str | None:
    """Return the character set that a page names in its first 4 kB."""
    named = re.search(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{2,40})", raw[:4096])
    return named.group(1).decode("ascii") if named else None


def pdf_document(raw: bytes, where: str) -> Document:
    """Return the text layer of a PDF.

    Raises:
        MissingExtra: if pypdfium2 is not installed.
        NotAnArticle: if the file is no PDF, or is locked.
        EmptyExtraction: if it has pictures of text only.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtra(where, "reading PDF needs pypdfium2", "pip install 'moneyquote[pdf]'") from error
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise NotAnArticle(where, f"not a readable PDF ({error})", "Save it again without a password") from error
    with document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        title = document.get_metadata_dict().get("Title") or None
    text = "\n\n".join(filter(None, (joined_lines(page) for page in pages)))
    if not text:
        raise EmptyExtraction(where, "the PDF has no text layer", "Run it through text recognition (OCR) first")
    return Document(text=text, title=title)


_ITEM = re.compile(r"(?:[•*\-–▪·]|\d{1,2}[.)])\s")
# A line that ends this far short of the page's longest ends a paragraph; tried .6 to .9 on releases of our own.
_FULL_LINE = 0.75


def joined_lines(page: str) -> str:
    """Return a page's text with lines that the layout wrapped joined by a blank, paragraphs on lines of their own.

    A hyphen that pdfium marks as a line-end hyphen (U+FFFE) is taken out with its line break.
    """
    page = page.replace("\r\n", "\n").replace("\r", "\n")
    page = re.sub("[\ufffe\u0002]\n?", "", page)
    lines = [line.strip() for line in page.split("\n")]
    longest = max(map(len, lines), default=0)
    joined = ""
    previous = ""
    for line in lines:
        if not line:
            previous = ""
            continue
        wrapped = len(previous) >= _FULL_LINE * longest and not _ITEM.match(line)
        joined += (" " if wrapped else "\n" if joined else "") + line
        previous = line
    return joined
