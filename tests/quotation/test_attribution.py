"""Attribution by rules: each construction in words of our own, and the failures of other tools as test cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.growth import TENFOLD, tenfold_cost
from tests.quotation.attribution_reading import Read, names, read

from moneyquote.quotation.attribution import find_attributions

THAT = "the bridge was sold for scrap"


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        (f"Grace Obi said {THAT}.", THAT, "said", "Grace Obi"),
        (f"Grace Obi said that {THAT}.", THAT, "said", "Grace Obi"),
        (f"She said in a statement on Monday that {THAT}.", THAT, "said", "She"),
        (f"Grace Obi told reporters that {THAT}.", THAT, "told reporters", "Grace Obi"),
        (f"The report says {THAT}.", THAT, "says", "The report"),
        (f"Police said {THAT}.", THAT, "said", "Police"),
        ("The bridge was sold for scrap, Grace Obi said.", "The bridge was sold for scrap", "said", "Grace Obi"),
        (f"According to the Ministry of Roads, {THAT}.", THAT, "According to", "the Ministry of Roads"),
        (
            "The bridge was sold for scrap, according to Grace Obi.",
            "The bridge was sold for scrap",
            "according to",
            "Grace Obi",
        ),
        (f"Tomas Hale, a retired ferry captain, said {THAT}.", THAT, "said", "Tomas Hale, a retired ferry captain"),
        (f"Harbour Daily quoted Grace Obi as saying {THAT}.", THAT, "saying", "Grace Obi"),
        ("Obi urged the council to keep the ferry.", "the council to keep the ferry", "urged", "Obi"),
        ("Hale claims to be the owner.", "to be the owner", "claims", "Hale"),
        ("It was announced that the ferry would stop.", "the ferry would stop", "announced", None),
        ("Reportedly, the ferry will stop in May.", "the ferry will stop in May", "Reportedly", None),
    ],
)  # fmt: skip
def test_indirect_speech(text: str, content: str, cue: str, source: str | None) -> None:
    assert read(text) == [Read("indirect", (content,), cue, source)]


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("“We dug all night,” Grace Obi said.", ("We dug all night",), "said", "Grace Obi"),
        ("“We dug all night,” said Grace Obi.", ("We dug all night",), "said", "Grace Obi"),
        ("“We dug all night,” she said, “and found a boat.”", ("We dug all night", "and found a boat."), "said", "she"),
        ("Grace Obi said: “We dug all night.”", ("We dug all night.",), "said", "Grace Obi"),
        ("Hale said, “We’ll dig,” when asked about the boat.", ("We’ll dig",), "said", "Hale"),
        ("“Why us?” Hale asked.", ("Why us?",), "asked", "Hale"),
        (
            "“We dug all night,” said Ruth Adeyemi, head of the Lanternfield Trust.",
            ("We dug all night",),
            "said",
            "Ruth Adeyemi, head of the Lanternfield Trust",
        ),
        ("“We dug all night,” according to Obi.", ("We dug all night",), "according to", "Obi"),
        ("‘We dug all night,’ the minister said.", ("We dug all night",), "said", "the minister"),
        ("“First we dug.\n\n“Then we built,” she said.", ("First we dug.", "Then we built"), "said", "she"),
    ],
)
def test_direct_speech(text: str, content: tuple[str, ...], cue: str, source: str) -> None:
    assert read(text) == [Read("direct", content, cue, source)]


def test_a_mixed_quote_takes_the_whole_clause() -> None:
    assert read("Grace Obi said the sale of the bridge was “a disgrace to the town.”") == [
        Read("mixed", ("the sale of the bridge was “a disgrace to the town.”",), "said", "Grace Obi")
    ]
    assert read("Hale called the sale “a disgrace”.")[0].content == ("the sale “a disgrace”",)


def test_words_that_carry_on_are_a_quote_of_their_own() -> None:
    found = read("“We dug all night,” Obi said. “In the morning we were home.”")
    assert found[1] == Read("direct", ("In the morning we were home.",), None, None)


def test_a_new_sentence_after_a_quotation_is_not_its_cue() -> None:
    found = read("“We dug all night,” Obi said. “Never again.” She added that the ferry would stop.")
    assert [(q.content, q.cue) for q in found] == [
        (("We dug all night",), "said"),
        (("Never again.",), None),
        (("the ferry would stop",), "added"),
    ]


def test_a_second_verb_of_the_same_speaker_is_a_quote_of_its_own() -> None:
    found = read("Grace Obi said the bridge was unsafe, adding that the sale had been legal.")
    assert [(q.content[0], q.cue) for q in found] == [
        ("the bridge was unsafe", "said"),
        ("the sale had been legal", "adding"),
    ]
    found = read("Grace Obi said the bridge was unsafe and warned that the ferry would follow.")
    assert [q.cue for q in found] == ["said", "warned"]


def test_only_the_outer_statement_is_marked() -> None:
    found = read("The minister has said he will resign, according to Grace Obi.")
    assert [(q.cue, q.source) for q in found] == [("according to", "Grace Obi")]


def test_headlines() -> None:
    assert read("Obi: Bridge will be sold by May\n\nThe bridge is old.")[0] == Read(
        "indirect", ("Bridge will be sold by May",), None, "Obi"
    )
    assert read("SEN. HALE ANNOUNCES GRANT FOR THE FERRY\n\nThe ferry is old.")[0].content == ("GRANT FOR THE FERRY",)


def test_transcripts() -> None:
    found = read("Q: Why sell it?\n\nA: We had no choice.\n\nQ: And now?\n\nA: Now we wait.\n\nIt is a long road.")
    assert [(q.source, q.content) for q in found] == [
        ("Q", ("Why sell it?",)),
        ("A", ("We had no choice.",)),
        ("Q", ("And now?",)),
        ("A", ("Now we wait.",)),
    ]


def test_questions_without_a_colon_are_turns() -> None:
    found = read(
        "MS. VANE:  Good morning.\n\nQ\xa0 \xa0 Why sell it?\n\nMS. VANE:  We had no choice.\n\nQ   And now?\n\n"
        "MS. VANE:  Now we wait."
    )
    assert [quote.source for quote in found] == ["MS. VANE", "Q", "MS. VANE", "Q", "MS. VANE"]
    assert [quote.content for quote in found][1] == ("Why sell it?",)


def test_one_word_without_marks_says_nothing() -> None:
    assert read("Grace Obi announced new.") == []
    assert [quote.content for quote in read("Grace Obi urged great restraint.")] == [("great restraint",)]


@pytest.mark.parametrize(
    "text",
    [
        "The “independent” council met on Monday.",
        "Hale is known as “the Ferryman” in the town.",
        "Her novel “The Long Road Home” was praised.",
        "They sang “Row the Boat Ashore” at the pier.",
        "James “Shorty” Brill ran the ferry.",
        "Corvane Bank closed its branch in the old harbour.",
        "The United States will also take part in the talks.",
        "The judge denied bail.",
        "The report was praised by the council.",
        "Waters claimed by the neighbours are shallow.",
    ],
)
def test_scare_quotes_titles_nicknames_and_acts_are_no_quotes(text: str) -> None:
    assert read(text) == []


class TestFailuresOfOthers:
    """What other tools get wrong on news (a case each, in our own words)."""

    def test_a_possessive_apostrophe_does_not_end_the_reading(self) -> None:
        text = 'The ministers\' plans failed.\n\n"We dug all night," Obi said.'
        assert read(text)[-1].content == ("We dug all night",)

    def test_a_relative_clause_inside_a_quote_is_not_the_source(self) -> None:
        text = "Grace Obi saying anybody who complains about the ferry “is not having a good day” surprised the town."
        assert all(q.source != "who" for q in read(text))

    def test_neighbouring_speakers_are_kept_apart(self) -> None:
        found = read("“It is proof,” Obi said.\n\n“It is nothing,” Hale said.")
        assert [q.source for q in found] == ["Obi", "Hale"]

    def test_text_between_quotations_never_becomes_the_quote(self) -> None:
        text = "“Melons,” Obi said to the wall, but Hale was drifting off again, and “Melons!” she said."
        assert not any("drifting" in part for q in read(text) if q.kind == "direct" for part in q.content)

    def test_all_sentences_of_a_quotation_belong_to_it(self) -> None:
        text = "Obi said: “We have a ferry. It is old. And who pays?”"
        assert read(text)[0].content == ("We have a ferry. It is old. And who pays?",)

    def test_an_aside_between_source_and_cue(self) -> None:
        text = "Ruth Adeyemi, who replaced Hale as head of the trust in May, said the ferry was safe."
        assert read(text)[0].content == ("the ferry was safe",)
        assert (read(text)[0].source or "").startswith("Ruth Adeyemi")

    def test_a_capital_letter_is_no_speaker(self) -> None:
        assert read("The announcer said, “As the tide rises, so do we.”")[0].source == "The announcer"

    def test_a_quote_without_its_verb_has_its_source_named_after_it_or_none(self) -> None:
        assert read("“The tide is rising and nobody asks why.”\n\nObi left.")[0].source is None


def test_words_in_boilerplate_give_no_quotes() -> None:
    text = "Caption: “We dug all night,” Obi said.\n\nThe ferry stopped."
    assert read(text)
    assert read(text, [(0, text.index("\n"))]) == []


MARKS = [*"“”\"'’‘,.:(—»", "\u0301", "🎣"]
WORDS = ["said", "she", "that", "adding", "told", "who", "and", "to", "was", "reportedly", "quoted"]
PHRASES = ["\n\n", " ", "Grace Obi", "According to", "Q:", "as saying"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*MARKS, *WORDS, *PHRASES]), max_size=40), st.booleans())
def test_any_text_is_read_and_spans_are_sound(words: list[str], spaced: bool) -> None:
    text = (" " if spaced else "").join(words)
    for attribution in find_attributions(text, [(0, len(text))] if text else [], names(text)):
        parts = [*attribution.content, *(span for span in (attribution.cue, attribution.source) if span)]
        assert attribution.content
        assert all(0 <= a < b <= len(text) for a, b in parts)
        assert list(attribution.content) == sorted(attribution.content)


@pytest.mark.parametrize(
    "pattern",
    [
        "she said ",
        '"',
        "“a” she said, ",
        "said, ",
        "X, who said ",
        "according to ",
        "(",
        "adding that ",
        "a, ",
        "Q: a\n\n",
    ],
)
def test_r18_the_cost_grows_with_the_length(pattern: str) -> None:
    def read(text: str) -> object:
        return find_attributions(text, [(0, len(text))], [])

    times = 2_000 // len(pattern)
    assert tenfold_cost(read, pattern * times, pattern * 10 * times) < TENFOLD


class TestCircumstances:
    """Where, when and how something is said is never what is said."""

    @pytest.mark.parametrize(
        "text",
        [
            "Grace Obi said in an interview with Harbour Daily.",
            "Grace Obi said on Friday.",
            "Grace Obi said this on Friday.",
            "Obi told about this in an interview with Harbour Daily.",
            "Obi told Harbour Daily about this in an interview.",
            "Grace Obi announced this in a statement.",
            "Obi told Harbour Daily in an exclusive telephone interview.",
        ],
    )
    def test_a_bare_circumstance_is_no_content(self, text: str) -> None:
        assert read(text) == []

    def test_a_clause_behind_a_circumstance_is(self) -> None:
        assert read(f"Obi said in an interview with Harbour Daily that {THAT}.")[0].content == (THAT,)
        assert read("Obi said in May prices would rise.")[0].content[0].endswith("prices would rise")


class TestLostOpeningMarks:
    """A paragraph without its opening mark, behind one that left a passage open."""

    @pytest.mark.parametrize("blank", ["” the", " ”the", '" the', ' "the'])
    def test_the_passage_goes_on(self, blank: str) -> None:
        opening = "“" if "”" in blank else '"'
        text = (
            f"{opening}Hale hid it for years. It was a tidbit.\n\nTo us, it was a burden,{blank} analyst said in May."
        )
        assert read(text) == [
            Read("direct", ("Hale hid it for years. It was a tidbit.", "To us, it was a burden"), "said", "the analyst")
        ]

    def test_a_paragraph_with_marks_of_its_own_does_not_continue(self) -> None:
        text = "“Hale hid it for years.\n\nThe bridge is old. “It is sold,” Obi said."
        assert ("It is sold",) in [q.content for q in read(text)]
