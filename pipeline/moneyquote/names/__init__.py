"""Names: which stretches of a text name an organization or a person, and which of them name the same one."""

from moneyquote.names.find import NameSpan, find_names, trimmed_name
from moneyquote.names.link import LinkedNames, link_names

__all__ = ["LinkedNames", "NameSpan", "find_names", "link_names", "trimmed_name"]
