"""The spaCy components: thin shells that put what the pure rules and the models find on the Doc."""
