"""Reading: paths into a stream of articles, and of failures for what could not be read.

``read_articles([Path("folder")])`` yields ``Article`` and ``Failure`` in a fixed order (paths as given, files of a
folder by name). Text is kept exactly as read: line ends, blanks and marks; only control characters and lone
surrogates become U+FFFD, one for one.
"""

from moneyquote.reading.discovery import InputFile, Inputs, find_inputs
from moneyquote.reading.formats import JsonFields, ReadingSettings, to_article
from moneyquote.reading.stream import failure, read_articles, read_file, read_standard_input

__all__ = [
    "InputFile",
    "Inputs",
    "JsonFields",
    "ReadingSettings",
    "failure",
    "find_inputs",
    "read_articles",
    "read_file",
    "read_standard_input",
    "to_article",
]
