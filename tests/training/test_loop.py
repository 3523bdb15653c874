"""The training loop: seeds, checkpoints, early stopping, and what it refuses. Needs the extra ``train``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train: pip install 'moneyquote[train]'")
pytest.importorskip("transformers", reason="needs the extra train: pip install 'moneyquote[train]'")

from tests.training.made import settings, write_base, write_corpora, write_gold  # noqa: E402  # after the skip

from moneyquote.encoder.model import NewsEncoder  # noqa: E402  # after the skip
from moneyquote.errors import ModelBroken, ModelNotFound, TrainingSetting  # noqa: E402  # after the skip
from moneyquote.training import loop  # noqa: E402  # after the skip
from moneyquote.training.data import Data, gather  # noqa: E402  # after the skip
from moneyquote.training.examples import collate  # noqa: E402  # after the skip

SHIPPED = Path(__file__).resolve().parents[2] / "models/news/encoder"
torch.set_num_threads(1)  # so small a network only waits for more
QUIET = settings(decided=120, pieces=1024)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "tiny"
    write_base(folder)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    made = tmp_path_factory.mktemp("data")
    write_corpora(made / "corpora")
    write_gold(made / "gold", Path(__file__).resolve().parents[2] / "annotations/gold")
    (made / "held-out.txt").write_text("")
    return gather(made / "corpora", made / "gold", (), made / "held-out.txt", made / "out", QUIET)


def trained(data: Data, base: Path, out: Path, **changed: Any) -> dict[str, Any]:
    network = loop.train(data.documents, data.dev, base, out, QUIET | changed)
    return {name: tensor.clone() for name, tensor in network.state_dict().items()}


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]


def latest(out: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(out / "checkpoint.pt", weights_only=True)
    return state


def test_the_seed_decides_the_weights(data: Data, base: Path, tmp_path: Path) -> None:
    first = trained(data, base, tmp_path / "1")
    assert same(first, trained(data, base, tmp_path / "2"))
    assert not same(first, trained(data, base, tmp_path / "3", seed=4))


def test_training_lowers_the_loss(data: Data, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "measured", lambda *_: dict.fromkeys(loop.MAIN_HEADS.values(), 0.0))
    trained(data, base, tmp_path, epochs=25, patience=25)
    losses = [row["loss"] for row in rows(tmp_path) if "loss" in row]
    assert len(losses) > 2
    assert losses[-1] < 0.7 * losses[0]


def test_a_run_that_was_stopped_ends_with_the_weights_of_one_that_was_not(
    data: Data, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(data, base, tmp_path / "whole", epochs=3)
    real, steps = collate, []

    def stopped(*given: Any, **named: Any) -> Any:
        if named:  # a training step; what is measured has no noise
            steps.append(1)
            if len(steps) == latest(tmp_path / "whole")["step"] - 1:
                raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(loop, "collate", stopped)
    with pytest.raises(KeyboardInterrupt):
        trained(data, base, tmp_path / "stopped", epochs=3)
    assert latest(tmp_path / "stopped")["epoch"] == 2
    monkeypatch.setattr(loop, "collate", real)
    trained(data, base, tmp_path / "stopped", epochs=3)
    whole, gone_on = latest(tmp_path / "whole"), latest(tmp_path / "stopped")
    assert same(whole["network"], gone_on["network"])
    assert (whole["step"], whole["best"], whole["best_epoch"]) == (
        gone_on["step"],
        gone_on["best"],
        gone_on["best_epoch"],
    )
    told = [[row["step"] for row in rows(tmp_path / name)] for name in ("whole", "stopped")]
    assert told[0] == told[1], "steps that are done again stand in the log once"


def test_a_finished_run_is_not_trained_again(data: Data, base: Path, tmp_path: Path) -> None:
    first = trained(data, base, tmp_path)
    log = (tmp_path / "log.jsonl").read_text()
    assert same(first, trained(data, base, tmp_path))
    assert (tmp_path / "log.jsonl").read_text() == log


@pytest.mark.parametrize(
    ("means", "patience", "epochs", "best"),
    [([1, 3, 2, 3, 9], 2, 4, 2), ([1, 3, 2, 4, 3], 2, 5, 4), ([5, 4, 3], 1, 2, 1), ([0, 0, 0, 0], 3, 4, 1)],
)
def test_training_ends_when_patience_epochs_have_not_raised_the_mean(
    data: Data,
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    means: list[float],
    patience: int,
    epochs: int,
    best: int,
) -> None:
    scores = iter([mean for mean in means for _ in data.dev])
    weights: list[dict[str, Any]] = []

    def measured(network: Any, *_: Any) -> dict[str, float]:
        mean = next(scores)
        weights.append({name: tensor.clone() for name, tensor in network.state_dict().items()})
        return dict.fromkeys(loop.MAIN_HEADS.values(), mean)

    monkeypatch.setattr(loop, "measured", measured)
    kept = trained(data, base, tmp_path, epochs=len(means), patience=patience)
    assert [row["epoch"] for row in rows(tmp_path) if "epoch" in row] == list(range(1, epochs + 1))
    assert same(kept, weights[best * len(data.dev) - 1]), "the best epoch's weights are returned"


def test_steps_end_training_and_the_rate_falls_with_them(data: Data, base: Path, tmp_path: Path) -> None:
    trained(data, base, tmp_path, epochs=50, patience=50, steps=7)
    assert latest(tmp_path)["step"] == 7
    rates = [group["lr"] for group in latest(tmp_path)["optimizer"]["param_groups"]]
    assert max(rates) < 0.2 * QUIET["head_rate"]
    assert [row["step"] for row in rows(tmp_path) if "epoch" in row].count(7) == 1, "no epoch without a step"


@pytest.mark.parametrize("name", ["checkpoint.pt", "best.pt"])
def test_a_damaged_checkpoint_is_told(data: Data, base: Path, tmp_path: Path, name: str) -> None:
    trained(data, base, tmp_path)
    (tmp_path / name).write_bytes(b"PK\x03\x04 cut off")
    message = rf"\[MQ402\] .*{name}: damaged \(.+\)\. Remove it to begin anew, or give another folder with --out\."
    with pytest.raises(ModelBroken, match=message):
        trained(data, base, tmp_path)


def test_a_checkpoint_of_another_version_or_network_is_told(data: Data, base: Path, tmp_path: Path) -> None:
    trained(data, base, tmp_path)
    state = latest(tmp_path)
    torch.save({key: value for key, value in state.items() if key != "total"}, tmp_path / "checkpoint.pt")
    with pytest.raises(ModelBroken, match="a checkpoint of another version: it lacks total"):
        trained(data, base, tmp_path)
    state["network"].pop("heads.bias")
    torch.save(state, tmp_path / "checkpoint.pt")
    with pytest.raises(ModelBroken, match=r"a checkpoint of another network \(.*heads\.bias"):
        trained(data, base, tmp_path)


def test_a_gpu_that_is_absent_and_a_device_that_is_unknown_are_told(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    message = r"\[MQ404\] --device cuda: no GPU that PyTorch can use\. Train on the CPU: --device cpu\."
    with pytest.raises(TrainingSetting, match=message):
        loop.ready(base, "cuda")
    with pytest.raises(TrainingSetting, match=r"--device tpu: no device that is known\. Give cpu or cuda\."):
        loop.ready(base, "tpu")


def spoilt(base: Path, folder: Path, name: str, content: str | None) -> Path:
    shutil.copytree(base, folder)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content)
    return folder


PIECES = (
    '{"type": "WordPiece", "vocab": {"[UNK]": 0, "[CLS]": 1}, "unk_token": "[UNK]", "continuing_subword_prefix": "##", '
)
NO_ENDS = '{"version": "1.0", "added_tokens": [], "model": ' + PIECES + '"max_input_chars_per_word": 100}}'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "tokenizer.json",
            None,
            r"no tokenizer\.json there\. Give a local Hugging Face directory of a BERT with --base",
        ),
        ("config.json", None, r"no config\.json there"),
        ("config.json", "[]", r"config\.json: no configuration of a model"),
        ("config.json", '{"model_type": "roberta"}', r"the weights of a roberta, not of a bert"),
        ("tokenizer.json", "{}", r"tokenizer\.json: does not load \("),
        ("tokenizer.json", NO_ENDS, r"tokenizer\.json: lacks \[SEP\], \[MASK\]"),
    ],
)
def test_a_base_that_cannot_be_used_is_told(
    base: Path, tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    with pytest.raises(TrainingSetting, match=message):
        loop.ready(spoilt(base, tmp_path / "base", name, content), "cpu")


@pytest.mark.parametrize("content", [None, "cut off"])
def test_a_base_without_its_weights_is_told(data: Data, base: Path, tmp_path: Path, content: str | None) -> None:
    with pytest.raises(TrainingSetting, match=r"its weights do not load \(.+\)\. Give a local"):
        trained(data, spoilt(base, tmp_path / "base", "model.safetensors", content), tmp_path / "out")


def test_an_encoder_of_another_version_to_begin_from_is_told(base: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"encoder\.onnx: no such file\. Give the folder .* with --from"):
        loop.ready(base, "cpu", tmp_path)
    other = tmp_path / "encoder"
    shutil.copytree(SHIPPED, other)
    other.chmod(0o755)
    described = json.loads((SHIPPED / "encoder.json").read_text())
    (other / "encoder.json").write_text(json.dumps(described | {"format": 99}))
    with pytest.raises(ModelBroken, match=r"encoder\.json: format 99, not 1"):
        loop.ready(base, "cpu", other)
    (other / "encoder.json").write_text(json.dumps(described | {"heads": described["heads"][1:]}))
    with pytest.raises(
        ModelBroken, match=r"heads of another version: world\. Give an encoder of this version with --from"
    ):
        loop.ready(base, "cpu", other)
    (other / "encoder.json").write_text(json.dumps(described | {"heads": described["heads"][::-1]}))
    with pytest.raises(ModelBroken, match="heads in another order"):
        loop.ready(base, "cpu", other)
    assert NewsEncoder.from_folder(SHIPPED)
