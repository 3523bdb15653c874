"""R6, R8, R12, R19, R20, R28 and the shards, over runs with workers that need no model."""

import json
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.batch import rig
from tests.batch.rig import Seen, dump, ledger, made_folder, numbered, rows, run

from moneyquote.batch import Settings, Shard, Stop, run_batch
from moneyquote.errors import BadShard, StoreLocked, UnwritableTarget
from moneyquote.reading import find_inputs
from moneyquote.records import Article
from moneyquote.stores import SqliteStore, open_store
from moneyquote.stores.database import Database
from moneyquote.stores.export import Format, export_kind
from moneyquote.stores.merge import merge
from moneyquote.stores.tables import Kind


def test_r06_workers_are_replaced_after_so_many_articles(tmp_path: Path) -> None:
    folder, seen = made_folder(tmp_path / "articles", numbered(25)), Seen()
    assert run(folder, tmp_path / "a.db", recycle_after=8, watch=seen).done == 25
    assert seen.kinds["worker-retired"] == 2  # at 9 and 18: one more may wait in its pipe
    assert seen.kinds["worker-started"] == 3


def test_r08_texts_of_any_characters_keep_their_length_and_end_somewhere(tmp_path: Path) -> None:
    odd = ["a\x00b", "c\ud800d", "e\u0301 \u200d\u202e\ufeff", "\U0001f692\r\nb", "\x1b[31mred", "\u0085\u2028x"]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in odd)
    folder = made_folder(tmp_path / "articles", {"odd.jsonl": lines})
    assert run(folder, tmp_path / "a.db").done == len(odd)
    found = {str(text) for (text,) in rows(tmp_path / "a.db", "SELECT text FROM articles")}
    mapped = ["a\ufffdb", "c\ufffdd", *odd[2:4], "\ufffd[31mred", odd[5]]
    assert found == set(mapped)
    assert [len(text) for text in mapped] == [len(text) for text in odd]


def test_r08_articles_handed_over_with_half_a_surrogate_pair_are_quarantined(tmp_path: Path) -> None:
    articles = [Article(id="a", text="Half \ud800.", location="a"), Article(id="b", text="Whole.", location="b")]
    with open_store(str(tmp_path / "a.db")) as store:
        tally = run_batch(articles, store, make=rig.obedient)
    assert (tally.done, tally.failed) == (1, 1)
    assert rows(tmp_path / "a.db", "SELECT location, stage, code FROM failures") == [("a", "extraction", "MQ601")]


def test_r12_the_same_content_is_worked_once_and_stands_in_all_its_places(tmp_path: Path) -> None:
    texts = {"a": "The same.", "b": "The same.", "c": "RAISE x", "d": "RAISE x", "e.jsonl": '{"text": "The same."}\n'}
    folder, seen = made_folder(tmp_path / "articles", texts), Seen()
    tally = run(folder, tmp_path / "a.db", watch=seen)
    assert (tally.done, tally.skipped, tally.failed, tally.total) == (1, 2, 2, 5)
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM locations") == [(3,)]
    assert Counter(ledger(tmp_path / "a.db").values()) == {"done": 3, "quarantined": 2}


def test_r19_a_full_disk_stops_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    folder, target = made_folder(tmp_path / "articles", numbered(150)), tmp_path / "a.db"
    with SqliteStore(target) as store:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 12}")  # stands for a full disk
        with pytest.raises(UnwritableTarget, match="no room"):
            run_batch(find_inputs([folder]), store, make=rig.obedient)
    saved = rows(target, "SELECT count(*) FROM articles")[0][0]
    assert isinstance(saved, int)
    assert 0 < saved < 150
    tally = run(folder, target)
    assert (tally.done, tally.skipped) == (150 - saved, saved)
    run(folder, tmp_path / "b.db")
    assert dump(target) == dump(tmp_path / "b.db")


def test_r20_a_lock_held_for_a_while_costs_only_time_and_for_good_ends_the_run(tmp_path: Path) -> None:
    folder, target = made_folder(tmp_path / "articles", numbered(40)), tmp_path / "a.db"
    open_store(str(target)).close()
    with closing(sqlite3.connect(target, isolation_level=None, check_same_thread=False)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.7, lambda: rival.execute("ROLLBACK"))
        timer.start()
        with SqliteStore(target, wait=20) as store:
            assert run_batch(find_inputs([folder]), store, Settings(limit=20), make=rig.obedient).done == 20
        timer.join()
        rival.execute("BEGIN IMMEDIATE")
        with SqliteStore(target, wait=0.2) as store, pytest.raises(StoreLocked):
            run_batch(find_inputs([folder]), store, make=rig.obedient)
        rival.execute("ROLLBACK")
    assert run(folder, target).done == 20


def export_all(target: Path, out: Path) -> bytes:
    with Database(target) as database, out.open("w", encoding="utf-8", newline="") as lines:
        for kind in Kind:
            export_kind(database, kind, Format.JSONL, lines)
    return out.read_bytes()


def test_r28_exports_are_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path) -> None:
    poisons = {"00003": "RAISE x", "00011": "SLOW 0.2 a", "00012": "HANG", "twin": "Fund7 gave money.", "p.json": "{"}
    folder = made_folder(tmp_path / "articles", numbered(60) | poisons)
    bytes_of = set()
    lines = set()
    for jobs in (1, 3):
        run(folder, tmp_path / f"{jobs}.db", jobs=jobs, timeout=1.5)
        bytes_of.add(export_all(tmp_path / f"{jobs}.db", tmp_path / "out.jsonl"))
        run(folder, tmp_path / f"{jobs}.jsonl", jobs=jobs, timeout=1.5)
        lines.add((tmp_path / f"{jobs}.jsonl").read_bytes())
    assert len(bytes_of) == 1
    assert len(lines) == 1
    assert lines.pop().count(b"\n") == 58


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    many = "".join(f'{{"text": "Line{number} gave."}}\n' for number in range(20)) + "no line\n"
    texts = {"bad": "RAISE x", "twin": "Fund3 gave money.", "many.jsonl": many, "one.json": '{"text": "One."}'}
    return made_folder(tmp_path / "articles", numbered(30) | texts)


def test_shards_merge_into_what_one_run_makes(mixed: Path, tmp_path: Path) -> None:
    run(mixed, tmp_path / "whole.db")
    totals = []
    for index in (1, 2, 3):
        totals.append(run(mixed, tmp_path / f"{index}.db", shard=Shard(index=index, count=3)).total)
    assert sum(totals) == 30 + 3 + 21
    assert max(totals) < 35
    for _ in range(2):  # the second time all of it is known
        with SqliteStore(tmp_path / "merged.db") as store:
            for index in (1, 2, 3):
                with Database(tmp_path / f"{index}.db") as part, Database(tmp_path / "merged.db") as before:
                    found = merge(part, store, before)
        names = ("articles", "locations", "entities", "mentions", "failures")
        whole, merged = dump(tmp_path / "whole.db"), dump(tmp_path / "merged.db")
        assert {name: merged[name] for name in names} == {name: whole[name] for name in names}
        assert ledger(tmp_path / "merged.db") == ledger(tmp_path / "whole.db")
    assert found.new == 0


def test_a_merge_keeps_pending_inputs_and_lets_done_win_over_failed(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "articles", {"a": "DIE-ONCE nowhere/at/all", "b": "Calm.", "c": "Calm too."})
    run(folder, tmp_path / "first.db", limit=2)
    assert ledger(tmp_path / "first.db") == {"a": "quarantined", "b": "done", "c": "pending"}
    run(folder, tmp_path / "second.db", make=rig.indulgent)
    for order in (("first", "second"), ("second", "first")):
        target = tmp_path / f"{'-'.join(order)}.db"
        with SqliteStore(target) as store:
            for name in order:
                with Database(tmp_path / f"{name}.db") as part, Database(target) as before:
                    merge(part, store, before)
        assert set(ledger(target).values()) == {"done"}
        assert rows(target, "SELECT count(*) FROM failures") == [(0,)]


@pytest.mark.parametrize("given", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/2/3"])
def test_a_shard_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(BadShard, match="i/n"):
        Shard.parse(given)


def test_stopping_before_the_first_article_works_nothing(tmp_path: Path) -> None:
    folder, stop, seen = made_folder(tmp_path / "articles", numbered(5)), Stop(), Seen()
    stop.ask()
    tally = run(folder, tmp_path / "a.db", stop=stop, watch=seen)
    assert (tally.done, tally.stopped) == (0, True)
    assert set(ledger(tmp_path / "a.db").values()) == {"pending"}


def test_a_run_that_ends_with_an_error_leaves_nothing_claimed(tmp_path: Path) -> None:
    folder, target = made_folder(tmp_path / "articles", numbered(30)), tmp_path / "a.db"

    def stumble(event: object) -> None:
        if getattr(event, "kind", None) == "done":
            raise RuntimeError("the watcher stumbles")

    with open_store(str(target)) as store:
        with pytest.raises(RuntimeError):
            run_batch(find_inputs([folder]), store, watch=stumble, make=rig.obedient)
        begun = time.monotonic()
        assert run_batch(find_inputs([folder]), store, make=rig.obedient).done == 29
    assert time.monotonic() - begun < 10


def test_a_changed_article_at_a_known_place_is_worked(tmp_path: Path) -> None:
    folder, target = made_folder(tmp_path / "articles", numbered(3)), tmp_path / "a.db"
    run(folder, target)
    (folder / "00001.txt").write_text("Something else now.")
    tally = run(folder, target)
    assert (tally.done, tally.skipped) == (1, 2)
    tally = run(folder, target, reading=replace(Settings().reading, encoding="latin-1"))
    assert (tally.done, tally.skipped) == (0, 3)


def test_the_head_of_an_article_is_that_of_its_own_first_place(tmp_path: Path) -> None:
    texts = {"a": "One text.", "b": "Two texts.", "c": "Two texts.", "z": "One text."}
    folder, target = made_folder(tmp_path / "articles", texts), tmp_path / "a.db"
    for name in ("c", "z", "b", "a"):  # the later place of each content first
        with open_store(str(target)) as store:
            run_batch(find_inputs([folder / f"{name}.txt"]), store, make=rig.obedient)
    assert rows(target, "SELECT id FROM articles ORDER BY 1") == [("a",), ("b",)]
