import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.annotation import ArticleForm, compile_form, gaps, read_form
from moneyquote.annotation.forms import Quoted
from moneyquote.annotation.locating import NotLocated, locate, occurrences
from moneyquote.errors import BrokenRecord, PathNotFound
from moneyquote.evaluation.gold import spans_of
from moneyquote.records import Article, ArticleRecord, QuoteType

TEXT = """Lamp fund gives $4,000 to choir

The Orrin Lamp Fund (OLF) has given the Mossley Bells Choir $4,000 for new robes, Dr. Ines
Okoro said on Monday. "We sang for it," said Okoro, "and we will sing again." OLF said
the choir had asked for $9,000. Ines Okoro's sister sings in it too.
"""

FORM: dict[str, Any] = {
    "title": "Lamp fund gives $4,000 to choir",
    "published": "2024-03-02",
    "entities": [
        {"id": "e1", "type": "ORG", "name": "Orrin Lamp Fund", "surface": ["Orrin Lamp Fund", "OLF"]},
        {"id": "e2", "type": "ORG", "name": "Mossley Bells Choir", "surface": ["Mossley Bells Choir"]},
        {"id": "e3", "type": "PER", "name": "Ines Okoro", "surface": ["Ines Okoro", "Okoro"]},
    ],
    "amounts": [
        {"id": "a1", "text": "$4,000", "nth": 1, "value": "4000", "currency": "USD", "qualifier": "exact"},
        {"id": "a2", "text": "$4,000", "nth": 2, "value": "4000", "currency": "USD", "qualifier": "exact"},
        {"id": "a3", "text": "$9,000", "value": "9000", "currency": "USD", "qualifier": "exact"},
    ],
    "quotes": [
        {
            "id": "q1",
            "type": "direct",
            "content": [{"text": "We sang for it"}, {"from": "and we", "to": "again."}],
            "cue": {"text": "said"},
            "source": {"text": "Okoro"},
            "speaker": "e3",
        },
        {
            "id": "q2",
            "type": "indirect",
            "content": [{"text": "the choir had asked for $9,000"}],
            "cue": {"text": "said"},
            "source": {"text": "OLF"},
            "speaker": "e1",
        },
    ],
    "grants": [
        {
            "id": "g1",
            "funder": {"text": "Orrin Lamp Fund", "entity": "e1"},
            "grantee": {"text": "Mossley Bells Choir", "entity": "e2"},
            "amount": "a2",
            "purpose": {"text": "new robes"},
            "kind": "donation",
            "evidence": {"from": "The Orrin", "to": "on Monday."},
        }
    ],
}


def changed(path: str, value: Any) -> ArticleForm:
    """The form with one field set: a path like ``quotes.0.cue``."""
    form = json.loads(json.dumps(FORM))
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = form
    for part in above:
        place = place[part]
    place[last] = value
    return ArticleForm.model_validate_json(json.dumps(form))


def compiled(form: ArticleForm | None = None) -> ArticleRecord:
    article = Article(id="choir", text=TEXT, location="choir.txt")
    return compile_form(form or changed("title", None), article, "forms/choir.json")


def test_every_span_gives_its_text() -> None:
    for field, place in spans_of(compiled()):
        if text := getattr(place, "text", None):
            assert TEXT[place.start : place.end] == text, field


def test_mentions_are_all_whole_word_occurrences() -> None:
    # the line break inside a name is white space like any other; "Okoro" inside "Ines Okoro" is no mention of its own
    assert [mention.text for mention in compiled().mentions] == [
        "Orrin Lamp Fund",
        "OLF",
        "Mossley Bells Choir",
        "Ines\nOkoro",
        "Okoro",
        "OLF",
        "Ines Okoro",
    ]


def test_skipped_occurrences_are_left_out() -> None:
    form = changed("entities.0.skip", [["OLF", 2]])
    assert [m.text for m in compiled(form).mentions].count("OLF") == 1


def test_the_closest_occurrence_is_meant() -> None:
    first, second = compiled().quotes
    assert first.cue is not None
    assert second.cue is not None
    assert TEXT[first.cue.end : first.cue.end + 7] == " Okoro,"
    assert TEXT[second.cue.end : second.cue.end + 4] == "\nthe"
    assert first.source is not None
    assert TEXT[first.source.end :].startswith(', "and we')
    assert (first.type, first.speaker_name) == (QuoteType.DIRECT, "Ines Okoro")


def test_amounts_stand_in_reading_order_and_grants_point_to_them() -> None:
    record = compiled()
    assert [(a.id, a.value) for a in record.amounts] == [
        ("a1", Decimal(4000)),
        ("a2", Decimal(4000)),
        ("a3", Decimal(9000)),
    ]
    assert record.grants[0].amount == "a2"
    assert record.grants[0].purpose is not None
    assert record.grants[0].purpose.text == "new robes"


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("quotes.0.cue", {"text": "shouted"}, r"quotes\.0\.cue: 'shouted' is not in the article"),
        ("quotes.0.cue", {"text": "said", "nth": 9}, r"quotes\.0\.cue: 'said' stands 3 times in the article, not 9"),
        ("quotes.0.speaker", "e9", r"quotes\.0\.speaker: no entity has the id 'e9'"),
        ("quotes.1.id", "q1", r"quotes\.1\.id: 'q1' stands twice"),
        ("amounts.0.nth", None, r"amounts\.0\.nth: '\$4,000' stands 2 times; say which"),
        ("amounts.1.nth", 1, r"amounts: '\$4,000' and '\$4,000' overlap"),
        ("entities.0.surface", ["Orrin Fund"], r"entities \(e1\)\.surface: 'Orrin Fund' is not in the article"),
        ("entities.0.surface", [], r"entities\.0\.surface: no mention of 'Orrin Lamp Fund'"),
        ("entities.0.skip", [["OLF", 3]], r"entities\.0\.skip: 'OLF' stands 2 times, not 3"),
        ("grants.0.amount", "a7", r"grants\.0\.amount: no amount has the id 'a7'"),
        ("grants.0.via", {"text": "OLF", "entity": "e8"}, r"grants\.0\.via\.entity: no entity has the id 'e8'"),
        ("grants.0.evidence", {"from": "The", "to": "Amen"}, r"grants\.0\.evidence: 'The … Amen' is not in"),
    ],
)
def test_what_does_not_fit_the_article(path: str, value: Any, told: str) -> None:
    with pytest.raises(BrokenRecord, match=rf"forms/choir\.json \(article choir\): .*{told}"):
        compiled(changed(path, value))


def test_all_faults_are_told_at_once() -> None:
    form = changed("quotes.0.cue", {"text": "shouted"}).model_copy(update={"entities": ()})
    with pytest.raises(BrokenRecord) as caught:
        compiled(form)
    assert "shouted" in caught.value.what
    assert "quotes.1.speaker" in caught.value.what


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("quotes.0.content", [], "at least 1 item"),
        ("quotes.0.content.0", {"from": "We"}, "both"),
        ("quotes.0.content.0", {"text": "We", "from": "We", "to": "it"}, "either"),
        ("quotes.0.type", "shouted", "direct"),
        ("quotes.0.mood", "glad", "Extra inputs"),
        ("amounts.0.currency", "$", "pattern"),
        ("amounts.0.value_max", "5000", "value_max"),
        ("amounts.0.qualifier", "range", "value_max"),
        ("amounts.0.qualifier", "indefinite", "indefinite"),
        ("published", "2 March 2024", "pattern"),
        ("grants.0.evidence", None, "an object"),
    ],
)
def test_what_breaks_the_format(tmp_path: Path, path: str, value: Any, told: str) -> None:
    form = json.loads(json.dumps(FORM))
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = form
    for part in above:
        place = place[part]
    place[last] = value
    file = tmp_path / "choir.json"
    file.write_text(json.dumps(form), encoding="utf-8")
    with pytest.raises(BrokenRecord, match=told) as caught:
        read_form(file)
    assert caught.value.where == str(file)
    assert f"field {'.'.join(path.split('.')[:2])}" in caught.value.what


def test_malformed_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "choir.json").write_text('{"title": ', encoding="utf-8")
    with pytest.raises(BrokenRecord, match=r"whole file.*Invalid JSON"):
        read_form(tmp_path / "choir.json")
    with pytest.raises(PathNotFound):
        read_form(tmp_path / "none.json")


class TestGaps:
    def told(self, path: str, value: Any) -> list[str]:
        return [gap.what for gap in gaps(compiled(changed(path, value)))]

    def test_none(self) -> None:
        assert self.told("published", None) == []

    def test_money(self) -> None:
        assert self.told("amounts", FORM["amounts"][:2]) == ["'$9,000' looks like money and is no amount"]

    def test_quotation_marks(self) -> None:
        (only,) = self.told("quotes", [])[:1]
        assert only == "'\"We sang for it,\"' stands in quotation marks outside every quote"

    def test_amount_beside_a_grant_without_one(self) -> None:
        assert self.told("grants.0.amount", None) == ["'$4,000' stands in the evidence of g1, which has no amount"]

    def test_last_name(self) -> None:
        assert self.told("entities.2.surface", ["Ines Okoro"]) == ["'Okoro' of 'Ines Okoro' is no mention"]

    def test_in_reading_order_with_the_sentence(self) -> None:
        found = gaps(compiled(changed("quotes", [])))
        assert [gap.start for gap in found] == sorted(gap.start for gap in found)
        assert "We sang for it" in found[0].sentence


class TestLocating:
    def test_short_words_are_whole_words_where_they_can_be(self) -> None:
        assert locate("the theme he had", Quoted(text="he")) == (10, 12)
        assert locate("the theme", Quoted(text="he")) == (1, 3)

    def test_from_and_to(self) -> None:
        text = "one two one two"
        assert locate(text, Quoted.model_validate({"from": "one", "to": "two"})) == (0, 7)
        assert locate(text, Quoted.model_validate({"from": "one", "to": "two", "nth": 2})) == (8, 15)
        with pytest.raises(NotLocated):
            locate(text, Quoted.model_validate({"from": "two one two", "to": "one"}))

    @given(st.text(alphabet="ab \n\u00a0é🎻.", max_size=40), st.text(alphabet="ab é🎻.", min_size=1, max_size=4))
    def test_occurrences_are_the_string_up_to_white_space(self, text: str, wanted: str) -> None:
        for start, end in occurrences(text, wanted):
            assert text[start:end].split() == wanted.split()
        if wanted.split() == [wanted]:
            assert len(occurrences(text, wanted)) == text.count(wanted)


def test_the_example_of_the_guidelines_is_a_form(root: Path) -> None:
    page = (root / "annotations" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    form = ArticleForm.model_validate_json(example)
    assert form.entities[0].skip == (("OLF", 3),)
