"""One function for engines that hand rows about: Spark, Dask, Ray Data, or a plain loop."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any

import numpy

from moneyquote.batch.worker import Extractor, attempt, pipeline_extractor
from moneyquote.errors import ModelBroken, MoneyquoteError, ReadingError
from moneyquote.reading import ReadingSettings, failure, to_article
from moneyquote.records import Failure
from moneyquote.serialization import to_json

_LOADING = "loading"
_READING = ReadingSettings()
_FIELDS = ("id", "text", "title", "date", "url")
_TURN = Lock()  # Dask and others call from several threads, and a pipeline's memory zones are one at a time


def process_batch(rows: list[dict[str, Any]], model: str = "news") -> list[dict[str, Any]]:
    """Extract from each row on its own and answer each, in the same order; no row makes it raise.

    The pipeline is loaded at the first call in a process and kept; calls from several threads wait for each other. A
    row is not timed: an article that would hang or crash its process does so here too, which ``moneyquote extract``
    is there to survive.

    Args:
        rows: each with ``id`` (a text or number) and ``text``, and ``title``, ``date`` and ``url`` where known. Dates
            are texts, numpy's, or have ``isoformat``; numbers may be numpy's; the nulls of tables (None, NaN,
            ``pandas.NA``, NaT) count as absent.
        model: the name or folder of the pipeline.

    Returns:
        As many dicts of plain JSON values as there are rows: ``id`` as given (a number of numpy's as one of Python's,
        None where there is none), ``record``, an article record without its text (``moneyquote schema``), and
        ``error``, of which one is None. An error has ``stage`` (``loading``, ``reading`` or ``extraction``), ``code``,
        ``reason`` and ``mend``. Offsets count code points of the text as given.
    """
    with _TURN:
        try:
            work = _extractor(model)
        except Exception as error:  # whatever a model's own code raises: every row is told
            broken = _unloaded(model, error)
            return [_answer(row, broken) for row in rows]
        return [_answer(row, _worked(row, number, work)) for number, row in enumerate(rows)]


@cache
def _extractor(model: str) -> Extractor:
    """Load a pipeline, once in a process; one that fails is tried again at the next call."""
    return pipeline_extractor(model)


def _worked(row: Any, number: int, work: Extractor) -> dict[str, Any] | Failure:
    where = f"row {number}"
    try:
        article = to_article(_plain(row), where, None, _READING)
    except ReadingError as error:
        return failure(error)
    except Exception as error:  # values of classes that we do not know, whose methods may do anything
        what = f"{type(error).__name__}: {error}"
        return Failure(location=where, stage="reading", code=ReadingError.code, what=what, mend="Give JSON")
    if article.source == where:  # without an address, a row's place is no source: it changes with the batch
        article = replace(article, source=None)
    outcome = attempt(work, article)
    if isinstance(outcome, Failure):
        return outcome
    values: dict[str, Any] = json.loads(to_json(replace(outcome, text=None)))  # values of no class of ours
    return values


def _plain(row: Any) -> Any:
    """Return a row with what tables hold in place of texts and numbers: nulls as None, dates as ISO 8601."""
    if not isinstance(row, dict):
        return row
    given = {name: row.get(name) for name in _FIELDS}
    return {**row, **{name: _json_value(value) for name, value in given.items() if value is not None}}


def _json_value(value: Any) -> Any:
    if isinstance(value, str | bytes | dict | list | tuple):
        return value
    try:
        if value != value:  # noqa: PLR0124 - so are NaN, of whichever package, and NaT
            return None
    except TypeError:  # pandas.NA, of which neither can be said
        return None
    except ValueError:  # an array, which is not one value
        return value
    if isinstance(value, numpy.datetime64):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else _native(value)


def _native(value: Any) -> Any:
    """Return one value of a numpy array as the value of Python that it is; any other as it is."""
    return value.item() if isinstance(value, numpy.generic) else value


def _answer(row: Any, outcome: dict[str, Any] | Failure) -> dict[str, Any]:
    identity = _native(row.get("id")) if isinstance(row, dict) else None
    if not isinstance(outcome, Failure):
        return {"id": identity, "record": outcome, "error": None}
    error = {"stage": outcome.stage, "code": outcome.code, "reason": outcome.what, "mend": outcome.mend}
    return {"id": identity, "record": None, "error": error}


def _unloaded(model: str, error: Exception) -> Failure:
    if isinstance(error, MoneyquoteError):
        return Failure(location=model, stage=_LOADING, code=error.code, what=error.what, mend=error.mend)
    what = f"{type(error).__name__}: {error}"
    return Failure(
        location=model, stage=_LOADING, code=ModelBroken.code, what=what, mend="Install what the model needs"
    )
