"""Records for the round trips: those of the store tests, in texts that offsets are known to break on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.stores.fabricated import article_records, head, made_article, made_record

from moneyquote.records import Article, ArticleRecord

# Emoji of one and several code points, an astral letter, a combining mark, right to left text, CR LF, no-break and zero
# width spaces, and the line ends that Python knows and JSON does not.
HARD = (
    "👩🏽‍🚒",
    "😀",
    "𝒜",
    "e\u0301",
    "\u202eשלום مرحبا\u202c",
    "\r\n",
    "\n\n",
    "\u00a0",
    "\u200b",
    "\u2028",
    "\x85",
    "\v",
    " ",
    "a",
)
hard_texts = st.lists(
    st.sampled_from(HARD) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3)
)
records = article_records(hard_texts.map("".join).filter(bool)).map(lambda pair: in_reading_order(pair[1]))


def in_reading_order(record: ArticleRecord) -> ArticleRecord:
    """A record with its mentions in order of the text."""
    mentions = sorted(record.mentions, key=lambda mention: (mention.start, mention.end, mention.entity))
    return replace(record, mentions=tuple(mentions))


def hard_record() -> ArticleRecord:
    """The store tests' record in a text with an emoji before every span and CR LF for line breaks."""
    article = made_article()
    return shifted(made_record(article), article, "👩🏽‍🚒 𝒜 e\u0301\r\n")


def shifted(record: ArticleRecord, article: Article, before: str) -> ArticleRecord:
    """A record with every span moved behind some text."""
    by = len(before)
    moved = Article(id=article.id, text=before + article.text, location=article.location, title=article.title)

    def move(item: Any) -> Any:
        if isinstance(item, tuple):
            return tuple(map(move, item))
        if not hasattr(item, "__dataclass_fields__"):
            return item
        changes = {name: move(getattr(item, name)) for name in item.__dataclass_fields__}
        for name in ("start", "end"):
            if isinstance(changes.get(name), int):
                changes[name] += by
        return replace(item, **changes)

    found = move(record)
    assert isinstance(found, ArticleRecord)
    return replace(found, article=head(moved), text=moved.text)
