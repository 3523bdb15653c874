"""Tokens laid upon the text that they were made from, by round trip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.training.alignment import Aligned, align, misread, put_together, surface


def rows(told: str) -> list[list[str]]:
    """``token/label`` words; ``|`` ends a sentence."""
    return [[""] if word == "|" else word.rsplit("/", 1) for word in told.split()]


def named(text: str, found: Aligned) -> list[tuple[str, str]]:
    return [(text[start:end], kind) for start, end, kind in found.names]


def test_names_and_sentence_starts_come_out_in_characters() -> None:
    text = "The  Corvane\nTrust paid.\n\nOdile Brandt left."
    found = align(text, rows("The/O Corvane/B-ORG Trust/I-ORG paid/O ./O | Odile/B-PER Brandt/I-PER left/O ./O"), 0)
    assert named(text, found) == [("Corvane\nTrust", "ORG"), ("Odile Brandt", "PER")]
    assert [text[start : start + 5] for start, _, _ in found.sentences] == ["The  ", "Odile"]
    assert (found.begin, found.end, found.tokens, found.lost) == (0, len(text), 9, 0)


def test_quotation_marks_and_words_that_stand_twice_are_found_in_order() -> None:
    text = '“Lake,” said Lake Watch. "Lake," said Aro.'
    found = align(
        text, rows('“/O Lake/O ,/O ”/O said/O Lake/B-ORG Watch/I-ORG ./O "/O Lake/O ,/O "/O said/O Aro/B-PER'), 0
    )
    assert [span[:2] for span in found.names] == [[13, 23], [38, 41]]


def test_a_token_that_the_text_spells_with_a_space_inside_is_found() -> None:
    text = "The of fice of fi ne arts"
    found = align(text, rows("The/O office/B-ORG of/I-ORG fine/I-ORG arts/I-ORG"), 0)
    assert named(text, found) == [("of fice of fi ne arts", "ORG")]


def test_characters_before_the_position_are_not_looked_at() -> None:
    text = "https://lamp.example/Lake\nLake Watch met."
    found = align(text, rows("Lake/B-ORG Watch/I-ORG met/O ./O"), text.find("\n"))
    assert named(text, found) == [("Lake Watch", "ORG")]
    assert found.begin == 26


def test_a_token_that_does_not_stand_in_the_text_is_lost_and_counted() -> None:
    text = "Odile Brandt left Ostwick."
    found = align(text, rows("Odile/B-PER Brandt/I-PER quickly/O left/O Ostwick/B-LOC ./O"), 0)
    assert named(text, found) == [("Odile Brandt", "PER"), ("Ostwick", "LOC")]
    assert (found.tokens, found.lost) == (6, 1)


def test_a_name_that_loses_a_token_inside_stays_one_name() -> None:
    text = "the Bank of Ostwcik and Dunmere met"
    lost = rows("the/O Bank/B-ORG of/I-ORG Ostwick/I-ORG and/I-ORG Dunmere/I-ORG met/O")
    assert named(text, align(text, lost, 0)) == [("Bank of Ostwcik and Dunmere", "ORG")]


def test_a_lost_token_without_a_label_ends_the_name_before_it() -> None:
    text = "Aro Brandt"
    assert named(text, align(text, rows("Aro/B-PER missing/O Brandt/I-PER"), 0)) == [("Aro", "PER"), ("Brandt", "PER")]


def test_tokens_far_behind_are_not_taken() -> None:
    text = "Aro left. " + "The lake froze. " * 40 + "Zed came."
    found = align(text, rows("Aro/B-PER Zed/B-PER left/O"), 0)
    assert named(text, found) == [("Aro", "PER")]
    assert found.lost == 1


@pytest.mark.parametrize("mark", ["—", "’", "“", "…"])
def test_tokens_of_a_misread_text_are_found(mark: str) -> None:
    text = f"Odile {mark} Łutz{mark}s lake {mark} Ngāi Aro."
    spelled = [mark.encode().decode("cp1252", "ignore"), "Łutz".encode().decode("cp1252", "ignore")]
    told = [[char, "O"] for char in spelled[0]]
    tokens = [["Odile", "B-PER"], *told, [spelled[1] + spelled[0][0], "B-ORG"], *([c, "I-ORG"] for c in spelled[0][1:])]
    tokens += [
        ["s", "O"],
        ["lake", "O"],
        *told,
        ["Ngāi".encode().decode("cp1252", "ignore"), "B-NORP"],
        ["Aro", "I-NORP"],
    ]
    found = align(text, tokens, 0)
    assert found.lost == 0
    assert named(text, found) == [("Odile", "PER"), (f"Łutz{mark}", "ORG"), ("Ngāi Aro", "NORP")]


def test_a_character_that_a_name_shares_with_a_token_behind_it_is_left_out() -> None:
    text = "Odile Brandt’s lake"
    found = align(
        text, [["Odile", "B-PER"], ["Brandtâ", "I-PER"], ["€", "O"], ["™", "O"], ["s", "O"], ["lake", "O"]], 0
    )
    assert named(text, found) == [("Odile Brandt", "PER")]
    assert found.lost == 0


def test_a_misread_text_tells_where_each_of_its_characters_is_from() -> None:
    garbled, places = misread("a—é")
    assert garbled == "aâ€”Ã©"
    assert places == [0, 1, 1, 1, 2, 2]


WORDS = st.lists(
    st.tuples(st.text("abcé’—Z9", min_size=1, max_size=5), st.sampled_from(["O", "B-ORG", "I-ORG", "B-PER"])),
    max_size=20,
)


@given(WORDS, st.lists(st.sampled_from([" ", "\n", "\r\n\r\n", "\t "]), min_size=20, max_size=20))
def test_every_span_spells_its_tokens(words: list[tuple[str, str]], gaps: list[str]) -> None:
    text = "".join(gap + word for gap, (word, _) in zip(gaps, words, strict=False))
    found = align(text, words, 0)
    wanted: list[list[str]] = []
    before = "O"
    for word, label in words:
        if label == "I-ORG" and before[1:] == "-ORG":
            wanted[-1].append(word)
        elif label != "O":
            wanted.append([word])
        before = label
    assert found.lost == 0
    assert [text[start:end].split() for start, end, _ in found.names] == wanted


def test_a_text_is_put_together_from_tokens() -> None:
    text, names = put_together("", [["Aro", "X", "X", "B-PER"], ["'s", "X", "X", "O"], ["(", "X", "X", "O"]])
    text, more = put_together(text, [["Lake", "X", "X", "I-ORG"], ["Watch", "X", "X", "I-ORG"], [")", "X", "X", "O"]])
    assert text == "Aro's (\nLake Watch)\n"
    assert [(text[start:end], kind) for start, end, kind in names + more] == [("Aro", "PER"), ("Lake Watch", "ORG")]


def test_a_contraction_is_spelled_by_its_own_line() -> None:
    def line(number: str, form: str, misc: str = "_") -> str:
        return "\t".join([number, form, *["_"] * 7, misc])

    block = "\n".join(
        [
            "# sent_id = own-1",
            line("1", "Piet"),
            line("2-3", "can't"),
            line("2", "ca"),
            line("3", "n't"),
            line("3.1", "swim"),
            line("4", "skate", "SpaceAfter=No"),
            line("5", "."),
        ]
    )
    assert surface(block) == "Piet can't skate. "
