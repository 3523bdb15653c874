"""The weights of an exported encoder, back as a network's: to train a shipped model further on one's own gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from moneyquote.encoder.labels import NEWS_SCHEME
from moneyquote.encoder.model import FILES, SETTINGS, WEIGHTS, NewsEncoder
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


_MEND = "Give an encoder of this version with --from"


def check_shipped(folder: Path) -> None:
    """Check that a folder has an exported encoder of this version.

    Raises:
        ModelNotFound: if a file of it is missing.
        ModelBroken: if it is of another format, or its heads are not those of this version.
    """
    for name in FILES:
        if not (folder / name).is_file():
            mend = "Give the folder of an exported encoder with --from"
            raise ModelNotFound(str(folder / name), "no such file", mend)
    theirs = NewsEncoder.from_folder(folder).scheme
    if theirs != NEWS_SCHEME:
        differ = sorted({head.name for head in {*theirs.heads} ^ {*NEWS_SCHEME.heads}})
        what = f"heads of another version: {', '.join(differ)}" if differ else "heads in another order"
        raise ModelBroken(str(folder / SETTINGS), what, _MEND)


def load_shipped(network: NewsNetwork, folder: Path) -> None:
    """Set a network's weights to those of an encoder folder; int8 becomes the float32 that it stands for.

    Raises:
        ModelNotFound, ModelBroken: as for ``check_shipped``.
        ModelBroken: if its weights do not fit the network: another base, or damaged.
    """
    import onnx
    from onnx import numpy_helper

    check_shipped(folder)
    file = folder / WEIGHTS
    try:
        graph = onnx.load(str(file)).graph
    except Exception as error:  # protobuf's own, whose package is not ours
        raise ModelBroken(str(file), f"does not load ({error})", _MEND) from error
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
            raise ModelBroken(str(file), f"{name} {told}", _MEND)
        state[name] = torch.from_numpy(np.array(found, order="C"))
    network.load_state_dict(state)


def _floats(held: dict[str, NDArray[Any]], name: str) -> NDArray[Any] | None:
    plain = name.removesuffix("_quantized")
    if name not in held:
        return None
    zero = held[f"{plain}_zero_point"].astype(np.float32)
    floats: NDArray[Any] = (held[name].astype(np.float32) - zero) * held[f"{plain}_scale"]
    return floats
