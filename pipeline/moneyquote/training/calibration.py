"""How far the grant linker's confidence may be believed: cross-validation over the articles that it is fitted on."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.giving.article import meets
from moneyquote.giving.link import RIGHT
from moneyquote.giving.linked import LinkedGrant
from moneyquote.giving.scorers import Choice
from moneyquote.records import ArticleRecord, Grant
from moneyquote.training.linker import Article, Rows, fit_choice, fit_linker, is_party

_FOLDS = 4


def calibrate(
    articles: Sequence[Article],
    rows: Sequence[dict[str, Rows]],
    others: Sequence[Article] = (),
    also: Sequence[dict[str, Rows]] = (),
) -> Choice:
    """Return the choice between "right" and "wrong" that tells the chance of a whole transfer, after Platt's method.

    Each fold's linker is fitted on the articles of the other folds, and its transfers in the fold's articles are the
    rows. The encoder has seen all of them, so it finds more in them than in other articles.

    Args:
        articles: gold articles with what the pipeline read of them.
        rows: their training rows, in the same order.
        others: further gold articles, which teach the linker less.
        also: their training rows, in the same order.

    References:
        Platt, 1999: Probabilistic outputs for support vector machines.
    """
    made = Rows()
    for fold in range(_FOLDS):
        linker = fit_linker([own for part in (rows, also) for at, own in enumerate(part) if at % _FOLDS != fold])
        for article in (*articles[fold::_FOLDS], *others[fold::_FOLDS]):
            found = linker.link(article[1])
            for grant, right in zip(found, _right(article, found), strict=True):
                made.add(dict(grant.told), RIGHT if right else "wrong")
    return fit_choice(made, lambda _: True)


def _right(article: Article, found: Sequence[LinkedGrant]) -> list[bool]:
    """Tell of each grant whether a gold one has the same amount, funder and grantee; a gold one counts once."""
    gold = article[0]
    left = list(gold.grants)
    made = []
    for grant in found:
        same = next((theirs for theirs in left if _same(article, grant, theirs)), None)
        made.append(same is not None)
        if same is not None:
            left.remove(same)
    return made


def _same(article: Article, grant: LinkedGrant, theirs: Grant) -> bool:
    gold, view = article
    if _amount(gold, article, grant) != theirs.amount:
        return False
    for role in ("funder", "grantee"):
        candidate, party = getattr(grant, role), getattr(theirs, role)
        if candidate is None or party is None:
            if candidate is not party:
                return False
        elif not is_party(gold, view, candidate, party):
            return False
    return True


def _amount(gold: ArticleRecord, article: Article, grant: LinkedGrant) -> str | None:
    ours = next((a for a in article[1].amounts if a.id == grant.amount), None)
    if ours is None:
        return None
    return next((a.id for a in gold.amounts if meets((a.start, a.end), (ours.start, ours.end))), "")
