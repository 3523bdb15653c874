"""The ``mq_amounts`` component: amounts of money in ``doc.spans["amounts"]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from moneyquote.components.frames import AMOUNTS, Frame, Part, set_frames
from moneyquote.errors import SettingError
from moneyquote.money import MoneyAmount, parse
from moneyquote.money.currencies import tables


class AmountFinder:
    """Puts what the currency grammar finds on the Doc, boilerplate included: a sum in a caption is a sum."""

    def __init__(self, default_currencies: Mapping[str, str]) -> None:
        unknown = {code for code in default_currencies.values() if code not in tables().official}
        if unknown:
            raise SettingError(
                "mq_amounts.default_currencies",
                f"no ISO 4217 code: {', '.join(sorted(unknown))}",
                "Give codes such as AUD",
            )
        self.default_currencies = dict(default_currencies)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["amounts"]`` and return the Doc."""
        found = parse(doc.text, default_currencies=self.default_currencies)
        set_frames(doc, AMOUNTS, [_frame(number, amount) for number, amount in enumerate(found, 1)])
        return doc


def _frame(number: int, amount: MoneyAmount) -> Frame:
    official = amount.currency in tables().official
    values: dict[str, Any] = {
        "value": None if amount.value is None else format(amount.value, "f"),
        "value_max": None if amount.value_max is None else format(amount.value_max, "f"),
        "currency": amount.currency if official else None,  # records speak ISO 4217; a bitcoin has no code there
        "qualifier": amount.qualifier.value,
        "flags": [flag.value for flag in amount.flags],
    }
    if amount.currency_evidence:
        values["currency_evidence"] = list(amount.currency_evidence)
    if amount.same_sum_as is not None:
        values["same_sum_as"] = f"a{amount.same_sum_as + 1}"
    return Frame(id=f"a{number}", parts=(Part(role="amount", start=amount.start, end=amount.end),), values=values)


@Language.factory("mq_amounts", assigns=["doc.spans"], default_config={"default_currencies": {}})
def make_amounts(nlp: Language, name: str, default_currencies: dict[str, str]) -> AmountFinder:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        default_currencies: what shared signs and nouns mean where an article does not tell, such as ``{"$": "AUD"}``.

    Raises:
        SettingError: if a value is no ISO 4217 code.
    """
    return AmountFinder(default_currencies)
