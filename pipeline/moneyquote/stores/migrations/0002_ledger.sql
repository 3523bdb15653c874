-- Version 2: the ledger, in which every input stands as pending, done or quarantined, and the leases by which several
-- runs share the work. Why an input is quarantined stands in failures, under the same location.

ALTER TABLE runs ADD COLUMN owner TEXT;  -- the process that runs it: machine, process namespace, process, start

-- A file of several articles is one pending input until it has been read to its end. Then it is no input of its own
-- any more ('read'): its articles are, each under its own location with the file's in file.
CREATE TABLE ledger (
    location TEXT PRIMARY KEY NOT NULL,
    file TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'quarantined', 'read')),
    stamp TEXT,  -- what reading a file depends on: its size, its time of change, the settings
    pipeline TEXT NOT NULL,
    sha256 TEXT
) WITHOUT ROWID;
CREATE INDEX ledger_file ON ledger (file) WHERE file IS NOT NULL;

CREATE TABLE leases (
    sha256 TEXT PRIMARY KEY NOT NULL,
    run TEXT NOT NULL REFERENCES runs (id),
    since REAL NOT NULL  -- seconds since 1970
) WITHOUT ROWID;
CREATE INDEX leases_run ON leases (run);

INSERT INTO ledger (location, state, pipeline, sha256)
SELECT locations.location, 'done', runs.pipeline, articles.sha256
FROM locations
JOIN articles ON articles.key = locations.article
JOIN runs ON runs.id = articles.run
WHERE true  -- else the parser takes ON for a join's
ON CONFLICT (location) DO NOTHING;

INSERT INTO ledger (location, state, pipeline, sha256)
SELECT failures.location, 'quarantined', runs.pipeline, failures.sha256
FROM failures
JOIN runs ON runs.id = failures.run
WHERE true
ON CONFLICT (location) DO NOTHING;
