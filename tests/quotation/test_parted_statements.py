"""Statements that their own cue, a colon or a headline parts from who says them."""

import pytest
from tests.quotation.attribution_reading import Read, read


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("He means, he told the crowd, to sell it, “and soon.”", ("He means", "to sell it, “and soon.”"), "told", "he"),
        ("The ferry, Obi said, “is a ruin.”", ("The ferry", "is a ruin."), "said", "Obi"),
        ("It is the only pier, Hale said, that “holds.”", ("It is the only pier", "that “holds.”"), "said", "Hale"),
        (
            "The town gave $2 million, envoy Grace Obi told us in the hall, and would pay the rest “by May.”",
            ("The town gave $2 million", "and would pay the rest “by May.”"),
            "told us",
            "envoy Grace Obi",
        ),
    ],
)
def test_a_cue_inside_a_statement_that_ends_in_marks(
    text: str, content: tuple[str, ...], cue: str, source: str
) -> None:
    found = read(text)
    assert [(quote.kind, quote.content, quote.source) for quote in found] == [("mixed", content, source)]
    assert (found[0].cue or "").startswith(cue)


@pytest.mark.parametrize(
    "text",
    ["In May, Obi said, “we dug all night.”", "Asked why, Obi said, “the tide was late.”", "Obi said, “We dug.”"],
)
def test_a_circumstance_before_the_cue_is_no_part_of_the_statement(text: str) -> None:
    assert [(quote.kind, quote.source) for quote in read(text)] == [("direct", "Obi")]


def test_a_second_quotation_of_its_own_cue_is_not_taken_by_a_later_aside() -> None:
    text = "“It was never about money,” said Grace Obi, who charged them, she confirmed with a smile, a fee of $2."
    assert read(text)[0] == Read("direct", ("It was never about money",), "said", read(text)[0].source)
    assert (read(text)[0].source or "").startswith("Grace Obi")


@pytest.mark.parametrize("between", ["nine minutes later", "to the ferrymen in the hall"])
def test_a_colon_behind_a_circumstance_leads_to_the_words(between: str) -> None:
    assert read(f"Grace Obi answered {between}: “Let us wait.”") == [
        Read("direct", ("Let us wait.",), "answered", "Grace Obi")
    ]


def test_a_charge_that_somebody_rejects_is_not_part_of_it() -> None:
    text = "Hale accused the council of favouring friends, a charge that Obi rejected as “sums done in the dark”."
    found = read(text)
    assert found[0].content == ("the council of favouring friends",)
    assert (found[1].content, found[1].source) == (("sums done in the dark",), "Obi")


def test_a_second_verb_of_judging_ends_the_first_ones_content() -> None:
    text = "Obi described Hale as a man who “rows what others only count,” and praised Marsh for her boat."
    assert read(text)[0].content == ("Hale as a man who “rows what others only count,”",)


def test_what_somebody_is_described_as_belongs_to_the_content() -> None:
    text = "Obi described the ‘rather shy offer’ as the end of ten years of patching."
    assert read(text)[0].content == ("the ‘rather shy offer’ as the end of ten years of patching",)


def test_a_name_behind_a_fronted_adverbial_is_the_subject() -> None:
    text = "By contrast Grace Obi, an analyst at Corvane Bank, kept hers and argued that the pier was “a bargain”."
    assert (read(text)[0].source or "").startswith("Grace Obi")


class TestHeadlines:
    def test_quoted_words_before_a_colon(self) -> None:
        assert read("“We dug all night”: ferry saved by May\n\nThe ferry is old.")[0] == Read(
            "direct", ("We dug all night",), None, None
        )

    def test_quoted_words_behind_a_colon(self) -> None:
        assert read("Roads minister: “We will not wait for rain”\n\nThe pier is old.")[0] == Read(
            "direct", ("We will not wait for rain",), None, "Roads minister"
        )

    @pytest.mark.parametrize("line", ["Tomas Hale: “Pier Rat”", "Lena Marsh: “The Old Lamp”", "“Pier Rats”: a play"])
    def test_a_nickname_or_title_at_a_colon_is_no_quote(self, line: str) -> None:
        assert read(f"{line}\n\nThe pier is old.") == []


class TestContinuations:
    def test_a_short_sentence_alone_in_its_paragraph_goes_on(self) -> None:
        found = read("“We turned people away for years,” Obi said.\n\n“That ends now.”\n\nThe pier is old.")
        assert found[1] == Read("direct", ("That ends now.",), None, None)

    def test_a_short_sentence_after_other_matter_does_not(self) -> None:
        assert read("The pier is old.\n\n“Pier tales.”\n\nThe ferry is late.") == []


class TestVerdicts:
    @pytest.mark.parametrize(
        ("text", "cue", "source"),
        [
            ("“It is a plate, not a plan”: that was the verdict of Grace Obi.", "verdict", "Grace Obi"),
            ("“It is a plate, not a plan,” was Hale’s answer.", "answer", "Hale’s"),
            ("“It is a plate, not a plan,” was his reply.", "reply", "his"),
            ("“It is a plate, not a plan” is the message from the Lanternfield Trust.", "message", None),
            ("“We are checking,” was all that Deputy Mayor Grace Obi would say.", "say", "Deputy Mayor Grace Obi"),
            ("“It is a plate, not a plan,” is how Obi put it.", "put", "Obi"),
        ],
    )
    def test_a_noun_or_turn_of_phrase_tells_whose_words_they_are(self, text: str, cue: str, source: str | None) -> None:
        found = read(text)
        assert [(quote.kind, quote.cue) for quote in found] == [("direct", cue)]
        assert found[0].source == (source or "the Lanternfield Trust")

    def test_a_quoted_thing_that_is_something_is_no_statement(self) -> None:
        assert read("“The Long Tide” was the best book of the year.") == []


class TestNested:
    @pytest.mark.parametrize(
        ("inner", "cue", "source"),
        [
            ("My mother says, ‘When will you row?’ I have no answer.", "says", "My mother"),
            ("An official once told me, ‘Nobody needs a pier.’ I laughed.", "told me", "An official"),
            ("The clerk came, and he wrote ‘partial damage’ on it.", "wrote", "he"),
        ],
    )
    def test_words_quoted_with_a_cue_inside_words(self, inner: str, cue: str, source: str) -> None:
        found = read(f"“{inner}” said Obi.")
        assert len(found) == 2
        assert (found[1].cue, found[1].source) == (cue, source)

    @pytest.mark.parametrize(
        "inner", ["I heard the word ‘salvage’ a lot.", "They read ‘The Long Tide’ to us.", "It was ‘safe’, they said."]
    )
    def test_words_in_inner_marks_without_their_own_cue_are_none(self, inner: str) -> None:
        assert len(read(f"“{inner}” said Obi.")) == 1
