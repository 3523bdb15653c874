"""The flow as one HTML file that asks nobody for anything: a picture a currency, and the evidence of every line."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from html import escape
from importlib.resources import files

from moneyquote.flow.edges import NO_SUM, Edge, Flow, Telling
from moneyquote.flow.layout import Bar, Picture, lay_out

_LEFT, _RIGHT, _WIDTH, _BAR = 380, 820, 1200, 10
_NAME = 42
_COLOURS = 8
_SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


def page(flow: Flow, title: str, *, most: int) -> str:
    """Return the page; of each currency the ``most`` largest edges are drawn, and the others counted.

    Works without JavaScript: every line is a link to its evidence. With it, names light up and can be searched.
    """
    style, script = (files("moneyquote.flow").joinpath(name).read_text(encoding="utf-8") for name in _PARTS)
    sections = "".join(_section(number, *group, most) for number, group in enumerate(flow.groups.items()))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src {_mark(style)}; '
        f'script-src {_mark(script)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}: who funds whom</title><style>{style}</style></head><body>"
        f"<header><h1>Who funds whom in {escape(title)}</h1>{_notes(flow)}"
        '<p><input id="search" type="search" placeholder="Search a name or a sentence" '
        'aria-label="Search a name or a sentence"> <output id="found"></output></p></header>'
        f"<main>{sections}</main><script>{script}</script></body></html>\n"
    )


_PARTS = ("flow.css", "flow.js")


def _mark(part: str) -> str:
    """Return what allows a browser this style or script and no other, whatever a name might bring into the page."""
    return f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'"


def _notes(flow: Flow) -> str:
    notes = [
        "Sums that articles tell, by a machine: read the evidence sentence before you use one. A thicker line is more "
        "money; currencies are never added."
    ]
    if not flow.is_resolved:
        notes.append(
            "The names of one organization are not tied together, and a grant that two articles tell counts twice: "
            "moneyquote resolve run was not run."
        )
    if flow.left_out:
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(flow.left_out.items()))
        notes.append(f"Not drawn: {told}.")
    return "".join(f"<p>{escape(note)}</p>" for note in notes)


def _section(number: int, group: str, edges: Sequence[Edge], most: int) -> str:
    drawn = edges[:most]
    picture = lay_out(drawn)
    heading = "Grants whose sum is not told" if group == NO_SUM else group
    lines = "line" if len(edges) == 1 else "lines"
    legend = [f"{len(edges)} {lines}" if len(edges) == len(drawn) else f"the {most} largest of {len(edges)} lines"]
    if picture.thinnest:
        legend.append(f"the thinnest lines are up to {_short(Decimal(picture.thinnest))}")
    rows = "".join(_evidence(f"e{number}-{at}", edge, group) for at, edge in enumerate(drawn))
    return (
        f"<section><h2>{escape(heading)}</h2><p>{'; '.join(legend)}.</p>{_svg(number, picture, group)}"
        f"<details><summary>Evidence</summary><table><thead><tr><th>Funder<th>Grantee<th>Sum<th>Evidence"
        f"</tr></thead><tbody>{rows}</tbody></table></details></section>"
    )


def _svg(number: int, picture: Picture, group: str) -> str:
    colour = {bar.name: at % _COLOURS for at, bar in enumerate(picture.funders)}
    shapes: list[str] = []
    middle = (_LEFT + _RIGHT) / 2
    for at, ribbon in enumerate(picture.ribbons):
        edge = ribbon.edge
        path = (
            f"M{_LEFT + _BAR} {ribbon.left:.1f}C{middle} {ribbon.left:.1f} {middle} {ribbon.right:.1f} "
            f"{_RIGHT - _BAR} {ribbon.right:.1f}"
        )
        shapes.append(
            f'<a href="#e{number}-{at}" class="edge c{colour[edge.funder]}" data-from="{escape(edge.funder)}" '
            f'data-to="{escape(edge.grantee)}"><title>{escape(_told(edge, group))}</title>'
            f'<path d="{path}" stroke-width="{ribbon.width:.1f}"/></a>'
        )
    shapes += _bars(picture, group, colour)
    label = escape(f"Lines from funders to grantees, {group}")
    return (
        f'<svg viewBox="0 0 {_WIDTH} {picture.height + 4:.0f}" role="img" aria-label="{label}">{"".join(shapes)}</svg>'
    )


def _bars(picture: Picture, group: str, colour: dict[str, int]) -> Iterator[str]:
    for side, bars in (("from", picture.funders), ("to", picture.grantees)):
        for bar in bars:
            money = "" if group == NO_SUM else _short(bar.value)
            yield _bar(bar, side, money, f"c{colour[bar.name]}" if side == "from" else "")


def _bar(bar: Bar, side: str, money: str, colour: str) -> str:
    x, text_x = (_LEFT, _LEFT - 6) if side == "from" else (_RIGHT - _BAR, _RIGHT + 6)
    name = bar.name if len(bar.name) <= _NAME else bar.name[: _NAME - 1].rstrip() + "…"
    words = escape(name) + (f' <tspan class="sum">{money}</tspan>' if money else "")
    return (
        f'<g class="name {side} {colour}" data-name="{escape(bar.name)}"><title>{escape(bar.name)} {money}</title>'
        f'<rect x="{x}" y="{bar.top:.1f}" width="{_BAR}" height="{bar.height:.1f}"/>'
        f'<text x="{text_x}" y="{bar.top + bar.height / 2:.1f}">{words}</text></g>'
    )


def _evidence(name: str, edge: Edge, group: str) -> str:
    proofs = "".join(f"<li>{_proof(telling)}</li>" for telling in edge.tellings)
    return (
        f'<tr id="{name}"><td>{escape(edge.funder)}<td>{escape(edge.grantee)}<td>{escape(_sum(edge, group))}'
        f"<td><ul>{proofs}</ul></tr>"
    )


def _proof(telling: Telling) -> str:
    terms = [telling.told, telling.status if telling.status != "given" else None, telling.period]
    terms += [f"for {telling.purpose}" if telling.purpose else None]
    terms += [None if telling.confidence is None else f"confidence {telling.confidence:.2f}"]
    terms += ["does not fit another sum of its article" if telling.mismatches else None]
    about = escape("; ".join(filter(None, terms)))
    return (
        f"<q>{escape(telling.evidence)}</q> <small>{about} [{escape(telling.article)} {escape(telling.grant)}]</small>"
    )


def _told(edge: Edge, group: str) -> str:
    count = len(edge.tellings)
    return f"{edge.funder} → {edge.grantee}: {_sum(edge, group)}, told {'once' if count == 1 else f'{count} times'}"


def _sum(edge: Edge, group: str) -> str:
    return NO_SUM if edge.value is None else f"{group} {edge.value.normalize():,f}"


def _short(value: Decimal) -> str:
    """Return a sum in three digits: 1.25m."""
    for scale, name in _SCALES:
        if value >= scale:
            return f"{float(value / scale):.3g}{name}"
    return f"{float(value):.3g}"
