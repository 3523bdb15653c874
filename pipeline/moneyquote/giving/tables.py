"""Tables of transfers that were flattened to lines: a row a line, bars or tabs between its cells, or a cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moneyquote.giving import words as lexical
from moneyquote.giving.article import GivenAmount, GivingArticle, Interval

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^|\t\n]+")
_FENCE = re.compile(r"[|:\-\s]+")  # the line of dashes below the head of a table in Markdown
_LONGEST_CELL = 120
_MOST_COLUMNS = 5
_HEAD_SENTENCES = 6  # sentences above the first row in which what leads in to a table stands
_SENTENCE_END = (".", "!", "?", ":", ";")
_PARTY = re.compile(r"\b(?:grantees?|recipients?|awardees?|beneficiar(?:y|ies)|awarded to)\b", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:purpose|project|programme|program|description|use|for)\b", re.IGNORECASE)
_GIVING = frozenset((lexical.CueType.NOUN, lexical.CueType.GIVES, lexical.CueType.GIVEN, lexical.CueType.RECEIVES))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: its sum, who receives it, what for where a column tells that, and its extent.

    ``lead`` is the place of the sentence that leads in to the table.
    """

    amount: str
    grantee: Interval
    purpose: Interval | None
    extent: Interval
    lead: int


Cells = list[Interval]


def read_tables(article: GivingArticle, cues: Sequence[Sequence[lexical.Cue]]) -> list[TableRow]:
    """Return the rows of the tables that tell of giving, in reading order.

    A table has at least two rows with a sum in the same column, names in another, and above it a word of giving or a
    column of receivers.

    Args:
        article: the article.
        cues: the words of giving of each sentence.
    """
    lines = [_trimmed(article.text, match.span()) for match in _LINE.finditer(article.text)]
    cells = [_cells(article.text, line) for line in lines if line[0] < line[1]]
    found: list[TableRow] = []
    for head, rows in (*_of_lines(article, cells), *_of_cells(article, cells)):
        found += _rows(article, cues, head, rows)
    return sorted(found, key=lambda row: row.extent)


def _trimmed(text: str, span: Interval) -> Interval:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "|•*"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    return start, end


def _cells(text: str, line: Interval) -> Cells:
    found = (_trimmed(text, match.span()) for match in _CELL.finditer(text, *line))
    return [cell for cell in found if cell[0] < cell[1]]


def _sum(article: GivingArticle, cell: Interval) -> GivenAmount | None:
    """Return the amount that is all of a cell."""
    inside = article.amounts_in(*cell)
    if len(inside) != 1 or article.text[cell[0] : inside[0].start].strip() or inside[0].end > cell[1]:
        return None
    return None if any(c.isalnum() for c in article.text[inside[0].end : cell[1]]) else inside[0]


def _of_lines(article: GivingArticle, lines: Sequence[Cells]) -> Iterator[tuple[Cells, list[Cells]]]:
    """Yield the tables that have a row a line: the cells of the head, none where it has none, and the rows."""
    rows: list[Cells] = []
    head: Cells = []
    before: Cells = []
    for line in [*lines, []]:
        if len(line) > 1 and (not rows or len(line) == len(rows[0])) and any(_sum(article, cell) for cell in line):
            head = head if rows else before if len(before) == len(line) else []
            rows.append(line)
        else:
            if len(rows) > 1:
                yield head, rows
            rows = []
        if not line or not _FENCE.fullmatch(article.text, line[0][0], line[-1][1]):
            before = line


def _of_cells(article: GivingArticle, lines: Sequence[Cells]) -> Iterator[tuple[Cells, list[Cells]]]:
    """Yield the tables that have a cell a line: as many lines from each sum to the next, the sum last in its row."""
    single = [line[0] if len(line) == 1 else None for line in lines]
    sums = [at for at, cell in enumerate(single) if cell and _sum(article, cell)]
    first = 0
    while first < len(sums) - 1:
        width = sums[first + 1] - sums[first]
        last = first + 1
        while last + 1 < len(sums) and sums[last + 1] - sums[last] == width:
            last += 1
        begin = sums[first] - width + 1
        rows = [single[at - width + 1 : at + 1] for at in sums[first : last + 1]] if begin >= 0 else []
        whole = [[cell for cell in row if cell and _is_cell(article.text, cell)] for row in rows]
        if 1 < width <= _MOST_COLUMNS and whole and all(len(row) == width for row in whole):
            head = [cell for cell in single[max(begin - width, 0) : begin] if cell and _is_cell(article.text, cell)]
            yield head if len(head) == width else [], whole
        first = last if last > first + 1 else first + 1


def _is_cell(text: str, span: Interval) -> bool:
    return span[1] - span[0] <= _LONGEST_CELL and text[span[1] - 1] not in _SENTENCE_END


def _rows(
    article: GivingArticle, cues: Sequence[Sequence[lexical.Cue]], head: Cells, rows: Sequence[Cells]
) -> Iterator[TableRow]:
    width = len(rows[0])
    summed = _most(sum(_sum(article, row[at]) is not None for row in rows) for at in range(width))
    named = _most(0 if at == summed else sum(bool(article.names_at(*row[at])) for row in rows) for at in range(width))
    if 2 * sum(bool(article.names_at(*row[named])) for row in rows) < len(rows):
        return
    lead = _lead(article, cues, head, rows[0][0][0])
    if lead is None:
        return
    what = _purpose_column(article.text, head, {summed, named}, width)
    for row in rows:
        amount = _sum(article, row[summed])
        if amount is not None:
            yield TableRow(
                amount=amount.id,
                grantee=row[named],
                purpose=None if what is None else row[what],
                extent=(row[0][0], row[-1][1]),
                lead=lead,
            )


def _most(counts: Iterator[int]) -> int:
    """Return the place of the first highest count."""
    found = list(counts)
    return found.index(max(found))


def _lead(article: GivingArticle, cues: Sequence[Sequence[lexical.Cue]], head: Cells, first: int) -> int | None:
    """Return the last sentence above a table with a word of giving, or its head where a column is of receivers."""
    at = article.sentence_at(first)
    for index in range(at - 1, max(at - 1 - _HEAD_SENTENCES, -1), -1):
        if any(cue.type in _GIVING for cue in cues[index]):
            return index
    receivers = any(_PARTY.search(article.text, *cell) for cell in head)
    return article.sentence_at(head[0][0]) if receivers else None


def _purpose_column(text: str, head: Cells, taken: set[int], width: int) -> int | None:
    """Return the column that tells what for: by its head, or the only one left where there is no head."""
    left = [at for at in range(width) if at not in taken]
    if head:
        return next((at for at in left if _PURPOSE.search(text, *head[at])), None)
    return left[0] if len(left) == 1 else None
