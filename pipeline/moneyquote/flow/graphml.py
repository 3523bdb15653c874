"""The flow as GraphML, for Gephi, yEd, Cytoscape and the like; written by networkx."""

from __future__ import annotations

import re
from pathlib import Path

from moneyquote.errors import MissingExtra
from moneyquote.flow.edges import Flow
from moneyquote.stores.export import whole_file

_NO_PLACE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_graphml(flow: Flow, path: Path) -> None:
    """Write a directed multigraph: a node a name, an edge a funder, grantee and currency.

    Edges bear ``currency``, ``value`` (a double; absent without a sum), ``value_exact``, ``grants`` (how many,
    those that several articles tell counted once), ``articles`` and ``evidence``, the last two with `` | `` between
    them.

    Raises:
        MissingExtra: if networkx is not installed.
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtra(str(path), "GraphML needs networkx", "pip install 'moneyquote[graph]'") from error
    graph = networkx.MultiDiGraph()
    for group, edges in flow.groups.items():
        for edge in edges:
            about = {"currency": group, "grants": edge.grants}
            if edge.value is not None:
                about |= {"value": float(edge.value), "value_exact": format(edge.value, "f")}
            about["articles"] = " | ".join(dict.fromkeys(_clean(t.article) for t in edge.tellings))
            about["evidence"] = " | ".join(dict.fromkeys(_clean(t.evidence) for t in edge.tellings))
            graph.add_edge(_clean(edge.funder), _clean(edge.grantee), **about)
    with whole_file(path) as out:
        out.write("\n".join(networkx.generate_graphml(graph)) + "\n")


def _clean(text: str) -> str:
    """Return a text with blanks for control characters and all else that XML has no place for.

    References:
        XML 1.0, fifth edition, 2.2: Characters.
    """
    return _NO_PLACE.sub(" ", text)
