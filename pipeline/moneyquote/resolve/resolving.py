"""All names of a database into organizations, with the links that explain them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from moneyquote.organizations import (
    ArticleNames,
    Decision,
    Judgement,
    Link,
    Organization,
    OrganizationName,
    RegisterEntry,
    Resolution,
)
from moneyquote.resolve.blocking import candidate_pairs
from moneyquote.resolve.clusters import Clusters, join_by_score, leading
from moneyquote.resolve.matching import Weights, compare, reason, shipped_weights
from moneyquote.resolve.names import Name, Names, gather_names


def resolve(
    articles: Sequence[ArticleNames],
    *,
    register: Sequence[RegisterEntry] = (),
    judgements: Iterable[Judgement] = (),
    weights: Weights | None = None,
) -> Resolution:
    """Tie the names of organizations over all articles into bodies.

    A person's judgements always win. The names of one register entry are one body; two entries never are. The result
    depends on nothing but the arguments, not on their order. Links below ``weights.possible`` are not kept, unless a
    person judged them, nor weak ones between names that others brought together.
    """
    chosen = weights or shipped_weights()
    names = gather_names(sorted(articles, key=lambda article: article.article), register)
    judged = {(min(j.first, j.second), max(j.first, j.second)): j.same for j in judgements}
    known = {name.id: name for name in names.all}
    clusters = Clusters(names.all)
    given = _judged_links(judged, known, names, chosen)
    for (first, second), same in sorted(judged.items()):
        if same and {first, second} <= known.keys():
            clusters.join(first, second)
    for (first, second), same in sorted(judged.items()):
        if not same and {first, second} <= known.keys():
            clusters.keep_apart(first, second)
    _join_entries(clusters, names)
    links = [*given, *_scored_links(clusters, judged, names, chosen)]
    return Resolution(
        organizations=tuple(sorted(map(_organization, clusters.groups()), key=lambda body: body.id)),
        links=tuple(sorted(links, key=lambda link: (link.first, link.second))),
    )


def _judged_links(
    judged: dict[tuple[str, str], bool], known: dict[str, Name], names: Names, weights: Weights
) -> list[Link]:
    links = []
    for pair, same in judged.items():
        if not set(pair) <= known.keys():
            continue  # the name stands in no article any more; the judgement is kept for when it does
        first, second = (known[identity] for identity in pair)
        score, features = compare(first, second, names, weights)
        told = "are one body" if same else "are different bodies"
        links.append(
            Link(
                first=first.id,
                second=second.id,
                score=score,
                decision=Decision.JUDGED_SAME if same else Decision.JUDGED_DIFFERENT,
                features=features,
                reason=f"A person judged that “{first.surface}” and “{second.surface}” {told}.",
            )
        )
    return links


def _join_entries(clusters: Clusters, names: Names) -> None:
    """Join the names of each entry of the register, unless a person has judged them apart."""
    entries: dict[tuple[str | None, str], list[Name]] = defaultdict(list)
    for name in names.all:
        if name.register is not None:
            entries[name.register_source, name.register].append(name)
    for members in entries.values():
        for other in members[1:]:
            if clusters.may_join(members[0].id, other.id):
                clusters.join(members[0].id, other.id)


def _scored_links(
    clusters: Clusters, judged: dict[tuple[str, str], bool], names: Names, weights: Weights
) -> list[Link]:
    """Score the names worth comparing, join the matched ones, and return the links worth showing."""
    scored = []
    for first, second in candidate_pairs(names):
        if (first.id, second.id) in judged:
            continue
        score, features = compare(first, second, names, weights)
        if score >= weights.possible:
            scored.append((score, first, second, features))

    def oppose(first: Name, second: Name) -> bool:
        return compare(first, second, names, weights)[0] < weights.apart

    followed = [(score, first, second) for score, first, second, _ in scored if score >= weights.threshold]
    held = {(first.id, second.id) for first, second in join_by_score(clusters, followed, oppose)}
    links = []
    for score, first, second, features in scored:
        matched, together = score >= weights.threshold, clusters.find(first.id) == clusters.find(second.id)
        if together and not matched:
            continue  # other names have brought them together: nothing is left to decide
        decision = Decision.MATCHED if matched else Decision.POSSIBLE
        if (first.id, second.id) in held and not together:
            decision = Decision.HELD_APART
        told = reason(first, second, score, features, same=decision is Decision.MATCHED)
        links.append(
            Link(first=first.id, second=second.id, score=score, decision=decision, features=features, reason=told)
        )
    return links


def _organization(members: list[Name]) -> Organization:
    leader = leading(members)
    ordered = sorted(members, key=lambda name: (name is not leader, -len(name.entities), name.id))
    entry = next((name for name in ordered if name.register is not None), None)
    mark = min(name.id for name in members) if entry is None else f"{entry.register_source}\0{entry.register}"
    return Organization(
        id="o" + hashlib.sha256(mark.encode()).hexdigest()[:12],
        name=leader.surface,
        names=tuple(
            OrganizationName(id=name.id, name=name.surface, entities=tuple(sorted(name.entities))) for name in ordered
        ),
        register=entry.register if entry else None,
        register_source=entry.register_source if entry else None,
    )
