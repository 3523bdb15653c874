"""R16: whatever stands in an article or a name, it is text in the page, and no browser runs any of it."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html
from tests.stores.fabricated import head, made_article, made_run

from moneyquote.flow import page, read_flow
from moneyquote.records import Amount, ArticleRecord, Extent, Grant, GrantStatus, Party, Span
from moneyquote.stores import open_database, open_store

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload='alert(1)'>",
    "javascript:alert(1)",
    "</script><script>alert(1)</script>",
    "</title></svg><iframe src='//evil.invalid'>",
    "<!-- <q>",
    "&lt;b&gt;&#x3c;b&#x3e;",
)


def flow_page(folder: Path, word: str) -> html.HtmlElement:
    """Return the page of a database in which every text that is drawn holds a word."""
    target = str(folder / "news.db")
    text = f"{word} gave {word} 2 $1.3 million."
    article = replace(made_article(text, id=word), title=word, source=word)
    start = text.index("$1.3")
    amount = Amount(
        id="a1", start=start, end=len(text) - 1, text=text[start:-1], value=Decimal(1300000), currency="USD"
    )
    grant = Grant(
        id="g1",
        funder=Party(name=word),
        grantee=Party(name=f"{word} 2"),
        amount="a1",
        period=word,
        purpose=Span(start=0, end=len(word), text=word),
        status=GrantStatus.GIVEN,
        evidence=Extent(start=0, end=len(text)),
    )
    with open_store(target) as store:
        store.begin_run(made_run())
        record = ArticleRecord(article=head(article), text=text, amounts=(amount,), grants=(grant,))
        assert store.save(article, record, "r1")
    with open_database(target) as database:
        return html.document_fromstring(page(read_flow(database), word, most=10))


def shape(tree: html.HtmlElement) -> Counter[tuple[str, ...]]:
    """Return how often each kind of element stands in a page, with the names of its attributes."""
    return Counter((str(element.tag), *sorted(element.attrib)) for element in tree.iter())


@pytest.mark.parametrize("word", HOSTILE)
def test_r16_hostile_texts_add_no_element_and_no_attribute(word: str, tmp_path: Path) -> None:
    for name in ("hostile", "harmless"):
        (tmp_path / name).mkdir()
    tree = flow_page(tmp_path / "hostile", word)
    assert shape(tree) == shape(flow_page(tmp_path / "harmless", "Orsk Fund"))
    assert tree.xpath("//tr/td[1]")[-1].text_content() == word
    assert word in tree.xpath("//q")[0].text_content()
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert all(link.get("href").startswith("#") for link in tree.xpath("//*[@href]"))


def test_r16_a_browser_may_run_the_page_s_own_script_alone(tmp_path: Path) -> None:
    tree = flow_page(tmp_path, "Orsk Fund")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,), (style,) = tree.xpath("//script"), tree.xpath("//style")
    marks = [b64encode(sha256(part.text.encode()).digest()).decode() for part in (style, script)]
    assert policy == f"default-src 'none'; style-src 'sha256-{marks[0]}'; script-src 'sha256-{marks[1]}'"
    assert not tree.xpath("//*[@style]")
