"""Training the speaker resolver: gold articles and OntoGUM into sources with options, trees, calibration."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lightgbm import LGBMClassifier

from moneyquote.records import (
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
from moneyquote.speakers.ranker import Ranker, Settings, matrix
from moneyquote.training.ontogum import Document, document, parse, train_documents
from moneyquote.training.ranker import calibrated, cross_fitted, fit_ranker, trained
from moneyquote.training.speakers import Item, gold_story, items_of, nominal_items, ontogum_story

WOMEN = ("Grace Obi", "Lena Marsh", "Ruth Adeyemi", "Alice Brandt", "Clara Penn", "Diana Voss")
MEN = ("Tomas Hale", "Peter Ash", "Oscar Lund", "Simon Crane", "Martin Holt", "Victor Moss")


def span(text: str, words: str) -> Span:
    start = text.rindex(words)
    return Span(start=start, end=start + len(words), text=words)


def article(text: str, people: dict[str, str], source: str, content: str, speaker: str) -> ArticleRecord:
    mentions = [
        Mention(start=m.start(), end=m.end(), text=m.group(), entity=entity)
        for entity, name in people.items()
        for m in re.finditer(re.escape(name), text)
    ]
    quote = Quote(
        id="q1",
        type=QuoteType.INDIRECT,
        content=(span(text, content),),
        cue=span(text, "said"),
        source=span(text, source),
        speaker_entity=speaker,
        speaker_name=people[speaker],
    )
    made = Article(id=text[:20], text=text, location="test")
    return ArticleRecord(
        article=ArticleHead(id=made.id, sha256=made.sha256),
        text=text,
        entities=tuple(Entity(id=i, type=EntityType.PER, name=n) for i, n in people.items()),
        mentions=tuple(sorted(mentions, key=lambda m: m.start)),
        quotes=(quote,),
    )


@pytest.fixture(scope="module")
def articles() -> list[ArticleRecord]:
    """Of a woman and a man the one who is named first speaks, by "she" or "he"."""
    made = []
    for number, (woman, man) in enumerate((w, m) for w in WOMEN for m in MEN):
        first, second = (woman, man) if number % 2 else (man, woman)
        pronoun = "She" if first is woman else "He"
        text = f"{first} met {second} at pier {number}. {pronoun} said the ferry was late."
        made.append(article(text, {"e1": first, "e2": second}, pronoun, "the ferry was late", "e1"))
    return made


@pytest.fixture(scope="module")
def items(articles: list[ArticleRecord]) -> list[Item]:
    return [item for record in articles for item in items_of(gold_story(record, record))]


def test_an_article_gives_its_sources_with_who_is_right(items: list[Item]) -> None:
    assert len(items) == 36
    for item in items:
        right = [option.speaker.name for option, good in zip(item.options, item.right, strict=True) if good]
        assert len(right) == 1
        assert right[0] in WOMEN + MEN


@pytest.mark.parametrize(("entity", "right"), [("e1", ["Vale College"]), ("e9", ["the college"])])
def test_a_nominal_party_is_right_as_its_body_or_as_its_own_words(entity: str, right: list[str]) -> None:
    text = "Vale College met the Orsk Foundation, which gave the college a grant."
    words = span(text, "the college")
    made = Article(id="a", text=text, location="test")
    record = ArticleRecord(
        article=ArticleHead(id="a", sha256=made.sha256),
        text=text,
        entities=(
            Entity(id="e1", type=EntityType.ORG, name="Vale College"),
            Entity(id="e2", type=EntityType.ORG, name="Orsk Foundation"),
            Entity(id="e9", type=EntityType.OTHER, name="the college"),
        ),
        mentions=(
            Mention(start=0, end=12, text="Vale College", entity="e1"),
            Mention(start=21, end=36, text="Orsk Foundation", entity="e2"),
        ),
        grants=(
            Grant(
                id="g1",
                grantee=Party(start=words.start, end=words.end, text=words.text, entity=entity),
                evidence=Extent(start=0, end=len(text)),
            ),
        ),
    )
    (item,) = nominal_items(record, record)
    assert [o.speaker.name for o, good in zip(item.options, item.right, strict=True) if good] == right


def test_a_source_that_a_name_heads_teaches_nothing() -> None:
    text = "Lena Marsh slept. Grace Obi said the ferry was late."
    record = article(text, {"e1": "Lena Marsh", "e2": "Grace Obi"}, "Grace Obi", "the ferry was late", "e2")
    assert items_of(gold_story(record, record)) == []


def test_a_tiny_corpus_is_learned_without_the_rules(items: list[Item]) -> None:
    ranker = fit_ranker(items[:24], without=("rule",))
    assert not any(name.startswith("rule:") for name in ranker.columns)
    for item in items[24:]:
        odds = ranker.odds(item.rows)
        assert item.right[int(np.argmax(odds))]


def test_the_trees_weigh_as_lightgbm_does(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[LGBMClassifier] = []
    fit = LGBMClassifier.fit

    def kept(model: LGBMClassifier, *told: Any) -> Any:
        fitted.append(model)
        return fit(model, *told)

    monkeypatch.setattr(LGBMClassifier, "fit", kept)
    ranker = fit_ranker(items)
    rows = items[0].rows
    expected = np.asarray(fitted[0].predict_proba(matrix(rows, ranker.columns)))[:, 1]
    found = 1 / (1 + np.exp(-np.array(ranker.odds(rows))))
    assert found == pytest.approx(expected, abs=1e-5)


def test_fitting_again_gives_the_same_bytes(items: list[Item]) -> None:
    assert trained(items).to_bytes() == trained(items).to_bytes()


def test_no_article_is_weighed_by_trees_fitted_on_it(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []
    fit = fit_ranker

    def noted(given: list[Item], **told: Any) -> Ranker:
        seen.append({item.story for item in given})
        return fit(given, **told)

    monkeypatch.setattr("moneyquote.training.ranker.fit_ranker", noted)
    weighed = [(item.story, len(seen)) for item, _ in cross_fitted(items)]
    assert len(weighed) == len(items)
    assert all(story not in seen[fits - 1] for story, fits in weighed)


def test_the_calibration_tells_sure_from_unsure(items: list[Item]) -> None:
    weighed = []
    for own in np.linspace(-2, 4, 40):
        right = (own > 0.5, *(False for _ in items[0].right[1:]))
        odds = [float(own), *(-3.0 for _ in items[0].right[1:])]
        weighed.append((replace(items[0], right=right, ruled_at=0), odds))
    told = calibrated(weighed, Settings())
    assert told.own > 0.5
    assert told.confidence([3.0, -3.0], 0) > 0.8
    assert told.confidence([-1.0, -3.0], 0) < 0.3


def test_what_was_always_right_is_not_certain(items: list[Item]) -> None:
    told = calibrated(
        [(replace(item, right=tuple(True for _ in item.right)), [1.0] * len(item.right)) for item in items], Settings()
    )
    assert 0.8 < told.confidence([1.0, 1.0, 1.0], 0) < 0.99


# One sentence a paragraph, in two layers: which mentions mean the same; what is a person, what an organization.
SAME = """# newdoc id = GUM_news_pier
# newpar
# sent_id = s1
1	Mayor	mayor	NOUN	NNP	_	2	nmod	_	Entity=(1
2	Obi	Obi	PROPN	NNP	_	3	nsubj	_	Entity=1)
3	met	meet	VERB	VBD	_	0	root	_	_
4	Hale	Hale	PROPN	NNP	_	3	obj	_	SpaceAfter=No
5	.	.	PUNCT	.	_	3	punct	_	_

# newpar
# sent_id = s2
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1)
2	slept	sleep	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
# sent_id = s3
1	The	the	DET	DT	_	2	det	_	_
2	sailor	sailor	NOUN	NN	_	3	nsubj	_	_
3	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_
"""
TYPED = (
    SAME.replace("Entity=(1\n", "Entity=(7-person-new\n")
    .replace("Entity=1)", "Entity=7)")
    .replace("obj	_	SpaceAfter", "obj	_	Entity=(8-person-new-sgl)|SpaceAfter")
    .replace("Entity=(1)", "Entity=(7-person-giv)")
    .replace("2	det	_	_", "2	det	_	Entity=(9-person-new-sgl")
    .replace("NN	_	3	nsubj	_	_", "NN	_	3	nsubj	_	Entity=9)")
)


def test_ontogum_gives_names_and_the_subjects_that_mean_them() -> None:
    found = document("GUM_news_pier", parse(SAME), parse(TYPED))
    text = found.text
    assert text == "Mayor Obi met Hale.\n\nShe slept.\n\nThe sailor left."
    assert [entity.name for entity in found.entities] == ["Obi", "Hale"]
    assert [text[named.start : named.end] for named in found.mentions] == ["Obi", "Hale"]
    told = {text[one.start : one.end]: one.entity for one in found.referring}
    assert told == {"She": found.mentions[0].entity, "The sailor": None}


def test_subjects_of_ontogum_are_asked_for_like_sources() -> None:
    items = items_of(ontogum_story(document("GUM_news_pier", parse(SAME), parse(TYPED))))
    right = [
        [option.speaker.name for option, good in zip(item.options, item.right, strict=True) if good] for item in items
    ]
    assert right == [["Obi"], ["the sailor"]]


def test_layers_of_two_texts_are_an_error() -> None:
    with pytest.raises(ValueError, match="GUM_news_pier"):
        document("GUM_news_pier", parse(SAME), parse(TYPED.replace("slept", "left")))


def test_only_train_documents_of_the_genres_are_read(tmp_path: Path) -> None:
    (tmp_path / "SOURCE-splits.md").write_text(
        "# Splits\n\n## dev\n\n  * GUM_news_dock\n\n## train\n\n  * GUM_news_pier\n  * GUM_fiction_pier\n"
    )
    for layer, content in (("coref-ontogum", SAME), ("dep", TYPED)):
        (tmp_path / layer).mkdir()
        for name in ("GUM_news_dock", "GUM_news_pier", "GUM_fiction_pier"):
            (tmp_path / layer / f"{name}.conllu").write_text(content)
    found: list[Document] = list(train_documents(tmp_path, ("news",)))
    assert [one.id for one in found] == ["GUM_news_pier"]
