"""The corpus readers, on small corpora of our own in each one's file format."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.training.made import write_corpora, write_gold

from moneyquote.errors import BrokenRecord, CorpusBroken, CorpusMissing, OffsetMismatch
from moneyquote.training import corpora
from moneyquote.training.corpora import Document

Read = Callable[[Path], Iterator[Document]]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    write_corpora(tmp_path)
    return tmp_path


def spelled(document: Document, layer: str) -> list[tuple[str, str]]:
    return [(document["text"][start:end], kind) for start, end, kind in document["layers"][layer]]


def starts(document: Document) -> list[str]:
    return [document["text"][start:].split()[0] for start, _, _ in document["layers"]["sentence"]]


def test_worldwide_gives_names_and_sentences_behind_the_address(made: Path) -> None:
    first, second = corpora.worldwide(made, "train")
    assert first["id"] == "worldwide/aq_lamp_1"
    assert spelled(first, "world") == [
        ("Odile Brandt", "Person"),
        ("Corvane Trust", "Organization"),
        ("$40", "Money"),
        ("Dunmere University", "Organization"),
        ("May", "Date"),
    ]
    assert starts(first) == ["Odile", "It"]
    assert first["text"][first["begin"] :].startswith("Odile")
    assert first["text"][: first["end"]].endswith("May.")
    assert (first["tokens"], first["lost"]) == (17, 0)
    assert ("Dunmerian", "NORP") in spelled(second, "world")


def test_of_worldwide_names_that_nest_the_outer_is_read(made: Path) -> None:
    table = made / "worldwide/train/aq_lamp_2.txt.tsv"
    rows = table.read_text().replace("Lake\tB-Organization", "Lake\tB-Organization\tB-Location\tB-Misc")
    table.write_text(rows)
    assert ("Lake Watch", "Organization") in spelled(list(corpora.worldwide(made, "train"))[1], "world")


def test_a_worldwide_row_with_blanks_for_its_tab_is_read(made: Path) -> None:
    table = made / "worldwide/train/aq_lamp_2.txt.tsv"
    table.write_text(table.read_text().replace("Ostwick\tB-Location", "Ostwick  B-Location"))
    assert ("Ostwick", "Location") in spelled(list(corpora.worldwide(made, "train"))[1], "world")


def test_a_worldwide_article_whose_tokens_are_lost_is_left_out_but_told_of(made: Path) -> None:
    (made / "worldwide/train/aq_lamp_2.txt").write_text("Another text altogether.\n")
    assert [document["id"] for document in corpora.worldwide(made, "train")] == ["worldwide/aq_lamp_1"]
    second = list(corpora.all_of_worldwide(made, "train"))[1]
    assert second["lost"] > 0.9 * second["tokens"]


def test_polnear_gives_sources_cues_and_contents(made: Path) -> None:
    gift, ice = sorted(corpora.polnear(made, "train"), key=lambda document: str(document["text"]), reverse=True)
    assert [spelled(gift, f"polnear_{role}") for role in ("source", "cue", "content")] == [
        [("the dean", "source")],
        [("said", "cue")],
        [("“We are glad,”", "content")],
    ]
    assert spelled(ice, "polnear_content") == [("the ice is thin", "content")]
    assert set(ice["layers"]) == {"polnear_source", "polnear_cue", "polnear_content"}


def test_of_several_annotators_of_polnear_the_first_is_read(made: Path) -> None:
    (made / "polnear/dev/attributions/lamp_2031-01-04_head_ff00.ann").write_text("T1\tSource 0 4\tInes\n")
    (document,) = corpora.polnear(made, "dev")
    assert spelled(document, "polnear_source") == [("Ines Moor", "source")]


def test_polnear_contents_in_parts_and_within_another_are_read_as_the_outermost(made: Path) -> None:
    marks = made / "polnear/dev/attributions/lamp_2031-01-04_head_ab12.ann"
    marks.write_text("T1\tContent 0 4;10 14\tInes told\nT2\tContent 0 14\tInes Moor told\nT3\tContent 25 29\tthat\n")
    (document,) = corpora.polnear(made, "dev")
    assert spelled(document, "polnear_content") == [("Ines Moor told", "content"), ("that", "content")]


def test_a_polnear_name_with_signs_of_a_pattern_is_found(made: Path) -> None:
    for file in (made / "polnear/dev").rglob("*_head*"):
        file.rename(file.with_name(file.name.replace("_head", "_he[a]d*")))
    assert len(list(corpora.polnear(made, "dev"))) == 1


def test_gold_gives_names_quotes_and_grants(tmp_path: Path, root: Path) -> None:
    write_gold(tmp_path / "gold", root / "annotations/gold")
    for document in corpora.gold(tmp_path / "gold/train.jsonl"):
        assert {kind for _, kind in spelled(document, "names")} <= {"ORG", "PER"}
        assert list(document["layers"]) == ["names", "content", "source", "cue", "funder", "grantee", "purpose"]
        assert document["layers"]["names"]
        assert document["layers"]["content"]


def test_conll_is_put_together_from_its_tokens(made: Path) -> None:
    first, second = corpora.conll(made / "conllpp/train.txt")
    assert first["text"] == "Corvane Trust won in Ostwick.\nOdile Brandt smiled (again).\n"
    assert spelled(first, "conll") == [("Corvane Trust", "ORG"), ("Ostwick", "LOC"), ("Odile Brandt", "PER")]
    assert starts(first) == ["Corvane", "Odile"]
    assert (second["id"], spelled(second, "conll")) == ("conll/1", [("Dunmerians", "MISC")])


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    listed = ["GUM_news_lake", "GUM_vlog_lake", "GUM_news_dean", "GUM_essay_ice", "GUM_reddit_ice"]
    lines = "".join(f"  * {name}\n" for name in listed)
    (tmp_path / "gum/dep").mkdir(parents=True)
    (tmp_path / "gum/SOURCE-splits.md").write_text(f"# Splits\n\n## dev\n{lines}\n## test\n  * GUM_news_none\n")

    def line(number: int, form: str, misc: str = "_") -> str:
        return "\t".join([str(number), form, *["_"] * 7, misc]) + "\n"

    for name in listed[:-1]:
        blocks = [
            f"# newdoc id = {name}\n# newpar_block\n" + line(1, "Aro", "SpaceAfter=No") + line(2, "!"),
            "# sent_id = 2\n" + line(1, "Ice") + line(2, "thaws", "SpaceAfter=No") + line(3, "."),
            "# sent_id = 3\n# newpar_block = p\n" + line(1, "Lake"),
        ]
        (tmp_path / f"gum/dep/{name}.conllu").write_text("\n".join(blocks) + "\n")
    return tmp_path


def test_gum_gives_sentence_starts_of_written_documents(treebank: Path) -> None:
    found = list(corpora.gum(treebank, "dev"))
    assert [document["id"] for document in found] == ["gum/GUM_news_lake", "gum/GUM_news_dean", "gum/GUM_essay_ice"]
    assert found[0]["text"] == "Aro! Ice thaws.\n\nLake\n"
    assert starts(found[0]) == ["Aro!", "Ice", "Lake"]
    assert len(list(corpora.gum(treebank, "dev", "news"))) == 2


def test_a_gum_document_that_is_listed_but_missing_is_told(treebank: Path) -> None:
    with pytest.raises(CorpusBroken, match=r"\[MQ405\] .*GUM_news_none\.conllu: cannot be read \(No such file"):
        list(corpora.gum(treebank, "test"))


MISSING: list[tuple[str, Read, str]] = [
    ("worldwide", lambda root: corpora.worldwide(root, "train"), "en-worldwide-newswire"),
    ("polnear", lambda root: corpora.polnear(root, "train"), "PolNeAR"),
    ("conllpp", lambda root: corpora.conll(root / "conllpp/train.txt"), "CoNLL++"),
    ("gum", lambda root: corpora.gum(root, "train"), "GUM"),
]


@pytest.mark.parametrize(("folder", "read", "name"), MISSING, ids=[case[0] for case in MISSING])
def test_a_missing_corpus_says_what_to_get_from_where(
    tmp_path: Path, root: Path, folder: str, read: Read, name: str
) -> None:
    with pytest.raises(CorpusMissing) as told:
        list(read(tmp_path))
    assert told.value.what == f"no {name}"
    assert str(tmp_path / folder) in told.value.where
    manifest = tomllib.loads((root / "corpora/manifest.toml").read_text(encoding="utf-8"))["corpora"]
    sources = [about["source"] for about in manifest.values() if folder in about["path"]]
    assert sources
    for source in sources:
        assert source.startswith(corpora.ADDRESSES[name])
    assert f"Get it from {corpora.ADDRESSES[name]} (see corpora/manifest.toml): there must be " in str(told.value)


def test_an_empty_corpus_folder_is_a_missing_corpus(tmp_path: Path) -> None:
    (tmp_path / "worldwide/train").mkdir(parents=True)
    with pytest.raises(CorpusMissing, match=r"articles, NAME\.txt, each with its tokens, NAME\.txt\.tsv"):
        list(corpora.worldwide(tmp_path, "train"))


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_worldwide_article_without_its_tokens_is_told(made: Path) -> None:
    (made / "worldwide/train/aq_lamp_2.txt.tsv").unlink()
    with pytest.raises(CorpusBroken, match=r"aq_lamp_2\.txt\.tsv: cannot be read .* fingerprint"):
        list(corpora.worldwide(made, "train"))


@pytest.mark.parametrize("label", ["", "\tE-Person", "\tPerson", "\tB-"])
def test_a_worldwide_row_without_a_label_is_told_with_its_line(made: Path, label: str) -> None:
    spoil(made / "worldwide/train/aq_lamp_1.txt.tsv", "Odile\tB-Person", f"Odile{label}")
    with pytest.raises(CorpusBroken, match=r"aq_lamp_1\.txt\.tsv:3: no token with a label O, B-X or I-X"):
        list(corpora.worldwide(made, "train"))


def test_a_class_that_the_head_lacks_is_told(made: Path) -> None:
    spoil(made / "worldwide/train/aq_lamp_1.txt.tsv", "B-Date", "B-Weather")
    with pytest.raises(
        CorpusBroken, match=r"document worldwide/aq_lamp_1, layer world: .* Weather has an unknown type"
    ):
        list(corpora.worldwide(made, "train"))


def test_a_file_that_is_not_utf_8_is_told(made: Path) -> None:
    (made / "polnear/train/text/lamp_2031-01-02_ice.txt").write_bytes(b"Aro \xff said")
    with pytest.raises(CorpusBroken, match=r"_ice\.txt: not UTF-8 \(invalid start byte at byte 4\)"):
        list(corpora.polnear(made, "train"))


def test_a_polnear_text_without_annotation_is_told(made: Path) -> None:
    next((made / "polnear/dev/attributions").iterdir()).unlink()
    with pytest.raises(CorpusBroken, match=r"_head\.txt: no annotation of it in attributions"):
        list(corpora.polnear(made, "dev"))


def test_a_polnear_role_without_offsets_is_told_with_its_line(made: Path) -> None:
    spoil(made / "polnear/dev/attributions/lamp_2031-01-04_head_ab12.ann", "Cue 10 14", "Cue 10")
    with pytest.raises(CorpusBroken, match=r"_ab12\.ann:2: no offsets of the Cue"):
        list(corpora.polnear(made, "dev"))


def test_a_polnear_span_outside_of_its_text_is_told(made: Path) -> None:
    spoil(made / "polnear/dev/attributions/lamp_2031-01-04_head_ab12.ann", "Cue 10 14", "Cue 10 1400")
    message = "document polnear/lamp_2031-01-04_head, layer polnear_cue: the span 10-1400 cue is not within the text's"
    with pytest.raises(CorpusBroken, match=message):
        list(corpora.polnear(made, "dev"))


@pytest.mark.parametrize("row", ["Corvane NNP B-ORG", "Corvane NNP B-NP S-ORG", "Corvane"])
def test_a_broken_conll_row_is_told(made: Path, row: str) -> None:
    spoil(made / "conllpp/train.txt", "Corvane NNP B-NP B-ORG", row)
    with pytest.raises(CorpusBroken, match=rf"article 1, row '{row}': not a token, two tags and a label"):
        list(corpora.conll(made / "conllpp/train.txt"))


def test_an_empty_conll_file_is_told(made: Path) -> None:
    (made / "conllpp/train.txt").write_text("-DOCSTART- -X- -X- O\n")
    with pytest.raises(CorpusBroken, match="no article in it"):
        list(corpora.conll(made / "conllpp/train.txt"))


def test_gold_is_checked_as_it_is_read(tmp_path: Path, root: Path) -> None:
    write_gold(tmp_path / "gold", root / "annotations/gold")
    file = tmp_path / "gold/train.jsonl"
    with pytest.raises(
        CorpusMissing, match=r"none\.jsonl: no gold records\. Give the folder that has them with --gold"
    ):
        list(corpora.gold(tmp_path / "gold/none.jsonl"))
    record = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    record["mentions"][0]["start"] += 1
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(OffsetMismatch, match=r"train\.jsonl:1"):
        list(corpora.gold(file))
    file.write_text('{"article": 3}\n')
    with pytest.raises(BrokenRecord, match=r"train\.jsonl:1"):
        list(corpora.gold(file))


def test_gold_mentions_that_overlap_are_told(tmp_path: Path, root: Path) -> None:
    write_gold(tmp_path / "gold", root / "annotations/gold")
    file = tmp_path / "gold/train.jsonl"
    record = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    kinds = {entity["id"]: entity["type"] for entity in record["entities"]}
    name = next(mention for mention in record["mentions"] if kinds[mention["entity"]] == "ORG")
    record["mentions"].append(name | {"end": name["end"] - 1, "text": name["text"][:-1]})
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    message = (
        rf"layer names: the spans {name['start']}-{name['end'] - 1} ORG and {name['start']}-{name['end']} ORG overlap"
    )
    with pytest.raises(CorpusBroken, match=message):
        list(corpora.gold(file))
