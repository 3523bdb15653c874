"""What a run trains on: held-out articles, near duplicates and what does not align are left out, and told."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.training.made import settings, write_corpora, write_gold

from moneyquote.errors import CorpusMissing, TrainingSetting
from moneyquote.training.corpora import read_held_out
from moneyquote.training.data import Data, gather


@pytest.fixture
def made(tmp_path: Path, root: Path) -> Path:
    write_corpora(tmp_path / "corpora")
    write_gold(tmp_path / "gold", root / "annotations/gold")
    (tmp_path / "held-out.txt").write_text("")
    return tmp_path


def gathered(made: Path, records: tuple[Path, ...] = (), **changed: Any) -> Data:
    return gather(made / "corpora", made / "gold", records, made / "held-out.txt", made / "out", settings(**changed))


def ids(data: Data) -> list[str]:
    return [document["id"] for document in data.documents]


def test_all_corpora_are_read_with_their_weights(made: Path) -> None:
    data = gathered(made)
    assert data.told == (
        "8 documents to train on; left out 0 held out for tests and 0 near duplicates of what is measured on",
    )
    weights = {document["corpus"]: document["weight"] for document in data.documents}
    assert weights == settings()["weights"]
    assert {name: len(some) for name, some in data.dev.items()} == {
        "real-news": 1,
        "worldwide dev": 1,
        "PolNeAR dev": 1,
    }


def test_the_second_reading_is_the_same(made: Path) -> None:
    assert gathered(made) == gathered(made)
    assert len(list((made / "out").iterdir())) == 1


def test_held_out_articles_and_what_tells_their_story_are_left_out(made: Path) -> None:
    text = (made / "corpora/worldwide/train/aq_lamp_1.txt").read_bytes()
    (made / "held-out.txt").write_text(sha256(text).hexdigest() + "\n")
    copy = text.decode().replace("lamp.example/1", "lamp.example/copy")
    ann = next((made / "corpora/polnear/train/attributions").glob("*_ice_*"))
    (made / "corpora/polnear/train/text/lamp_2031-02-01_copy.txt").write_text(copy)
    ann.with_name("lamp_2031-02-01_copy_ab12.ann").write_text("")
    data = gathered(made)
    assert not [name for name in ids(data) if name in ("worldwide/aq_lamp_1", "polnear/lamp_2031-02-01_copy")]
    assert data.told[0].startswith("7 documents to train on; left out 1 held out for tests and 1 near duplicates")


def test_what_is_measured_on_is_never_trained_on(made: Path) -> None:
    data = gathered(made, (made / "gold/real-news.jsonl",))
    assert data.dev["real-news"][0]["id"] not in ids(data)
    assert "1 near duplicates" in data.told[0]


def test_articles_whose_tokens_are_lost_are_told_at_every_call(made: Path) -> None:
    for split, name in (("train", "aq_lamp_2"), ("dev", "aq_lamp_3")):
        (made / f"corpora/worldwide/{split}/{name}.txt").write_text("Another text altogether.\n")
    for _ in range(2):
        data = gathered(made)
        assert "worldwide/aq_lamp_2" not in ids(data)
        assert data.dev["worldwide dev"] == []
        assert data.told[1].startswith(
            "Left out too, as more than 2 % of their tokens do not stand in their texts: worldwide/aq_lamp_2 ("
        )
        assert "worldwide/aq_lamp_3 (" in data.told[1]


def test_a_token_lost_here_and_there_is_counted(made: Path) -> None:
    article = made / "corpora/worldwide/train/aq_lamp_2.txt"
    more = "The ice held for sixty days. " * 20
    article.write_text(article.read_text() + more)
    rows = "\n".join(word + "\tO" for word in (more + " gone").replace(".", " .").split())
    table = Path(f"{article}.tsv")
    table.write_text(table.read_text() + rows + "\n")
    assert gathered(made).told[1:] == ("Of the others, 1 of 174 tokens were lost",)


def test_dev_sets_are_thinned_evenly(made: Path, root: Path) -> None:
    lines = (root / "annotations/gold/dev.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:5]
    (made / "gold/real-news.jsonl").write_text("".join(lines), encoding="utf-8")
    everything = [document["id"] for document in gathered(made).dev["real-news"]]
    assert [document["id"] for document in gathered(made, dev_documents=3).dev["real-news"]] == everything[::2]


def test_a_missing_or_broken_list_of_held_out_texts_is_told(made: Path) -> None:
    with pytest.raises(TrainingSetting, match=r"none\.txt: no such file\. Give the list of texts .* with --held-out"):
        read_held_out(made / "none.txt")
    (made / "held-out.txt").write_text("lamp-1\n")
    with pytest.raises(TrainingSetting, match="'lamp-1' is no SHA-256"):
        gathered(made)


def test_gold_without_what_is_measured_on_is_told(made: Path) -> None:
    (made / "gold/real-news.jsonl").unlink()
    with pytest.raises(CorpusMissing, match=r"gold/real-news\.jsonl: no gold records\. .* --gold"):
        gathered(made)
