"""The ``mq_grants`` component: links amounts to funders and grantees in ``doc.spans["grants"]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import (
    AMOUNTS,
    GRANTS,
    Frame,
    NameMention,
    Part,
    get_entities,
    get_frames,
    get_mentions,
    sentence_extents,
    set_frames,
)
from moneyquote.giving import FunderFrom, GivenAmount, GrantFinding, NamedSpan, find_grants

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
    """Turns the findings of the giving rules into frames with the parties' entities."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["grants"]`` and return the Doc."""
        mentions = get_mentions(doc)
        amounts = [
            GivenAmount(
                id=frame.id,
                start=frame.parts[0].start,
                end=frame.parts[0].end,
                per_unit="per_unit" in frame.values.get("flags", ()),
            )
            for frame in get_frames(doc, AMOUNTS)
        ]
        names = [NamedSpan(start=m.start, end=m.end, entity=m.entity) for m in mentions]
        found = find_grants(doc.text, sentence_extents(doc), amounts, names)
        entity_names = {entity.id: entity.name for entity in get_entities(doc)}
        frames = [
            _frame(f"g{number}", finding, doc.text, mentions, entity_names) for number, finding in enumerate(found, 1)
        ]
        set_frames(doc, GRANTS, frames)
        return doc


def _frame(
    name: str, found: GrantFinding, text: str, mentions: Sequence[NameMention], entity_names: dict[str, str]
) -> Frame:
    values: dict[str, Any] = {
        "amount": found.amount,
        "period": found.period,
        "kind": found.kind.value,
        "status": found.status.value,
        "is_total": found.is_total,
        "confidence": _CONFIDENCE[found.funder_from, found.grantee is not None],
        "via": None,
    }
    parts = []
    for role in ("funder", "grantee", "purpose", "evidence"):
        interval = getattr(found, role)
        if interval is None:
            values.setdefault(role, None)
            continue
        parts.append(Part(role=role, start=interval[0], end=interval[1]))
        if role in ("funder", "grantee"):
            entity = next((m.entity for m in mentions if m.start < interval[1] and interval[0] < m.end), None)
            values[role] = {"entity": entity, "name": entity_names.get(entity or "", text[interval[0] : interval[1]])}
    return Frame(id=name, parts=tuple(parts), values=values)


@Language.factory("mq_grants", assigns=["doc.spans"], requires=["doc.sents", "doc.ents", "doc.spans"])
def make_grants(nlp: Language, name: str) -> GrantLinker:
    """Make the component; it has no settings."""
    return GrantLinker()
