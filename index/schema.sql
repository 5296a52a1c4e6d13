CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    metadata TEXT NOT NULL,
    layout TEXT NOT NULL,
    stamp TEXT NOT NULL,
    indexed_at TEXT NOT NULL
) STRICT;

-- Files that were tried and could not be read, so that they are not tried again until they change.
CREATE TABLE skipped (
    path TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- One vector for each different text that was embedded, however many passages have that text.
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    text_sha256 TEXT NOT NULL UNIQUE,
    vector BLOB NOT NULL
) STRICT;

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    vector_id INTEGER NOT NULL REFERENCES vectors (id)
) STRICT;

CREATE INDEX passages_by_document ON passages (document_id);
CREATE INDEX passages_by_vector ON passages (vector_id);

-- A row is a passage, by its id; `heading` holds the title and headings above it.
CREATE VIRTUAL TABLE words USING fts5 (heading, text, tokenize = 'porter unicode61 remove_diacritics 2');
