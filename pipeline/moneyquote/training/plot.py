"""A training run as a picture: its loss by step, and F1 on the dev sets by epoch."""

from __future__ import annotations

import json
from pathlib import Path

from moneyquote.training.loop import MAIN_HEADS


def plot(log: Path, to: Path) -> None:
    """Draw the ``log.jsonl`` of a run as a picture whose suffix tells its format, such as ``.svg``."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "moneyquote"  # the same run gives the same file
    from matplotlib import pyplot as plt

    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    losses = [row for row in rows if "loss" in row]
    epochs = [row for row in rows if "scores" in row]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    left.plot([row["step"] for row in losses], [row["loss"] for row in losses])
    left.set(xlabel="step", ylabel="loss", yscale="log")
    for name, head in MAIN_HEADS.items():
        right.plot([row["epoch"] for row in epochs], [row["scores"][name][head] for row in epochs], "o-", label=name)
    right.set(xlabel="epoch", ylabel="exact span F1 on dev")
    right.legend(frameon=False)
    figure.savefig(to, metadata={"Date": None} if to.suffix == ".svg" else None)
    plt.close(figure)
