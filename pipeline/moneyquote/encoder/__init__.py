"""The news encoder at run time: word pieces, windows, ONNX Runtime, constrained decoding. No spaCy, no PyTorch."""
