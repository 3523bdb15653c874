"""Every failure that the survey of peers lists, as a case in our own words (those of ``test_attribution.py`` apart)."""

import pytest
from tests.quotation.attribution_reading import Read, read


def sources(text: str) -> list[str | None]:
    return [quote.source for quote in read(text)]


def contents(text: str) -> list[str]:
    return [" / ".join(quote.content) for quote in read(text)]


class TestRegexAndNearestName:
    def test_a_described_source_is_taken_whole(self) -> None:
        text = "A narrator in the Harbour advert asks, “You row hard. You pay your dues. And who gets the boat?”"
        assert sources(text) == ["A narrator in the Harbour advert"]

    def test_the_nearest_name_on_the_wrong_side_is_not_the_source(self) -> None:
        text = "The Dunmere ferryman says, “If she gets the bridge, she will sell the pier,” a blow to Obi."
        assert sources(text) == ["The Dunmere ferryman"]

    @pytest.mark.parametrize("title", ["War on Barnacles", "Ferrying", "Keepin’ It Wet"])
    def test_titles_and_doubtful_words_are_no_quotes(self, title: str) -> None:
        assert read(f"In May the harbour master opened the “{title}” show in the old hall.") == []


class TestTextacy:
    @pytest.mark.parametrize("noise", ["the Boat Debates’ hosts", "the ferrymen's plans", "Lyin' Tom"])
    def test_an_apostrophe_does_not_empty_the_article(self, noise: str) -> None:
        assert contents(f"People liked {noise}.\n\n“We dug all night,” Obi said.") == ["We dug all night"]

    def test_the_whole_clause_before_quoted_words_is_the_content(self) -> None:
        text = "Tomas Hale said the pier would tell a town's story, one of ''salt and delight.''"
        assert contents(text) == ["the pier would tell a town's story, one of ''salt and delight.''"]

    @pytest.mark.parametrize("dash", [" – ", " -", "\n— "])
    def test_who_signs_a_quotation_behind_a_dash_is_its_source(self, dash: str) -> None:
        text = f"“The tide was late, and so were we.”{dash}Commissioner Grace Obi\n\nThe pier is old."
        assert read(text) == [Read("direct", ("The tide was late, and so were we.",), None, "Commissioner Grace Obi")]

    @pytest.mark.parametrize(
        ("line", "source"),
        [("And from Chairwoman Grace Obi:", "Chairwoman Grace Obi"), ("From the desk of Tomas Hale,", "Tomas Hale")],
    )
    def test_who_is_announced_on_the_line_above_is_the_source(self, line: str, source: str) -> None:
        assert sources(f"{line}\n\n“The pier is old, and it will be mended by May.”") == [source]

    def test_words_behind_a_dash_that_go_on_telling_are_no_signature(self) -> None:
        assert sources("“The pier is old, and it will fall by May.” – Obi was not amused") == [None]


class TestSayswho:
    def test_a_thing_that_shows_somebody_is_not_the_source(self) -> None:
        assert "footage" not in (sources("In the footage, Hale said, “That makes me smart.”")[0] or "")

    def test_turns_of_a_transcript_have_their_own_speakers(self) -> None:
        found = read("OBI: Who pays for the pier?\n\nHALE: The town pays.\n\nOBI: All of it?\n\nHALE: All of it.")
        assert [quote.source for quote in found] == ["OBI", "HALE", "OBI", "HALE"]

    def test_markup_left_in_the_text_is_no_speaker(self) -> None:
        text = 'Obi said: “We dug all night.”\n\n<embed author="harbour" id="7"> was here.'
        assert sources(text) == ["Obi"]


class TestGenderGapTracker:
    def test_words_between_quotations_are_no_quote(self) -> None:
        text = "“Go,” Lena Marsh said to the parrot. The bird slept on. “Go,” she said, but it was asleep again."
        assert not any("slept" in content or "asleep" in content for content in contents(text))

    def test_quotations_of_one_sentence_before_their_verb_are_all_found(self) -> None:
        text = "“This is in the water.” “This is in the ropes,” said Hale."
        assert " / ".join(contents(text)).split(" / ") == ["This is in the water.", "This is in the ropes"]

    def test_a_quotation_of_several_sentences_behind_a_colon_is_taken_whole(self) -> None:
        words = "We have a leak in the hull. Nobody has mended it. And I’m asking, who will?"
        assert contents(f"She told the council on Monday: “{words}”") == [words]

    @pytest.mark.parametrize("verb", ["grumbled", "sighed", "quipped", "deadpanned", "thundered", "mused"])
    def test_rare_verbs_beside_quotations_are_cues(self, verb: str) -> None:
        assert read(f"“We dug all night,” {verb} Obi.")[0].cue == verb

    def test_a_show_in_marks_is_no_quote(self) -> None:
        assert read("In May she was on “The Lena Marsh Evening Show” with the ferrymen.") == []

    def test_the_subject_inside_a_content_is_not_its_source(self) -> None:
        text = "She says it shows that Hale is “unfit to steer a boat on the river.”"
        assert [(quote.cue, quote.source) for quote in read(text)] == [("says", "She")]


class TestCitron:
    def test_the_outer_attribution_counts(self) -> None:
        text = "Officials said harbour rules called for the ferry to be taken to the dock."
        assert [(quote.cue, quote.source) for quote in read(text)] == [("said", "Officials")]

    def test_what_somebody_described_inside_a_statement_is_not_theirs(self) -> None:
        assert sources("Hale said that Obi once described the pier as a ruin.") == ["Hale"]

    def test_a_content_keeps_its_adverbials(self) -> None:
        text = "Hale says he raised $18 million for the pier on the day after the storm."
        assert contents(text) == ["he raised $18 million for the pier on the day after the storm"]

    @pytest.mark.parametrize(
        "text",
        ["She could not bear to hear any more.", "The town law requires a lamp.", "The quarrel set off the mayor."],
    )
    def test_verbs_that_say_nothing_are_no_cues(self, text: str) -> None:
        assert read(text) == []

    def test_a_headline_with_a_colon(self) -> None:
        found = read("Tomas Hale: Town Worried About the Old Pier\n\nThe pier is old.")
        assert found[0] == Read("indirect", ("Town Worried About the Old Pier",), None, "Tomas Hale")

    def test_two_quotations_with_other_words_between_stay_apart(self) -> None:
        text = "Obi sang, “Promise to keep your oars in sight.” Later she asked, “Where do we go from here?”"
        assert contents(text) == ["Promise to keep your oars in sight.", "Where do we go from here?"]

    def test_a_statement_about_something_does_not_run_into_the_next_attribution(self) -> None:
        text = "Hale’s statement about “thousands of rotten planks” angered the town, and Obi said the pier was safe."
        assert (("the pier was safe",), "Obi") in [(quote.content, quote.source) for quote in read(text)]

    @pytest.mark.parametrize("lead", ["could not resist pointing out", "kept saying", "began telling reporters"])
    def test_whose_verb_leads_to_the_cue_is_the_source(self, lead: str) -> None:
        assert sources(f"They {lead} that the ferry of Hale was late.") == ["They"]


class TestRequestsOfUsers:
    def test_an_apposition_before_the_verb_and_a_passage_of_two_paragraphs(self) -> None:
        text = "Hugh Marsh, a doctor, said: “It is late.\n\n“It is dark.”"
        assert read(text) == [Read("direct", ("It is late.", "It is dark."), "said", "Hugh Marsh, a doctor")]

    def test_several_speakers_in_a_sentence(self) -> None:
        text = "“Yes,” said Obi, but “no,” said Hale."
        assert sources(text)[:2] == ["Obi", "Hale"]

    def test_single_doubtful_words_are_not_returned(self) -> None:
        assert read("The “crazy” plan was a “safe” one, or so the paper had it in May.") == []

    def test_a_second_speaker_after_a_quotation_keeps_his_words(self) -> None:
        found = read("“And more melons,” grumbled Hale, while Marsh shouted: “Enough of your melons!”")
        assert [(quote.content, quote.source) for quote in found] == [
            (("And more melons",), "Hale"),
            (("Enough of your melons!",), "Marsh"),
        ]

    @pytest.mark.parametrize(
        ("text", "source"),
        [("The council was told that the pier was rotten.", None), ("Hale has said the pier is rotten.", "Hale")],
    )
    def test_passives_without_a_source_and_perfects(self, text: str, source: str | None) -> None:
        assert sources(text) == [source]


class TestBlocksWithoutMarks:
    """Direct speech that only a colon introduces (asked of textacy)."""

    @pytest.mark.parametrize(
        ("lead", "cue", "source"),
        [
            ("Obi said in a statement:", "said", "Obi"),
            ("The harbour master wrote:", "wrote", "The harbour master"),
            ("In a letter to the town, Tomas Hale wrote:", "wrote", "Tomas Hale"),
        ],
    )
    def test_paragraphs_in_the_first_person_are_the_words(self, lead: str, cue: str, source: str) -> None:
        text = (
            f"{lead}\n\nWe are glad of the pier. It was old.\n\nWe will mend it by May.\n\nThe pier was built in 1901."
        )
        assert read(text) == [
            Read("direct", ("We are glad of the pier. It was old.", "We will mend it by May."), cue, source)
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "Obi said in a statement:\n\nThe pier was built in 1901.",
            "The donors of our pier:\n\nWe thank the Lanternfield Trust.",
            "Obi said in a statement:\n\nOur donors\n\nLanternfield Trust",
        ],
    )
    def test_other_paragraphs_behind_a_colon_are_not(self, text: str) -> None:
        assert read(text) == []

    def test_a_paragraph_with_marks_is_read_by_its_marks(self) -> None:
        found = read("Obi said in a statement:\n\n“We are glad of the pier,” she wrote.")
        assert [(quote.content, quote.cue) for quote in found] == [(("We are glad of the pier",), "wrote")]


class TestCuesThatAreNoVerbsOfTheSource:
    """What a list of verbs with a subject never finds: nouns and passives."""

    @pytest.mark.parametrize(
        ("owner", "source"),
        [
            ("her", "her"),
            ("Hale’s", "Hale’s"),
            ("the old ferry league’s", "the old ferry league’s"),
            ("their", "their"),
            ("its own", "its"),
        ],
    )
    def test_a_claim_that_somebody_makes(self, owner: str, source: str) -> None:
        found = read(f"The council rejected {owner} claim that the pier was rotten.")
        assert found == [Read("indirect", ("the pier was rotten",), "claim", source)]

    def test_a_claim_that_is_the_subject_is_not_guessed_at(self) -> None:
        assert read("Her claim that the pier was rotten angered the town.") == []

    @pytest.mark.parametrize(
        ("text", "content", "source"),
        [
            (
                "The pier was described by Grace Obi as “a ruin waiting for rain”.",
                "a ruin waiting for rain",
                "Grace Obi",
            ),
            ("The pier was described as “a ruin” by Hale.", "a ruin", "Hale"),
            ("The pier was described as “a ruin waiting for rain”.", "a ruin waiting for rain", None),
        ],
    )
    def test_what_something_was_described_as(self, text: str, content: str, source: str | None) -> None:
        assert read(text) == [Read("direct", (content,), "described", source)]

    @pytest.mark.parametrize(
        "text",
        [
            "The pier was described as “safe”.",
            "The book was described as “The Long Tide”.",
            "The pier was described as a ruin.",
        ],
    )
    def test_a_doubtful_word_or_title_is_still_none(self, text: str) -> None:
        assert read(text) == []
