"""The network: a BERT trunk whose token types tell shape and layout, and one linear layer for all heads."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from moneyquote.encoder.labels import Scheme
from moneyquote.encoder.model import KINDS
from moneyquote.errors import TrainingSetting

SPECIAL_PIECES = ("[CLS]", "[SEP]", "[MASK]")

_BASE = "Give a local Hugging Face directory of a BERT with --base"


def check_base(base: Path) -> Tokenizer:
    """Return the tokenizer of a base, a local Hugging Face directory, which neither truncates nor pads.

    Raises:
        TrainingSetting: if the directory lacks a tokenizer or a configuration of a BERT, or they do not read.
    """
    for name in ("config.json", "tokenizer.json"):
        if not (base / name).is_file():
            raise TrainingSetting(str(base), f"no {name} there", _BASE)
    try:
        kind = json.loads((base / "config.json").read_text(encoding="utf-8"))["model_type"]
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingSetting(str(base / "config.json"), "no configuration of a model", _BASE) from error
    if kind != "bert":
        raise TrainingSetting(str(base), f"the weights of a {kind}, not of a bert", _BASE)
    try:
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    except Exception as error:  # tokenizers raises bare Exception
        raise TrainingSetting(str(base / "tokenizer.json"), f"does not load ({error})", _BASE) from error
    lacking = [piece for piece in SPECIAL_PIECES if tokenizer.token_to_id(piece) is None]
    if lacking:
        raise TrainingSetting(str(base / "tokenizer.json"), f"lacks {', '.join(lacking)}", _BASE)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class FeatureDropout(nn.Module):
    """Drops features ``[windows, length, features]`` of a whole window at once, in training only.

    One draw a window and feature costs a processor a two-hundredth of one draw a number, which took half of every step.

    References:
        Gal and Ghahramani, 2016: A theoretically grounded application of dropout in recurrent neural networks.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return the states with some features set to 0 and the others scaled up."""
        if not self.training or not self.rate:
            return states
        kept = torch.rand(states.shape[0], 1, states.shape[2], device=states.device) >= self.rate
        return states * (kept.to(states.dtype) / (1 - self.rate))


class NewsNetwork(nn.Module):
    """Scores ``[windows, length, scheme.width]`` of piece ids and kinds ``[windows, length]``.

    The word embeddings stay frozen: with the corpora's 1.5 million pieces, training them only forgets rare words.
    """

    def __init__(self, base: Path, scheme: Scheme, dropout: float) -> None:
        super().__init__()
        check_base(base)
        try:
            self.trunk = BertModel.from_pretrained(
                base,
                add_pooling_layer=False,
                attention_probs_dropout_prob=0.0,
                attn_implementation="sdpa",
                local_files_only=True,
            )
        except Exception as error:  # transformers and safetensors have no common base
            told = str(error).split("\n", maxsplit=1)[0]
            raise TrainingSetting(str(base), f"its weights do not load ({told})", _BASE) from error
        for layer in (self.trunk.embeddings, *(part.output for part in self.trunk.encoder.layer)):
            layer.dropout = FeatureDropout(dropout)
        for layer in self.trunk.encoder.layer:
            layer.attention.output.dropout = FeatureDropout(dropout)
        plain = self.trunk.embeddings.token_type_embeddings.weight.data[0]
        kinds = nn.Embedding(KINDS, len(plain))
        kinds.weight.data[:] = plain
        self.trunk.embeddings.token_type_embeddings = kinds
        self.trunk.embeddings.word_embeddings.weight.requires_grad_(False)
        self.dropout = FeatureDropout(dropout)
        self.heads = nn.Linear(len(plain), scheme.width)

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return the scores of every piece."""
        states = self.trunk(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        scores: torch.Tensor = self.heads(self.dropout(states))
        return scores
