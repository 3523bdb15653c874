import os
from pathlib import Path

import pytest

from moneyquote.errors import NoArticles, PathNotFound, UnsupportedFormat
from moneyquote.reading import find_inputs
from moneyquote.stores import ParquetStore


def test_a_folder_is_read_recursively_in_a_fixed_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two.txt", "a.md", "c.jpg", ".hidden.txt", "b/noise.tsv"):
        (tmp_path / name).write_text("x")
    inputs = find_inputs([tmp_path])
    assert [file.id for file in inputs.files] == ["a", "b/two"]
    assert inputs.passed_over == {".jpg": 1, ".tsv": 1}


def test_a_link_that_loops_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "alias.txt").symlink_to(tmp_path / "one.txt")
    inputs = find_inputs([tmp_path])
    assert [file.id for file in inputs.files] == ["one"]
    assert inputs.passed_over == {"(link)": 1}


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("x")
    assert len(find_inputs([file, tmp_path]).files) == 1


def test_a_pipe_is_passed_over_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_inputs([tmp_path]).passed_over == {"(no regular file)": 1}


def test_a_missing_path_alone_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound, match=r"\[MQ102\] .*nowhere: no such file or folder"):
        find_inputs([tmp_path / "nowhere"])


def test_a_missing_path_among_others_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    inputs = find_inputs([tmp_path / "nowhere", tmp_path])
    assert [file.id for file in inputs.files] == ["one"]
    assert [problem.code for problem in inputs.problems] == ["MQ102"]


def test_an_empty_folder_says_what_it_holds_and_what_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    with pytest.raises(NoArticles, match=r"only 1 \.jpg.*\.txt"):
        find_inputs([tmp_path])


def test_a_file_of_another_kind_named_outright_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    with pytest.raises(UnsupportedFormat, match=r"\.jpg"):
        find_inputs([tmp_path / "photo.jpg"])


def test_a_folder_of_our_own_datasets_is_passed_over_and_refused_outright(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    store = tmp_path / "deeper" / "news.parquet"
    store.parent.mkdir()
    with ParquetStore(store):
        pass
    (store / "articles.txt").write_text("x")
    inputs = find_inputs([tmp_path])
    assert [file.id for file in inputs.files] == ["one"]
    assert inputs.passed_over == {"(our output)": 1}
    with pytest.raises(
        UnsupportedFormat, match=r"\[MQ109\] .*news\.parquet: a folder of datasets that moneyquote wrote"
    ):
        find_inputs([store])
