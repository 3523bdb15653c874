import io
import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.errors import NotAnArticle, UndecodableText
from moneyquote.reading import JsonFields, ReadingSettings, find_inputs, read_articles
from moneyquote.reading.decoding import decode
from moneyquote.reading.documents import joined_lines
from moneyquote.reading.formats import iso_date
from moneyquote.records import Article, Failure


def read(path: Path, settings: ReadingSettings | None = None) -> list[Article | Failure]:
    return list(read_articles(find_inputs([path]), settings))


def one(path: Path, settings: ReadingSettings | None = None) -> Article:
    (found,) = read(path, settings)
    assert isinstance(found, Article), found
    return found


def failed(path: Path, settings: ReadingSettings | None = None) -> Failure:
    (found,) = read(path, settings)
    assert isinstance(found, Failure), found
    return found


def test_r08_r10_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "\ufeffHead\r\n\r\nA\u00a0b  c\t“d”\u2028e 😀\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert one(tmp_path).text == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_byte_order_marks_tell_the_encoding(tmp_path: Path, encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    (tmp_path / "a.txt").write_bytes(mark + "Der Preis: 5 €".encode(encoding))
    assert one(tmp_path).text == "Der Preis: 5 €"


def test_an_old_encoding_is_detected_or_declared(tmp_path: Path) -> None:
    text = "Le président a déclaré que la subvention s’élève à 5 €, a précisé le préfet. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    assert one(tmp_path, ReadingSettings(encoding="cp1252")).text == text
    assert "président" in one(tmp_path).text


@given(st.binary(max_size=300))
def test_r08_any_bytes_give_storable_text_or_a_clear_error(raw: bytes) -> None:
    try:
        text = decode(raw, "x")
    except (NotAnArticle, UndecodableText):
        return
    assert "\x00" not in text
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(), max_size=200))
def test_r08_utf8_comes_back_with_the_same_length(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    try:
        read_back = decode(raw, "x")
    except NotAnArticle:
        return
    mapped = re.sub("[\x00-\x08\x0e-\x1f\x7f]", "\ufffd", raw.decode("utf-8"))
    assert read_back == mapped or raw[:2] in (b"\xff\xfe", b"\xfe\xff")


def test_a_binary_file_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert failed(tmp_path).code == "MQ106"


def test_r11_a_blank_file_is_a_reason_not_a_record(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n\n")
    assert failed(tmp_path).code == "MQ107"


def test_r07_a_file_too_long_says_the_cap(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 100)
    failure = failed(tmp_path, ReadingSettings(longest=99))
    assert failure.code == "MQ111"
    assert "500 characters, more than 99" in failure.what


def test_r13_an_unreadable_file_costs_only_itself(unprivileged: Path) -> None:
    (unprivileged / "a.txt").write_text("x")
    (unprivileged / "a.txt").chmod(0)
    assert failed(unprivileged).code == "MQ104"


def test_a_file_that_vanishes_after_the_listing_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    inputs = find_inputs([tmp_path])
    (tmp_path / "a.txt").unlink()
    (found,) = read_articles(inputs)
    assert isinstance(found, Failure)
    assert found.code == "MQ104"


def test_json_fields_and_their_names(tmp_path: Path) -> None:
    story = {"body": "Hello.", "head": "T", "when": "2024-05-06T07:08:09+00:00", "link": "https://x.example/1", "nr": 7}
    (tmp_path / "a.json").write_text(json.dumps(story))
    fields = JsonFields(text="body", title="head", date="when", url="link", id="nr")
    article = one(tmp_path, ReadingSettings(fields=fields))
    assert (article.text, article.title, article.published) == ("Hello.", "T", "2024-05-06")
    assert (article.source, article.id) == ("https://x.example/1", "7")


def test_a_broken_line_of_json_lines_costs_only_itself(tmp_path: Path) -> None:
    lines = ['{"text": "One."}', '{"text": "Tw', "", '{"title": "no text"}', "7", '{"text": "Fi\u2028ve."}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = read(tmp_path)
    assert [item.text for item in found if isinstance(item, Article)] == ["One.", "Fi\u2028ve."]
    failures = [item for item in found if isinstance(item, Failure)]
    assert [(f.code, f.location.rsplit(":", 1)[1]) for f in failures] == [
        ("MQ105", "2"),
        ("MQ108", "4"),
        ("MQ108", "5"),
    ]
    assert "title" in failures[1].what


def test_malformed_json_names_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "x",\n "title": }')
    assert "line 2, column 11" in failed(tmp_path).what


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 100_000)
    assert failed(tmp_path).code == "MQ105"


def test_r08_lone_surrogates_in_json_become_replacement_characters(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "a\\ud800b\\u0000c"}')
    assert one(tmp_path).text == "a\ufffdb\ufffdc"


PAGE = """<html><head><title>Mill reopens</title><meta property="og:url" content="https://news.example/mill">
<meta name="date" content="2023-04-05"></head><body><nav><a href="/">Home</a><a href="/m">Money</a></nav>
<article><h1>Mill reopens</h1><p>The old mill by the river has opened its doors again after three years of repairs.</p>
<p>“We are glad to be back,” said its owner, Tobias Arkwright, on Monday morning in front of the wheel.</p>
<p>The district council paid for the new roof, and volunteers laid every one of the four thousand slates.</p></article>
<footer>Subscribe to our newsletter</footer></body></html>"""


def test_a_page_gives_its_article_without_the_clutter(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    article = one(tmp_path)
    assert "“We are glad to be back,” said its owner" in article.text
    assert "newsletter" not in article.text
    assert (article.title, article.published, article.source) == (
        "Mill reopens",
        "2023-04-05",
        "https://news.example/mill",
    )


def test_r11_a_page_without_an_article_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><script>app()</script></body></html>")
    assert failed(tmp_path).code == "MQ107"


def test_r11_a_page_nested_without_end_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 20_000 + "text" + "</body></html>")
    assert failed(tmp_path).code == "MQ107"


def test_the_sample_pdf_is_read_with_its_lines_joined(root: Path) -> None:
    article = one(root / "corpora/sample/ngo-water-release.pdf")
    assert "launched a UGX 6.8 billion project that will bring piped water to 41,000 people" in article.text


def test_a_broken_pdf_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert failed(tmp_path).code == "MQ106"


def test_wrapped_lines_are_joined_and_items_are_not() -> None:
    page = "A long line that fills the page\nand goes on here.\nNext paragraph, which is long\n• one\n• two"
    assert joined_lines(page) == (
        "A long line that fills the page and goes on here.\nNext paragraph, which is long\n• one\n• two"
    )


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024-05-06T10:00:00Z", "2024-05-06"),
        ("2024-05-06T10:00:00.1234567+03:00", "2024-05-06"),
        ("6 May 2024", "6 May 2024"),
        (" ", None),
        (None, None),
    ],
)
def test_dates(given: str | None, read: str | None) -> None:
    assert iso_date(given) == read


@pytest.mark.parametrize(
    ("given", "ids"), [(b"Plain text.", ["stdin"]), (b'{"text": "a", "id": "x"}\n{"text": "b"}', ["x", "stdin#2"])]
)
def test_standard_input_is_text_or_json_lines(given: bytes, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    found = list(read_articles(find_inputs(["-"])))
    assert [item.id for item in found if isinstance(item, Article)] == ids
