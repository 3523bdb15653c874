"""What ``Store`` promises, as tests for any store: inherit from ``StoreConformance`` and give it your store.

A store that keeps no ledger (``has_ledger = False``) has nothing to say about quarantined and pending inputs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.stores.fabricated import checked_record, empty_record, made_article, made_record, made_run, other_text

from moneyquote.errors import BrokenRecord, OffsetMismatch
from moneyquote.records import ArticleRecord, Failure
from moneyquote.stores import Claim, Store

FILES = [("one.txt", "1"), ("two.txt", "1"), ("three.txt", "1")]


def made_failure(location: str, stage: str = "extraction", sha256: str | None = None) -> Failure:
    return Failure(location=location, stage=stage, code="MQ601", what="it stopped", mend="Report it", sha256=sha256)


class StoreConformance:
    """Tests of the protocol. ``target`` is a new, empty target for each test."""

    has_ledger = True
    has_rivals = True  # whether two runs may write to one target at the same time

    @abstractmethod
    def open(self) -> Store:
        """Open the target of this test, as another process would."""

    @abstractmethod
    def kept(self) -> dict[str, ArticleRecord]:
        """Return the records that the target holds by content."""

    @contextmanager
    def running(self, run: str = "r1", pipeline: str = "p1") -> Iterator[Store]:
        with self.open() as store:
            store.begin_run(made_run(run, pipeline))
            yield store

    def test_what_is_claimed_and_saved_is_kept_and_done(self) -> None:
        article, record = other_text(1)
        with self.running() as store:
            assert store.claim(article, "r1") is Claim.GRANTED
            assert store.save(article, record, "r1")
            assert store.claim(article, "r1") is Claim.DONE
            store.finish_run(made_run())
        with self.running("r2") as store:
            assert store.claim(article, "r2") is Claim.DONE
        assert self.kept() == {article.sha256: record}

    def test_what_was_checked_of_a_grant_is_kept(self) -> None:
        article, record = made_article(), checked_record()
        with self.running() as store:
            store.claim(article, "r1")
            assert store.save(article, record, "r1")
            store.finish_run(made_run())
        assert self.kept() == {article.sha256: record}

    def test_redo_grants_what_is_done_and_the_newer_record_stays(self) -> None:
        article, record = other_text(1)
        with self.running() as store:
            store.claim(article, "r1")
            store.save(article, record, "r1")
        with self.running("r2") as store:
            assert store.claim(article, "r2", redo=True) is Claim.GRANTED
            assert store.save(article, empty_record(article), "r2")
            assert store.claim(article, "r2") is Claim.DONE
        assert self.kept() == {article.sha256: empty_record(article)}

    def test_a_broken_record_is_refused_and_costs_nothing_else(self) -> None:
        article, other = made_article(), other_text(1)
        record = made_record()
        moved = replace(record, amounts=(replace(record.amounts[0], start=record.amounts[0].start + 1),), grants=())
        with self.running() as store:
            store.claim(article, "r1")
            with pytest.raises(OffsetMismatch):
                store.save(article, moved, "r1")
            with pytest.raises(BrokenRecord):
                store.save(article, replace(record, text="else"), "r1")
            store.claim(other[0], "r1")
            assert store.save(*other, "r1")
        assert set(self.kept()) == {other[0].sha256}

    def test_closing_twice_does_nothing(self) -> None:
        store = self.open()
        store.close()
        store.close()

    # What follows is about the ledger.

    def ledger_or_skip(self) -> None:
        if not self.has_ledger:
            pytest.skip("this store keeps no ledger")

    def test_files_are_open_until_their_article_is_done_or_quarantined(self) -> None:
        self.ledger_or_skip()
        done, failed = made_article(location="one.txt"), made_article("Other.", location="two.txt")
        with self.running() as store:
            assert store.expect(FILES, "r1").open == ["one.txt", "two.txt", "three.txt"]
            store.claim(done, "r1")
            store.save(done, empty_record(done), "r1")
            store.claim(failed, "r1")
            store.fail(made_failure("two.txt", sha256=failed.sha256), "r1")
        with self.running("r2") as store:
            known = store.expect(FILES, "r2")
            assert (known.open, known.done, known.quarantined) == (["three.txt"], 1, 1)
            assert store.claim(failed, "r2") is Claim.QUARANTINED
            again = store.expect(FILES, "r2", retry=True)
            assert (again.open, again.done, again.quarantined) == (["two.txt", "three.txt"], 1, 0)
            assert store.claim(failed, "r2", retry=True) is Claim.GRANTED

    def test_a_file_that_has_changed_or_another_pipeline_opens_it(self) -> None:
        self.ledger_or_skip()
        article = made_article(location="one.txt")
        with self.running() as store:
            store.expect(FILES[:1], "r1")
            store.claim(article, "r1")
            store.save(article, empty_record(article), "r1")
            assert store.expect(FILES[:1], "r1").open == []
            assert store.expect([("one.txt", "2")], "r1").open == ["one.txt"]
            assert store.claim(article, "r1") is Claim.DONE
            assert store.expect([("one.txt", "2")], "r1").open == []
        with self.running("r2", "p2") as store:
            assert store.expect([("one.txt", "2")], "r2").open == ["one.txt"]
            assert store.claim(article, "r2") is Claim.GRANTED

    def test_a_file_of_several_articles_is_settled_when_all_of_them_are(self) -> None:
        self.ledger_or_skip()
        parts = [made_article(f"Text {number}.", location=f"many.jsonl:{number}") for number in (1, 2)]
        files = [("many.jsonl", "1")]
        with self.running() as store:
            assert store.expect(files, "r1").open == ["many.jsonl"]
            for part in parts:
                store.claim(part, "r1", file="many.jsonl")
            store.fail(made_failure("many.jsonl:3", "reading"), "r1", file="many.jsonl")
            store.note_read("many.jsonl", "r1")
            store.save(parts[0], empty_record(parts[0]), "r1")
            assert store.expect(files, "r1").open == ["many.jsonl"]
            store.save(parts[1], empty_record(parts[1]), "r1")
            known = store.expect(files, "r1")
            assert (known.open, known.done, known.quarantined) == ([], 2, 1)
            assert store.expect(files, "r1", retry=True).open == ["many.jsonl"]

    def test_a_failure_without_content_settles_its_file(self) -> None:
        self.ledger_or_skip()
        with self.running() as store:
            store.expect(FILES[:1], "r1")
            store.fail(made_failure("one.txt", "reading"), "r1")
            known = store.expect(FILES[:1], "r1")
            assert (known.open, known.quarantined) == ([], 1)

    def test_a_folder_that_can_be_looked_into_again_is_no_failure_any_more(self) -> None:
        self.ledger_or_skip()
        both = [("closed", "1"), ("other", "1")]
        with self.running() as store:
            store.expect(both, "r1")
            for location, _ in both:
                store.fail(made_failure(location, "reading"), "r1")
            assert store.expect(both, "r1").quarantined == 2
            store.forget(["closed", "never seen"])
            known = store.expect(both, "r1")
            assert (known.open, known.quarantined) == (["closed"], 1)

    # What follows is about two runs at once.

    def rivals_or_skip(self) -> None:
        if not self.has_rivals:
            pytest.skip("this store has one run at a time")

    def test_r21_what_one_run_holds_another_does_not_get(self) -> None:
        self.rivals_or_skip()
        article, record = other_text(1)
        with self.running("r1") as one, self.running("r2") as two:
            assert one.claim(article, "r1") is Claim.GRANTED
            assert two.claim(article, "r2") is Claim.ELSEWHERE
            assert two.claim(article, "r2", redo=True) is Claim.ELSEWHERE
            one.save(article, record, "r1")
            assert two.claim(article, "r2") is Claim.DONE

    @pytest.mark.parametrize("how", ["failed", "finished", "closed"])
    def test_r21_what_a_run_gives_up_another_gets(self, how: str) -> None:
        self.rivals_or_skip()
        article, _ = other_text(1)
        with self.running("r1") as one, self.running("r2") as two:
            one.claim(article, "r1")
            if how == "failed":
                one.fail(made_failure("elsewhere.txt", sha256=article.sha256), "r1")
            elif how == "finished":
                one.finish_run(made_run("r1"))
            else:
                one.close()
            assert two.claim(article, "r2") is Claim.GRANTED

    def test_r21_a_run_that_lost_its_article_does_not_overwrite_the_other_s(self) -> None:
        self.rivals_or_skip()
        article, record = other_text(1)
        with self.running("r1") as one, self.running("r2") as two:
            one.claim(article, "r1")
            one.finish_run(made_run("r1"))
            two.claim(article, "r2")
            assert two.save(article, record, "r2")
            assert not one.save(article, empty_record(article), "r1")
        assert self.kept() == {article.sha256: record}
