"""Attribution learned from the encoder's heads: contents, cues and sources weighed by small trained scorers."""
