-- Version 3. What a reporter would check. total is the amount that tells the sum that a grant is a part of; also is a
-- list of {start, end, amount}, further statements of the grant; checks is a list of {kind, message, evidence: [span]},
-- mismatches that a person must look at. Grants of older versions have none until their article is extracted again.

ALTER TABLE grants
    ADD COLUMN total text,
    ADD COLUMN also jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(also) = 'array'),
    ADD COLUMN checks jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(checks) = 'array');

-- New columns at the end: so the view is replaced in place, and who may read it stays.
CREATE OR REPLACE VIEW grants_view AS
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
    amounts.value::text AS value_exact,
    amounts.value_max::text AS value_max_exact,
    articles.source,
    articles.sha256,
    grants.total,
    jsonb_array_length(grants.also) AS told_again,
    jsonb_array_length(grants.checks) AS mismatches
FROM grants
JOIN articles ON articles.key = grants.article
LEFT JOIN amounts ON amounts.article = grants.article AND amounts.id = grants.amount;

-- A row a mismatch, with the places that contradict each other as a JSON list of {start, end, text}.
CREATE VIEW checks_view AS
SELECT
    articles.id AS article,
    articles.title,
    grants.id AS "grant",
    found.value ->> 'kind' AS kind,
    found.value ->> 'message' AS message,
    found.value -> 'evidence' AS evidence,
    coalesce(grants.funder_name, grants.funder_text) AS funder,
    coalesce(grants.grantee_name, grants.grantee_text) AS grantee,
    articles.source,
    articles.sha256
FROM grants
CROSS JOIN LATERAL jsonb_array_elements(grants.checks) AS found (value)
JOIN articles ON articles.key = grants.article;
