"""The whole pipeline as spaCy sees it, and the promise that every record's characters are the article's."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from moneyquote.components.frames import (
    AMOUNTS,
    Frame,
    NameMention,
    Part,
    add_entity,
    get_entities,
    get_frames,
    get_mentions,
    set_frames,
    set_mentions,
)
from moneyquote.errors import ModelBroken, ModelNotFound
from moneyquote.extract import extract, read_off
from moneyquote.loading import fingerprint, load, model_path
from moneyquote.records import Article, ArticleRecord, Entity, EntityType
from moneyquote.serialization import from_json, to_dict, to_json

pytestmark = pytest.mark.model


def spans(record: ArticleRecord) -> Iterator[tuple[int, int, str]]:
    """Yield every (start, end, text) of a record, at any depth."""

    def walk(value: Any) -> Iterator[tuple[int, int, str]]:
        if isinstance(value, tuple):
            for item in value:
                yield from walk(item)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            if getattr(value, "text", None) is not None and getattr(value, "start", None) is not None:
                place: Any = value
                yield place.start, place.end, place.text
            for field in dataclasses.fields(value):
                yield from walk(getattr(value, field.name))

    for layer in (record.mentions, record.amounts, record.quotes, record.grants):
        yield from walk(layer)


def article(text: str, name: str = "a") -> Article:
    return Article(id=name, text=text, location=name)


def test_every_record_of_every_sample_stands_in_its_article(nlp: Language, samples: list[Article]) -> None:
    found = 0
    for sample in samples:
        record = extract(nlp, sample)
        for start, end, text in spans(record):
            assert sample.text[start:end] == text
            found += 1
        assert from_json(to_json(record), sample.id) == record
    assert found > 50 * len(samples)


PIECES = st.sampled_from(
    [
        "Dr Mary Vane said the Orsk Fund (OWF) gave $1.3 million to Vale College. ",
        "“We are glad,” she said. ",
        "\r\n",
        "\n\n",
        "\u00a0",
        "😀👩‍👩‍👧 ",
        "مؤسسة الوادي قالت ",
        "e\u0301te\u0301 ",
        "€5–7m ",
        "Rs 2,50,000 ",
        "'Why?' asked Mr Vane: \"I don't know",
        "» «",
        "According to the report, it cost 5 million euros. ",
        "• Hill Clinic, £700\n",
        "\u200b",
        "\ufeff",
        "$",
        "１２３ 円",
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_offsets_are_code_points_of_any_text(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    nlp = _loaded()
    record = extract(nlp, article(text))
    for start, end, surface in spans(record):
        assert text[start:end] == surface
        assert surface
    assert from_json(to_json(record), "a") == record


_cached: list[Language] = []


def _loaded() -> Language:
    # Hypothesis does not mix with function arguments from fixtures.
    if not _cached:
        _cached.append(load())
    return _cached[0]


def test_spacy_finds_no_problem_in_the_pipeline(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert analysis is not None
    assert analysis["problems"] == {name: [] for name in nlp.pipe_names}


def test_spacy_loads_the_folder_by_its_path() -> None:
    text = "“It works,” said Dr Mary Vane of the Orsk Fund, which gave $5 million to Vale College."
    by_path = spacy.load(model_path())
    assert extract(by_path, article(text)) == extract(_loaded(), article(text))


def test_a_folder_of_articles_that_is_called_news_is_not_taken_for_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = fingerprint()
    (tmp_path / "news").mkdir()
    monkeypatch.chdir(tmp_path)
    assert fingerprint("news") == shipped
    assert model_path("./news") == model_path(Path("news")) == Path("news")


def test_two_processes_give_what_one_gives(nlp: Language, samples: list[Article]) -> None:
    some = samples[:6]
    docs = nlp.pipe((sample.text for sample in some), n_process=2, batch_size=2)
    for sample, doc in zip(some, docs, strict=True):
        assert read_off(doc, sample) == extract(nlp, sample)


def test_bytes_and_docbin_keep_every_record(nlp: Language, samples: list[Article]) -> None:
    some = samples[:4]
    docs = [nlp(sample.text) for sample in some]
    kept = DocBin(store_user_data=True, docs=docs).to_bytes()
    unpacked = list(DocBin().from_bytes(kept).get_docs(spacy.blank("en").vocab))
    for sample, doc, other in zip(some, docs, unpacked, strict=True):
        again = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
        assert read_off(again, sample) == read_off(doc, sample)
        assert read_off(other, sample) == read_off(doc, sample)


def test_the_pipeline_saved_and_loaded_is_the_same(nlp: Language, tmp_path: Path, samples: list[Article]) -> None:
    nlp.to_disk(tmp_path / "copy")
    assert extract(load(tmp_path / "copy"), samples[0]) == extract(nlp, samples[0])


def test_a_missing_or_broken_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="news"):
        load("nothing-of-that-name")
    with pytest.raises(ModelNotFound, match=r"config\.cfg"):
        load(tmp_path)
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 7\n")
    with pytest.raises(ModelBroken):
        load(tmp_path)


def test_the_fingerprint_follows_the_models_files(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("a")
    first = fingerprint(tmp_path)
    (tmp_path / "config.cfg").write_text("b")
    assert fingerprint(tmp_path) != first


def test_frames_come_back_as_they_were_set(nlp: Language) -> None:
    doc = nlp.make_doc("The Orsk Fund gave $5 million.")
    frame = Frame(id="a1", parts=(Part(role="amount", start=19, end=29),), values={"value": "5000000", "flags": []})
    set_frames(doc, AMOUNTS, [frame])
    assert get_frames(doc, AMOUNTS) == [frame]
    assert get_frames(doc, "nothing") == []


def test_the_entity_register(nlp: Language) -> None:
    doc = nlp.make_doc("The Orsk Fund gave.")
    fund = Entity(id="e1", type=EntityType.ORG, name="Orsk Fund")
    mention = NameMention(start=4, end=13, entity="e1", confidence=0.5)
    set_mentions(doc, [fund], [mention])
    assert add_entity(doc, EntityType.OTHER, "the report") == "e2"
    assert add_entity(doc, EntityType.OTHER, "the report") == "e2"
    assert get_entities(doc) == [fund, Entity(id="e2", type=EntityType.OTHER, name="the report")]
    assert get_mentions(doc) == [mention]
    assert [(ent.text, ent.label_, ent.id_) for ent in doc.ents] == [("Orsk Fund", "ORG", "e1")]


def test_a_frame_outside_the_text_is_refused(nlp: Language) -> None:
    doc = nlp.make_doc("Short.")
    with pytest.raises(ValueError, match="no tokens"):
        set_frames(doc, AMOUNTS, [Frame(id="a1", parts=(Part(role="amount", start=50, end=60),))])


def test_an_empty_article_has_an_empty_record(nlp: Language) -> None:
    record = extract(nlp, article(""))
    assert not any((record.entities, record.amounts, record.quotes, record.grants))


def test_records_hold_json_values_only(nlp: Language, samples: list[Article]) -> None:
    json.dumps(to_dict(extract(nlp, samples[0])))
