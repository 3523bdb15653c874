"""Where names and lines of a two-sided picture stand: funders left, grantees right, few crossings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from moneyquote.flow.edges import Edge, once

_ROW = 19.0  # pixels a name needs
_GAP = 5.0
_TALLEST = 220.0  # of the largest name's bar
_THINNEST = 1.6
_SWEEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A name on one side: its top and height, in pixels, and the sum of its edges, the same money counted once."""

    name: str
    value: Decimal
    top: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """An edge's line: the middle of both its ends and its width, in pixels."""

    edge: Edge
    left: float
    right: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One group laid out; edges of at most ``thinnest`` are drawn equally thin."""

    funders: tuple[Bar, ...]
    grantees: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    height: float
    thinnest: float


def lay_out(edges: Sequence[Edge]) -> Picture:
    """Return the places of the names and lines of one currency's edges.

    The order of the names is by the mean place of their counterparts, some sweeps from side to side.

    References:
        Sugiyama, Tagawa and Toda, 1981: Methods for visual understanding of hierarchical system structures.
    """
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for edge in edges:
        for end in (("funder", edge.funder), ("grantee", edge.grantee)):
            sums[end] += float(edge.value or 0)
    scale = _TALLEST / max(max(sums.values(), default=0), 1e-9) if any(sums.values()) else 0.0
    widths = [max(_THINNEST, float(edge.value or 0) * scale) for edge in edges]
    funders, grantees = _orders(edges, widths)
    left, left_height = _stack(funders, [edge.funder for edge in edges], edges, widths)
    right, right_height = _stack(grantees, [edge.grantee for edge in edges], edges, widths)
    height = max(left_height, right_height)
    left = _spread(left, height - left_height)
    right = _spread(right, height - right_height)
    return Picture(
        funders=tuple(left.values()),
        grantees=tuple(right.values()),
        ribbons=tuple(_ribbons(edges, widths, left, right)),
        height=height,
        thinnest=_THINNEST / scale if scale else 0.0,
    )


def _orders(edges: Sequence[Edge], widths: Sequence[float]) -> tuple[list[str], list[str]]:
    weight: dict[str, float] = defaultdict(float)
    for edge, width in zip(edges, widths, strict=True):
        weight[edge.funder] += width
    funders = sorted(weight, key=lambda name: (-weight[name], name))
    grantees: list[str] = sorted({edge.grantee for edge in edges})
    for _ in range(_SWEEPS):
        grantees = _by_mean(grantees, [(edge.grantee, edge.funder) for edge in edges], widths, funders)
        funders = _by_mean(funders, [(edge.funder, edge.grantee) for edge in edges], widths, grantees)
    return funders, _by_mean(grantees, [(edge.grantee, edge.funder) for edge in edges], widths, funders)


def _by_mean(
    names: list[str], pairs: Sequence[tuple[str, str]], widths: Sequence[float], others: list[str]
) -> list[str]:
    """Return names in order of the weighted mean place of those that they are tied to."""
    place = {name: at for at, name in enumerate(others)}
    weighed: dict[str, list[float]] = {name: [0.0, 0.0] for name in names}
    for (name, other), width in zip(pairs, widths, strict=True):
        weighed[name][0] += width * place[other]
        weighed[name][1] += width
    return sorted(names, key=lambda name: (weighed[name][0] / weighed[name][1], name))


def _stack(
    order: Sequence[str], ends: Sequence[str], edges: Sequence[Edge], widths: Sequence[float]
) -> tuple[dict[str, Bar], float]:
    own: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(ends):
        own[name].append(at)
    bars, top = {}, 0.0
    for name in order:
        value = once(telling for at in own[name] for telling in edges[at].tellings) or Decimal(0)
        plain = sum((edges[at].value or Decimal(0) for at in own[name]), Decimal(0))
        height = sum(widths[at] for at in own[name]) * (float(value / plain) if plain else 1.0)
        height = max(height, *(widths[at] for at in own[name]), 0.0)
        room = max(height + _GAP, _ROW)
        bars[name] = Bar(name=name, value=value, top=top + (room - height) / 2, height=height)
        top += room
    return bars, top


def _spread(bars: Mapping[str, Bar], spare: float) -> dict[str, Bar]:
    """Return bars spread over the height of the taller side."""
    share = spare / max(len(bars), 1)
    return {name: replace(bar, top=bar.top + share * (at + 0.5)) for at, (name, bar) in enumerate(bars.items())}


def _ribbons(
    edges: Sequence[Edge], widths: Sequence[float], left: Mapping[str, Bar], right: Mapping[str, Bar]
) -> list[Ribbon]:
    by_grantee = sorted(range(len(edges)), key=lambda at: right[edges[at].grantee].top)
    by_funder = sorted(range(len(edges)), key=lambda at: left[edges[at].funder].top)
    starts = _places(by_grantee, [left[edge.funder] for edge in edges], widths)
    ends = _places(by_funder, [right[edge.grantee] for edge in edges], widths)
    return [Ribbon(edge=e, left=starts[at], right=ends[at], width=widths[at]) for at, e in enumerate(edges)]


def _places(order: Sequence[int], bars: Sequence[Bar], widths: Sequence[float]) -> dict[int, float]:
    """Return the middle of each line's end on its bar; those of the same money lie over each other."""
    total: dict[str, float] = defaultdict(float)
    for bar, width in zip(bars, widths, strict=True):
        total[bar.name] += width
    used: dict[str, float] = defaultdict(float)
    places = {}
    for at in order:
        bar, width = bars[at], widths[at]
        spare = total[bar.name] - width
        shift = used[bar.name] * ((bar.height - width) / spare if spare > 0 else 1.0)
        places[at] = bar.top + shift + width / 2
        used[bar.name] += width
    return places
