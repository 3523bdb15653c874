"""What runs in a worker process: one request after another, each under an alarm clock of the system's."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from moneyquote.batch import messages
from moneyquote.errors import ArticleFailed, ModelBroken, MoneyquoteError
from moneyquote.reading import ReadingSettings, read_file
from moneyquote.records import Article, ArticleRecord, Failure

EXTRACTION = "extraction"
Extractor = Callable[[Article], ArticleRecord]
# A run stops its worker at the deadline. Where the run itself was killed, the system ends the worker this much later.
GRACE_SECONDS = 10.0


def pipeline_extractor(model: str) -> Extractor:
    """Load a pipeline and return the function that works an article with it, in a memory zone of its own.

    What spaCy keeps of an article's words is given back after it: the record holds plain texts and numbers.

    Raises:
        ModelNotFound: if there is no such model.
        ModelBroken: if its configuration does not load, or its weights.
    """
    from moneyquote.extract import extract
    from moneyquote.loading import load

    nlp = load(model)
    nlp("Ready.")  # weights are read at the first text: damaged ones must stop the run, not each of its articles

    def extractor(article: Article) -> ArticleRecord:
        with nlp.memory_zone():
            return extract(nlp, article)

    return extractor


def serve(
    connection: Connection,
    make: Callable[[str], Extractor],
    model: str,
    reading: ReadingSettings,
    timeout: float,
) -> None:
    """Answer requests until the run closes the pipe, or dies."""
    _prepare()
    try:
        work = make(model)
    except MoneyquoteError as error:
        connection.send_bytes(messages.broken(error))
        return
    except Exception as error:  # whatever a model's own code raises: the run has to hear of it
        what = f"does not load: {type(error).__name__}: {error}"
        connection.send_bytes(messages.broken(ModelBroken(model, what, "Install what the model needs")))
        return
    try:
        connection.send_bytes(messages.READY)
        while True:
            request = connection.recv_bytes()
            with _alarm(timeout + GRACE_SECONDS):
                answer = _answer(request, work, reading)
            connection.send_bytes(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answer(request: bytes, work: Extractor, reading: ReadingSettings) -> bytes:
    begun = time.perf_counter()
    asked = messages.requested(request)
    if isinstance(asked, Article):
        outcome: ArticleRecord | Failure | list[Article | Failure] = attempt(work, asked)
    else:
        outcome = _read(asked.location, lambda: list(read_file(asked, reading)))
    seconds, memory = round(time.perf_counter() - begun, 4), _memory()
    try:
        return messages.encode(outcome, seconds, memory)
    except UnicodeEncodeError:
        assert isinstance(asked, Article)  # only records are not written as ASCII
        return messages.encode(
            article_failure(asked, "a name in the record holds half of a surrogate pair"), seconds, memory
        )


def attempt(work: Extractor, article: Article) -> ArticleRecord | Failure:
    """Return an article's record, or the Failure that its extraction ended in; never raises for the article's sake."""
    try:
        return work(article)
    except Exception as error:  # any fault of one article is quarantined with its reason, and the others go on
        return article_failure(article, f"{type(error).__name__}: {error}")


def article_failure(article: Article, what: str) -> Failure:
    """Return the failure of an article on which the pipeline stopped."""
    failed = ArticleFailed(article.location, what, "Report it with the article's SHA-256; the others went on")
    return Failure(
        location=failed.where,
        stage=EXTRACTION,
        code=failed.code,
        what=failed.what,
        mend=failed.mend,
        sha256=article.sha256,
    )


def _read(location: str, read: Callable[[], list[Article | Failure]]) -> list[Article | Failure]:
    try:
        return read()
    except Exception as error:  # a parser's own faults are those of one file
        what = f"{type(error).__name__}: {error}"
        mend = "Save the file in another format, or report it"
        return [Failure(location=location, stage="reading", code=ArticleFailed.code, what=what, mend=mend)]


def _prepare() -> None:
    """Leave signals to the run, and be the first to go when memory runs out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    except OSError:
        return  # not Linux, or not allowed: then the system chooses


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """End this process if the body takes longer, even where C code never gives Python its turn."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _memory() -> int:
    """Return this process's resident memory in bytes; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
