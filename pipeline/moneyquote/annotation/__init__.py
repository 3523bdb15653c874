"""Annotation: hand-written short forms into checked gold records, and the agreement of two annotators."""

from moneyquote.annotation.agreement import Agreement, agreement, agreement_page
from moneyquote.annotation.compiling import compile_form
from moneyquote.annotation.folders import (
    Compiled,
    Splits,
    compile_folder,
    read_annotations,
    read_splits,
    write_gold,
    write_splits,
)
from moneyquote.annotation.forms import ArticleForm, read_form
from moneyquote.annotation.gaps import Gap, gaps

__all__ = [
    "Agreement",
    "ArticleForm",
    "Compiled",
    "Gap",
    "Splits",
    "agreement",
    "agreement_page",
    "compile_folder",
    "compile_form",
    "gaps",
    "read_annotations",
    "read_form",
    "read_splits",
    "write_gold",
    "write_splits",
]
