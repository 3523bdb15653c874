"""``moneyquote train`` from small corpora to an encoder that reads. Needs the extra ``train``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

REASON = "needs the extra train: pip install 'moneyquote[train]'"
torch = pytest.importorskip("torch", reason=REASON)
for package in ("transformers", "onnx", "matplotlib", "datasets"):
    pytest.importorskip(package, reason=REASON)

from tests.training.made import settings, toml, write_base, write_corpora, write_gold  # noqa: E402  # after the skip

from moneyquote.cli import app  # noqa: E402  # after the skip
from moneyquote.encoder.labels import NEWS_SCHEME  # noqa: E402  # after the skip
from moneyquote.encoder.model import NewsEncoder  # noqa: E402  # after the skip
from moneyquote.errors import CorpusMissing, ModelBroken, MoneyquoteError, TrainingSetting  # noqa: E402
from moneyquote.training.corpora import gold  # noqa: E402  # after the skip
from moneyquote.training.export import calibrated  # noqa: E402  # after the skip

torch.set_num_threads(1)  # so small a network only waits for more
TEXT = "Odile Brandt said on Monday that the Corvane Trust gave $40 to Dunmere University."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("train")
    write_corpora(folder / "corpora")
    write_gold(folder / "gold", Path(__file__).resolve().parents[2] / "annotations/gold")
    write_base(folder / "base")
    (folder / "held-out.txt").write_text("")
    (folder / "own.toml").write_text(toml(settings(decided=120, pieces=1024)))
    return folder


def run(made: Path, *flags: str, **changed: Path | str) -> Result:
    told: dict[str, Any] = {"corpora": made / "corpora", "gold": made / "gold", "base": made / "base"}
    told |= {"out": made / "out", "held-out": made / "held-out.txt", "config": made / "own.toml"}
    words = [word for name, value in (told | changed).items() for word in (f"--{name}", str(value))]
    return CliRunner().invoke(app, ["train", *words, *flags])


@pytest.fixture(scope="module")
def model(made: Path) -> Path:
    result = run(made, model=made / "model")
    assert result.exit_code == 0, result.output + repr(result.exception)
    assert result.stdout.splitlines() == [
        "8 documents to train on; left out 0 held out for tests and 0 near duplicates of what is measured on",
        f"Exported to {made / 'model'}",
    ]
    return made / "model"


def test_the_command_writes_an_encoder_that_reads(made: Path, model: Path) -> None:
    assert sorted(file.name for file in model.iterdir()) == ["encoder.json", "encoder.onnx", "tokenizer.json"]
    encoder = NewsEncoder.from_folder(model)
    scored = encoder.score(TEXT, [(0, len(TEXT))])
    assert scored.scores.shape == (scored.pieces.words, NEWS_SCHEME.width)
    assert np.isfinite(scored.scores).all()
    assert (made / "out/log.svg").read_text().startswith("<?xml")
    rows = [json.loads(line) for line in (made / "out/log.jsonl").read_text().splitlines()]
    assert [row["epoch"] for row in rows if "scores" in row] == [1, 2]
    assert {*rows[-1]["scores"]} == {"real-news", "worldwide dev", "PolNeAR dev"}


def test_a_second_call_goes_on_where_the_first_ended(made: Path, model: Path) -> None:
    weights = (model / "encoder.onnx").read_bytes()
    log = (made / "out/log.jsonl").read_text()
    result = run(made, model=made / "again")
    assert result.exit_code == 0, result.output
    assert (made / "again/encoder.onnx").read_bytes() == weights
    assert (made / "out/log.jsonl").read_text() == log


def test_int8_says_what_float32_says(made: Path, model: Path) -> None:
    import onnxruntime

    result = run(made, "--keep-float32", model=made / "both")
    assert result.exit_code == 0, result.output
    texts = [TEXT, *(document["text"] for document in gold(made / "gold/real-news.jsonl"))]
    small = NewsEncoder.from_folder(model)
    exact = NewsEncoder.from_folder(model)
    exact.__dict__["_session"] = onnxruntime.InferenceSession(str(made / "both/float32.onnx"))
    ours, theirs = (
        np.concatenate([encoder.score(text, [(0, len(text))]).scores for text in texts]) for encoder in (small, exact)
    )
    assert np.abs(ours - theirs).max() > 0, "the two are not the same network"
    assert np.abs(ours - theirs).mean() < 0.05 * np.abs(theirs).mean()
    for columns in NEWS_SCHEME.columns.values():
        assert (ours[:, columns].argmax(1) == theirs[:, columns].argmax(1)).mean() > 0.97


def test_float32_on_disk_is_the_trained_network(made: Path, model: Path) -> None:
    from moneyquote.encoder.model import window_inputs
    from moneyquote.encoder.windows import Window
    from moneyquote.encoder.wordpieces import split_pieces
    from moneyquote.training.network import NewsNetwork

    network = NewsNetwork(made / "base", NEWS_SCHEME, 0.1)
    network.load_state_dict(torch.load(made / "out/best.pt", weights_only=True)["network"])
    encoder = NewsEncoder.from_folder(model)
    theirs = encoder.score(TEXT, [(0, len(TEXT))]).scores
    pieces = split_pieces(TEXT, encoder._tokenizer)
    whole = Window(left=0, start=0, end=pieces.words, right=pieces.words)
    ids, kinds, firsts = window_inputs(pieces, whole, encoder._ends)
    with torch.no_grad():
        ours = network.eval()(torch.from_numpy(ids[None]), torch.from_numpy(kinds[None]))[0, firsts].numpy()
    assert np.abs(ours - theirs).mean() < 0.05 * np.abs(ours).mean()


def test_a_trained_encoder_is_trained_on(made: Path, model: Path) -> None:
    result = run(made, out=made / "further", **{"from": model})
    assert result.exit_code == 0, result.output + repr(result.exception)
    broken = made / "broken"
    broken.mkdir()
    for file in model.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    (broken / "encoder.onnx").write_bytes((model / "encoder.onnx").read_bytes()[:-900])
    refused(run(made, out=made / "other", **{"from": broken}), ModelBroken, r"broken/encoder.onnx")


def test_confidences_are_calibrated_where_all_or_none_are_right(model: Path, made: Path) -> None:
    encoder = NewsEncoder.from_folder(model)
    text = "It rained."
    quiet = [{"text": text, "layers": {"names": []}}]
    slope, shift = calibrated(encoder, quiet, "names")
    assert slope == 0
    assert shift <= 0, "names of which none is right are not believed"


def refused(result: Result, kind: type[MoneyquoteError], *words: str) -> None:
    assert isinstance(result.exception, kind), repr(result.exception)
    for word in words:
        assert word in str(result.exception)


def test_what_cannot_be_used_is_told_before_a_corpus_is_read(made: Path, tmp_path: Path) -> None:
    nowhere = {"corpora": tmp_path / "none", "gold": tmp_path / "none"}
    refused(run(made, config=tmp_path / "x.toml", **nowhere), TrainingSetting, "x.toml: no such file", "--config")
    refused(run(made, base=tmp_path, **nowhere), TrainingSetting, f"{tmp_path}: no config.json there", "--base")
    if not torch.cuda.is_available():
        refused(run(made, device="cuda", **nowhere), TrainingSetting, "--device cuda: no GPU that PyTorch can use")
    refused(
        run(made, **{"held-out": tmp_path / "x.txt"}, **nowhere), TrainingSetting, "x.txt: no such file", "--held-out"
    )


def test_missing_corpora_are_told(made: Path, tmp_path: Path) -> None:
    result = run(made, corpora=tmp_path / "none")
    refused(result, CorpusMissing, "worldwide/dev: no en-worldwide-newswire", "https://github.com/stanfordnlp/")
    refused(run(made, gold=tmp_path / "none"), CorpusMissing, "real-news.jsonl: no gold records", "--gold")
