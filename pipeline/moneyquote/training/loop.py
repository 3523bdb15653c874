"""The training loop: tasks mixed in every batch, a missing layer masked, resumable, logged an epoch."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from moneyquote.encoder.labels import NEWS_SCHEME
from moneyquote.errors import ModelBroken, TrainingSetting
from moneyquote.training.corpora import Document
from moneyquote.training.examples import IGNORED, Batch, batches, collate, make_example
from moneyquote.training.measure import measured
from moneyquote.training.network import SPECIAL_PIECES, NewsNetwork, check_base
from moneyquote.training.shipped import check_shipped, load_shipped

MAIN_HEADS = {"real-news": "names", "worldwide dev": "world", "PolNeAR dev": "polnear_content"}
_TOLD = 20  # steps between two lines of the log
_ANEW = "Remove it to begin anew, or give another folder with --out"


def ready(base: Path, device: str, begin: Path | None = None) -> Tokenizer:
    """Check, before any corpus is read, that a run can begin, and return the base's tokenizer.

    Raises:
        ModelNotFound, ModelBroken: as for ``check_shipped``, with ``begin``.
        TrainingSetting: if a GPU is asked for and absent, or ``base`` is no model directory.
    """
    if device not in ("cpu", "cuda"):
        raise TrainingSetting(f"--device {device}", "no device that is known", "Give cpu or cuda")
    if device == "cuda" and not torch.cuda.is_available():
        raise TrainingSetting("--device cuda", "no GPU that PyTorch can use", "Train on the CPU: --device cpu")
    if begin is not None:
        check_shipped(begin)
    return check_base(base)


def train(
    documents: Sequence[Document],
    dev: Mapping[str, Sequence[Document]],
    base: Path,
    out: Path,
    settings: dict[str, Any],
    *,
    device: str = "cpu",
    begin: Path | None = None,
) -> NewsNetwork:
    """Train a network and return it; ``out`` keeps a checkpoint and the log, and a second call goes on from there.

    On one machine's CPU the same seed gives the same weights, whether a run was stopped between two epochs or not; an
    epoch that was not finished is done again. The clock must not be what ends the run.

    Args:
        documents: the training documents.
        dev: documents to measure on after each epoch, by the name of their set, a key of ``MAIN_HEADS``. The weights
            kept are those with the best mean F1 of these heads, and training ends when ``patience`` epochs have not
            raised it.
        base: a local Hugging Face directory with the weights to begin from.
        out: the folder of ``checkpoint.pt`` and ``best.pt`` (this machine's own, loaded with ``weights_only``) and
            ``log.jsonl``, a line every 20 steps and every epoch.
        settings: the table of ``training.toml``.
        device: ``cpu`` or ``cuda``.
        begin: the folder of an exported encoder whose weights to begin from, in place of the base's.

    Raises:
        ModelNotFound, ModelBroken, TrainingSetting: as for ``ready`` and ``load_shipped``.
        ModelBroken: if the checkpoint in ``out`` is damaged or another network's.
    """
    tokenizer = ready(base, device, begin)
    _seed(settings["seed"])
    network = NewsNetwork(base, NEWS_SCHEME, settings["dropout"])
    if begin is not None:
        load_shipped(network, begin)
    network = network.to(device)
    # Without instructions for it, a processor multiplies bfloat16 some fifty times slower than float32.
    halves = device == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    cls, sep, mask = (tokenizer.token_to_id(piece) or 0 for piece in SPECIAL_PIECES)  # none lacks them: ``check_base``
    ends = (cls, sep)
    examples = [made for d in documents if (made := make_example(d, NEWS_SCHEME, tokenizer)).pieces.words]
    held = {name: [make_example(d, NEWS_SCHEME, tokenizer) for d in some] for name, some in dev.items()}
    optimizer = torch.optim.AdamW(_groups(network, settings))
    rates = [group["lr"] for group in optimizer.param_groups]
    out.mkdir(parents=True, exist_ok=True)
    state = _resumed(out, network, optimizer)
    begun = time.monotonic() - state["seconds"]
    done = state["step"] / max(1, state["total"])
    losses: list[float] = []
    while state["epoch"] < settings["epochs"] and done < 1 and _hopeful(state, settings):
        # Seeds by the epoch: a run that was stopped goes on with the same batches, noise and dropout.
        _seed(settings["seed"] + state["epoch"])
        rng = random.Random(settings["seed"] + state["epoch"])
        noise = np.random.default_rng(settings["seed"] + state["epoch"])
        network.train()
        epoch_batches = list(batches(examples, settings, rng))
        total = state["total"] = state["total"] or min(len(epoch_batches) * settings["epochs"], settings["steps"])
        step = state["step"]
        for batch in epoch_batches:
            warm = min(1.0, (step + 1) / (settings["warmup"] * total))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * warm * (1 - done)
            fed = collate(batch, ends, rng=noise, mask_id=mask, settings=settings)
            with torch.autocast(device, dtype=torch.bfloat16, enabled=halves):
                loss = _loss(network, fed, settings, device)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(float(loss.detach()))
            step += 1
            if step % _TOLD == 0:
                _log(out, {"step": step, "seconds": round(time.monotonic() - begun), "loss": np.mean(losses[-_TOLD:])})
            # Where time is short the rate falls with the clock, so that training ends annealed all the same.
            done = max(step / total, (time.monotonic() - begun) / (60 * settings["minutes"]))
            if done >= 1:
                break
        scores = {name: measured(network, some, settings, ends, device) for name, some in held.items()}
        state |= {"epoch": state["epoch"] + 1, "step": step, "seconds": time.monotonic() - begun}
        mean = float(np.mean([found[MAIN_HEADS[name]] for name, found in scores.items()]))
        if mean > state["best"]:
            state |= {"best": mean, "best_epoch": state["epoch"]}
            _save(out / "best.pt", {"network": network.state_dict()})
        _save(out / "checkpoint.pt", {**state, "network": network.state_dict(), "optimizer": optimizer.state_dict()})
        told = {"epoch": state["epoch"], "step": step, "seconds": round(state["seconds"])}
        _log(out, {**told, "mean": mean, "scores": scores})
    network.load_state_dict(_loaded(out / "best.pt")["network"])
    return network


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    random.seed(seed)


def _groups(network: NewsNetwork, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """Return parameter groups: lower layers learn slower, the new embeddings and heads faster."""
    groups = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("heads") or "token_type" in name:
            rate = settings["head_rate"]
        else:
            layer = int(name.split("layer.")[1].split(".")[0]) + 1 if "layer." in name else 0
            rate = settings["rate"] * settings["layer_decay"] ** (network.trunk.config.num_hidden_layers - layer)
        decay = settings["weight_decay"] if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def _loss(network: NewsNetwork, batch: Batch, settings: dict[str, Any], device: str) -> torch.Tensor:
    scores = network(batch.ids.to(device), batch.kinds.to(device), batch.mask.to(device))
    scores = scores[batch.rows.to(device), batch.columns.to(device)].float()
    parts = [
        settings["head_weights"][head]
        * functional.cross_entropy(
            scores[:, NEWS_SCHEME.columns[head]],
            labels.to(device),
            ignore_index=IGNORED,
            label_smoothing=settings["label_smoothing"],
        )
        for head, labels in batch.labels.items()
    ]
    return torch.stack(parts).sum()


def _hopeful(state: dict[str, Any], settings: dict[str, Any]) -> bool:
    """Tell whether fewer than ``patience`` epochs have passed since the best one."""
    passed: int = state["epoch"] - state["best_epoch"]
    return not state["best_epoch"] or passed < settings["patience"]


def _resumed(out: Path, network: NewsNetwork, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Return where a run stands, its weights set; lines of the log from behind its checkpoint are taken out."""
    file = out / "checkpoint.pt"
    state: dict[str, Any] = {"epoch": 0, "step": 0, "total": 0, "seconds": 0.0, "best": -1.0, "best_epoch": 0}
    if file.is_file():
        found = _loaded(file)
        lacking = sorted({*state, "network", "optimizer"} - set(found))
        if lacking:
            raise ModelBroken(str(file), f"a checkpoint of another version: it lacks {', '.join(lacking)}", _ANEW)
        try:
            network.load_state_dict(found["network"])
            optimizer.load_state_dict(found["optimizer"])
        except (RuntimeError, ValueError, KeyError) as error:
            told = str(error).strip().split("\n")[-1].strip()
            raise ModelBroken(str(file), f"a checkpoint of another network ({told})", _ANEW) from error
        state = {key: found[key] for key in state}
    log = out / "log.jsonl"
    if log.is_file():
        rows = log.read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.endswith("}") and json.loads(row)["step"] <= state["step"]]
        log.write_text("".join(f"{row}\n" for row in kept), encoding="utf-8")
    return state


def _loaded(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = torch.load(file, weights_only=True)
    except Exception as error:  # PyTorch has no common base for what it raises
        told = str(error).split("\n", maxsplit=1)[0]
        raise ModelBroken(str(file), f"damaged ({told})", _ANEW) from error
    return found


def _save(file: Path, state: dict[str, Any]) -> None:
    torch.save(state, file.with_suffix(".tmp"))
    file.with_suffix(".tmp").replace(file)


def _log(out: Path, row: dict[str, Any]) -> None:
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
