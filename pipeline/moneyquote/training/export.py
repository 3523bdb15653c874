"""A trained network into the folder that the run time reads: ONNX, dynamic int8, no pickle."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from moneyquote.encoder.labels import NEWS_SCHEME
from moneyquote.encoder.model import FORMAT, SETTINGS, TOKENIZER, WEIGHTS, NewsEncoder
from moneyquote.encoder.repeats import name_spans
from moneyquote.segments.sentences import sentence_spans
from moneyquote.training.corpora import Document
from moneyquote.training.network import NewsNetwork


def export(
    network: NewsNetwork,
    base: Path,
    folder: Path,
    settings: dict[str, Any],
    dev: Sequence[Document],
    *,
    keep_float32: bool = False,
) -> None:
    """Write a network into a model folder and calibrate its confidences on the dev documents.

    The matrices and embeddings become int8 with one scale each, set at export; activations get theirs at run time.
    ``keep_float32`` leaves the network as it was in ``float32.onnx`` beside it, to be measured against.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    plain = folder / "float32.onnx"
    network = network.cpu().float().eval()
    example = torch.ones(1, 8, dtype=torch.int64)
    axes = {name: {1: "length"} for name in ("ids", "kinds", "scores")}
    torch.onnx.export(
        network,
        (example, example),
        str(plain),
        input_names=["ids", "kinds"],
        output_names=["scores"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(plain), str(folder / WEIGHTS), weight_type=QuantType.QInt8, per_channel=True)
    if not keep_float32:
        plain.unlink()
    shutil.copy(base / "tokenizer.json", folder / TOKENIZER)
    described = {
        "format": FORMAT,
        "heads": [{"name": head.name, "types": list(head.types)} for head in NEWS_SCHEME.heads],
        "decided": settings["decided"],
        "context": settings["context"],
        "calibration": {"names": [1.0, 0.0]},
    }
    (folder / SETTINGS).write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
    described["calibration"] = {"names": calibrated(NewsEncoder.from_folder(folder), dev, "names")}
    (folder / SETTINGS).write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def calibrated(encoder: NewsEncoder, dev: Sequence[Document], head: str) -> list[float]:
    """Return slope and shift that turn a span's mean log probability into the chance that it is right.

    References:
        Platt, 1999: Probabilistic outputs for support vector machines.
    """
    scores: list[float] = []
    right: list[bool] = []
    for document in dev:
        scored = encoder.score(document["text"], sentence_spans(document["text"]))
        wanted = {tuple(span) for span in document["layers"][head]}
        for span in name_spans(document["text"], encoder, scored, head):
            start, end = int(scored.pieces.starts[span.start]), int(scored.pieces.ends[span.end - 1])
            scores.append(span.score)
            right.append((start, end, span.type) in wanted)
    fitted = LogisticRegression(C=10.0).fit(np.array(scores)[:, None], np.array(right))
    return [round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4)]
