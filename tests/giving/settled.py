"""Made records whose grants are settled over the whole article, for tests."""

from __future__ import annotations

import hashlib
import re

from moneyquote.giving import settle
from moneyquote.money import parse
from moneyquote.records import (
    Amount,
    ArticleHead,
    ArticleRecord,
    Entity,
    EntityType,
    Extent,
    Grant,
    Mention,
    Party,
)

BODIES = ("Orsk Fund", "Vale College", "Harrow School", "Tarn Choir")


def settled(
    text: str, *links: tuple[str | None, str | None, str | None], published: str | None = None
) -> ArticleRecord:
    """The record of a text whose grants are links of funder, grantee and the amount's printed form, settled."""
    entities = tuple(Entity(id=f"e{n}", type=EntityType.ORG, name=name) for n, name in enumerate(BODIES))
    mentions = tuple(
        Mention(start=m.start(), end=m.end(), text=m.group(), entity=entity.id)
        for entity in entities
        for m in re.finditer(entity.name, text)
    )
    found = parse(text)
    amounts = tuple(
        Amount(
            id=f"a{n}",
            start=a.start,
            end=a.end,
            text=text[a.start : a.end],
            value=a.value,
            value_max=a.value_max,
            currency=a.currency,
            qualifier=a.qualifier,
            flags=a.flags,
        )
        for n, a in enumerate(found)
    )
    doubles = {f"a{n}": f"a{a.same_sum_as}" for n, a in enumerate(found) if a.same_sum_as is not None}
    sentences = [m.span() for m in re.finditer(r"[^.\n]+(?:\.\d+[^.\n]*)*[.\n]?", text) if m.group().strip()]

    def party(name: str | None) -> Party | None:
        if name is None:
            return None
        mention = next(m for m in mentions if m.text == name)
        return Party(start=mention.start, end=mention.end, text=name, entity=mention.entity, name=name)

    grants = []
    for n, (funder, grantee, printed) in enumerate(links, 1):
        amount = next((a for a in amounts if a.text == printed), None)
        shown = next((s for s in sentences if amount and s[0] <= amount.start < s[1]), (0, len(text)))
        year = re.search(r"in (20\d\d)", text[slice(*shown)])
        grants.append(
            Grant(
                id=f"g{n}",
                funder=party(funder),
                grantee=party(grantee),
                amount=amount.id if amount else None,
                period=year[1] if year else None,
                evidence=Extent(start=shown[0], end=shown[1]),
            )
        )
    head = ArticleHead(id="a", sha256=hashlib.sha256(text.encode()).hexdigest(), published=published)
    record = ArticleRecord(
        article=head, text=text, entities=entities, mentions=mentions, amounts=amounts, grants=tuple(grants)
    )
    return settle(record, sentences, doubles)
