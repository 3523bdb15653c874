"""Each scorer against figures worked out by hand in the comment beside it."""

import pytest
from tests.evaluation.gold_builder import Builder

from moneyquote.evaluation import Counts, ErrorKind, Row
from moneyquote.evaluation.matching import names_agree
from moneyquote.evaluation.rows import LayerScore
from moneyquote.evaluation.score_amounts import score_amounts
from moneyquote.evaluation.score_grants import score_grants
from moneyquote.evaluation.score_mentions import score_mentions
from moneyquote.evaluation.score_quotes import score_quotes
from moneyquote.records import ArticleRecord, EntityType, QuoteType


def kinds(score: LayerScore) -> list[str]:
    return [f"{finding.kind} {finding.text}" for finding in score.findings]


class TestMentions:
    builder = Builder("The Quillon Fund and Brightwater School thanked Ines Okoro of Tarn Radio.")

    def record(self, *named: tuple[str, EntityType]) -> ArticleRecord:
        return self.builder.record(
            entities=tuple((f"e{n}", kind, name) for n, (name, kind) in enumerate(named)),
            mentions=tuple(self.builder.mention(name, f"e{n}") for n, (name, _) in enumerate(named)),
        )

    def test_exact_overlap_and_type(self) -> None:
        org, per = EntityType.ORG, EntityType.PER
        gold = self.record(("Quillon Fund", org), ("Brightwater School", org), ("Ines Okoro", per), ("Tarn Radio", org))
        ours = self.record(("The Quillon Fund", org), ("Brightwater School", org), ("Ines Okoro", org))
        scored = score_mentions(gold, ours)
        # ORG: gold 3, predicted 3; the same span once (Brightwater School), an overlap once more (Quillon Fund)
        assert scored.counts[Row.ORG_EXACT] == Counts(hits=1, predicted=3, gold=3)
        assert scored.counts[Row.ORG_OVERLAP] == Counts(hits=2, predicted=3, gold=3)
        # PER: the one in the gold was called an organization
        assert scored.counts[Row.PER_EXACT] == Counts(hits=0, predicted=0, gold=1)
        assert kinds(scored) == [
            "miss Tarn Radio",
            "false alarm Ines Okoro",
            "wrong span The Quillon Fund",
            "miss Ines Okoro",
        ]
        assert scored.findings[1].detail == "in the gold as PER"
        assert scored.findings[3].detail == "found as ORG"

    def test_one_long_span_takes_one_gold_name_only(self) -> None:
        org = EntityType.ORG
        gold = self.record(("Quillon Fund", org), ("Brightwater School", org))
        ours = self.record(("Quillon Fund and Brightwater School", org))
        # one to one: the span overlaps both names and counts for one
        assert score_mentions(gold, ours).counts[Row.ORG_OVERLAP] == Counts(hits=1, predicted=1, gold=2)

    def test_a_mention_given_twice_counts_once(self) -> None:
        gold = self.record(("Quillon Fund", EntityType.ORG))
        ours = self.record(("Quillon Fund", EntityType.ORG), ("Quillon Fund", EntityType.ORG))
        assert score_mentions(gold, ours).counts[Row.ORG_EXACT] == Counts(hits=1, predicted=1, gold=1)


class TestAmounts:
    builder = Builder("It gave $5 million, about €300 and nearly 40 pounds, millions of dollars in all.")

    def test_span_figure_and_qualifier(self) -> None:
        b = self.builder
        gold = b.record(
            amounts=(
                b.amount("$5 million", "5000000", id="a1"),
                b.amount("€300", "300", "EUR", id="a2", qualifier="approximately"),
                b.amount("40 pounds", "40", "GBP", id="a3", qualifier="approximately"),
                b.amount("millions of dollars", None, id="a4", qualifier="indefinite"),
            )
        )
        ours = b.record(
            amounts=(
                b.amount("5 million", "5004000", id="x1"),  # overlaps; off by 0.8 in a thousand: the same figure
                b.amount("€300", "300", "EUR", id="x2"),  # qualifier differs
                b.amount("40 pounds", "40", "USD", id="x3", qualifier="approximately"),  # currency differs
                b.amount("in all", "1", id="x4"),  # no amount
            )
        )
        counts = score_amounts(gold, ours).counts
        assert counts[Row.AMOUNT_OVERLAP] == Counts(hits=3, predicted=4, gold=4)
        assert counts[Row.AMOUNT_EXACT] == Counts(hits=2, predicted=4, gold=4)
        assert counts[Row.AMOUNT_VALUE] == Counts(hits=2, predicted=4, gold=4)
        assert counts[Row.AMOUNT_QUALIFIER] == Counts(hits=1, predicted=4, gold=4)
        assert kinds(score_amounts(gold, ours)) == [
            "miss millions of dollars",
            "false alarm in all",
            "wrong value €300",
            "wrong value 40 pounds",
            "wrong span 5 million",
        ]

    @pytest.mark.parametrize(("value", "hits"), [("5005000", 1), ("5005001", 0), ("4995000", 1), (None, 0)])
    def test_figures_agree_to_one_in_a_thousand(self, value: str | None, hits: int) -> None:
        b = self.builder
        gold = b.record(amounts=(b.amount("$5 million", "5000000"),))
        ours = b.record(amounts=(b.amount("$5 million", value),))
        assert score_amounts(gold, ours).counts[Row.AMOUNT_VALUE].hits == hits

    def test_unknown_agrees_with_unknown_only(self) -> None:
        b = self.builder
        gold = b.record(amounts=(b.amount("millions of dollars", None, qualifier="indefinite"),))
        assert score_amounts(gold, gold).counts[Row.AMOUNT_VALUE].hits == 1
        ours = b.record(amounts=(b.amount("millions of dollars", "1000000", qualifier="indefinite"),))
        assert score_amounts(gold, ours).counts[Row.AMOUNT_VALUE].hits == 0

    def test_the_exact_span_is_matched_before_an_overlap(self) -> None:
        b = self.builder
        gold = b.record(amounts=(b.amount("€300", "300", "EUR"),))
        ours = b.record(amounts=(b.amount("about €300 and", "1", id="x1"), b.amount("€300", "300", "EUR", id="x2")))
        counts = score_amounts(gold, ours).counts
        assert counts[Row.AMOUNT_VALUE] == Counts(hits=1, predicted=2, gold=1)


class TestQuotes:
    builder = Builder(
        'Dr. Ada Reyes said one two three four five six. "Seven eight nine ten," she added. '
        "The union warned that eleven twelve thirteen."
    )

    def test_half_of_the_words_is_a_match_and_less_is_not(self) -> None:
        b = self.builder
        gold = b.record(quotes=(b.quote(QuoteType.INDIRECT, "one two three four five six"),))
        # 3 of 6 words: Jaccard 3/6 = 0.5
        half = b.record(quotes=(b.quote(QuoteType.INDIRECT, "four five six"),))
        # 4 shared, 8 in all ("said" and "Reyes" too many, "five six" missing): 4/8 = 0.5
        shifted = b.record(quotes=(b.quote(QuoteType.INDIRECT, "Reyes said one two three four"),))
        # 2 of 6: 0.33
        less = b.record(quotes=(b.quote(QuoteType.INDIRECT, "five six"),))
        assert [score_quotes(gold, r).counts[Row.QUOTE_CONTENT].hits for r in (half, shifted, less)] == [1, 1, 0]

    def test_source_speaker_and_types(self) -> None:
        b = self.builder
        gold = b.record(
            quotes=(
                b.quote(QuoteType.INDIRECT, "one two three four five six", source="Dr. Ada Reyes", speaker="Ada Reyes"),
                b.quote(QuoteType.DIRECT, "Seven eight nine ten", source="she", speaker="Ada Reyes"),
                b.quote(QuoteType.INDIRECT, "eleven twelve thirteen", source="The union", speaker="Dockers' Union"),
            )
        )
        ours = b.record(
            quotes=(
                # right, by last name; but called mixed
                b.quote(QuoteType.MIXED, "one two three four five six", source="Ada Reyes", speaker="Reyes"),
                # right source, no speaker
                b.quote(QuoteType.DIRECT, "Seven eight nine ten", source="she"),
                # no gold quote
                b.quote(QuoteType.DIRECT, "she added", speaker="Ada Reyes"),
            )
        )
        counts = score_quotes(gold, ours).counts
        assert counts[Row.QUOTE_CONTENT] == Counts(hits=2, predicted=3, gold=3)
        assert counts[Row.QUOTE_SOURCE] == Counts(hits=2, predicted=3, gold=3)
        assert counts[Row.QUOTE_SPEAKER] == Counts(hits=1, predicted=3, gold=3)
        # the mixed one belongs to the indirect gold quote it matched, so: 2 predicted direct, 1 predicted indirect
        assert counts[Row.DIRECT_CONTENT] == Counts(hits=1, predicted=2, gold=1)
        assert counts[Row.DIRECT_SPEAKER] == Counts(hits=0, predicted=2, gold=1)
        assert counts[Row.INDIRECT_CONTENT] == Counts(hits=1, predicted=1, gold=2)
        assert counts[Row.INDIRECT_SPEAKER] == Counts(hits=1, predicted=1, gold=2)
        assert [f.kind for f in score_quotes(gold, ours).findings] == [
            ErrorKind.MISS,
            ErrorKind.FALSE_ALARM,
            ErrorKind.WRONG_LINK,
        ]

    def test_nobody_speaks_for_nobody(self) -> None:
        b = self.builder
        gold = b.record(quotes=(b.quote(QuoteType.INDIRECT, "eleven twelve thirteen"),))
        named = b.record(quotes=(b.quote(QuoteType.INDIRECT, "eleven twelve thirteen", speaker="Ada Reyes"),))
        assert score_quotes(gold, gold).counts[Row.QUOTE_SPEAKER].hits == 1
        assert score_quotes(gold, named).counts[Row.QUOTE_SPEAKER].hits == 0

    def test_two_predictions_for_one_quote(self) -> None:
        b = self.builder
        gold = b.record(quotes=(b.quote(QuoteType.INDIRECT, "one two three four five six"),))
        parts = (b.quote(QuoteType.INDIRECT, "one two three"), b.quote(QuoteType.INDIRECT, "four five six"))
        assert score_quotes(gold, b.record(quotes=parts)).counts[Row.QUOTE_CONTENT] == Counts(
            hits=1, predicted=2, gold=1
        )


class TestGrants:
    builder = Builder(
        "The Quillon Fund gave Brightwater School $5,000 and Tarn Radio $700. Nobody gave Lowfield Choir more."
    )

    def gold(self) -> ArticleRecord:
        b = self.builder
        return b.record(
            amounts=(b.amount("$5,000", "5000", id="a1"), b.amount("$700", "700", id="a2")),
            grants=(
                b.grant("Quillon Fund", "Brightwater School", "a1", id="g1"),
                b.grant("Quillon Fund", "Tarn Radio", "a2", id="g2"),
                b.grant(None, "Lowfield Choir", None, id="g3"),
            ),
        )

    def test_triples_and_pairs(self) -> None:
        b = self.builder
        ours = b.record(
            amounts=(b.amount("$5,000", "5000", id="x1"), b.amount("$700", "700", id="x2")),
            grants=(
                b.grant(None, "Brightwater School", "x1", id="y1"),  # no funder
                b.grant("Quillon Fund", "Lowfield Choir", "x2", id="y2"),  # wrong grantee
            ),
        )
        counts = score_grants(self.gold(), ours).counts
        # gold 3, predicted 2. amount+grantee: the first. amount+funder: the second. all three: none
        assert counts[Row.GRANT_GRANTEE] == Counts(hits=1, predicted=2, gold=3)
        assert counts[Row.GRANT_FUNDER] == Counts(hits=1, predicted=2, gold=3)
        assert counts[Row.GRANT_TRIPLE] == Counts(hits=0, predicted=2, gold=3)
        # linked pairs: gold grants with amount and grantee are two, predicted two, one agrees
        assert counts[Row.GRANT_PAIR] == Counts(hits=1, predicted=2, gold=2)
        findings = score_grants(self.gold(), ours).findings
        assert [finding.kind for finding in findings] == [ErrorKind.MISS, ErrorKind.WRONG_LINK, ErrorKind.WRONG_LINK]
        assert "funder nobody for 'Quillon Fund'" in findings[1].detail
        assert "grantee 'Lowfield Choir' for 'Tarn Radio'" in findings[2].detail

    def test_all_right(self) -> None:
        counts = score_grants(self.gold(), self.gold()).counts
        assert counts[Row.GRANT_TRIPLE] == Counts(hits=3, predicted=3, gold=3)
        assert counts[Row.GRANT_PAIR] == Counts(hits=2, predicted=2, gold=2)

    def test_a_sum_that_was_not_found_cannot_link(self) -> None:
        b = self.builder
        gold = b.record(
            amounts=(b.amount("$700", "700", id="a2"),), grants=(b.grant("Quillon Fund", "Tarn Radio", "a2"),)
        )
        ours = b.record(grants=(b.grant("Quillon Fund", "Tarn Radio", None),))
        assert score_grants(gold, ours).counts[Row.GRANT_PAIR] == Counts(hits=0, predicted=0, gold=1)


@pytest.mark.parametrize(
    ("predicted", "names", "agree"),
    [
        ("Reyes", ["Ada Reyes"], True),  # a part that ends in three letters or more
        ("Ed", ["Ed Li"], True),  # one of two words is half of all
        ("Li", ["Ed Xu Li"], False),  # one of three, and too short to stand alone
        ("Sen. Ada Reyes Jr", ["Ada Reyes"], True),  # all words and more
        ("the President", ["President of the Senate"], False),  # no word that tells anything
        ("Tarn Radio News", ["Tarn Radio Company"], True),  # two of four words: half
        ("Tarn Water News", ["Tarn Radio Company"], False),  # one of five
        (None, ["Ada Reyes"], False),
        ("Ada Reyes", [], False),
    ],
)
def test_names_agree(predicted: str | None, names: list[str], agree: bool) -> None:
    assert names_agree(predicted, names) is agree
