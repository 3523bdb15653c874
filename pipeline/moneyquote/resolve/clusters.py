"""Names into organizations: the surest links first, never against a person's judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from moneyquote.resolve.names import Name


class Clusters:
    """Growing groups of names. Two groups that must stay apart are never joined, directly or through others."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._group = {name.id: name.id for name in names}
        self._members: dict[str, list[Name]] = {name.id: [name] for name in names}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def find(self, identity: str) -> str:
        """Return the group of a name."""
        return self._group[identity]

    def keep_apart(self, first: str, second: str) -> None:
        """Let the groups of two names never be joined."""
        one, other = self.find(first), self.find(second)
        if one != other:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def may_join(self, first: str, second: str) -> bool:
        """Tell whether no judgement and no two entries of the register forbid that the groups are joined."""
        one, other = self.find(first), self.find(second)
        return other not in self._apart[one] and len(self._entries(one) | self._entries(other)) <= 1

    def _entries(self, group: str) -> set[str]:
        return {f"{n.register_source}\0{n.register}" for n in self._members[group] if n.register is not None}

    def join(self, first: str, second: str) -> None:
        """Join the groups of two names, the smaller into the larger; what was apart from either is apart from both."""
        one, other = sorted((self.find(first), self.find(second)), key=lambda group: -len(self._members[group]))
        if one == other:
            return
        moved = self._members.pop(other)
        self._members[one] += moved
        for name in moved:
            self._group[name.id] = one
        for enemy in self._apart.pop(other, set()):
            self._apart[enemy].discard(other)
            self._apart[enemy].add(one)
            self._apart[one].add(enemy)

    def leader(self, identity: str) -> Name:
        """Return the name that stands for the group of a name: one written out, in most articles."""
        return leading(self._members[self.find(identity)])

    def groups(self) -> Iterable[list[Name]]:
        """Return the groups."""
        return self._members.values()


def leading(members: Sequence[Name]) -> Name:
    """Return the name that an organization goes by: the register's first, else one written out, in most articles."""

    def order(name: Name) -> tuple[bool, int, bool, int, int, str]:
        is_acronym = name.form.acronym is not None
        return (name.register is None, name.rank, is_acronym, -len(name.entities), -len(name.surface), name.id)

    return min(members, key=order)


def join_by_score(
    clusters: Clusters, links: Iterable[tuple[float, Name, Name]], oppose: Callable[[Name, Name], bool]
) -> list[tuple[Name, Name]]:
    """Join the groups of linked names, the surest first; return the links that were not followed.

    A link is not followed where a judgement forbids it, or where the leading names of the two groups oppose each
    other: "Department of Health" must not join the departments of two states.
    """
    held = []
    for _, first, second in sorted(links, key=lambda link: (-link[0], link[1].id, link[2].id)):
        if clusters.find(first.id) == clusters.find(second.id):
            continue
        if clusters.may_join(first.id, second.id) and not oppose(clusters.leader(first.id), clusters.leader(second.id)):
            clusters.join(first.id, second.id)
        else:
            held.append((first, second))
    return held
