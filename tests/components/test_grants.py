"""The grants component with the shipped parameters, and by the rules where an encoder or parameters are missing."""

from pathlib import Path

import pytest
from spacy.language import Language

from moneyquote.components.frames import GRANTS, NOMINALS, get_frames
from moneyquote.components.grants import GrantLinker
from moneyquote.errors import ModelBroken
from moneyquote.extract import extract
from moneyquote.loading import load
from moneyquote.records import Article, ArticleRecord

pytestmark = pytest.mark.model

LIST = (
    "The Orsk Foundation today announced grants to three schools:\n\n"
    "Vale College - $5,000\n\nHarrow University - $7,000\n\nTarn School - $900\n"
)


def told(record: ArticleRecord) -> set[tuple[str | None, str | None, str | None]]:
    amounts = {amount.id: amount.text for amount in record.amounts}
    return {
        (
            grant.funder.name if grant.funder else None,
            grant.grantee.name if grant.grantee else None,
            amounts.get(grant.amount or ""),
        )
        for grant in record.grants
    }


def read(nlp: Language, text: str, published: str | None = None) -> ArticleRecord:
    return extract(nlp, Article(id="a", text=text, location="a", published=published))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Orsk Foundation has awarded a $5,000 grant to Vale College for a new library.",
            {("Orsk Foundation", "Vale College", "$5,000")},
        ),
        (
            "Vale College has received a $5,000 grant from the Orsk Foundation to build a library.",
            {("Orsk Foundation", "Vale College", "$5,000")},
        ),
        ("Vale College was fined $5,000 by the court.", set()),
        ("The house was sold for $5,000 on Monday.", set()),
    ],
)
def test_who_gave_whom_how_much(nlp: Language, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert told(read(nlp, text)) == expected


def test_a_grantee_that_is_only_described_is_the_body_that_the_speakers_resolver_ties_it_to(nlp: Language) -> None:
    text = "Vale College opened in May. On Monday the Orsk Foundation awarded the college a $5,000 grant."
    nominals = get_frames(nlp(text), NOMINALS)
    assert [text[frame.parts[0].start : frame.parts[0].end] for frame in nominals] == ["the college"]
    assert told(read(nlp, text)) == {("Orsk Foundation", "Vale College", "$5,000")}


def test_the_end_of_a_name_is_no_party(nlp: Language) -> None:
    text = "Vale College got $5,000 through the U.S. Department of Homeland Security's Harbour Grant Program in May."
    names = {name for grant in told(read(nlp, text)) for name in grant[:2]}
    assert "U.S. Department of Homeland Security" in names
    assert not any(name and name.endswith("'s") for name in names)


def test_a_list_has_one_funder(nlp: Language) -> None:
    assert told(read(nlp, LIST)) == {
        ("Orsk Foundation", "Vale College", "$5,000"),
        ("Orsk Foundation", "Harrow University", "$7,000"),
        ("Orsk Foundation", "Tarn School", "$900"),
    }


def test_a_period_is_resolved_by_the_date_of_publication(nlp: Language) -> None:
    text = "The Orsk Foundation awarded a $5,000 grant to Vale College last year."
    assert [grant.period for grant in read(nlp, text, "2020-05-01").grants] == ["2019"]
    assert [grant.period for grant in read(nlp, text).grants] == [None]


def test_a_period_is_resolved_by_the_date_that_the_article_prints(nlp: Language) -> None:
    text = "ASHCOMBE, May 4, 2020 - The Orsk Foundation awarded a $5,000 grant to Vale College last year."
    assert [grant.period for grant in read(nlp, text).grants] == ["2019"]


def test_parameters_go_through_bytes_and_folders(nlp: Language, tmp_path: Path) -> None:
    shipped = nlp.get_pipe("grants")
    assert isinstance(shipped, GrantLinker)
    shipped.to_disk(tmp_path)
    copies = [GrantLinker().from_bytes(shipped.to_bytes()), GrantLinker().from_disk(tmp_path)]
    doc = nlp(LIST)
    expected = get_frames(doc, GRANTS)
    assert expected
    for copy in copies:
        assert get_frames(copy(nlp(LIST)), GRANTS) == expected


def test_without_parameters_the_rules_link(nlp: Language, tmp_path: Path) -> None:
    doc = nlp("The Orsk Foundation has awarded $5,000 to Vale College.")
    bare = GrantLinker().from_disk(tmp_path)
    assert bare.to_bytes() == b""
    (frame,) = get_frames(bare(doc), GRANTS)
    assert frame.values["funder"]["name"] == "Orsk Foundation"


def test_broken_parameters_say_which_model_does_not_load(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    (tmp_path / "grants" / "linker.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ModelBroken, match="does not load"):
        load(tmp_path)
