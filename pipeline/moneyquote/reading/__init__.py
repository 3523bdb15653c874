"""Reading: paths into a stream of articles, and of failures for what could not be read.

``read_articles([Path("folder")])`` yields ``Article`` and ``Failure`` in a fixed order (paths as given, files of a
folder by name). Text is kept exactly as read: line ends, blanks and marks; only NUL and lone surrogates, which no
store can hold, become U+FFFD, one for one.
"""

from moneyquote.reading.discovery import Inputs, find_inputs
from moneyquote.reading.formats import JsonFields, ReadingSettings
from moneyquote.reading.stream import read_articles

__all__ = ["Inputs", "JsonFields", "ReadingSettings", "find_inputs", "read_articles"]
