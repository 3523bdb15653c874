"""Annotation: short forms by hand into checked gold records, agreement, and gold without text (standoff)."""

from moneyquote.annotation.agreement import Agreement, agreement, agreement_page
from moneyquote.annotation.compiling import compile_form
from moneyquote.annotation.detaching import detach, detach_file, write_standoff
from moneyquote.annotation.folders import (
    Compiled,
    Splits,
    check_annotations,
    compile_folder,
    read_annotations,
    read_splits,
    write_gold,
    write_splits,
)
from moneyquote.annotation.forms import ArticleForm, read_form
from moneyquote.annotation.gaps import Gap, gaps
from moneyquote.annotation.importing import Tool, import_annotations
from moneyquote.annotation.joining import join
from moneyquote.annotation.resolving import Resolved, read_standoff, resolve
from moneyquote.annotation.standoff import LONGEST_NAME, StandoffRecord, standoff_schema
from moneyquote.annotation.texts import find_texts

__all__ = [
    "LONGEST_NAME",
    "Agreement",
    "ArticleForm",
    "Compiled",
    "Gap",
    "Resolved",
    "Splits",
    "StandoffRecord",
    "Tool",
    "agreement",
    "agreement_page",
    "check_annotations",
    "compile_folder",
    "compile_form",
    "detach",
    "detach_file",
    "find_texts",
    "gaps",
    "import_annotations",
    "join",
    "read_annotations",
    "read_form",
    "read_splits",
    "read_standoff",
    "resolve",
    "standoff_schema",
    "write_gold",
    "write_splits",
    "write_standoff",
]
