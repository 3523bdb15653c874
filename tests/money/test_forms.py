"""Every form of money that the grammar reads, one sentence each."""

import subprocess
import sys

import pytest

from moneyquote.money import parse


def read(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(text[a.start : a.end], None if a.value is None else format(a.value, "f"), a.currency) for a in parse(text)]


@pytest.mark.parametrize(
    ("text", "surface", "value", "currency"),
    [
        # signs, prefixed signs and codes before the number
        ("It cost $5.", "$5", "5", "USD"),
        ("It cost $ 5,250.", "$ 5,250", "5250", "USD"),
        ("It cost US$4.2 billion.", "US$4.2 billion", "4200000000", "USD"),
        ("It cost US $3.4 million.", "US $3.4 million", "3400000", "USD"),
        ("It cost U.S.$12.", "U.S.$12", "12", "USD"),
        ("It cost A$7m.", "A$7m", "7000000", "AUD"),
        ("It cost C$12-million.", "C$12-million", "12000000", "CAD"),
        ("It cost NZ$250k.", "NZ$250k", "250000", "NZD"),
        ("It cost NT$10,000.", "NT$10,000", "10000", "TWD"),
        ("It cost HK$1.2bn.", "HK$1.2bn", "1200000000", "HKD"),
        ("It cost S$40.", "S$40", "40", "SGD"),
        ("It cost R$3 milhão.", "R$3", "3", "BRL"),
        ("It cost S/ 3,000.", "S/ 3,000", "3000", "PEN"),
        ("It cost GH¢5,000.", "GH¢5,000", "5000", "GHS"),
        ("It cost GH₵180,000.00.", "GH₵180,000.00", "180000", "GHS"),
        ("It cost RM69.6 million.", "RM69.6 million", "69600000", "MYR"),
        ("It cost KSh2,500.", "KSh2,500", "2500", "KES"),
        ("It cost Sh1.2 billion.", "Sh1.2 billion", "1200000000", "KES"),
        ("It cost Rs 2.5 crore.", "Rs 2.5 crore", "25000000", "INR"),
        ("It cost Rs. 12,34,567.89 there.", "Rs. 12,34,567.89", "1234567.89", "INR"),
        ("It cost ₹21 crore.", "₹21 crore", "210000000", "INR"),
        ("It cost ₦50 million.", "₦50 million", "50000000", "NGN"),
        ("It cost N7.2 billion.", "N7.2 billion", "7200000000", "NGN"),
        ("It cost P250,000 in Manila.", "P250,000", "250000", "PHP"),
        ("It cost R4.5 million.", "R4.5 million", "4500000", "ZAR"),
        ("It cost R800 000 in Cape Town.", "R800 000", "800000", "ZAR"),
        ("It cost ₱1,500.", "₱1,500", "1500", "PHP"),
        ("It cost ₸90m.", "₸90m", "90000000", "KZT"),
        ("It cost ₽300.", "₽300", "300", "RUB"),
        ("It cost ₴2bn.", "₴2bn", "2000000000", "UAH"),
        ("It cost £350k.", "£350k", "350000", "GBP"),
        ("It cost €1,5 million.", "€1,5 million", "1500000", "EUR"),
        ("It cost Dh 25,000.", "Dh 25,000", "25000", "AED"),
        ("It cost QR330.7mn.", "QR330.7mn", "330700000", "QAR"),
        ("It cost KD200 million.", "KD200 million", "200000000", "KWD"),
        ("It cost Tk 78.50 lakh.", "Tk 78.50 lakh", "7850000", "BDT"),
        ("It cost LE 545 million.", "LE 545 million", "545000000", "EGP"),
        ("It cost USD 200.", "USD 200", "200", "USD"),
        ("It cost USD115.5.", "USD115.5", "115.5", "USD"),
        ("It cost EUR50m.", "EUR50m", "50000000", "EUR"),
        ("It cost EUR 2.3 million.", "EUR 2.3 million", "2300000", "EUR"),
        ("It cost CHF 1'250'000.", "CHF 1'250'000", "1250000", "CHF"),
        ("It cost usd 20.", "usd 20", "20", "USD"),
        ("It cost MUSD 30.", "MUSD 30", "30000000", "USD"),
        ("It cost US dollars 5000.", "US dollars 5000", "5000", "USD"),
        ("It fell to $-50.8bn.", "$-50.8bn", "-50800000000", "USD"),
        ("It cost kr 500 in Oslo.", "kr 500", "500", "NOK"),
        ("It cost ¥20,000 in Tokyo.", "¥20,000", "20000", "JPY"),
        # the currency behind the number
        ("It cost 5 €.", "5 €", "5", "EUR"),
        ("It cost 70 ₹ there.", "70 ₹", "70", "INR"),
        ("It cost 200 USD.", "200 USD", "200", "USD"),
        ("It cost 30 MUSD.", "30 MUSD", "30000000", "USD"),
        ("It cost 75 USD million.", "75 USD million", "75000000", "USD"),
        ("It cost 1500 Rs.", "1500 Rs", "1500", "INR"),
        ("It cost 4.5bn zloty.", "4.5bn zloty", "4500000000", "PLN"),
        ("It cost 1.234,56 zł per place.", "1.234,56 zł", "1234.56", "PLN"),
        ("It cost 12.500 euros.", "12.500 euros", "12500", "EUR"),
        ("It cost 1 338 860 euros.", "1 338 860 euros", "1338860", "EUR"),
        ("It cost 1.338.860 euros.", "1.338.860 euros", "1338860", "EUR"),
        ("It cost 1,33,8860 rupees.", "1,33,8860 rupees", "1338860", "INR"),
        ("It cost 1,5 Mio. Euro.", "1,5 Mio. Euro", "1500000", "EUR"),
        ("It cost 26.2 trillion U.S. dollars.", "26.2 trillion U.S. dollars", "26200000000000", "USD"),
        ("It cost 500 million Kenyan shillings.", "500 million Kenyan shillings", "500000000", "KES"),
        ("It cost 40 new Israeli shekels.", "40 new Israeli shekels", "40", "ILS"),
        ("It cost 61 million Hong Kong dollars.", "61 million Hong Kong dollars", "61000000", "HKD"),
        ("It cost 20 Swiss francs.", "20 Swiss francs", "20", "CHF"),
        ("It cost 300 pounds sterling.", "300 pounds sterling", "300", "GBP"),
        ("It cost 90 roubles.", "90 roubles", "90", "RUB"),
        ("It cost 1.2 trillion tenge.", "1.2 trillion tenge", "1200000000000", "KZT"),
        ("It cost 3,000 hryvnias.", "3,000 hryvnias", "3000", "UAH"),
        ("It cost 2.5 lakh crore rupees.", "2.5 lakh crore rupees", "2500000000000", "INR"),
        ("It cost 1.3 trillion won.", "1.3 trillion won", "1300000000000", "KRW"),
        ("It was a 500-million-dollar loan.", "500-million-dollar", "500000000", "USD"),
        ("It cost $5 million US dollars.", "$5 million US dollars", "5000000", "USD"),
        ("It cost $76 US a barrel.", "$76 US", "76", "USD"),
        ("Tickets are $15 (US) each.", "$15 (US)", "15", "USD"),
        # minor units
        ("It cost 50 cents.", "50 cents", "0.5", "USD"),
        ("It cost 5¢ a litre.", "5¢", "0.05", "USD"),
        ("Shares rose to 164p.", "164p", "1.64", "GBP"),
        ("It cost 40 pence.", "40 pence", "0.4", "GBP"),
        ("Shares rose 18 sen.", "18 sen", "0.18", "MYR"),
        ("It cost 3 dollars 50 cents.", "3 dollars 50 cents", "3.5", "USD"),
        ("It cost 250 fils in Kuwait.", "250 fils", "0.25", "KWD"),
        # words
        ("It cost five million yen.", "five million yen", "5000000", "JPY"),
        ("It cost half a billion dollars.", "half a billion dollars", "500000000", "USD"),
        ("It cost a million and a half dollars.", "a million and a half dollars", "1500000", "USD"),
        ("It cost one and a half million euros.", "one and a half million euros", "1500000", "EUR"),
        ("It cost $2 and a half million.", "$2 and a half million", "2500000", "USD"),
        ("It cost two hundred thousand euros.", "two hundred thousand euros", "200000", "EUR"),
        ("It cost a quarter of a million pounds in London.", "a quarter of a million pounds", "250000", "GBP"),
        ("It cost twenty-five thousand rupees.", "twenty-five thousand rupees", "25000", "INR"),
        ("It cost a billion shekels.", "a billion shekels", "1000000000", "ILS"),
        ("It was a trillion-dollar crash.", "trillion-dollar", "1000000000000", "USD"),
        ("It cost thirteen dollars and forty-five cents.", "thirteen dollars and forty-five cents", "13.45", "USD"),
        ("It cost the four point nine million dollars asked.", "four point nine million dollars", "4900000", "USD"),
        ("It was worth some three billion dollars.", "three billion dollars", "3000000000", "USD"),
        ("It built three million-dollar homes.", "million-dollar", "1000000", "USD"),
        ("It built a three million-dollar home.", "three million-dollar", "3000000", "USD"),
        ("It cost one and two million dollars.", "two million dollars", "2000000", "USD"),
        # minor units between the main one and the least
        ("It cost five jiao.", "five jiao", "0.5", "CNY"),
        ("It cost 3 yuan 5 jiao 2 fen there.", "3 yuan 5 jiao 2 fen", "3.52", "CNY"),
        ("It cost two kuai and four mao six.", "two kuai and four mao six", "2.46", "CNY"),
        ("It cost 40 piastres in Amman, Jordan.", "40 piastres", "0.4", "JOD"),
        ("It cost five dollars and 30 cents.", "five dollars and 30 cents", "5.3", "USD"),
        ("It cost one penny in Ohio, United States. The United States pays.", "one penny", "0.01", "USD"),
        # line breaks and typing slips
        ("It gave $8\n\nmillion away.", "$8\n\nmillion", "8000000", "USD"),
        ("It gave $209\n        million away.", "$209\n        million", "209000000", "USD"),
        ("It cost AUS$ 5 million.", "AUS$ 5 million", "5000000", "AUD"),
        ("They lent 100,000 ரூ there.", "100,000 ரூ", "100000", "INR"),
        ("It cost $3\nbillion a year.", "$3\nbillion", "3000000000", "USD"),
        ("It cost two million\nBangladeshi taka.", "two million\nBangladeshi taka", "2000000", "BDT"),
        ("It cost $1.1. million in all.", "$1.1. million", "1100000", "USD"),
        ("It cost 600-plus billion pesos in Buenos Aires.", "600-plus billion pesos", "600000000000", "ARS"),
        ("It raised PS21,700.", "PS21,700", "21700", "GBP"),
    ],
)
def test_a_form_is_read(text: str, surface: str, value: str, currency: str) -> None:
    assert read(text) == [(surface, value, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "They ate 12 pounds of rice and weighed 120 pounds.",
        "It was 30 degrees at 3:30 p.m. on page 12p.",
        "A real challenge for 3 real friends.",
        "The side won 3 won the cup.",
        "They won the match 3-1 and 40 won the prize.",
        "Rand Hall at 5 Rand Street.",
        "The COP27 summit and the TOP10 list.",
        "A B737 900 stood beside a K2 poster.",
        "Infections passed the 4,000 mark and pupils got 482 marks.",
        "Call 020 7946 0000 or see https://x.example/5/eur20.html .",
        "A 2 per cent rise in 2014 to 15 percent.",
        "There were 500 sheep, 20 houses and 3 million people.",
        "He scored 20 at Lord's; the index fell 300 points.",
        "Version 2.0.1 was released on 5.4.2021.",
        "The flat has 120 square metres.",
        "She is the 5th in line, in room R2.",
        "See https://shop.example.com/author/B08QRX? or www.example.com/3-million-dollar-fund for it.",
        "The files CF4E6, P.03, B36/93, MK47 and NIS2, and resolution SR 493.",
        "The 2025 Dr. Orsk prize, at 130 Lt Orsk Street; since 1996 Bob Orsk has been there.",
        "They hold 6.87 million SOL, 10,000 $ORSK tokens and 10 AED kits after Bitcoin 2026.",
        "A team of 100 real estate men and 146 Afghanis met; phone 0101 Sen Orsk.",
        "The boats landed 6.5 million pounds of cod in New England, worth a lot in the United States.",
        "They carry hundreds of pounds of food in Ohio.",
    ],
)
def test_what_is_no_money(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "currency"),
    [
        ("It cost $5 million to $7 million.", "$5 million to $7 million", "5000000", "7000000", "USD"),
        ("It cost US$10-15 million.", "US$10-15 million", "10000000", "15000000", "USD"),
        ("It cost $10 to $15 billion.", "$10 to $15 billion", "10000000000", "15000000000", "USD"),
        ("It cost between 10 and 12 million euros.", "10 and 12 million euros", "10000000", "12000000", "EUR"),
        ("It cost between $5 and $7 billion.", "$5 and $7 billion", "5000000000", "7000000000", "USD"),
        ("It cost 9–85 million US dollars.", "9–85 million US dollars", "9000000", "85000000", "USD"),
        ("It cost €1.5m-€2m.", "€1.5m-€2m", "1500000", "2000000", "EUR"),
        ("It cost Rs 1 crore to Rs 3 crore.", "Rs 1 crore to Rs 3 crore", "10000000", "30000000", "INR"),
        ("Fees of $200 to $4 million.", "$200 to $4 million", "200", "4000000", "USD"),
        ("It cost 60-70 cents.", "60-70 cents", "0.6", "0.7", "USD"),
        ("Homes from $750,000 to $1 million sold.", "$750,000 to $1 million", "750000", "1000000", "USD"),
        ("It cost $5-8,000.", "$5-8,000", "5", "8000", "USD"),
        ("It sold from RM120,000 to RM300,000.", "RM120,000 to RM300,000", "120000", "300000", "MYR"),
        ("It cost $1,200,000 to $1,500,000.", "$1,200,000 to $1,500,000", "1200000", "1500000", "USD"),
        ("It cost from $5 million up to $7 million.", "$5 million up to $7 million", "5000000", "7000000", "USD"),
        ("It cost 10 or 12 million euros.", "10 or 12 million euros", "10000000", "12000000", "EUR"),
        ("It cost eight or nine euros.", "eight or nine euros", "8", "9", "EUR"),
        ("It cost one or two million euros.", "one or two million euros", "1000000", "2000000", "EUR"),
        ("It cost $5 or $6 million.", "$5 or $6 million", "5000000", "6000000", "USD"),
        ("It cost two or three hundred dollars.", "two or three hundred dollars", "200", "300", "USD"),
        ("It cost five to ten million dollars.", "five to ten million dollars", "5000000", "10000000", "USD"),
        (
            "It cost between five and ten million dollars.",
            "five and ten million dollars",
            "5000000",
            "10000000",
            "USD",
        ),
        ("It cost five cents to two dollars.", "five cents to two dollars", "0.05", "2", "USD"),
        ("As fees rose, prizes ranging from $5 to $7 went.", "$5 to $7", "5", "7", "USD"),
        ("It cost NT$1,500 to NT$5,000.", "NT$1,500 to NT$5,000", "1500", "5000", "TWD"),
    ],
)
def test_a_range_is_one_amount(text: str, surface: str, low: str, high: str, currency: str) -> None:
    (amount,) = parse(text)
    assert text[amount.start : amount.end] == surface
    assert (format(amount.value or 0, "f"), format(amount.value_max or 0, "f")) == (low, high)
    assert (amount.currency, amount.qualifier) == (currency, "range")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It rose from $5 to $7.", ["5", "7"]),
        ("Sales fell from $1.2 million to $800,000.", ["1200000", "800000"]),
        ("It rose from $10 to $15 billion.", ["10000000000", "15000000000"]),
        ("It climbed 11 sen to RM2.05.", ["0.11", "2.05"]),
        ("They gave $5 and $7.", ["5", "7"]),
        ("10,000 shillings (US$85)", ["10000", "85"]),
        ("It rose from RM120,000 to RM300,000.", ["120000", "300000"]),
        ("The fee was cut from £3 to £2.", ["3", "2"]),
        ("The prize grew from $280,000 to $6 million.", ["280000", "6000000"]),
        ("They increased the rate of return for all states from 78 cents to 92 cents.", ["0.78", "0.92"]),
        ("It pays $5 or 10 percent.", ["5"]),
        ("He owes £2 or 3 months in prison.", ["2"]),
        ("A fine of $50 or $500.", ["50", "500"]),
        ("It gave $45 million to 72 research projects.", ["45000000"]),
        ("It gave $500 to 5 million poor families.", ["500"]),
    ],
)
def test_two_amounts_stay_two(text: str, values: list[str]) -> None:
    assert [value for _, value, _ in read(text)] == values


def test_the_library_function_needs_no_spacy() -> None:
    code = "import sys; from moneyquote.money import parse; parse('$5'); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
