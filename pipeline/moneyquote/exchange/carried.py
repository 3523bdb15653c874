"""What a tool carries along with a text and gives back untouched: the part of a record that has no place in it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from moneyquote.errors import BrokenRecord
from moneyquote.records import ArticleHead, ArticleRecord
from moneyquote.serialization import from_json, to_dict


def carried(rest: ArticleRecord) -> dict[str, Any]:
    """Return a record's rest as a JSON object."""
    return {key: value for key, value in to_dict(rest).items() if value}


def rest_of(found: Any, text: str, name: str, where: str) -> ArticleRecord:
    """Read a rest back; a text that was not ours gets a head with that name.

    Raises:
        BrokenRecord: if the rest is none of ours, or that of another text.
    """
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if found is None:
        return ArticleRecord(article=ArticleHead(id=name, sha256=sha256))
    rest = from_json(json.dumps(found), where)
    if rest.article.sha256 != sha256:
        raise BrokenRecord(
            where,
            f"the text is not that of article {rest.article.id} any more",
            "Import the article anew: offsets into a changed text prove nothing",
        )
    return rest
