"""What became of a job: a record, the articles of a file, or the failure that it ended in."""

from __future__ import annotations

from moneyquote.batch import messages
from moneyquote.batch.worker import EXTRACTION
from moneyquote.batch.workers import Died, Result, TimedOut
from moneyquote.errors import ArticleTimedOut, RecordError, WorkerDied
from moneyquote.reading import InputFile
from moneyquote.records import Article, ArticleRecord, Failure


def worked(article: Article, result: Result, timeout: float) -> tuple[ArticleRecord | Failure, float | None]:
    """Return what became of an article, and the seconds that the worker took."""
    if not isinstance(result, bytes):
        return _stopped(article, result, timeout), None
    try:
        outcome, seconds = messages.decode_record(result, article)
    except RecordError as error:
        return _failed(article, EXTRACTION, error.code, error.what, error.mend), None
    return outcome, seconds


def read(file: InputFile, result: Result, timeout: float) -> list[Article | Failure]:
    """Return what was read in a file."""
    return messages.decode_found(result) if isinstance(result, bytes) else [_stopped(file, result, timeout)]


def _stopped(asked: InputFile | Article, result: Died | TimedOut, timeout: float) -> Failure:
    stage = EXTRACTION if isinstance(asked, Article) else "reading"
    if isinstance(result, Died):
        what = f"two worker processes died over it ({result.how})"
        return _failed(asked, stage, WorkerDied.code, what, "Try it alone with more memory: --retry-failed --jobs 1")
    what = f"not finished after {timeout:g} s"
    return _failed(asked, stage, ArticleTimedOut.code, what, "Give it longer: --retry-failed --timeout SECONDS")


def _failed(asked: InputFile | Article, stage: str, code: str, what: str, mend: str) -> Failure:
    """Return the failure of an input."""
    sha256 = asked.sha256 if isinstance(asked, Article) else None
    return Failure(location=asked.location, stage=stage, code=code, what=what, mend=mend, sha256=sha256)
