"""The encoder's folder and its one pass over a text: ONNX Runtime, windows fed one by one.

Windows go singly: dynamic int8 takes one scale over all that it is fed, so that in a batch a window's scores would
depend on its neighbours (and on a CPU bigger batches are slower).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moneyquote.encoder.labels import Head, Scheme
from moneyquote.encoder.windows import Window, make_windows, sentence_words
from moneyquote.encoder.wordpieces import LAYOUTS, SPECIAL, Pieces, split_pieces
from moneyquote.errors import ModelBroken, ModelNotFound

FORMAT = 1
SPECIAL_KIND = SPECIAL * LAYOUTS
KINDS = SPECIAL_KIND + LAYOUTS
FILES = WEIGHTS, TOKENIZER, SETTINGS = "encoder.onnx", "tokenizer.json", "encoder.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What the encoder says about a text: its pieces, and float32 scores ``[words, scheme.width]``."""

    pieces: Pieces
    scores: NDArray[np.float32]


class NewsEncoder:
    """A trained encoder; session and tokenizer are made at the first text, in each process anew.

    Args:
        files: the contents of ``encoder.onnx``, ``tokenizer.json`` and ``encoder.json`` by name.
        threads: threads of ONNX Runtime within one text.
        where: what errors name as the place of the files.

    Raises:
        ModelBroken: if the settings do not read, or are of another format.
    """

    def __init__(self, files: Mapping[str, bytes], threads: int = 1, *, where: str = "encoder") -> None:
        self.files = {name: files[name] for name in FILES}
        self.threads = threads
        self.where = where
        try:
            settings: dict[str, Any] = json.loads(self.files[SETTINGS])
            found = settings["format"]
            self.scheme = Scheme(tuple(Head(name=h["name"], types=tuple(h["types"])) for h in settings["heads"]))
            self.decided, self.context = int(settings["decided"]), int(settings["context"])
            self.calibration: dict[str, list[float]] = settings["calibration"]
        except (ValueError, KeyError, TypeError) as error:
            raise self._broken(SETTINGS, f"does not read ({error})") from error
        if found != FORMAT:
            raise ModelBroken(self._place(SETTINGS), f"format {found}, not {FORMAT}", "Use the model of this version")

    @classmethod
    def from_folder(cls, folder: Path, threads: int = 1) -> NewsEncoder:
        """Read an encoder from its folder.

        Raises:
            ModelNotFound: if a file is missing.
            ModelBroken: as for the class.
        """
        for name in FILES:
            if not (folder / name).is_file():
                raise ModelNotFound(str(folder / name), "no such file", "Install the package again, or train a model")
        return cls({name: (folder / name).read_bytes() for name in FILES}, threads, where=str(folder))

    def _place(self, name: str) -> str:
        return str(Path(self.where) / name)

    def _broken(self, name: str, what: str) -> ModelBroken:
        return ModelBroken(self._place(name), what, "Install the package again")

    def __getstate__(self) -> dict[str, Any]:
        # Neither the session nor the tokenizer goes from one process to another.
        return {k: v for k, v in self.__dict__.items() if k not in ("_session", "_tokenizer")}

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(self.files[WEIGHTS], options, providers=_devices(onnxruntime))
        except Exception as error:  # onnxruntime has no common base of its own for what it raises
            raise self._broken(WEIGHTS, f"does not load ({error})") from error

    @cached_property
    def _tokenizer(self) -> Any:
        # Its own threads would fight the workers', and it warns after a fork.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        try:
            made = Tokenizer.from_buffer(self.files[TOKENIZER])
        except Exception as error:  # tokenizers raises bare Exception
            raise self._broken(TOKENIZER, f"does not load ({error})") from error
        made.no_truncation()
        made.no_padding()
        return made

    def score(self, text: str, sentences: Sequence[tuple[int, int]]) -> Scored:
        """Return the scores of every word of a text; nothing is truncated.

        Args:
            text: the text.
            sentences: its sentences as half-open character intervals; windows are cut between them.
        """
        pieces = split_pieces(text, self._tokenizer)
        scores = np.zeros((pieces.words, self.scheme.width), dtype=np.float32)
        words = sentence_words(pieces.starts, pieces.words, sentences)
        for window in make_windows(pieces.first, words, decided=self.decided, context=self.context):
            scores[window.start : window.end] = self._window(pieces, window)
        return Scored(pieces=pieces, scores=scores)

    def _window(self, pieces: Pieces, window: Window) -> NDArray[np.float32]:
        ids, kinds, firsts = window_inputs(pieces, window, self._ends)
        (logits,) = self._session.run(None, {"ids": ids[None], "kinds": kinds[None]})
        found: NDArray[np.float32] = logits[0, firsts]
        return found

    @cached_property
    def _ends(self) -> tuple[int, int]:
        return self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")


def window_inputs(
    pieces: Pieces, window: Window, ends: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return what the network is fed for a window of ``n`` pieces.

    Args:
        pieces: the pieces of the text.
        window: the words seen and decided.
        ends: the ids of the pieces that open and close a window.

    Returns:
        ids ``[n + 2]``; kinds ``[n + 2]``, shape and layout of each piece as one number, where BERT has its token
        types; the positions among them of the first pieces of the decided words.
    """
    left, right = pieces.first[window.left], pieces.first[window.right]
    ids = np.concatenate([[ends[0]], pieces.ids[left:right], [ends[1]]])
    kinds = np.concatenate(
        [[SPECIAL_KIND], pieces.shapes[left:right] * LAYOUTS + pieces.layouts[left:right], [SPECIAL_KIND]]
    )
    return ids, kinds, pieces.first[window.start : window.end] - left + 1


def _devices(onnxruntime: Any) -> list[str]:
    """Return what the encoder runs on: a GPU that was handed to this process, where onnxruntime can use it.

    Ray names an actor's GPUs in ``CUDA_VISIBLE_DEVICES``; a process that was handed none stays on its processor.
    """
    cuda = "CUDAExecutionProvider"
    is_handed = bool(os.environ.get("CUDA_VISIBLE_DEVICES")) and cuda in onnxruntime.get_available_providers()
    return [cuda, "CPUExecutionProvider"] if is_handed else ["CPUExecutionProvider"]
