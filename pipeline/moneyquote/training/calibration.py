"""How far the grant linker's confidence may be believed: cross-validation over the articles that it is fitted on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from moneyquote.giving.article import meets
from moneyquote.giving.link import LinkedGrant
from moneyquote.records import ArticleRecord, Grant
from moneyquote.training.linker import Article, Rows, fit_linker, is_party

_FOLDS = 4


def calibrate(
    articles: Sequence[Article], rows: Sequence[dict[str, Rows]], also: Sequence[dict[str, Rows]] = ()
) -> dict[str, float]:
    """Return the slope and shift that turn raw confidences into shares of right triples, by Platt's method.

    Args:
        articles: gold articles with what the pipeline read of them.
        rows: their training rows, in the same order.
        also: rows of other articles, which every fold is fitted on too.

    References:
        Platt, 1999: Probabilistic outputs for support vector machines.
    """
    odds: list[float] = []
    right: list[bool] = []
    for fold in range(_FOLDS):
        linker = fit_linker([*(own for at, own in enumerate(rows) if at % _FOLDS != fold), *also])
        for article in articles[fold::_FOLDS]:
            found = linker.link(article[1])
            odds += [_odds(grant.confidence) for grant in found]
            right += _right(article, found)
    model = LogisticRegression(C=10.0).fit(np.array(odds)[:, None], right)
    return {"slope": float(model.coef_[0, 0]), "shift": float(model.intercept_[0])}


def _odds(share: float) -> float:
    bounded = min(max(share, 1e-4), 1 - 1e-4)
    return float(np.log(bounded / (1 - bounded)))


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
