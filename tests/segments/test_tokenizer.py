import spacy
from hypothesis import given
from hypothesis import strategies as st

from moneyquote.segments.tokenizer import NewsTokenizer, words_and_spaces

VOCAB = spacy.blank("en").vocab


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_the_text_comes_back_to_the_character(text: str) -> None:
    words, spaces = words_and_spaces(text)
    assert "".join(w + " " * s for w, s in zip(words, spaces, strict=True)) == text
    assert NewsTokenizer(VOCAB)(text).text == text


def test_amounts_and_possessives_have_borders() -> None:
    assert words_and_spaces("Orsk's US$500m")[0] == ["Orsk", "'s", "US", "$", "500", "m"]


def test_combining_marks_stay_with_their_letter() -> None:
    assert words_and_spaces("cafe\u0301s हिन्दी")[0] == ["cafe\u0301s", "हिन्दी"]


def test_r18_work_grows_with_the_length_alone() -> None:
    for run in ('"', "$", "(", "😀", "é\u0301", "a1"):
        assert len(words_and_spaces(run * 30_000)[0]) <= 60_000
