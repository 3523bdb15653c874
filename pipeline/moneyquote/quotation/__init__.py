"""Finding attributed quotes by rules: pairing of quotation marks, cues, sources and contents. No spaCy here."""
