"""Giving: which amounts are given rather than paid, by whom, to whom, for what."""

from moneyquote.giving.article import GivenAmount, GivingArticle, NamedSpan, NominalSpan
from moneyquote.giving.calendar import told_periods
from moneyquote.giving.find import FunderFrom, GrantFinding, find_grants
from moneyquote.giving.link import Linker
from moneyquote.giving.linked import LinkedGrant
from moneyquote.giving.settling import settle

__all__ = [
    "FunderFrom",
    "GivenAmount",
    "GivingArticle",
    "GrantFinding",
    "LinkedGrant",
    "Linker",
    "NamedSpan",
    "NominalSpan",
    "find_grants",
    "settle",
    "told_periods",
]
