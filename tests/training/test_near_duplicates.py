"""Articles that tell the story of a held-out one, by their runs of eight words."""

from moneyquote.training.corpora import Document, shingles, without_near_duplicates


def told(text: str) -> Document:
    return {"id": "own", "text": text}


STORY = "The lake of Ostwick froze in one night and by dawn half the town was out on the ice with skates"


def test_runs_of_eight_words_cover_the_whole_text() -> None:
    assert shingles("One two three four five six seven eight, nine") == {
        "one two three four five six seven eight",
        "two three four five six seven eight nine",
    }
    assert shingles("A short note.") == {"a short note"}


def test_articles_that_share_a_fifth_of_their_runs_with_a_held_out_text_are_left_out() -> None:
    longer = STORY.upper() + ", a thing that nobody there had seen since the great winter of ninety years ago or so"
    other = (
        "Half the town was out on the ice with "
        + "a new story that goes on in quite another way than the one before it did"
    )
    kept = list(without_near_duplicates(map(told, [longer, other, STORY, "Nothing to do with it."]), [STORY]))
    assert [document["text"] for document in kept] == [other, "Nothing to do with it."]


def test_short_texts_that_are_the_same_are_near_duplicates() -> None:
    assert not list(without_near_duplicates([told("Rain  again")], ["rain again."]))
    assert list(without_near_duplicates([told("Rain again")], ["Rain"]))
    assert list(without_near_duplicates([told("Rain")], []))
