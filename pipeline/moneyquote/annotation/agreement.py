"""How far two people who annotated the same articles independently agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moneyquote.evaluation.report import markdown_table
from moneyquote.evaluation.scoring import Report, evaluate
from moneyquote.records import ArticleRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The second annotation scored against the first, over the articles that both have."""

    report: Report
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def agreement(first: Sequence[ArticleRecord], second: Sequence[ArticleRecord]) -> Agreement:
    """Score the second annotator's records as if the first one's were gold.

    F1 is the measure, not a chance-corrected one: the number of spans that nobody marked is not defined, and with
    that number growing Cohen's kappa tends to F1. Swapping the annotators swaps P and R.

    References:
        Hripcsak and Rothschild, 2005: Agreement, the F-measure, and reliability in information retrieval.
    """
    both = {record.article.id for record in first} & {record.article.id for record in second}
    return Agreement(
        report=evaluate(
            [record for record in first if record.article.id in both],
            [record for record in second if record.article.id in both],
        ),
        only_first=tuple(sorted({record.article.id for record in first} - both)),
        only_second=tuple(sorted({record.article.id for record in second} - both)),
    )


def agreement_page(found: Agreement, command: str) -> str:
    """Return the agreement as a Markdown page, with the command that made it."""
    once = len(found.only_first) + len(found.only_second)
    only = f" {once} more were annotated by one of them only and are left out." if once else ""
    return f"""# Agreement between two annotators

{found.report.articles} articles, each annotated twice.{only}
The second annotation is scored against the first with the definitions of `moneyquote evaluate`; F1 is the agreement.
Intervals are over articles (bootstrap). Disagreements were then settled one by one in the adjudicated gold.

{markdown_table(found.report)}

Made by `{command}`.
"""
