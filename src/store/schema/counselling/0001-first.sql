-- counselling.db, version 1: confidential notes. Only counsellors hold its key.

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  at TEXT NOT NULL,
  by INTEGER,
  tbl TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  -- Not IN: SQLite would build a table of the three for each row that is written.
  op TEXT NOT NULL CHECK (op = 'I' OR op = 'U' OR op = 'D'),
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX change_row ON change (tbl, row_id, id);
CREATE INDEX change_batch ON change (batch);

CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  contact_uid BLOB NOT NULL UNIQUE, -- contact.uid in care.db
  text TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  form TEXT NOT NULL,
  payload TEXT NOT NULL,
  saved_at TEXT NOT NULL DEFAULT (cy_now()),
  UNIQUE (user_id, form)
) STRICT;
