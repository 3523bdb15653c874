"""Cutting a text: tokens, sentences, and the regions that are no article prose."""
