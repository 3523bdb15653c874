"""The speakers component keeps its trained resolver on disk and in bytes, and works without one."""

from pathlib import Path

import pytest
from spacy.language import Language

from moneyquote.components.frames import QUOTES, get_frames
from moneyquote.components.speakers import Speakers
from moneyquote.errors import ModelBroken
from moneyquote.quotation.confidence import speaker_confidence

TEXT = "Mayor Grace Obi opened the harbour on Monday. She said the ferry would sail again in spring."


def test_the_shipped_pipeline_has_a_trained_resolver_that_tells_a_confidence(nlp: Language) -> None:
    quote = get_frames(nlp(TEXT), QUOTES)[0]
    assert quote.values["speaker_name"] == "Grace Obi"
    assert 0.5 < quote.values["confidence"] < 1


def test_the_resolver_comes_back_from_disk_and_bytes(nlp: Language, tmp_path: Path) -> None:
    shipped = nlp.get_pipe("speakers")
    assert isinstance(shipped, Speakers)
    assert shipped.ranker is not None
    shipped.to_disk(tmp_path / "speakers")
    content = shipped.to_bytes()
    assert Speakers().from_disk(tmp_path / "speakers").to_bytes() == content
    assert Speakers().from_bytes(content).to_bytes() == content


def test_without_a_file_the_rules_work_alone(tmp_path: Path) -> None:
    component = Speakers().from_disk(tmp_path / "speakers")
    assert component.ranker is None
    component.to_disk(tmp_path / "speakers")
    assert not (tmp_path / "speakers").exists()
    assert Speakers().from_bytes(component.to_bytes()).ranker is None


def test_a_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "speakers.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ModelBroken, match=r"speakers\.npz"):
        Speakers().from_disk(tmp_path)


def test_the_trained_confidence_goes_before_that_of_the_rule() -> None:
    assert speaker_confidence(0.8, "pronoun", 0.5) == 0.4
    assert speaker_confidence(0.8, "pronoun") == pytest.approx(0.8 * 143 / 153, abs=1e-3)
    assert speaker_confidence(None, "pronoun", 0.5) is None
