"""R3, R4, R5, R7, R11: every input ends somewhere, and a poisoned one costs only itself and its deadline."""

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.batch import rig
from tests.batch.rig import Seen, ledger, made_folder, numbered, rows, run

import moneyquote.batch.workers
from moneyquote.errors import ModelBroken, WorkersFail

CONTENTS = {
    "good.txt": ("The fund gave.", "done"),
    "blank.txt": (" \n", "quarantined"),
    "binary.txt": ("%PDF-1.4", "quarantined"),
    "torn.json": ('{"text": ', "quarantined"),
    "bad.txt": ("RAISE it", "quarantined"),
    "broken.txt": ("SURROGATE in the record", "quarantined"),
    "page.html": ("<html><body><article><p>" + "The fund gave money. " * 30 + "</p></article></body></html>", "done"),
    "menu.html": ("<html><body></body></html>", "quarantined"),
    "runs.txt": ("$" * 20_000, "quarantined"),
}


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(sorted(CONTENTS)), min_size=1, max_size=12), st.integers(0, 3), st.integers(1, 2))
def test_r03_every_input_is_done_or_quarantined_and_the_counts_sum(names: list[str], lines: int, jobs: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        texts = {f"{number}-{name}": CONTENTS[name][0] for number, name in enumerate(names)}
        if lines:
            texts["many.jsonl"] = '{"text": "A line."}\nno line\n{"text": " "}\n' * lines
        folder = made_folder(Path(place) / "articles", texts)
        tally = run(folder, Path(place) / "a.db", jobs=jobs)
        expected = Counter(CONTENTS[name][1] for name in names) + Counter(done=lines, quarantined=2 * lines)
        assert Counter(ledger(Path(place) / "a.db").values()) == expected
        assert tally.done + tally.skipped == expected["done"]
        assert tally.failed == expected["quarantined"]
        assert tally.total == expected.total()
        failures = rows(Path(place) / "a.db", "SELECT stage <> '' AND code GLOB 'MQ*' AND what <> '' FROM failures")
        assert failures == [(1,)] * expected["quarantined"]


def test_r03_what_was_not_reached_is_pending(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "articles", numbered(10))
    run(folder, tmp_path / "a.db", limit=4)
    assert Counter(ledger(tmp_path / "a.db").values()) == {"done": 4, "pending": 6}
    run(folder, tmp_path / "a.db")
    assert Counter(ledger(tmp_path / "a.db").values()) == {"done": 10}


def test_r04_three_poisons_in_sixty_cost_only_themselves(tmp_path: Path) -> None:
    poisons = {"00010": "RAISE x", "00020": "DIE", "00030": "HANG"}
    folder = made_folder(tmp_path / "articles", numbered(60) | poisons)
    seen = Seen()
    tally = run(folder, tmp_path / "a.db", jobs=2, timeout=1.5, watch=seen)
    assert (tally.done, tally.failed) == (57, 3)
    failures = rows(tmp_path / "a.db", "SELECT substr(location, -9, 5), stage, code FROM failures ORDER BY 1")
    assert failures == [
        ("00010", "extraction", "MQ601"),
        ("00020", "extraction", "MQ603"),
        ("00030", "extraction", "MQ602"),
    ]
    assert "SIGKILL" in next(failure.what for failure in seen.failures if failure.code == "MQ603")


def test_r04_an_article_whose_worker_was_killed_once_is_tried_again(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "articles", {"one": f"DIE-ONCE {tmp_path / 'flag'}", "two": "Calm here."})
    seen = Seen()
    assert run(folder, tmp_path / "a.db", watch=seen).done == 2
    assert seen.kinds["worker-died"] == 1


def test_r04_workers_that_die_over_everything_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moneyquote.batch.workers, "_MOST_DEATHS", 5)
    folder = made_folder(tmp_path / "articles", {f"{number}": f"EXIT {number}" for number in range(20)})
    with pytest.raises(WorkersFail, match="exit code 3"):
        run(folder, tmp_path / "a.db", jobs=2)
    with pytest.raises(WorkersFail, match="exit code 7"):
        run(folder, tmp_path / "b.db", make=rig.stillborn)
    with pytest.raises(ModelBroken, match="ValueError: news is damaged"):
        run(folder, tmp_path / "b.db", make=rig.unloadable)
    assert set(ledger(tmp_path / "b.db").values()) == {"pending"}


def test_r05_r07_r18_hostile_texts_end_before_the_deadline(tmp_path: Path) -> None:
    texts = {"marks": '"' * 30_000, "signs": "$" * 20_000, "long": "word " * 250_000}
    folder = made_folder(tmp_path / "articles", texts)
    (folder / "huge.txt").write_bytes(b"Fifty megabytes of it. " * 2_200_000)
    begun = time.monotonic()
    assert run(folder, tmp_path / "a.db", timeout=5.0).failed == 4
    assert time.monotonic() - begun < 10
    failures = rows(tmp_path / "a.db", "SELECT stage, code, count(*) FROM failures GROUP BY 1, 2 ORDER BY 2")
    assert failures == [("reading", "MQ111", 2), ("reading", "MQ112", 2)]


def test_r05_r11_pages_that_take_too_long_are_stopped_while_they_are_read(tmp_path: Path) -> None:
    links = "".join(f'<p><a href="/{number}">link {number}</a> and text.</p>' for number in range(100_000))
    folder = made_folder(tmp_path / "articles", {"links.html": f"<html><body>{links}</body></html>", "calm": "Calm."})
    begun = time.monotonic()
    tally = run(folder, tmp_path / "a.db", timeout=1.0)
    assert time.monotonic() - begun < 8
    assert (tally.done, tally.failed) == (1, 1)
    assert rows(tmp_path / "a.db", "SELECT stage, code FROM failures") == [("reading", "MQ602")]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000 + "deep" + "</div>" * 200_000,
        "<table><tr><td colspan=999999999>a</td></tr>" * 500,
        "&lt;&amp;&#0;&#xD800;&nosuch;" * 5_000,
        "<p>" * 10_000 + "<span>" * 5_000,
    ],
    ids=["nested", "table", "entities", "unclosed"],
)
def test_r11_broken_pages_end_in_time_with_a_reason_or_a_text(tmp_path: Path, page: str) -> None:
    folder = made_folder(tmp_path / "articles", {"page.html": f"<html><body>{page}</body></html>"})
    tally = run(folder, tmp_path / "a.db", timeout=10.0)
    assert tally.done + tally.failed == 1
    if tally.failed:
        assert rows(tmp_path / "a.db", "SELECT stage FROM failures") == [("reading",)]
    else:
        assert rows(tmp_path / "a.db", "SELECT trim(text) <> '' FROM articles") == [(1,)]


def test_quarantined_inputs_are_tried_again_only_when_asked_or_changed(tmp_path: Path) -> None:
    folder, target = made_folder(tmp_path / "articles", {"bad": "RAISE x", "torn.json": "{"}), tmp_path / "a.db"
    assert run(folder, target).failed == 2
    tally = run(folder, target)
    assert (tally.failed, tally.held) == (0, 2)
    assert run(folder, target, retry_failed=True).failed == 2
    (folder / "torn.json").write_text('{"text": "Mended."}')
    tally = run(folder, target)
    assert (tally.done, tally.failed, tally.held) == (1, 0, 1)
    assert rows(target, "SELECT count(*) FROM failures") == [(1,)]


def test_r03_r13_a_folder_that_is_opened_is_no_failure_any_more(unprivileged: Path) -> None:
    folder, target = made_folder(unprivileged / "articles", numbered(2)), unprivileged / "a.db"
    closed = made_folder(folder / "closed", {"three": "Fund3 gave."})
    closed.chmod(0)
    assert run(folder, target).failed == 1
    assert rows(target, "SELECT location, code FROM failures") == [(str(closed), "MQ104")]
    closed.chmod(0o700)
    assert run(folder, target).done == 1
    assert rows(target, "SELECT count(*) FROM failures") == [(0,)]
    assert ledger(target) == dict.fromkeys(("00000", "00001", "three"), "done")
