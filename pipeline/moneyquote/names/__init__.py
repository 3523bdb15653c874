"""Names: which stretches of a text name an organization or a person, and which of them name the same one."""

from moneyquote.names.find import NameSpan, find_names
from moneyquote.names.link import LinkedNames, link_names
from moneyquote.names.spread import spread_names
from moneyquote.names.trim import trimmed_name, trimmed_names

__all__ = ["LinkedNames", "NameSpan", "find_names", "link_names", "spread_names", "trimmed_name", "trimmed_names"]
