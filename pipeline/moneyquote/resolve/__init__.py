"""Organizations across articles: names gathered over a database, compared, and joined into bodies."""
