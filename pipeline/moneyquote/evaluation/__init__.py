"""Evaluation: how far the records of a system agree with gold records.

``evaluate(read_gold(path), predictions)`` gives a ``Report``: precision, recall and F1 of every row with bootstrap
intervals over articles, and every single error with its sentence.
"""

from moneyquote.evaluation.floors import Floors, check_floors, pin_floors, read_floors
from moneyquote.evaluation.gold import check_record, read_gold, read_predictions
from moneyquote.evaluation.report import error_lines, markdown_table, report_values, score_table
from moneyquote.evaluation.rows import Counts, ErrorKind, Finding, Layer, Row
from moneyquote.evaluation.scoring import Report, RowScore, evaluate, predict

__all__ = [
    "Counts",
    "ErrorKind",
    "Finding",
    "Floors",
    "Layer",
    "Report",
    "Row",
    "RowScore",
    "check_floors",
    "check_record",
    "error_lines",
    "evaluate",
    "markdown_table",
    "pin_floors",
    "predict",
    "read_floors",
    "read_gold",
    "read_predictions",
    "report_values",
    "score_table",
]
