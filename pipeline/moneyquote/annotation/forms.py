"""The short forms in which people write annotations: quoted strings in place of offsets.

``annotations/README.md`` explains them to the annotator. These models check what can be checked without the article.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from moneyquote.errors import BrokenRecord, PathNotFound
from moneyquote.records import AmountFlag, EntityType, GrantKind, GrantStatus, Qualifier, QuoteType

MEND = "Mend the form as annotations/README.md describes it"

Identifier = Annotated[str, Field(min_length=1)]
Nth = Annotated[int, Field(ge=1)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Form):
    """A place in the article: its whole text, or how it begins and ends; ``nth`` of several, from 1."""

    text: str | None = Field(default=None, min_length=1)
    from_: str | None = Field(default=None, min_length=1, alias="from")
    to: str | None = Field(default=None, min_length=1)
    nth: Nth | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ends = (self.from_ is not None, self.to is not None)
        if ends not in ((False, False), (True, True)) or (self.text is not None) is ends[0]:
            raise ValueError('give either "text", or both "from" and "to"')
        return self


class PartyForm(Quoted):
    """A funder, grantee or middleman: a place, and the entity that stands there."""

    entity: Identifier | None = None


class ItemForm(_Form):
    """Anything that other annotations may refer to by its id."""

    id: Identifier


class EntityForm(ItemForm):
    """An entity, and the forms under which it is named; every whole-word occurrence becomes a mention.

    ``skip`` takes occurrences out: pairs of a form and its nth occurrence.
    """

    type: EntityType
    name: Identifier
    surface: tuple[Identifier, ...] = ()
    skip: tuple[tuple[str, Nth], ...] = ()


class AmountForm(ItemForm):
    """An amount: its text and what it says."""

    text: Identifier
    nth: Nth | None = None
    value: Decimal | None = Field(default=None, ge=0)
    value_max: Decimal | None = Field(default=None, ge=0)
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    qualifier: Qualifier
    flags: tuple[AmountFlag, ...] = ()

    @model_validator(mode="after")
    def _sense(self) -> Self:
        is_range = self.qualifier is Qualifier.RANGE
        if is_range is (self.value_max is None):
            raise ValueError('"value_max" goes with the qualifier "range", and only with it')
        if self.value_max is not None and (self.value is None or self.value >= self.value_max):
            raise ValueError('"value" must be the low end of the range')
        if self.qualifier is Qualifier.INDEFINITE and self.value is not None:
            raise ValueError('an "indefinite" amount has no "value"')
        return self


class QuoteForm(ItemForm):
    """A quote: content in reading order, cue and source where told, and the entity that speaks."""

    type: QuoteType
    content: tuple[Quoted, ...] = Field(min_length=1)
    cue: Quoted | None = None
    source: Quoted | None = None
    speaker: Identifier | None = None


class GrantForm(ItemForm):
    """A grant: who gives what to whom, and the whole sentences that say so."""

    funder: PartyForm | None = None
    grantee: PartyForm | None = None
    via: PartyForm | None = None
    amount: Identifier | None = None
    purpose: Quoted | None = None
    period: str | None = None
    kind: GrantKind = GrantKind.GRANT
    status: GrantStatus = GrantStatus.GIVEN
    is_total: bool = False
    evidence: Quoted

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if self.grantee is None and self.amount is None:
            raise ValueError("a grant with neither grantee nor amount is not annotated")
        return self


class ArticleForm(_Form):
    """All annotations of one article."""

    title: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}-\d\d-\d\d$")
    entities: tuple[EntityForm, ...] = ()
    amounts: tuple[AmountForm, ...] = ()
    quotes: tuple[QuoteForm, ...] = ()
    grants: tuple[GrantForm, ...] = ()


def read_form(path: Path) -> ArticleForm:
    """Read the short form of one article.

    Raises:
        PathNotFound: if there is no such file.
        BrokenRecord: if it breaks the format; names the file and every field that is wrong.
    """
    if not path.is_file():
        raise PathNotFound(str(path), "no such file", "Give a folder of forms, one JSON file an article")
    try:
        return ArticleForm.model_validate_json(path.read_bytes())
    except ValidationError as error:
        found = error.errors()
        told = "; ".join(
            f"field {'.'.join(map(str, fault['loc'])) or '(whole file)'}: {fault['msg']}" for fault in found[:5]
        )
        more = f"; {len(found) - 5} more" if len(found) > 5 else ""
        raise BrokenRecord(str(path), told + more, MEND) from error
