"""Databases of shards into one: each content once, each input where it stands furthest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from moneyquote.records import Article
from moneyquote.stores.database import Database, StoredArticle
from moneyquote.stores.protocol import Claim, Store


@dataclass(slots=True, kw_only=True)
class Merged:
    """How many articles were new, known already, held by a run into the target; failures kept; inputs pending."""

    new: int = 0
    known: int = 0
    held: int = 0
    failed: int = 0
    pending: int = 0


def merge(database: Database, store: Store, before: Database) -> Merged:
    """Copy what a database holds into a store. May be stopped and run again: nothing is copied twice.

    Of the records of two pipelines for one content, those of the database that is merged last stay. An input that is
    done in either is done, and one that is quarantined in either and done in neither is quarantined.

    Args:
        database: what is copied.
        store: where it goes.
        before: what the store held before.
    """
    found = Merged()
    runs = {run.id: run for run in database.runs()}
    for run in runs.values():
        store.begin_run(run)
    for owner, failure in database.failures_by_run():
        if before.state(failure.location) != "done":
            store.fail(failure, owner)
            found.failed += 1
    pending = [location for location in database.pending() if before.state(location) is None]
    if pending:
        store.expect([(location, "not read") for location in pending], list(runs)[-1])
    found.pending = len(pending)
    for article in database.articles():
        _copy(database, article, store, database.run_of(article), found)
    for run in runs.values():
        store.finish_run(run)
    return found


def _copy(database: Database, stored: StoredArticle, store: Store, run: str, found: Merged) -> None:
    head, (first, *others) = stored.head, stored.locations
    article = Article(
        id=head.id,
        text=stored.text,
        location=first,
        source=head.source,
        title=head.title,
        published=head.published,
    )
    claim = store.claim(article, run, retry=True)
    if claim is Claim.ELSEWHERE:
        found.held += 1
        return
    if claim is Claim.GRANTED and store.save(article, database.record(stored), run):
        found.new += 1
    else:
        found.known += 1
    for location in others:
        store.claim(replace(article, location=location), run)
