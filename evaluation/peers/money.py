"""Peers on the money benchmarks, in one run; writes ``evaluation/peers/money.md``.

    pip install -e '.[peers]'
    python -m evaluation.peers.money [--shared ../shared] [--to evaluation/peers/money.md]

The peers are no dependency of ours. price-parser is made for one price in a short string and is fed sentences.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evaluation.money import BENCHMARKS, System, ours, scores

ROOT = Path(__file__).resolve().parents[2]
# The fifteen-line regex that a user would write.
SCALE = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "billion": 1e9,
    "trillion": 1e12,
}
SIGN = {
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "A$": "AUD",
    "C$": "CAD",
    "HK$": "HKD",
}
WORD = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "rupee": "INR", "yuan": "CNY"}
NUMBER = r"(\d[\d,]*(?:\.\d+)?)(?:\s?-?(k|thousand|mn|m|million|bn|b|billion|trillion)\b)?"
BEFORE = re.compile(rf"(US\$|A\$|C\$|HK\$|[$£€¥₹])\s?{NUMBER}", re.IGNORECASE)
BEHIND = re.compile(rf"\b{NUMBER}[\s-](dollar|euro|pound|yen|rupee|yuan)s?\b", re.IGNORECASE)


def fifteen_lines(text: str) -> list[dict[str, Any]]:
    """Return what a short regex finds."""
    found: list[dict[str, Any]] = []
    for match in BEFORE.finditer(text):
        value = float(match[2].replace(",", "")) * SCALE.get((match[3] or "").lower(), 1)
        found.append({"start": match.start(), "end": match.end(), "value": value, "currency": SIGN[match[1].upper()]})
    for match in BEHIND.finditer(text):
        value = float(match[1].replace(",", "")) * SCALE.get((match[2] or "").lower(), 1)
        if not any(f["start"] < match.end() and match.start() < f["end"] for f in found):
            found.append(
                {"start": match.start(), "end": match.end(), "value": value, "currency": WORD[match[3].lower()]}
            )
    return found


def quantulum(text: str) -> list[dict[str, Any]]:
    """Return the quantities of money that quantulum3 finds."""
    from quantulum3 import classifier, parser

    # Its default install has no classifier. The one it ships is a pickle that scikit-learn 1.9 does not load.
    classifier.USE_CLF = False
    found = []
    try:
        quantities = parser.parse(text)
    except (IndexError, ValueError, KeyError, TypeError, AttributeError):
        return []  # it raises on some texts; it then counts as finding nothing
    for quantity in quantities:
        if quantity.unit.entity.name == "currency":
            found.append(
                {
                    "start": quantity.span[0],
                    "end": quantity.span[1],
                    "value": quantity.value,
                    "currency": getattr(quantity.unit, "currency_code", None) or UNITS.get(quantity.unit.name),
                }
            )
    return found


UNITS = {
    "dollar": "USD", "united states dollar": "USD", "pound sterling": "GBP", "euro": "EUR", "japanese yen": "JPY",
    "indian rupee": "INR", "chinese yuan": "CNY", "yuan": "CNY", "australian dollar": "AUD", "canadian dollar": "CAD",
    "hong kong dollar": "HKD", "new zealand dollar": "NZD", "swiss franc": "CHF", "south korean won": "KRW",
    "russian ruble": "RUB", "mexican peso": "MXN", "south african rand": "ZAR", "malaysian ringgit": "MYR",
    "namibian dollar": "NAD", "new taiwan dollar": "TWD", "cent": "USD",
}  # fmt: skip


def recognizers(text: str) -> list[dict[str, Any]]:
    """Return the currencies that Microsoft's Recognizers-Text finds."""
    from recognizers_number_with_unit import Culture, recognize_currency

    found = []
    for item in recognize_currency(text, Culture.English):
        resolution = item.resolution or {}
        value = resolution.get("value")
        found.append(
            {
                "start": item.start,
                "end": item.end + 1,
                "value": float(value) if value not in (None, "null") else None,
                "currency": resolution.get("isoCurrency") or NAMES.get(resolution.get("unit", "")),
            }
        )
    return found


NAMES = {"Dollar": "USD", "Pound": "GBP", "Franc": "CHF", "Rupee": "INR", "Cent": "USD", "Euro": "EUR", "Peso": "MXN"}


def price_parser(text: str) -> list[dict[str, Any]]:
    """Return the one price that price-parser finds."""
    from price_parser import Price

    price = Price.fromstring(text)
    if price.amount is None or not price.currency or not price.amount_text:
        return []
    start = text.find(price.amount_text)
    currency = SIGN.get(price.currency, price.currency if len(price.currency) == 3 else None)
    end = start + len(price.amount_text)
    return [{"start": start, "end": end, "value": float(price.amount), "currency": currency}] if start >= 0 else []


SYSTEMS: dict[str, tuple[str, System]] = {
    "moneyquote": ("moneyquote", ours),
    "recognizers-text": ("recognizers-text-number-with-unit", recognizers),
    "quantulum3": ("quantulum3", quantulum),
    "price-parser": ("price-parser", price_parser),
    "regex of 15 lines": ("", fifteen_lines),
}


def report(shared: Path) -> str:
    """Return the page with the table."""
    lines = [
        "# Peers on the money benchmarks",
        "",
        f"Made by `python -m evaluation.peers.money` on {datetime.now(UTC).date().isoformat()}, all in one run,",
        "on the open halves. F1 of value and currency in percent (P / R), then the share of found amounts whose",
        "value is wrong.",
        "",
        "| system | " + " | ".join(BENCHMARKS) + " |",
        "|---" * (len(BENCHMARKS) + 1) + "|",
    ]
    for name, (package, system) in SYSTEMS.items():
        cells = []
        for benchmark in BENCHMARKS:
            found = scores(system, shared / "bench/money" / f"{benchmark}.jsonl")
            both, right = found["valcur"], found["value_acc_on_overlap"]
            wrong = "–" if right is None else f"{round(100 - right, 1)} %"
            cells.append(f"**{both['F1']}** ({both['P']} / {both['R']}) {wrong}")
            print(name, benchmark, cells[-1], file=sys.stderr)
        label = f"{name} {version(package)}" if package else name
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def main() -> None:
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation" / "peers" / "money.md")
    options = parser.parse_args()
    options.to.write_text(report(options.shared), encoding="utf-8")
    print(options.to.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
