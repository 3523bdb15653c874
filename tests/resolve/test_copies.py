"""R12: articles that are nearly the same are found, and stay what they are."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from tests.batch.rig import made_folder, run
from typer.testing import CliRunner

from moneyquote.cli import app
from moneyquote.resolve.copies import near_copies

WORDS = ["harbour", "council", "gave", "money", "for", "the", "new", "pier", "and", "school", "on", "monday", "after"]


def story(seed: int, count: int = 300) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) + chance.choice("aeiou") for _ in range(count)]


def groups(texts: list[str]) -> list[list[int]]:
    return [[copy.key for copy in group] for group in near_copies(enumerate(texts), texts.__getitem__)]


def test_r12_an_edited_story_is_a_near_copy_and_another_story_is_none() -> None:
    words = story(1)
    cut = words[:270]
    changed = [*words[:100], "suddenly", *words[101:]]
    texts = [words, story(2), cut, changed, story(3)]
    assert groups([" ".join(text) for text in texts]) == [[0, 2, 3]]


def test_r12_case_and_marks_do_not_matter_and_how_near_they_are_is_told() -> None:
    words = story(1)
    other = ", ".join(words).upper()
    ((one, two),) = near_copies(enumerate([" ".join(words), other]), [" ".join(words), other].__getitem__)
    assert (one.common, two.common) == (1.0, 1.0)
    half = " ".join(words[:150] + story(5, 150))
    assert groups([" ".join(words), half]) == []


@pytest.mark.parametrize("length", [0, 1, 3, 4, 20])
def test_r12_short_texts_are_no_copies(length: int) -> None:
    assert groups([" ".join(story(1, length))] * 2) == []


def test_r12_of_copies_with_seven_tenths_in_common_hardly_one_is_missed() -> None:
    found = 0
    for seed in range(200):
        words = story(seed, 400)
        found += groups([" ".join(words), " ".join(words[:290])]) == [[0, 1]]
    assert found >= 190


def test_r12_status_tells_the_copies_and_all_of_them_stay(tmp_path: Path) -> None:
    words = story(1)
    folder = made_folder(
        tmp_path / "articles", {"a": " ".join(words), "b": " ".join(words[:280]), "c": " ".join(story(2))}
    )
    target = f"{tmp_path}/a.db"
    assert run(folder, target).done == 3
    told = CliRunner().invoke(app, ["status", target, "--copies"], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert "2 articles in 1 group" in told.stdout
    assert [line.split()[0] for line in lines if "% in common" in line] == ["a", "b"]
    values = json.loads(CliRunner().invoke(app, ["status", target, "--copies", "--json"]).stdout)
    ((one, two),) = values["copies"]
    assert (one["id"], two["id"], one["common"]) == ("a", "b", two["common"])
    assert 0.9 < one["common"] < 1
    assert values["done"] == 3
    assert "copies" not in json.loads(CliRunner().invoke(app, ["status", target, "--json"]).stdout)
