"""A record with every kind of field, of an article that was written for it."""

from moneyquote.records import (
    Amount,
    Article,
    ArticleHead,
    ArticleRecord,
    Entity,
    EntityType,
    Extent,
    Grant,
    Mention,
    Party,
    Quote,
    QuoteType,
    Span,
)

TEXT = "Lamp fund gives\r\nTarn Radio said the old\n choir of Ashcombe got $70. It had got $70 before, Tarn Radio said."


def span(words: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def record() -> ArticleRecord:
    """Return the record: with a headline, a described entity over a line break, a party without entity."""
    source, amount, choir = span("Tarn Radio"), span("$70", 2), span("the old\n choir of Ashcombe")
    return ArticleRecord(
        article=ArticleHead(
            id="one",
            source="news/one.txt",
            sha256=article(TEXT).sha256,
            title="Lamp fund gives",
            published="2024-03-02",
        ),
        text=TEXT,
        entities=(
            Entity(id="e1", type=EntityType.ORG, name="Tarn Radio"),
            Entity(id="e2", type=EntityType.OTHER, name="the old choir of Ashcombe"),
            Entity(id="e3", type=EntityType.OTHER, name="Tarn Radio and the choir"),
        ),
        mentions=tuple(
            Mention(start=place.start, end=place.end, text=place.text, entity="e1")
            for place in (source, span("Tarn Radio", 2))
        ),
        amounts=(Amount(id="a1", start=amount.start, end=amount.end, text="$70", currency="USD"),),
        quotes=(
            Quote(
                id="q1",
                type=QuoteType.INDIRECT,
                content=(span("the old\n choir of Ashcombe got $70"),),
                cue=span("said"),
                source=source,
                speaker_entity="e1",
                speaker_name="Tarn Radio",
            ),
        ),
        grants=(
            Grant(
                id="g1",
                funder=Party(entity="e3", name="Tarn Radio and the choir"),
                grantee=Party(start=choir.start, end=choir.end, text=choir.text, name="the old choir of Ashcombe"),
                amount="a1",
                purpose=span("before"),
                evidence=Extent(start=0, end=len(TEXT)),
            ),
        ),
    )


def article(text: str) -> Article:
    return Article(id="one", text=text, location="one.txt")
