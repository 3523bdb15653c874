"""Datasette's metadata for a database of ours: what tables and columns mean, how they are sorted, ready questions.

For ``datasette FILE.db --metadata FILE.metadata.json`` (Datasette 0.65). Search indexes are hidden.
"""

from __future__ import annotations

from typing import Any

from moneyquote.version import __version__

_OFFSETS = "Code points of articles.text, from 0; the end is not included."
_TABLES: dict[str, dict[str, Any]] = {
    "grants_view": {
        "description": "Who gave how much to whom, with the sentence that proves it.",
        "sort_desc": "value",
        "facets": ["currency", "kind", "status"],
        "columns": {
            "value": "The amount as a number; value_exact has its exact digits.",
            "is_total": "1 where the amount covers several transfers.",
            "evidence": "The sentences of the article that prove the row.",
            "confidence": "How often such a row is right, from 0 to 1.",
        },
    },
    "quotes_view": {
        "description": "Who said what.",
        "facets": ["type", "speaker_type"],
        "columns": {"source_text": "The words of the article that name the speaker."},
    },
    "money_by_grantee": {
        "description": "Money told of, by receiver and currency. A sum that two articles tell counts twice.",
        "sort_desc": "value",
        "facets": ["currency", "is_loan"],
    },
    "organizations_view": {"description": "Organizations and how often they are named.", "sort_desc": "mentions"},
    "amounts_view": {"description": "Every amount of money.", "sort_desc": "value", "facets": ["currency"]},
    "articles": {
        "description": "The articles as they were read.",
        "label_column": "title",
        "columns": {"sha256": "The article's identity: SHA-256 of its text in UTF-8.", "words": "Words of the text."},
    },
    "mentions": {
        "description": "Every place where an entity is named.",
        "columns": {"text_start": _OFFSETS, "text_end": _OFFSETS},
    },
    "failures": {"description": "Inputs that gave no record, and how to mend them.", "facets": ["stage", "code"]},
    **{table: {"hidden": True} for table in ("articles_fts", "quotes_fts", "quote_spans")},
}
_QUERIES: dict[str, dict[str, str]] = {
    "search_quotes": {
        "title": "Quotes with a word",
        "sql": (
            "SELECT quotes.speaker_name, quotes.content, articles.title, articles.source FROM quotes_fts "
            "JOIN quotes ON quotes.key = quotes_fts.rowid JOIN articles ON articles.key = quotes.article "
            "WHERE quotes_fts MATCH :word ORDER BY quotes_fts.rank LIMIT 200"
        ),
    },
    "search_articles": {
        "title": "Articles with a word",
        "sql": (
            "SELECT articles.title, articles.published, articles.source FROM articles_fts "
            "JOIN articles ON articles.key = articles_fts.rowid "
            "WHERE articles_fts MATCH :word ORDER BY articles_fts.rank LIMIT 200"
        ),
    },
    "funders": {
        "title": "Funders, by the money told of",
        "sql": (
            "SELECT funder, currency, count(*) AS grants, total(value) AS value FROM grants_view "
            "WHERE funder IS NOT NULL AND NOT is_total AND status IN ('given', 'promised') "
            "GROUP BY funder, currency ORDER BY value DESC LIMIT 200"
        ),
    },
}


def datasette_metadata(name: str) -> dict[str, Any]:
    """Return the metadata of a database; ``name`` is its file name without ending, by which Datasette knows it."""
    return {
        "title": "Money and quotes in the news",
        "source": f"moneyquote {__version__}",
        "databases": {name: {"tables": _TABLES, "queries": _QUERIES}},
    }
