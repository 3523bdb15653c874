"""Names taken apart."""

import pytest

from moneyquote.resolve.forms import name_form


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Larkspur Foundation", "Larkspur Foundation"),
        ("U.S. Harbor Board", "US Harbor Board"),
        ("U S Harbor Board", "United States Harbor Board"),
        ("Dept. of Tides", "Department of Tides"),
        ("Fundación Alondra", "Fundacion Alondra"),
        ("Tern’s Rest", "Terns Rest"),
        ("TERN CHOIR", "Tern Choir"),
        ("Tern Choir on", "Tern Choir"),
        ("Moss & Daughters", "Moss and Daughters"),
    ],
)
def test_names_that_differ_in_spelling_only_have_one_key(first: str, second: str) -> None:
    assert name_form(first).key == name_form(second).key


def test_legal_forms_and_spelling_are_set_aside_in_words_but_not_in_the_key() -> None:
    one, other = name_form("Larkspur Labour Centre Ltd."), name_form("Larkspur Labor Center")
    assert one.words == other.words == ("larkspur", "labor", "center")
    assert one.key != other.key
    assert (one.legal, one.british, other.british) == ("ltd", True, False)


@pytest.mark.parametrize(
    ("long", "acronym"),
    [
        ("Open Water Fund", "OWF"),
        ("Society for the Study of Terns", "SST"),
        ("Society for the Study of Terns", "SFTSOT"),
        ("United States Department of Tides", "USDT"),
        ("UC Moss Landing", "UCML"),
        ("American Tern Society", "TS"),
    ],
)
def test_initials(long: str, acronym: str) -> None:
    assert acronym in name_form(long).initials


@pytest.mark.parametrize("name", ["OWF", "N.A.T.O.", "DoD"])
def test_acronyms(name: str) -> None:
    assert name_form(name).acronym == name.replace(".", "").upper()


@pytest.mark.parametrize("name", ["Larkspur", "PCs", "TRANSCRIPTS", "Open Water"])
def test_no_acronyms(name: str) -> None:
    assert name_form(name).acronym is None


def test_generic_names_have_no_word_that_tells_them_from_namesakes() -> None:
    assert name_form("Department of Health").is_generic
    assert name_form("OWF").is_generic
    assert not name_form("Larkspur Department of Health").is_generic
    assert not name_form("OWFT").is_generic


def test_transliterations_share_their_sound() -> None:
    assert name_form("Al-Qandil").sound == name_form("al Kandeel").sound
    assert name_form("Hizballah").sound == name_form("Hezbollah").sound


def test_the_head_says_what_a_body_is() -> None:
    assert name_form("University of Larkspur").head == name_form("Larkspur University").head == "university"
    assert name_form("Ada Moss Foundation of New Tern").head == "foundation"


@pytest.mark.parametrize("name", ["", "—", "&", "of", "   ", "株式会社"])
def test_any_text_can_be_taken_apart(name: str) -> None:
    assert name_form(name).surface == name
