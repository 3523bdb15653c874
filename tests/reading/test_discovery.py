import os
import zipfile
from pathlib import Path

import pytest

from moneyquote.errors import NoArticles, PathNotFound, UnreadableFile, UnsupportedFormat
from moneyquote.reading import find_inputs
from moneyquote.stores import ParquetStore


def test_a_folder_is_read_recursively_in_a_fixed_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two.txt", "a.md", "c.jpg", ".hidden.txt", "b/noise.tsv"):
        (tmp_path / name).write_text("x")
    inputs = find_inputs([tmp_path])
    assert [file.id for file in inputs.files] == ["a", "b/two"]
    assert inputs.passed_over == {".jpg": 1, ".tsv": 1}


def test_r13_a_link_that_loops_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "alias.txt").symlink_to(tmp_path / "one.txt")
    inputs = find_inputs([tmp_path])
    assert [file.id for file in inputs.files] == ["one"]
    assert inputs.passed_over == {"(link)": 2}


WANTED = ("a.md", "b/z.htm", "b/ü é.txt", "b/\udcff.txt", "b.c/d.e.TXT", "c/x.md", "c-d/x.md")


@pytest.mark.parametrize("given", [".", "news", "./news/", "../news", None])
def test_paths_and_ids_are_what_pathlib_makes(
    given: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "news"
    for name in (*WANTED, "no", "dot.", "b/..txt"):
        (news / name).parent.mkdir(parents=True, exist_ok=True)
        (news / name).write_text("x")
    monkeypatch.chdir(news if given in (".", "../news") else tmp_path)
    root = Path(given or news)
    inputs = find_inputs([given or news])
    wanted = [root / name for name in WANTED]
    assert [file.path for file in inputs.files] == [str(path) for path in wanted]
    assert [file.id for file in inputs.files] == [str(path.relative_to(root).with_suffix("")) for path in wanted]
    assert [file.location.endswith("b/\ufffd.txt") for file in inputs.files].count(True) == 1
    assert inputs.passed_over == {"(no suffix)": 2}


def test_r13_a_folder_that_may_not_be_looked_into_costs_only_itself(unprivileged: Path) -> None:
    for name in ("closed", "open"):
        (unprivileged / name).mkdir()
        (unprivileged / name / "one.txt").write_text("x")
    (unprivileged / "closed").chmod(0)
    inputs = find_inputs([unprivileged])
    assert [file.id for file in inputs.files] == ["open/one"]
    assert [str(problem) for problem in inputs.problems] == [
        f"[MQ104] {unprivileged / 'closed'}: cannot look into the folder (Permission denied). Check its permissions."
    ]
    for below in ("closed/one.txt", "closed/two"):
        with pytest.raises(UnreadableFile, match="Permission denied"):
            find_inputs([unprivileged / below])


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("x")
    assert len(find_inputs([file, tmp_path]).files) == 1


def test_r13_a_pipe_is_passed_over_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_inputs([tmp_path]).passed_over == {"(no regular file)": 1}


def test_r14_archives_are_passed_over_unopened_and_refused_outright(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("../../outside.txt", "x")
    for name in ("one.txt", "news.tar.gz", "page.html.gz"):
        (tmp_path / name).write_text("x")
    inputs = find_inputs([tmp_path])
    assert [file.id for file in inputs.files] == ["one"]
    assert inputs.passed_over == {".gz": 2, ".zip": 1}
    with pytest.raises(UnsupportedFormat, match=r'files of kind "\.zip" are not read'):
        find_inputs([tmp_path / "news.zip"])


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
