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
from moneyquote.errors import TrainingSetting
from moneyquote.training.corpora import Document
from moneyquote.training.examples import IGNORED, Batch, batches, collate, make_example
from moneyquote.training.measure import measured
from moneyquote.training.network import NewsNetwork
from moneyquote.training.shipped import load_shipped

MAIN_HEADS = {"real-news": "names", "worldwide dev": "world", "PolNeAR dev": "polnear_content"}
_TOLD = 20  # steps between two lines of the log


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
        ModelNotFound, ModelBroken: as for ``load_shipped``, with ``begin``.
        TrainingSetting: if a GPU is asked for and absent, or ``base`` is no model directory.
    """
    if device == "cuda" and not torch.cuda.is_available():
        raise TrainingSetting("--device cuda", "no GPU that PyTorch can use", "Train on the CPU: --device cpu")
    _seed(settings["seed"])
    network = NewsNetwork(base, NEWS_SCHEME, settings["dropout"])
    if begin is not None:
        load_shipped(network, begin)
    network = network.to(device)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # Without instructions for it, a processor multiplies bfloat16 some fifty times slower than float32.
    halves = device == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    cls, sep, mask = (tokenizer.token_to_id(piece) or 0 for piece in ("[CLS]", "[SEP]", "[MASK]"))
    ends = (cls, sep)
    examples = [made for d in documents if (made := make_example(d, NEWS_SCHEME, tokenizer)).pieces.words]
    held = {name: [make_example(d, NEWS_SCHEME, tokenizer) for d in some] for name, some in dev.items()}
    optimizer = torch.optim.AdamW(_groups(network, settings))
    rates = [group["lr"] for group in optimizer.param_groups]
    out.mkdir(parents=True, exist_ok=True)
    state = _resumed(out, network, optimizer)
    epoch, step, spent = state["epoch"], state["step"], state["seconds"]
    rng, noise = random.Random(settings["seed"] + epoch), np.random.default_rng(settings["seed"] + epoch)
    begun = time.monotonic() - spent
    total = 0
    done = 0.0
    while epoch < settings["epochs"] and done < 1 and epoch - state["best_epoch"] <= settings["patience"]:
        network.train()
        losses = []
        epoch_batches = list(batches(examples, settings, rng))
        total = total or min(len(epoch_batches) * settings["epochs"], settings["steps"])
        for batch in epoch_batches:
            # Where time is short the rate falls with the clock, so that training ends annealed all the same.
            done = max(step / total, (time.monotonic() - begun) / (60 * settings["minutes"]))
            if done >= 1:
                break
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
        epoch += 1
        scores = {name: measured(network, some, settings, ends, device) for name, some in held.items()}
        state |= {"epoch": epoch, "step": step, "seconds": time.monotonic() - begun}
        mean = float(np.mean([found[MAIN_HEADS[name]] for name, found in scores.items()]))
        if mean > state["best"]:
            state |= {"best": mean, "best_epoch": epoch}
            _save(out / "best.pt", {"network": network.state_dict()})
        _save(out / "checkpoint.pt", {**state, "network": network.state_dict(), "optimizer": optimizer.state_dict()})
        _log(out, {"epoch": epoch, "step": step, "seconds": round(state["seconds"]), "mean": mean, "scores": scores})
    network.load_state_dict(torch.load(out / "best.pt", weights_only=True)["network"])
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


def _resumed(out: Path, network: NewsNetwork, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    file = out / "checkpoint.pt"
    if not file.is_file():
        return {"epoch": 0, "step": 0, "seconds": 0.0, "best": 0.0, "best_epoch": 0}
    state: dict[str, Any] = torch.load(file, weights_only=True)
    network.load_state_dict(state.pop("network"))
    optimizer.load_state_dict(state.pop("optimizer"))
    return state


def _save(file: Path, state: dict[str, Any]) -> None:
    torch.save(state, file.with_suffix(".tmp"))
    file.with_suffix(".tmp").replace(file)


def _log(out: Path, row: dict[str, Any]) -> None:
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
