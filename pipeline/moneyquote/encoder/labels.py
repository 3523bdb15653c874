"""The heads of the encoder and their labels, and the columns of the one output matrix that they share.

Every head tags words with BIO labels of its own, so that a source may stand inside a content. Three heads tag
entities and two groups of three tag attributions: corpora draw the line around an organization or a statement
differently, and one head for each convention lets them share a trunk without blurring it. The last three tag the
parties and the purpose of a grant, for the linker to weigh.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Head:
    """One tagger: its name and its span types. Column 0 is O, then B and I of each type in turn."""

    name: str
    types: tuple[str, ...]

    @property
    def width(self) -> int:
        """The number of its columns."""
        return 1 + 2 * len(self.types)

    @property
    def tags(self) -> tuple[str, ...]:
        """The labels of its columns: O, B-X, I-X, B-Y, I-Y and so on."""
        return ("O", *(f"{prefix}-{kind}" for kind in self.types for prefix in "BI"))


@dataclass(frozen=True)
class Scheme:
    """The heads of one model in the order of their columns."""

    heads: tuple[Head, ...]

    @cached_property
    def width(self) -> int:
        """The number of columns of all heads."""
        return sum(head.width for head in self.heads)

    @cached_property
    def columns(self) -> dict[str, slice]:
        """The columns of each head in the output matrix."""
        found: dict[str, slice] = {}
        left = 0
        for head in self.heads:
            found[head.name] = slice(left, left + head.width)
            left += head.width
        return found

    def head(self, name: str) -> Head:
        """Return a head by its name."""
        return next(head for head in self.heads if head.name == name)


NEWS_SCHEME = Scheme(
    (
        Head(
            name="world",
            types=(
                "Date",
                "Facility",
                "Location",
                "Misc",
                "Money",
                "NORP",
                "Organization",
                "Person",
                "Product",
            ),
        ),
        Head(name="names", types=("ORG", "PER")),
        Head(name="conll", types=("LOC", "MISC", "ORG", "PER")),
        Head(name="source", types=("source",)),
        Head(name="cue", types=("cue",)),
        Head(name="content", types=("content",)),
        Head(name="polnear_source", types=("source",)),
        Head(name="polnear_cue", types=("cue",)),
        Head(name="polnear_content", types=("content",)),
        Head(name="funder", types=("funder",)),
        Head(name="grantee", types=("grantee",)),
        Head(name="purpose", types=("purpose",)),
    )
)
