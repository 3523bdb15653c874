"""The ``mq_grants`` component: links amounts to funders and grantees in ``doc.spans["grants"]``."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import (
    AMOUNTS,
    GRANTS,
    NOMINALS,
    Frame,
    Part,
    add_entity,
    get_entities,
    get_frames,
    get_mentions,
    sentence_extents,
    set_frames,
)
from moneyquote.components.heads import has_heads, head_spans
from moneyquote.giving import (
    FunderFrom,
    GivenAmount,
    GivingArticle,
    GrantFinding,
    LinkedGrant,
    Linker,
    NamedSpan,
    NominalSpan,
    find_grants,
)
from moneyquote.giving.article import Interval
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.records import EntityType

PARAMETERS = "linker.npz"
_PLACES = ("Location", "Facility", "NORP")

# Share of right funder-grantee-amount triples on the training gold with its own names and amounts (269 findings,
# 2026-11), by where the funder was found and whether a grantee was; smoothed by one right and one wrong.
_CONFIDENCE = {
    (FunderFrom.SENTENCE, True): 0.55,
    (FunderFrom.BEFORE, True): 0.71,
    (FunderFrom.GUESS, True): 0.52,
    (FunderFrom.NOWHERE, True): 0.03,
    (FunderFrom.SENTENCE, False): 0.11,
    (FunderFrom.BEFORE, False): 0.11,
    (FunderFrom.GUESS, False): 0.08,
    (FunderFrom.NOWHERE, False): 0.08,
}


class GrantLinker:
    """Links by trained scorers where the folder has them and the encoder has read the Doc, else by the giving rules."""

    def __init__(self) -> None:
        self._content = b""
        self.linker: Linker | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["grants"]`` and return the Doc."""
        article = giving_article(doc)
        if self.linker and has_heads(doc):
            frames = [_linked(n, found, doc, article) for n, found in enumerate(self.linker.link(article), 1)]
        else:
            rules = find_grants(article.text, article.sentences, article.amounts, article.names)
            frames = [_found(n, found, article) for n, found in enumerate(rules, 1)]
        set_frames(doc, GRANTS, frames)
        return doc

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> GrantLinker:
        """Read the parameters of a folder that has any."""
        file = Path(path) / PARAMETERS
        return self.from_bytes(file.read_bytes() if file.is_file() else b"")

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the parameters into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        if self._content:
            (Path(path) / PARAMETERS).write_bytes(self._content)

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the parameters; nothing where there are none."""
        return self._content

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> GrantLinker:
        """Take the parameters that ``to_bytes`` returned."""
        self._content = data
        self.linker = Linker.from_bytes(data) if data else None
        return self


def giving_article(doc: Doc) -> GivingArticle:
    """Return what the linker sees of a Doc: amounts, mentions, nominals and, where there is an encoder, its scores."""
    entities = {entity.id: entity for entity in get_entities(doc)}
    return GivingArticle(
        text=doc.text,
        sentences=sentence_extents(doc),
        amounts=[_amount(frame) for frame in get_frames(doc, AMOUNTS)],
        names=[
            NamedSpan(start=m.start, end=m.end, entity=m.entity, type=entities[m.entity].type)
            for m in get_mentions(doc)
        ],
        entity_names={entity.id: entity.name for entity in entities.values()},
        nominals=[
            NominalSpan(start=frame.parts[0].start, end=frame.parts[0].end, entity=frame.values["entity"])
            for frame in get_frames(doc, NOMINALS)
        ],
        places=_spans(doc, "world", *_PLACES),
        purposes=_spans(doc, "purpose", "purpose"),
    )


def _amount(frame: Frame) -> GivenAmount:
    value = frame.values.get("value")
    return GivenAmount(
        id=frame.id,
        start=frame.parts[0].start,
        end=frame.parts[0].end,
        per_unit="per_unit" in frame.values.get("flags", ()),
        value=None if value is None else Decimal(value),
        currency=frame.values.get("currency"),
        doubles=frame.values.get("same_sum_as"),
    )


def _spans(doc: Doc, head: str, *types: str) -> list[Interval]:
    if not has_heads(doc):
        return []
    return [(found.start, found.end) for found in head_spans(doc, head) if found.type in types]


def _linked(number: int, found: LinkedGrant, doc: Doc, article: GivingArticle) -> Frame:
    values: dict[str, Any] = {
        "amount": found.amount,
        "kind": found.kind.value,
        "status": found.status.value,
        "is_total": found.is_total,
        "confidence": round(found.confidence, 3),
    }
    parts: list[Part] = [Part(role="evidence", start=found.evidence[0], end=found.evidence[1])]
    for role in ("funder", "grantee", "via"):
        candidate: Candidate | None = getattr(found, role)
        if candidate:
            values[role] = _party(doc, article, candidate)
            parts.append(Part(role=role, start=candidate.start, end=candidate.end))
    for role, interval in (("purpose", found.purpose), ("period", found.period)):
        if interval:
            parts.append(Part(role=role, start=interval[0], end=interval[1]))
    return Frame(id=f"g{number}", parts=tuple(parts), values=values)


def _party(doc: Doc, article: GivingArticle, candidate: Candidate) -> dict[str, str | None]:
    """Return who a candidate is: the entity it names or stands for, else one of its own for what is described."""
    surface = article.text[candidate.start : candidate.end]
    if candidate.entity:
        return {"entity": candidate.entity, "name": article.entity_names[candidate.entity]}
    if candidate.kind in (CandidateKind.PRONOUN, CandidateKind.NOMINAL):
        return {"entity": None, "name": surface}
    return {"entity": add_entity(doc, EntityType.OTHER, " ".join(surface.split())), "name": " ".join(surface.split())}


def _found(number: int, found: GrantFinding, article: GivingArticle) -> Frame:
    values: dict[str, Any] = {
        "amount": found.amount,
        "kind": found.kind.value,
        "status": found.status.value,
        "is_total": found.is_total,
        "confidence": _CONFIDENCE[found.funder_from, found.grantee is not None],
    }
    parts: list[Part] = []
    for role in ("funder", "grantee", "purpose", "period", "evidence"):
        interval: Interval | None = getattr(found, role)
        if interval is None:
            continue
        parts.append(Part(role=role, start=interval[0], end=interval[1]))
        if role in ("funder", "grantee"):
            entity = _touched(article.names, interval)
            name = article.entity_names.get(entity or "", article.text[interval[0] : interval[1]])
            values[role] = {"entity": entity, "name": name}
    return Frame(id=f"g{number}", parts=tuple(parts), values=values)


def _touched(names: Iterable[NamedSpan], interval: Interval) -> str | None:
    return next((n.entity for n in names if n.start < interval[1] and interval[0] < n.end), None)


@Language.factory("mq_grants", assigns=["doc.spans"], requires=["doc.sents", "doc.ents", "doc.spans"])
def make_grants(nlp: Language, name: str) -> GrantLinker:
    """Make the component; it has no settings."""
    return GrantLinker()
