"""The network: a BERT trunk whose token types tell shape and layout, and one linear layer for all heads."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import BertModel

from moneyquote.encoder.labels import Scheme
from moneyquote.encoder.model import KINDS
from moneyquote.errors import TrainingSetting


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
        if not (base / "tokenizer.json").is_file() or not (base / "config.json").is_file():
            raise TrainingSetting(
                str(base), "no tokenizer.json and config.json there", "Give a local Hugging Face directory of a BERT"
            )
        self.trunk = BertModel.from_pretrained(
            base, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
        )
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
