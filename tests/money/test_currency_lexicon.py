import re
from decimal import Decimal

import pytest

from moneyquote.components.amounts import AmountFinder
from moneyquote.errors import LexiconError, SettingError
from moneyquote.lexicons import lexicon
from moneyquote.money import currencies, parse

# ISO 4217 list one without metals, funds of the Bretton Woods kind kept apart, testing and no-currency codes.
ACTIVE = set(
    re.findall(
        r"[A-Z]{3}",
        """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
        CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
        IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
        MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
        RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
        UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG""",
    )
)


def test_every_active_currency_is_there() -> None:
    assert set(lexicon("currencies")["active"]) >= ACTIVE


@pytest.mark.parametrize("code", sorted(ACTIVE))
def test_every_currency_is_read_by_its_code_and_noun(code: str) -> None:
    assert [a.currency for a in parse(f"It cost {code} 12,500 there.")] == [code]
    entry = lexicon("currencies")["active"][code]
    if entry.get("words") and entry.get("adj"):
        noun = f"{entry['adj'][0]} {entry['words'][0]}"
        assert [a.currency for a in parse(f"It cost 12,500 {noun} there.")] == [code]


def test_a_currency_is_added_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    data = lexicon("currencies")
    more = {
        **data,
        "active": {**data["active"], "XQQ": {"name": "Orskian crumb", "words": ["crumb"], "signs": ["Ok$"]}},
    }
    monkeypatch.setattr(currencies, "lexicon", lambda _name: more)
    currencies.tables.cache_clear()
    try:
        assert [(a.currency, a.value) for a in parse("It cost 500 crumbs, or Ok$3 million.")] == [
            ("XQQ", Decimal(500)),
            ("XQQ", Decimal(3_000_000)),
        ]
    finally:
        monkeypatch.undo()
        currencies.tables.cache_clear()


def test_an_unknown_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = lexicon("currencies")
    broken = {**data, "active": {**data["active"], "XQQ": {"nouns": ["crumb"]}}}
    monkeypatch.setattr(currencies, "lexicon", lambda _name: broken)
    currencies.tables.cache_clear()
    try:
        with pytest.raises(LexiconError, match="XQQ: unknown keys"):
            currencies.tables()
    finally:
        monkeypatch.undo()
        currencies.tables.cache_clear()


def test_the_component_checks_its_defaults() -> None:
    with pytest.raises(SettingError, match="ABC"):
        AmountFinder({"$": "ABC"})
