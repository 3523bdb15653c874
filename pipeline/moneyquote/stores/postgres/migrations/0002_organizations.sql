-- Version 2. Organizations across articles. All but judgements is made anew by each "resolve run"; a judgement names
-- names by ids that are made from their words, so that it outlives the run. An article that is extracted again drops
-- its entities, and with them its part here, until the next run.

CREATE TABLE organizations (
    id text PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    register_id text,
    register_source text,
    CHECK ((register_id IS NULL) = (register_source IS NULL))
);
CREATE INDEX organizations_name ON organizations USING hash (name);

CREATE TABLE organization_names (
    id text COLLATE "C" PRIMARY KEY,
    organization text NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL
);
CREATE INDEX organization_names_organization ON organization_names (organization);
CREATE INDEX organization_names_name ON organization_names USING hash (lower(name));

CREATE TABLE organization_entities (
    article bigint NOT NULL,
    entity text NOT NULL,
    name text COLLATE "C" NOT NULL REFERENCES organization_names (id) ON DELETE CASCADE,
    PRIMARY KEY (article, entity),
    FOREIGN KEY (article, entity) REFERENCES entities (article, id) ON DELETE CASCADE
);
CREATE INDEX organization_entities_name ON organization_entities (name);

-- Names compared: features is a list of [feature, value, weight], the weightiest first; reason is a sentence.
CREATE TABLE organization_links (
    first text COLLATE "C" NOT NULL REFERENCES organization_names (id) ON DELETE CASCADE,
    second text COLLATE "C" NOT NULL REFERENCES organization_names (id) ON DELETE CASCADE,
    score double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    decision text COLLATE "C" NOT NULL
        CHECK (decision IN ('matched', 'possible', 'held_apart', 'judged_same', 'judged_different')),
    features jsonb NOT NULL,
    reason text COLLATE "C" NOT NULL,
    PRIMARY KEY (first, second),
    CHECK (first < second)
);
CREATE INDEX organization_links_second ON organization_links (second);
CREATE INDEX organization_links_decision ON organization_links (decision, score);

CREATE TABLE organization_judgements (
    first text COLLATE "C" NOT NULL,
    second text COLLATE "C" NOT NULL,
    same boolean NOT NULL,
    first_name text NOT NULL,
    second_name text NOT NULL,
    judged timestamptz NOT NULL,
    PRIMARY KEY (first, second),
    CHECK (first < second)
);

-- One grant and its tellings in several articles. contradictions is a list of {field, readings: [[value, [grant keys]]]}.
CREATE TABLE told_grants (
    id text COLLATE "C" PRIMARY KEY,
    reason text NOT NULL,
    contradictions jsonb NOT NULL
);

CREATE TABLE told_grant_tellings (
    told text COLLATE "C" NOT NULL REFERENCES told_grants (id) ON DELETE CASCADE,
    "grant" bigint NOT NULL UNIQUE REFERENCES grants (key) ON DELETE CASCADE,
    PRIMARY KEY (told, "grant")
);

-- An organization that no run has resolved yet stands under its own name.
CREATE VIEW organizations_view AS
SELECT
    coalesce(max(organizations.name), min(entities.name)) AS organization,
    count(DISTINCT entities.article) AS articles,
    count(mentions.key) AS mentions,
    max(organizations.id) AS organization_id,
    jsonb_agg(DISTINCT entities.name) AS names,
    max(organizations.register_id) AS register_id,
    max(organizations.register_source) AS register_source
FROM entities
LEFT JOIN organization_entities
    ON organization_entities.article = entities.article AND organization_entities.entity = entities.id
LEFT JOIN organization_names ON organization_names.id = organization_entities.name
LEFT JOIN organizations ON organizations.id = organization_names.organization
LEFT JOIN mentions ON mentions.article = entities.article AND mentions.entity = entities.id
WHERE entities.type = 'ORG'
GROUP BY coalesce(organizations.id, entities.name);

-- A row a telling: what each article says of a grant that several tell, with the sentence that proves it.
CREATE VIEW grants_across_articles AS
SELECT
    told_grants.id AS told_grant,
    (SELECT count(*) FROM told_grant_tellings AS others WHERE others.told = told_grants.id) AS tellings,
    coalesce(funder.name, grants.funder_name, grants.funder_text) AS funder,
    coalesce(grantee.name, grants.grantee_name, grants.grantee_text) AS grantee,
    amounts.value,
    amounts.currency,
    amounts.qualifier,
    grants.purpose,
    grants.period,
    grants.status,
    grants.evidence,
    told_grants.contradictions,
    told_grants.reason,
    articles.id AS article,
    articles.published,
    articles.sha256,
    grants.id AS "grant"
FROM told_grants
JOIN told_grant_tellings ON told_grant_tellings.told = told_grants.id
JOIN grants ON grants.key = told_grant_tellings."grant"
JOIN articles ON articles.key = grants.article
LEFT JOIN amounts ON amounts.article = grants.article AND amounts.id = grants.amount
LEFT JOIN organization_entities AS funder_entity
    ON funder_entity.article = grants.article AND funder_entity.entity = grants.funder_entity
LEFT JOIN organization_names AS funder_alias ON funder_alias.id = funder_entity.name
LEFT JOIN organizations AS funder ON funder.id = funder_alias.organization
LEFT JOIN organization_entities AS grantee_entity
    ON grantee_entity.article = grants.article AND grantee_entity.entity = grants.grantee_entity
LEFT JOIN organization_names AS grantee_alias ON grantee_alias.id = grantee_entity.name
LEFT JOIN organizations AS grantee ON grantee.id = grantee_alias.organization;
