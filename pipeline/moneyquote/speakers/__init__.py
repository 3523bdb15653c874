"""Resolving the source of a quote to an entity of its article, by rules over names, roles, gender and turns."""
