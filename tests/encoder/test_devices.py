"""What the encoder runs on."""

from types import SimpleNamespace

import pytest

from moneyquote.encoder.model import _devices

CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"


@pytest.mark.parametrize(
    ("handed", "offered", "expected"),
    [
        ("0", [CUDA, CPU], [CUDA, CPU]),
        ("0", [CPU], [CPU]),  # the usual onnxruntime
        ("", [CUDA, CPU], [CPU]),  # how Ray tells an actor that it has none
        (None, [CUDA, CPU], [CPU]),
    ],
)
def test_a_gpu_is_used_where_one_was_handed_over_and_can_be_used(
    monkeypatch: pytest.MonkeyPatch, handed: str | None, offered: list[str], expected: list[str]
) -> None:
    if handed is None:
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    else:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", handed)
    assert _devices(SimpleNamespace(get_available_providers=lambda: offered)) == expected
