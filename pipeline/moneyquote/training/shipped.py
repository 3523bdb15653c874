"""The weights of an exported encoder, back as a network's: to train a shipped model further on one's own gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from moneyquote.encoder.model import WEIGHTS
from moneyquote.errors import ModelBroken, ModelNotFound
from moneyquote.training.network import NewsNetwork

_MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)  # of one layer, in the order in which the exported graph multiplies by them


def load_shipped(network: NewsNetwork, folder: Path) -> None:
    """Set a network's weights to those of an encoder folder; int8 becomes the float32 that it stands for.

    Raises:
        ModelNotFound: if the folder has no ``encoder.onnx``.
        ModelBroken: if its weights do not fit the network: other heads, another base.
    """
    import onnx
    from onnx import numpy_helper

    file = folder / WEIGHTS
    if not file.is_file():
        raise ModelNotFound(str(file), "no such file", "Give the folder of an exported encoder with --from")
    graph = onnx.load(str(file)).graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    layers = network.trunk.config.num_hidden_layers
    places = [f"trunk.encoder.layer.{layer}.{name}.weight" for layer in range(layers) for name in _MATRICES]
    factors = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger" and node.input[1] in held]
    sources = dict(zip((*places, "heads.weight"), factors, strict=False))
    state: dict[str, torch.Tensor] = {}
    for name, now in network.state_dict().items():
        found = _floats(held, sources.get(name, f"{name}_quantized")) if name not in held else held[name]
        if found is not None and name in sources:
            found = found.T
        if found is None or found.shape != tuple(now.shape):
            told = "is missing" if found is None else f"has shape {found.shape}, not {tuple(now.shape)}"
            raise ModelBroken(str(file), f"{name} {told}", "Give an encoder of this version with --from")
        state[name] = torch.from_numpy(np.array(found, order="C"))
    network.load_state_dict(state)


def _floats(held: dict[str, NDArray[Any]], name: str) -> NDArray[Any] | None:
    plain = name.removesuffix("_quantized")
    if name not in held:
        return None
    zero = held[f"{plain}_zero_point"].astype(np.float32)
    floats: NDArray[Any] = (held[name].astype(np.float32) - zero) * held[f"{plain}_scale"]
    return floats
