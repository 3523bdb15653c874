-- Version 1. A name that ends in _start or _end is a code point of articles.text, half-open; its text stands beside it.
-- Money stands twice: value_exact is the decimal as text, value the nearest REAL for sorting and summing.

CREATE TABLE runs (
    id TEXT PRIMARY KEY NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    version TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped >= 0),
    failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0)
);

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    title TEXT,
    published TEXT,
    source TEXT,
    words INTEGER NOT NULL CHECK (words >= 0),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    run TEXT NOT NULL REFERENCES runs (id),
    text TEXT NOT NULL
);
CREATE INDEX articles_id ON articles (id);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_run ON articles (run);

-- Where the content of an article was found. The article bears the id, title, date and source of the first place in
-- order of location, so that they do not depend on which was read first.
CREATE TABLE locations (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    location TEXT NOT NULL,
    UNIQUE (article, location)
);
CREATE INDEX locations_location ON locations (location);

CREATE TABLE entities (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('ORG', 'PER', 'OTHER')),
    name TEXT NOT NULL,
    UNIQUE (article, id)
);
CREATE INDEX entities_type_name ON entities (type, name);
CREATE INDEX entities_name ON entities (name);

CREATE TABLE mentions (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    text TEXT NOT NULL,
    text_start INTEGER NOT NULL CHECK (text_start >= 0),
    text_end INTEGER NOT NULL CHECK (text_end > text_start),
    entity TEXT NOT NULL,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    FOREIGN KEY (article, entity) REFERENCES entities (article, id) ON DELETE CASCADE
);
CREATE INDEX mentions_entity ON mentions (article, entity);

CREATE TABLE amounts (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    text_start INTEGER NOT NULL CHECK (text_start >= 0),
    text_end INTEGER NOT NULL CHECK (text_end > text_start),
    value REAL GENERATED ALWAYS AS (CAST(value_exact AS REAL)) VIRTUAL,
    value_max REAL GENERATED ALWAYS AS (CAST(value_max_exact AS REAL)) VIRTUAL,
    currency TEXT,
    qualifier TEXT NOT NULL CHECK (qualifier IN ('exact', 'approximately', 'at_least', 'more_than', 'at_most',
                                                 'less_than', 'range', 'indefinite')),
    flags TEXT NOT NULL CHECK (json_valid(flags)),
    value_exact TEXT CHECK (value_exact <> '' AND value_exact NOT GLOB '*[^-0-9.]*'),
    value_max_exact TEXT CHECK (value_max_exact <> '' AND value_max_exact NOT GLOB '*[^-0-9.]*'),
    UNIQUE (article, id)
);
CREATE INDEX amounts_currency_value ON amounts (currency, value);

CREATE TABLE quotes (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    speaker_name TEXT,
    type TEXT NOT NULL CHECK (type IN ('direct', 'indirect', 'mixed')),
    content TEXT NOT NULL,  -- the spans of quote_spans, joined for reading and for search
    cue TEXT,
    cue_start INTEGER,
    cue_end INTEGER,
    source TEXT,
    source_start INTEGER,
    source_end INTEGER,
    speaker_entity TEXT,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    UNIQUE (article, id),
    FOREIGN KEY (article, speaker_entity) REFERENCES entities (article, id),
    CHECK ((cue IS NULL) = (cue_start IS NULL) AND (cue IS NULL) = (cue_end IS NULL)),
    CHECK ((source IS NULL) = (source_start IS NULL) AND (source IS NULL) = (source_end IS NULL))
);
CREATE INDEX quotes_speaker_name ON quotes (speaker_name);
CREATE INDEX quotes_speaker_entity ON quotes (article, speaker_entity);
CREATE INDEX quotes_type ON quotes (type);

CREATE TABLE quote_spans (
    key INTEGER PRIMARY KEY,
    quote INTEGER NOT NULL REFERENCES quotes (key) ON DELETE CASCADE,
    text TEXT NOT NULL,
    text_start INTEGER NOT NULL CHECK (text_start >= 0),
    text_end INTEGER NOT NULL CHECK (text_end > text_start)
);
CREATE INDEX quote_spans_quote ON quote_spans (quote);

CREATE TABLE grants (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    funder_name TEXT,
    grantee_name TEXT,
    via_name TEXT,
    amount TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'donation', 'aid', 'loan', 'prize', 'scholarship', 'subsidy', 'other')),
    status TEXT NOT NULL CHECK (status IN ('given', 'promised', 'requested', 'denied', 'ended')),
    period TEXT,
    is_total INTEGER NOT NULL CHECK (is_total IN (0, 1)),
    purpose TEXT,
    evidence TEXT,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    funder_text TEXT,
    funder_start INTEGER,
    funder_end INTEGER,
    funder_entity TEXT,
    grantee_text TEXT,
    grantee_start INTEGER,
    grantee_end INTEGER,
    grantee_entity TEXT,
    via_text TEXT,
    via_start INTEGER,
    via_end INTEGER,
    via_entity TEXT,
    purpose_start INTEGER,
    purpose_end INTEGER,
    evidence_start INTEGER,
    evidence_end INTEGER,
    UNIQUE (article, id),
    FOREIGN KEY (article, amount) REFERENCES amounts (article, id),
    FOREIGN KEY (article, funder_entity) REFERENCES entities (article, id),
    FOREIGN KEY (article, grantee_entity) REFERENCES entities (article, id),
    FOREIGN KEY (article, via_entity) REFERENCES entities (article, id)
);
CREATE INDEX grants_amount ON grants (article, amount);
CREATE INDEX grants_funder_entity ON grants (article, funder_entity);
CREATE INDEX grants_grantee_entity ON grants (article, grantee_entity);
CREATE INDEX grants_via_entity ON grants (article, via_entity);
CREATE INDEX grants_funder_name ON grants (funder_name);
CREATE INDEX grants_grantee_name ON grants (grantee_name);
CREATE INDEX grants_kind_status ON grants (kind, status);

CREATE TABLE failures (
    key INTEGER PRIMARY KEY,
    location TEXT NOT NULL,
    stage TEXT NOT NULL,
    code TEXT NOT NULL,
    what TEXT NOT NULL,
    mend TEXT NOT NULL,
    sha256 TEXT,
    run TEXT NOT NULL REFERENCES runs (id),
    UNIQUE (location, stage)
);
CREATE INDEX failures_code ON failures (code);
CREATE INDEX failures_sha256 ON failures (sha256);
CREATE INDEX failures_run ON failures (run);

CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content="articles", content_rowid="key", tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;

CREATE VIRTUAL TABLE quotes_fts USING fts5 (
    content, speaker_name, content="quotes", content_rowid="key", tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER quotes_fts_insert AFTER INSERT ON quotes BEGIN
    INSERT INTO quotes_fts (rowid, content, speaker_name) VALUES (new.key, new.content, new.speaker_name);
END;
CREATE TRIGGER quotes_fts_delete AFTER DELETE ON quotes BEGIN
    INSERT INTO quotes_fts (quotes_fts, rowid, content, speaker_name)
    VALUES ('delete', old.key, old.content, old.speaker_name);
END;
CREATE TRIGGER quotes_fts_update AFTER UPDATE OF content, speaker_name ON quotes BEGIN
    INSERT INTO quotes_fts (quotes_fts, rowid, content, speaker_name)
    VALUES ('delete', old.key, old.content, old.speaker_name);
    INSERT INTO quotes_fts (rowid, content, speaker_name) VALUES (new.key, new.content, new.speaker_name);
END;

CREATE VIEW grants_view AS
SELECT
    articles.id AS article,
    articles.title,
    articles.published,
    grants.id AS "grant",
    coalesce(grants.funder_name, grants.funder_text) AS funder,
    coalesce(grants.grantee_name, grants.grantee_text) AS grantee,
    coalesce(grants.via_name, grants.via_text) AS via,
    amounts.value,
    amounts.value_max,
    amounts.currency,
    amounts.qualifier,
    amounts.text AS amount_text,
    grants.purpose,
    grants.period,
    grants.kind,
    grants.status,
    grants.is_total,
    grants.evidence,
    grants.confidence,
    grants.funder_text,
    grants.grantee_text,
    amounts.flags AS amount_flags,
    amounts.value_exact,
    amounts.value_max_exact,
    articles.source,
    articles.sha256
FROM grants
JOIN articles ON articles.key = grants.article
LEFT JOIN amounts ON amounts.article = grants.article AND amounts.id = grants.amount;

CREATE VIEW quotes_view AS
SELECT
    articles.id AS article,
    articles.title,
    articles.published,
    quotes.id AS quote,
    quotes.speaker_name AS speaker,
    entities.type AS speaker_type,
    quotes.type,
    quotes.content,
    quotes.cue,
    quotes.source AS source_text,
    quotes.confidence,
    articles.source,
    articles.sha256
FROM quotes
JOIN articles ON articles.key = quotes.article
LEFT JOIN entities ON entities.article = quotes.article AND entities.id = quotes.speaker_entity;

CREATE VIEW amounts_view AS
SELECT
    articles.id AS article,
    articles.title,
    articles.published,
    amounts.id AS amount,
    amounts.text,
    amounts.value,
    amounts.value_max,
    amounts.currency,
    amounts.qualifier,
    amounts.flags,
    amounts.text_start,
    amounts.text_end,
    amounts.value_exact,
    amounts.value_max_exact,
    articles.source,
    articles.sha256
FROM amounts
JOIN articles ON articles.key = amounts.article;

-- What the articles say that somebody got or was promised: no totals over several receivers, no requests, nothing
-- denied or ended, no figure that cannot be meant or is a rate. A sum with two funders counts once; one sum that two
-- articles tell counts twice: read it as money told of, not as money paid. Loans stand in rows of their own.
CREATE VIEW money_by_grantee AS
SELECT
    told.grantee,
    amounts.currency,
    told.is_loan,
    count(*) AS grants,
    count(DISTINCT told.article) AS articles,
    total(amounts.value) AS value,
    total(amounts.value) FILTER (WHERE told.status = 'given') AS value_given,
    total(amounts.value) FILTER (WHERE told.status = 'promised') AS value_promised
FROM (
    SELECT DISTINCT article, amount, coalesce(grantee_name, grantee_text) AS grantee, kind = 'loan' AS is_loan, status
    FROM grants
    WHERE NOT is_total AND status IN ('given', 'promised')
) AS told
JOIN amounts ON amounts.article = told.article AND amounts.id = told.amount
WHERE told.grantee IS NOT NULL
  AND amounts.value_exact IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM json_each(amounts.flags) AS flag WHERE flag.value IN ('suspect_scale', 'per_unit'))
GROUP BY told.grantee, amounts.currency, told.is_loan;

CREATE VIEW organizations_view AS
SELECT
    entities.name AS organization,
    count(DISTINCT entities.article) AS articles,
    count(mentions.key) AS mentions
FROM entities
LEFT JOIN mentions ON mentions.article = entities.article AND mentions.entity = entities.id
WHERE entities.type = 'ORG'
GROUP BY entities.name;
