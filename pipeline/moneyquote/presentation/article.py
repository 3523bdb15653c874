"""One article's records, each with the sentence that proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from moneyquote.presentation.money import sum_in_words
from moneyquote.presentation.overview import failure_lines, new_table, titled
from moneyquote.presentation.passages import Mark, around, harmless, passage, shortened, window
from moneyquote.presentation.styles import (
    AMOUNT,
    CONTENT,
    CUE,
    FUNDER,
    GRANTEE,
    HEADING,
    NAME,
    PURPOSE,
    QUIET,
    SPEAKER,
    VIA,
)
from moneyquote.records import Amount, ArticleRecord, EntityType, Failure, Grant, Party, Quote
from moneyquote.segments.sentences import sentence_spans
from moneyquote.stores.database import StoredArticle

_ROLES = {"funder": FUNDER, "grantee": GRANTEE, "via": VIA}
_SENTENCE = 150  # characters of a sentence in a table


def article_blocks(
    article: StoredArticle,
    record: ArticleRecord,
    failures: Sequence[Failure],
    *,
    grants: bool,
    quotes: bool,
    rest: bool,
) -> Iterator[RenderableType]:
    """Yield the blocks of one article.

    Args:
        article: the article as stored.
        record: its record, with its text.
        failures: failures of its places or content.
        grants: whether to show the grants.
        quotes: whether to show the quotes.
        rest: whether to show amounts, names and failures.
    """
    sentences = sentence_spans(article.text)
    yield _head(article)
    if grants:
        shown = Group(*(_grant(grant, record, sentences) for grant in record.grants))
        yield titled(f"Grants ({len(record.grants)})", shown)
    if quotes:
        shown = Group(*(_quote(quote, record, sentences) for quote in record.quotes))
        yield titled(f"Quotes ({len(record.quotes)})", shown)
    if rest:
        yield titled(f"Amounts ({len(record.amounts)})", _amounts(record, sentences))
        yield titled(f"Names ({len(record.entities)})", _names(record, sentences))
        if failures:
            yield titled(f"Failures ({len(failures)})", failure_lines(failures))


def _head(article: StoredArticle) -> Group:
    head = article.head
    facts = [head.id, head.published, head.source, f"{article.words:,} words", f"SHA-256 {head.sha256[:12]}"]
    places = [place for place in article.locations if place != head.source]
    lines = [Text(harmless(head.title or head.id), style=HEADING)]
    lines.append(Text(harmless(" · ".join(fact for fact in facts if fact)), style=QUIET))
    lines += [Text(f"read from {harmless(place)}", style=QUIET) for place in places]
    return Group(*lines, Text())


def _grant(grant: Grant, record: ArticleRecord, sentences: list[tuple[int, int]]) -> Group:
    """Return a grant: who gave what to whom, its terms, and the sentences of its evidence with each part marked."""
    amount = next((amount for amount in record.amounts if amount.id == grant.amount), None)
    line = Text.assemble((f"{harmless(grant.id)} ", QUIET), (_party(grant.funder), FUNDER))
    line.append(" → ")
    line.append(_party(grant.grantee), style=GRANTEE)
    if amount:
        line.append(f"  {_sum(amount)}", style=AMOUNT)
    terms = [grant.kind.value, grant.status.value, "total" if grant.is_total else "", harmless(grant.period or "")]
    terms += [f"via {_party(grant.via)}" if grant.via else "", _confidence(grant.confidence)]
    line.append(f"  {', '.join(filter(None, terms))}", style=QUIET)
    marks = [Mark(start=grant.purpose.start, end=grant.purpose.end, style=PURPOSE)] if grant.purpose else []
    for role, style in _ROLES.items():
        party: Party | None = getattr(grant, role)
        if party and party.start is not None and party.end is not None:
            marks.append(Mark(start=party.start, end=party.end, style=style))
    if amount:
        marks.append(Mark(start=amount.start, end=amount.end, style=AMOUNT))
    if grant.evidence:
        extents = [(grant.evidence.start, grant.evidence.end)]
    else:
        extents = [around(sentences, mark.start, mark.end) for mark in marks[-1:]]
    shown = _proved(line, record, extents, marks)
    for check in grant.checks:
        shown.renderables.append(Text(f"    Does not fit: {harmless(check.message)}.", style="red"))
    return shown


def _quote(quote: Quote, record: ArticleRecord, sentences: list[tuple[int, int]]) -> Group:
    """Return a quote: who, how sure, and the sentences that hold content, cue and source."""
    source = quote.source.text if quote.source else "no source told"
    line = Text.assemble((f"{harmless(quote.id)} ", QUIET), (shortened(quote.speaker_name or source, 90), SPEAKER))
    line.append(f"  {', '.join(filter(None, [quote.type.value, _confidence(quote.confidence)]))}", style=QUIET)
    marks = [Mark(start=span.start, end=span.end, style=CONTENT) for span in quote.content]
    if quote.cue:
        marks.append(Mark(start=quote.cue.start, end=quote.cue.end, style=CUE))
    if quote.source:
        marks.append(Mark(start=quote.source.start, end=quote.source.end, style=SPEAKER))
    extents = sorted(around(sentences, mark.start, mark.end) for mark in marks)
    return _proved(line, record, _joined(extents), marks)


def _joined(extents: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join extents that overlap; they come in order."""
    joined: list[tuple[int, int]] = []
    for start, end in extents:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _proved(line: Text, record: ArticleRecord, extents: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Group:
    proofs = [Padding(passage(record.text or "", extent, marks), (0, 0, 0, 4), expand=False) for extent in extents]
    return Group(line, *proofs)


def _amounts(record: ArticleRecord, sentences: list[tuple[int, int]]) -> RenderableType:
    table = new_table()
    table.add_column("Sum", ratio=2, style=AMOUNT)
    table.add_column("Sentence", ratio=5)
    for amount in record.amounts:
        mark = Mark(start=amount.start, end=amount.end, style=AMOUNT)
        flags = "".join(f" ({flag.value.replace('_', ' ')})" for flag in amount.flags)
        proof = window(record.text or "", mark, around(sentences, amount.start, amount.end), _SENTENCE)
        table.add_row(Text(_sum(amount) + flags), proof)
    return table


def _names(record: ArticleRecord, sentences: list[tuple[int, int]]) -> RenderableType:
    table = new_table()
    table.add_column("Name", ratio=3)
    table.add_column("Kind", width=5, style=QUIET)
    table.add_column("Times", width=5, justify="right")
    table.add_column("First sentence", ratio=6)
    times = Counter(mention.entity for mention in record.mentions)
    for entity in sorted(record.entities, key=lambda entity: list(EntityType).index(entity.type)):
        first = next((mention for mention in record.mentions if mention.entity == entity.id), None)
        proof = Text()
        if first:
            mark = Mark(start=first.start, end=first.end, style=NAME)
            proof = window(record.text or "", mark, around(sentences, first.start, first.end), _SENTENCE)
        table.add_row(Text(shortened(entity.name, 90)), entity.type.value, str(times[entity.id] or ""), proof)
    return table


def _sum(amount: Amount) -> str:
    return harmless(sum_in_words(amount.value, amount.value_max, amount.currency, amount.qualifier.value, amount.text))


def _party(party: Party | None) -> str:
    return shortened((party.name or party.text or "–") if party else "–", 90)


def _confidence(confidence: float | None) -> str:
    return "" if confidence is None else f"confidence {confidence:.2f}"
