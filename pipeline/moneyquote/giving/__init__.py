"""Giving: which amounts are given rather than paid, by whom, to whom, for what."""

from moneyquote.giving.find import FunderFrom, GivenAmount, GrantFinding, NamedSpan, find_grants

__all__ = ["FunderFrom", "GivenAmount", "GrantFinding", "NamedSpan", "find_grants"]
