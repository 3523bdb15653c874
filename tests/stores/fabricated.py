"""Articles and records made up for the tests of stores, and Hypothesis strategies for more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from moneyquote.records import (
    Amount,
    AmountFlag,
    Article,
    ArticleHead,
    ArticleRecord,
    Check,
    CheckKind,
    Entity,
    EntityType,
    Extent,
    Grant,
    GrantKind,
    GrantStatus,
    Mention,
    Party,
    Qualifier,
    Quote,
    QuoteType,
    Run,
    Span,
    Statement,
)

TEXT = (
    "The Larkspur Fund gave the Tern Choir $1.3 million in 2021.\n\n"
    "“We can mend the roof,” said Ada Moss. “And the organ.”\n\n"
    "The fund lent €2,000 to a café."
)


def made_run(name: str = "r1", pipeline: str = "p1") -> Run:
    return Run(id=name, started="2026-01-01T00:00:00Z", version="0.1.0", pipeline=pipeline)


def made_article(text: str = TEXT, *, id: str = "larkspur", location: str | None = None) -> Article:
    return Article(
        id=id,
        text=text,
        location=location or f"news/{id}.txt",
        source=f"https://example.org/{id}",
        title="A roof for the choir",
        published="2021-05-04",
    )


def head(article: Article) -> ArticleHead:
    return ArticleHead(
        id=article.id,
        source=article.source,
        sha256=article.sha256,
        title=article.title,
        published=article.published,
    )


def span(text: str, surface: str) -> Span:
    start = text.index(surface)
    return Span(start=start, end=start + len(surface), text=surface)


def party(text: str, surface: str, entity: str, name: str) -> Party:
    found = span(text, surface)
    return Party(start=found.start, end=found.end, text=surface, entity=entity, name=name)


def made_record(article: Article | None = None) -> ArticleRecord:
    """A record of TEXT, which the article's text must begin with."""
    article = article or made_article()
    funder = party(TEXT, "Larkspur Fund", "e1", "Larkspur Fund")
    choir = party(TEXT, "Tern Choir", "e2", "Tern Choir")
    moss, sum1, sum2 = span(TEXT, "Ada Moss"), span(TEXT, "$1.3 million"), span(TEXT, "€2,000")
    return ArticleRecord(
        article=head(article),
        text=article.text,
        entities=(
            Entity(id="e1", type=EntityType.ORG, name="Larkspur Fund"),
            Entity(id="e2", type=EntityType.ORG, name="Tern Choir"),
            Entity(id="e3", type=EntityType.PER, name="Ada Moss"),
            Entity(id="e4", type=EntityType.OTHER, name="a café"),
        ),
        mentions=(
            Mention(start=4, end=17, text="Larkspur Fund", entity="e1", confidence=0.9),
            Mention(start=moss.start, end=moss.end, text=moss.text, entity="e3"),
        ),
        amounts=(
            Amount(id="a1", start=sum1.start, end=sum1.end, text=sum1.text, value=Decimal(1300000), currency="USD"),
            Amount(id="a2", start=sum2.start, end=sum2.end, text=sum2.text, value=Decimal("2000"), currency="EUR"),
        ),
        quotes=(
            Quote(
                id="q1",
                type=QuoteType.DIRECT,
                content=(span(TEXT, "We can mend the roof"), span(TEXT, "And the organ.")),
                cue=span(TEXT, "said"),
                source=moss,
                speaker_entity="e3",
                speaker_name="Ada Moss",
                confidence=0.75,
            ),
        ),
        grants=(
            Grant(
                id="g1",
                funder=funder,
                grantee=choir,
                amount="a1",
                period="2021",
                status=GrantStatus.GIVEN,
                evidence=Extent(start=0, end=TEXT.index("\n")),
                confidence=0.5,
            ),
            Grant(
                id="g2",
                funder=Party(entity="e1", name="Larkspur Fund"),
                grantee=party(TEXT, "a café", "e4", "a café"),
                amount="a2",
                kind=GrantKind.LOAN,
            ),
        ),
    )


def checked_record(article: Article | None = None) -> ArticleRecord:
    """As made_record, with all that settling puts on grants: a total, a further statement, and a mismatch."""
    record = made_record(article)
    first, second = record.grants
    evidence = tuple(Span(start=a.start, end=a.end, text=a.text) for a in record.amounts)
    check = Check(
        kind=CheckKind.PARTS, message="the 2 parts add up to “€2,000”, not to $1.3 million", evidence=evidence
    )
    told = Statement(start=TEXT.index("The fund lent"), end=len(TEXT), amount="a2")
    bare = Statement(start=0, end=17)
    grants = (
        replace(first, also=(told, bare), checks=(check, replace(check, kind=CheckKind.YEAR)), is_total=True),
        replace(second, total="a1", checks=(replace(check, kind=CheckKind.CURRENCIES),)),
    )
    return replace(record, grants=grants)


def other_text(number: int) -> tuple[Article, ArticleRecord]:
    """One of any number of articles, with records."""
    article = made_article(f"{TEXT} Number {number}.", id=f"n{number:05d}")
    return article, made_record(article)


def empty_record(article: Article) -> ArticleRecord:
    return ArticleRecord(article=head(article), text=article.text)


storable = st.characters(codec="utf-8", exclude_characters="\0")
article_texts = st.text(storable, min_size=1, max_size=60) | st.just(TEXT)
words = st.text(storable, max_size=12)
names = words | st.sampled_from(["'); DROP TABLE articles; --", '"', "=cmd|' /C calc'!A0", "\u202eمرحبا", "👩‍🚒 é"])
ids = st.text("abcdefgh0123456789", min_size=1, max_size=5)
confidences = st.none() | st.floats(0, 1)
money = st.none() | st.decimals(0, Decimal(10) ** 40, places=2) | st.integers(0, 10**40).map(Decimal)


@st.composite
def article_records(draw: st.DrawFn, texts: st.SearchStrategy[str] = article_texts) -> tuple[Article, ArticleRecord]:
    """An article of any text and a record that is right about it."""
    text = draw(texts)
    article = Article(
        id=draw(ids),
        text=text,
        location=draw(words),
        source=draw(st.none() | names),
        title=draw(st.none() | names),
        published=draw(st.none() | words),
    )

    def some_span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        return Span(start=start, end=end, text=text[start:end])

    def some_ids(prefix: str, most: int) -> list[str]:
        return [f"{prefix}{number}" for number in range(draw(st.integers(0, most)))]

    def maybe_span() -> Span | None:
        return some_span() if draw(st.booleans()) else None

    entities = [Entity(id=name, type=draw(st.sampled_from(EntityType)), name=draw(names)) for name in some_ids("e", 3)]
    known = st.none() | st.sampled_from([entity.id for entity in entities]) if entities else st.none()

    def maybe_party() -> Party | None:
        place, entity, name = maybe_span(), draw(known), draw(st.none() | names)
        if place is None and entity is None and name is None:
            return None  # a party of which nothing is known is no party
        plain = Party(entity=entity, name=name)
        return replace(plain, start=place.start, end=place.end, text=place.text) if place else plain

    amounts = []
    for name in some_ids("a", 3):
        place = some_span()
        flags = tuple(draw(st.lists(st.sampled_from(AmountFlag), unique=True)))
        amounts.append(
            Amount(
                id=name,
                start=place.start,
                end=place.end,
                text=place.text,
                value=draw(money),
                value_max=draw(money),
                currency=draw(st.sampled_from([None, "USD", "KES"])),
                qualifier=draw(st.sampled_from(Qualifier)),
                flags=flags,
            )
        )
    mentions = []
    for _ in range(draw(st.integers(0, 3)) if entities else 0):
        place = some_span()
        named = draw(st.sampled_from(entities)).id
        mentions.append(
            Mention(start=place.start, end=place.end, text=place.text, entity=named, confidence=draw(confidences))
        )
    quotes = [
        Quote(
            id=name,
            type=draw(st.sampled_from(QuoteType)),
            content=tuple(some_span() for _ in range(draw(st.integers(1, 3)))),
            cue=maybe_span(),
            source=maybe_span(),
            speaker_entity=draw(known),
            speaker_name=draw(st.none() | names),
            confidence=draw(confidences),
        )
        for name in some_ids("q", 2)
    ]
    grants = []
    for name in some_ids("g", 2):
        shown = maybe_span()
        grants.append(
            Grant(
                id=name,
                funder=maybe_party(),
                grantee=maybe_party(),
                via=maybe_party(),
                amount=draw(st.sampled_from([None, *(amount.id for amount in amounts)])),
                purpose=maybe_span(),
                period=draw(st.none() | words),
                kind=draw(st.sampled_from(GrantKind)),
                status=draw(st.sampled_from(GrantStatus)),
                is_total=draw(st.booleans()),
                evidence=Extent(start=shown.start, end=shown.end) if shown else None,
                confidence=draw(confidences),
                total=draw(st.sampled_from([None, *(amount.id for amount in amounts)])),
                also=(Statement(start=shown.start, end=shown.end),) if shown and draw(st.booleans()) else (),
                checks=(
                    (Check(kind=draw(st.sampled_from(CheckKind)), message=draw(words), evidence=(some_span(),)),)
                    if draw(st.booleans())
                    else ()
                ),
            )
        )
    record = ArticleRecord(
        article=head(article),
        text=text,
        entities=tuple(entities),
        mentions=tuple(mentions),
        amounts=tuple(amounts),
        quotes=tuple(quotes),
        grants=tuple(grants),
    )
    return article, record
