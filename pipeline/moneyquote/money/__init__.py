"""Money: every amount of money in a text, exactly, by a currency grammar. Needs no model and no spaCy.

``parse("about US$10-15 million")`` gives the amounts with their characters, value, currency and qualifier.
"""

from moneyquote.money.parse import MoneyAmount, parse

__all__ = ["MoneyAmount", "parse"]
