"""Names over a database into organizations."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from tests.resolve.made_up import article, home

from moneyquote.organizations import ArticleNames, Decision, Judgement, Link, RegisterEntry, Resolution
from moneyquote.resolve.blocking import candidate_pairs
from moneyquote.resolve.matching import shipped_weights
from moneyquote.resolve.names import entity_name_id, gather_names
from moneyquote.resolve.resolving import resolve

BESIDE = ("Ternport Harbour Works", "Ada Moss Trust", "Gull Island Ferries")


def one_body(articles: list[ArticleNames], first: tuple[str, str], second: tuple[str, str], **more: object) -> bool:
    resolution = resolve(articles, **more)  # type: ignore[arg-type]  # passed through
    return home(resolution, *first) == home(resolution, *second)


def link_between(resolution: Resolution, first: str, second: str) -> Link:
    return next(link for link in resolution.links if {link.first, link.second} == {first, second})


def judgement(first: str, second: str, *, same: bool) -> Judgement:
    return Judgement(first=first, second=second, same=same, first_name="", second_name="", judged="2026-01-01")


def test_the_same_words_in_two_articles_are_one_body() -> None:
    articles = [article("a", "Larkspur Foundation"), article("b", "The Larkspur Foundation")]
    assert one_body(articles, ("a", "Larkspur Foundation"), ("b", "The Larkspur Foundation"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Larkspur Ternwise Inc.", "Larkspur Ternwise"),
        ("Larkspur Ternwise Centre", "Larkspur Ternwise Center Ltd"),
    ],
)
def test_legal_forms_do_not_part_a_body(first: str, second: str) -> None:
    assert one_body([article("a", first, *BESIDE), article("b", second, *BESIDE)], ("a", first), ("b", second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("University of Larkspur", "University of Ternport"),
        ("University of Larkspur", "University of Larkspur Press"),
        ("Larkspur Hospital", "Larkspur Hospital Foundation"),
        ("Northern Larkspur University", "Larkspur University"),
        ("First Court of Ternport", "Second Court of Ternport"),
    ],
)
def test_parts_and_namesakes_are_other_bodies(first: str, second: str) -> None:
    assert not one_body([article("a", first, *BESIDE), article("b", second, *BESIDE)], ("a", first), ("b", second))


def test_a_generic_name_is_another_body_in_another_country() -> None:
    articles = [
        article("a", "Department of Health", "Texas Tern Society", "Ohio Gull Society"),
        article("b", "Department of Health", "Queensland Tern Society", "Tasmanian Gull Society"),
    ]
    assert not one_body(articles, ("a", "Department of Health"), ("b", "Department of Health"))


def test_a_generic_name_is_one_body_where_the_same_people_stand_beside_it() -> None:
    people = ("Ada Moss", "Ben Heron", "Cy Plover", "Di Tern")
    rest = [article(f"r{n}", "Gull Club") for n in range(20)]
    places = ("Department of Human Services", "Texas Tern Society", "Larkspur Ferries")
    articles = [article("a", *places, people=people), article("b", *places, people=people), *rest]
    assert one_body(articles, ("a", places[0]), ("b", places[0]))


def test_a_judgement_wins_over_any_score() -> None:
    articles = [article("a", "Larkspur Ternwise Inc", *BESIDE), article("b", "Larkspur Ternwise", *BESIDE)]
    ids = entity_name_id("a", "Larkspur Ternwise Inc"), entity_name_id("b", "Larkspur Ternwise")
    assert not one_body(
        articles,
        ("a", "Larkspur Ternwise Inc"),
        ("b", "Larkspur Ternwise"),
        judgements=[judgement(*ids, same=False)],
    )
    apart = [article("a", "Larkspur Choir"), article("b", "Society of Gulls")]
    ids = entity_name_id("b", "Society of Gulls"), entity_name_id("a", "Larkspur Choir")
    found = resolve(apart, judgements=[judgement(*ids, same=True)])
    assert home(found, "a", "Larkspur Choir") == home(found, "b", "Society of Gulls")
    link = link_between(found, *ids)
    assert link.decision is Decision.JUDGED_SAME
    assert link.reason.startswith("A person judged")


def test_names_judged_apart_are_not_joined_by_way_of_a_third() -> None:
    names = ["Larkspur Ternwise Inc", "Larkspur Ternwise", "Larkspur Ternwise Ltd"]
    articles = [article(mark, name, *BESIDE) for mark, name in zip("abc", names, strict=True)]
    ids = [entity_name_id(mark, name) for mark, name in zip("abc", names, strict=True)]
    found = resolve(articles, judgements=[judgement(ids[0], ids[2], same=False), judgement(ids[0], ids[1], same=True)])
    assert home(found, "a", names[0]) == home(found, "b", names[1]) != home(found, "c", names[2])


def test_a_judgement_of_a_name_that_is_gone_is_passed_over() -> None:
    found = resolve([article("a", "Larkspur Choir")], judgements=[judgement("n0", "n1", same=True)])
    assert len(found.organizations) == 1


def test_a_register_lends_its_name_and_id_and_keeps_its_entries_apart() -> None:
    register = [
        RegisterEntry(id="GB-1", names=("Larkspur Ternwise", "Larkspur Ternwise Trust", "LTW"), source="known.csv"),
        RegisterEntry(id="GB-2", names=("Ternport Choir",), source="known.csv"),
    ]
    articles = [article("a", "Larkspur Ternwise", *BESIDE), article("b", "Larkspur Ternwise Trust", *BESIDE)]
    found = resolve(articles, register=register)
    assert home(found, "a", "Larkspur Ternwise") == home(found, "b", "Larkspur Ternwise Trust")
    body = next(body for body in found.organizations if body.register == "GB-1")
    assert body.name == "Larkspur Ternwise"
    assert body.register_source == "known.csv"
    assert {name.name for name in body.names if name.entities} == {"Larkspur Ternwise", "Larkspur Ternwise Trust"}
    assert not {"GB-1", "GB-2"} <= {
        body.register for body in found.organizations if body.id == home(found, "a", "Larkspur Ternwise")
    }


def test_a_link_names_its_features_and_says_why() -> None:
    found = resolve([article("a", "Larkspur Ternwise Inc", *BESIDE), article("b", "Larkspur Ternwise", *BESIDE)])
    link = next(link for link in found.links if link.decision is Decision.MATCHED)
    weights = shipped_weights()
    odds = weights.intercept + sum(feature.value * feature.weight for feature in link.features)
    assert link.score == pytest.approx(1 / (1 + 2.718281828459045**-odds))
    assert "are taken for one body" in link.reason
    assert "they have the same words" in link.reason


def test_the_result_does_not_depend_on_the_order_of_articles() -> None:
    articles = [
        article(f"a{n}", f"Larkspur {word}", f"{word} Ternwise Inc", f"{word} Ternwise", "OWF")
        for n, word in enumerate(["Gull", "Tern", "Rook", "Daw", "Jay", "Gull", "Tern"])
    ]
    mixed = articles[:]
    random.Random(3).shuffle(mixed)
    assert resolve(articles) == resolve(mixed)


def test_every_entity_belongs_to_exactly_one_organization() -> None:
    articles = list(many(60))
    found = resolve(articles)
    placed = [entity for body in found.organizations for name in body.names for entity in name.entities]
    assert sorted(placed) == sorted((a.article, entity.id) for a in articles for entity in a.organizations)


def many(count: int) -> Iterator[ArticleNames]:
    words = random.Random(5)
    syllables = ["lar", "tern", "mo", "gul", "fin", "dra", "ke", "os", "pli", "vau"]
    for number in range(count):
        names = ["".join(words.choices(syllables, k=3)).title() + " Trust" for _ in range(3)]
        yield article(f"m{number}", *names, "Department of Health", "OWF", "Open Water Fund")


def test_comparisons_a_name_are_bounded_whatever_the_names_share() -> None:
    shared = [
        article(f"s{n}", f"Larkspur Trust {n}", "Department of Health", "OWF", "Open Water Fund") for n in range(500)
    ]
    for articles in (shared, list(many(500))):
        names = gather_names(articles)
        assert sum(1 for _ in candidate_pairs(names)) < 20 * len(names.all)


def test_no_link_says_of_two_names_of_one_body_that_they_are_not_one() -> None:
    found = resolve(list(many(80)))
    body = {name.id: body.id for body in found.organizations for name in body.names}
    for link in found.links:
        together = body[link.first] == body[link.second]
        assert together == (link.decision is Decision.MATCHED), link.reason
