-- care.db, version 1: everything but counselling.
--
-- Every record has a local id, a uid that travels, who made and last changed it and when,
-- and deleted_at: what is deleted lies in a bin. Dates are ISO texts (YYYY-MM-DD), times are
-- UTC (YYYY-MM-DDTHH:MM:SSZ), enumerations are the numbers of the model's enums.
-- Tables with a uid are recorded in change by triggers that cy-change-triggers.c makes.
-- What refers to a person or a contact has an index that holds the bin as well: when an import
-- is undone, each row that goes is looked for in every table that may refer to it.

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,          -- one number for each transaction
  at TEXT NOT NULL,
  by INTEGER,                      -- user.id; NULL for the program itself
  tbl TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  -- Not IN: SQLite would build a table of the three for each row that is written.
  op TEXT NOT NULL CHECK (op = 'I' OR op = 'U' OR op = 'D'),
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX change_row ON change (tbl, row_id, id);
CREATE INDEX change_batch ON change (batch);

CREATE TABLE setting (              -- what holds for the whole archive, not for one machine
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  key TEXT NOT NULL UNIQUE,
  value TEXT
) STRICT;

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  slot TEXT UNIQUE,                -- the id of the key slot in archive.json; NULL when taken away
  name TEXT NOT NULL,
  role INTEGER NOT NULL DEFAULT 0, -- CyUserRole
  counsellor INTEGER NOT NULL DEFAULT 0 CHECK (counsellor IN (0, 1))
) STRICT;

CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  parent_id INTEGER REFERENCES unit,
  kind INTEGER NOT NULL,           -- CyUnitKind: city, county, township, village, school, class, home
  name TEXT NOT NULL,
  name_folded TEXT,                -- in simplified script, where it differs from the name
  sort_key BLOB NOT NULL,
  address TEXT,
  area_m2 INTEGER,                 -- of a Children's Home
  equipment TEXT
) STRICT;
CREATE INDEX unit_parent ON unit (parent_id, kind);
CREATE INDEX unit_name ON unit (kind, name);

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  is_child INTEGER NOT NULL DEFAULT 0 CHECK (is_child IN (0, 1)),
  is_staff INTEGER NOT NULL DEFAULT 0 CHECK (is_staff IN (0, 1)),
  is_volunteer INTEGER NOT NULL DEFAULT 0 CHECK (is_volunteer IN (0, 1)),
  name TEXT NOT NULL,
  name_folded TEXT,                -- in simplified script, without marks, where it differs from the name
  sort_key BLOB NOT NULL,          -- ICU, zh@collation=pinyin
  pinyin TEXT,                     -- "li ming lang", as shown and searched
  sex INTEGER NOT NULL DEFAULT 0,  -- CySex
  birth TEXT,
  birth_precision INTEGER NOT NULL DEFAULT 0,  -- CyDatePrecision
  lunar_birthday TEXT,             -- MM-DD of the Chinese calendar, where the family keeps it
  id_number TEXT,                  -- GB 11643, upper case
  hukou TEXT,
  ethnicity TEXT,
  phone TEXT,                      -- digits only, several separated by a space
  address TEXT,
  occupation TEXT,
  employer TEXT,
  employer_address TEXT,
  employer_phone TEXT,
  health TEXT,
  photo BLOB,
  note TEXT
) STRICT;
CREATE INDEX person_id_number ON person (id_number) WHERE id_number IS NOT NULL;
-- The orders of the roster. is_child and deleted_at are in them so that they cover the query.
CREATE INDEX person_child_name ON person (sort_key, id, is_child, deleted_at) WHERE is_child AND deleted_at IS NULL;
CREATE INDEX person_child_birth ON person (birth, id, is_child, deleted_at) WHERE is_child AND deleted_at IS NULL;
CREATE INDEX person_child_sex ON person (sex, id, is_child, deleted_at) WHERE is_child AND deleted_at IS NULL;
CREATE INDEX person_child_bin ON person (deleted_at, id, is_child) WHERE is_child AND deleted_at IS NOT NULL;
-- For Today: who keeps a birthday of the Chinese calendar.
CREATE INDEX person_child_lunar ON person (lunar_birthday, birth, id, is_child, deleted_at)
  WHERE is_child AND deleted_at IS NULL AND lunar_birthday IS NOT NULL;
CREATE INDEX person_name ON person (name, phone);

-- The search: who is found under a term. ids are the people of one block of 65,536 ids, as
-- cy-search-store.c packs them. The block comes first, so that an import, whose people have the
-- highest ids, adds to the end of the table; a search looks into each block. What it holds
-- follows from person, by the rule of cy-search-text.c.
CREATE TABLE search (
  block INTEGER NOT NULL,
  term TEXT NOT NULL,
  ids BLOB NOT NULL,
  PRIMARY KEY (block, term)
) STRICT, WITHOUT ROWID;

-- The people whose terms have changed, with those they had before this transaction. The
-- triggers below name them, whoever writes; cy_search_settle() takes all of them into search
-- at once before the commit. Empty between transactions; it may name people who have gone again.
CREATE TABLE search_stale (
  id INTEGER PRIMARY KEY,
  terms TEXT                       -- NULL for none: new
) STRICT;

CREATE TRIGGER search_person AFTER INSERT ON person
WHEN new.is_child OR new.id_number IS NOT NULL OR new.phone IS NOT NULL BEGIN
  INSERT OR IGNORE INTO search_stale VALUES (new.id, NULL);
END;
CREATE TRIGGER search_person_updated AFTER UPDATE OF name, name_folded, pinyin, id_number, phone, is_child ON person BEGIN
  INSERT OR IGNORE INTO search_stale VALUES
    (old.id, cy_search_terms(old.is_child, ifnull(old.name_folded, old.name), old.pinyin, old.id_number, old.phone));
END;
CREATE TRIGGER search_person_deleted AFTER DELETE ON person BEGIN
  INSERT OR IGNORE INTO search_stale VALUES
    (old.id, cy_search_terms(old.is_child, ifnull(old.name_folded, old.name), old.pinyin, old.id_number, old.phone));
END;

-- What only a child has. Same id as its person.
CREATE TABLE child (
  id INTEGER PRIMARY KEY REFERENCES person,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  village_id INTEGER REFERENCES unit,
  school_id INTEGER REFERENCES unit,
  class_id INTEGER REFERENCES unit,
  class_teacher TEXT,
  class_teacher_phone TEXT,
  student_number TEXT,
  character TEXT,                  -- 性格
  hobbies TEXT,
  medical_history TEXT,
  lodging TEXT,                    -- boards at school, walks, …
  disabled INTEGER NOT NULL DEFAULT 0,
  single_parent INTEGER NOT NULL DEFAULT 0,
  orphan INTEGER NOT NULL DEFAULT 0,
  floating INTEGER NOT NULL DEFAULT 0,       -- 流动儿童
  poor INTEGER NOT NULL DEFAULT 0,           -- 建档立卡, 低保, 特困, 烈士: CyPoorFamily
  enrolled_on TEXT,                -- came onto the roll
  left_on TEXT,                    -- left it
  profile_result INTEGER NOT NULL DEFAULT 0, -- CyProfileResult under the active profile
  guardianship INTEGER NOT NULL DEFAULT 0    -- CyGuardianship: who looks after the child now
                                   -- both kept by cy-profile-store, and not in the change record
) STRICT;
CREATE INDEX child_village ON child (village_id, id);
CREATE INDEX child_school ON child (school_id, class_id, id);
CREATE INDEX child_class ON child (class_id, id);
CREATE INDEX child_profile ON child (profile_result, id);
CREATE INDEX child_guardianship ON child (guardianship, id);
CREATE INDEX child_left ON child (id, left_on) WHERE left_on IS NOT NULL;

CREATE TABLE relation (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  child_id INTEGER NOT NULL REFERENCES person,
  person_id INTEGER NOT NULL REFERENCES person,
  kin TEXT,                        -- 父亲, 祖母, 姑姑, …: a key of CyKin, or free text
  role INTEGER NOT NULL,           -- CyRelationRole: parent, guardian, temporary, emergency, sibling
  is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
  from_date TEXT,
  to_date TEXT,
  CHECK (to_date IS NULL OR from_date IS NULL OR to_date >= from_date)
) STRICT;
-- What belongs to a child is found by its history as well, in the bin too: these indexes have
-- no condition.
CREATE INDEX relation_child ON relation (child_id);
CREATE INDEX relation_person ON relation (person_id, child_id, deleted_at);
-- One primary guardian at a time.
CREATE UNIQUE INDEX relation_primary ON relation (child_id)
  WHERE is_primary AND to_date IS NULL AND deleted_at IS NULL;

CREATE TABLE absence (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  person_id INTEGER NOT NULL REFERENCES person,   -- the parent who is away
  from_date TEXT,
  to_date TEXT,
  place TEXT,
  employer TEXT,
  phone TEXT,
  note TEXT,
  CHECK (to_date IS NULL OR from_date IS NULL OR to_date >= from_date)
) STRICT;
CREATE INDEX absence_person ON absence (person_id);
-- Whose circumstances change with the day: looked for on each new one.
CREATE INDEX absence_from ON absence (from_date) WHERE from_date IS NOT NULL;
CREATE INDEX absence_to ON absence (to_date) WHERE to_date IS NOT NULL;
CREATE INDEX relation_from ON relation (from_date) WHERE from_date IS NOT NULL;
CREATE INDEX relation_to ON relation (to_date) WHERE to_date IS NOT NULL;

CREATE TABLE care_arrangement (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  child_id INTEGER NOT NULL REFERENCES person,
  kind INTEGER NOT NULL,           -- CyCareKind
  guardian_id INTEGER REFERENCES person,
  from_date TEXT,
  to_date TEXT,
  note TEXT,
  CHECK (to_date IS NULL OR from_date IS NULL OR to_date >= from_date)
) STRICT;
CREATE INDEX care_arrangement_child ON care_arrangement (child_id);
CREATE INDEX care_arrangement_guardian ON care_arrangement (guardian_id);
CREATE INDEX care_arrangement_from ON care_arrangement (from_date) WHERE from_date IS NOT NULL;
CREATE INDEX care_arrangement_to ON care_arrangement (to_date) WHERE to_date IS NOT NULL;

CREATE TABLE term (                 -- school terms and holidays
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  key TEXT UNIQUE,                 -- of one that the program proposed: 2026-term-1
  kind INTEGER NOT NULL,           -- CyTermKind: term, holiday
  name TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  CHECK (to_date >= from_date)
) STRICT;

CREATE TABLE definition_profile (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  key TEXT UNIQUE,                 -- of a preset
  name TEXT NOT NULL,
  source TEXT,
  under_age INTEGER NOT NULL,      -- counts while younger than this
  parents INTEGER NOT NULL,        -- CyProfileParents: both away, one or both, both or one with the other unable
  months INTEGER NOT NULL DEFAULT 0,         -- away this long at a stretch; 0 for any
  rural_only INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The children whose profile result and guardianship must be found anew. The triggers below
-- name them, whoever writes; cy_profile_settle() deals with them before the commit.
CREATE TABLE child_stale (
  child_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER child_stale_child AFTER INSERT ON child BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (new.id);
END;
CREATE TRIGGER child_stale_child_updated AFTER UPDATE OF single_parent, orphan ON child BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (new.id);
END;
CREATE TRIGGER child_stale_person AFTER UPDATE OF birth, birth_precision, hukou, health, deleted_at ON person BEGIN
  INSERT OR IGNORE INTO child_stale SELECT id FROM child WHERE id = new.id;
  INSERT OR IGNORE INTO child_stale SELECT child_id FROM relation WHERE person_id = new.id AND deleted_at IS NULL;
END;
CREATE TRIGGER child_stale_relation AFTER INSERT ON relation BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (new.child_id);
END;
CREATE TRIGGER child_stale_relation_updated AFTER UPDATE ON relation BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (old.child_id), (new.child_id);
END;
CREATE TRIGGER child_stale_relation_deleted AFTER DELETE ON relation BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (old.child_id);
END;
CREATE TRIGGER child_stale_absence AFTER INSERT ON absence BEGIN
  INSERT OR IGNORE INTO child_stale
  SELECT child_id FROM relation WHERE person_id = new.person_id AND deleted_at IS NULL;
END;
CREATE TRIGGER child_stale_absence_updated AFTER UPDATE ON absence BEGIN
  INSERT OR IGNORE INTO child_stale
  SELECT child_id FROM relation WHERE person_id IN (old.person_id, new.person_id) AND deleted_at IS NULL;
END;
CREATE TRIGGER child_stale_absence_deleted AFTER DELETE ON absence BEGIN
  INSERT OR IGNORE INTO child_stale
  SELECT child_id FROM relation WHERE person_id = old.person_id AND deleted_at IS NULL;
END;
CREATE TRIGGER child_stale_arrangement AFTER INSERT ON care_arrangement BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (new.child_id);
END;
CREATE TRIGGER child_stale_arrangement_updated AFTER UPDATE ON care_arrangement BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (old.child_id), (new.child_id);
END;
CREATE TRIGGER child_stale_arrangement_deleted AFTER DELETE ON care_arrangement BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (old.child_id);
END;
CREATE TRIGGER child_stale_profile AFTER UPDATE OF under_age, parents, months, rural_only ON definition_profile BEGIN
  INSERT OR IGNORE INTO child_stale SELECT id FROM child;
END;

CREATE TABLE scheme (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  source TEXT
) STRICT;

CREATE TABLE obligation (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  scheme_id INTEGER NOT NULL REFERENCES scheme,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kinds INTEGER NOT NULL CHECK (kinds > 0),  -- CyContactKinds
  window INTEGER NOT NULL,         -- CyWindow
  days INTEGER NOT NULL DEFAULT 0, -- of a rolling window
  count INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
  target INTEGER NOT NULL DEFAULT 0,         -- CyTarget: child, pairing, group, unit
  who TEXT,                        -- who owes it: 教师妈妈, 爱心妈妈, …
  source TEXT                      -- the sentence of the scheme
) STRICT;
CREATE INDEX obligation_scheme ON obligation (scheme_id);

CREATE TABLE enrolment (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  scheme_id INTEGER NOT NULL REFERENCES scheme,
  child_id INTEGER NOT NULL REFERENCES person,
  from_date TEXT NOT NULL,
  to_date TEXT,
  CHECK (to_date IS NULL OR to_date >= from_date)
) STRICT;
CREATE INDEX enrolment_child ON enrolment (child_id, scheme_id, from_date, to_date, deleted_at);
CREATE UNIQUE INDEX enrolment_open ON enrolment (scheme_id, child_id) WHERE to_date IS NULL AND deleted_at IS NULL;

CREATE TABLE pause (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  child_id INTEGER NOT NULL REFERENCES person,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  reason TEXT,
  CHECK (to_date >= from_date)
) STRICT;
CREATE INDEX pause_child ON pause (child_id, from_date, to_date, deleted_at);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  kind INTEGER NOT NULL,           -- CyContactKind
  medium INTEGER NOT NULL DEFAULT 0,         -- CyContactMedium
  date TEXT NOT NULL,
  time TEXT,                       -- HH:MM, local
  reached INTEGER NOT NULL DEFAULT 1 CHECK (reached IN (0, 1)),
  minutes INTEGER,
  text TEXT,                       -- NULL for a restricted note: its text is in counselling.db
  level INTEGER NOT NULL DEFAULT 0,          -- CyContactLevel
  contact_by TEXT                  -- who did it, where that is not the user who logs it
) STRICT;
CREATE INDEX contact_date ON contact (date) WHERE deleted_at IS NULL;

CREATE TABLE participant (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  contact_id INTEGER NOT NULL REFERENCES contact,
  person_id INTEGER NOT NULL REFERENCES person,
  attended INTEGER NOT NULL DEFAULT 1 CHECK (attended IN (0, 1)),
  UNIQUE (contact_id, person_id)
) STRICT;
CREATE INDEX participant_person ON participant (person_id, contact_id, deleted_at);

-- What the care engine reads: for each child the contacts that can qualify (reached,
-- attended, not in the bin), in the order in which it wants them. An index over contact and
-- participant, which the triggers below keep; nothing else writes it.
CREATE TABLE care_log (
  child_id INTEGER NOT NULL,
  day INTEGER NOT NULL,            -- days since 1970-01-01
  kind INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (child_id, day, kind, contact_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER participant_logged AFTER INSERT ON participant
WHEN new.attended AND new.deleted_at IS NULL BEGIN
  INSERT OR IGNORE INTO care_log
  SELECT new.person_id, unixepoch(date) / 86400, kind, id FROM contact
  WHERE id = new.contact_id AND reached AND deleted_at IS NULL;
END;
CREATE TRIGGER participant_relogged AFTER UPDATE OF contact_id, person_id, attended, deleted_at ON participant BEGIN
  DELETE FROM care_log
  WHERE child_id = old.person_id AND contact_id = old.contact_id
    AND (day, kind) = (SELECT unixepoch(date) / 86400, kind FROM contact WHERE id = old.contact_id);
  INSERT OR IGNORE INTO care_log
  SELECT new.person_id, unixepoch(date) / 86400, kind, id FROM contact
  WHERE id = new.contact_id AND reached AND deleted_at IS NULL AND new.attended AND new.deleted_at IS NULL;
END;
CREATE TRIGGER participant_unlogged AFTER DELETE ON participant BEGIN
  DELETE FROM care_log
  WHERE child_id = old.person_id AND contact_id = old.contact_id
    AND (day, kind) = (SELECT unixepoch(date) / 86400, kind FROM contact WHERE id = old.contact_id);
END;
CREATE TRIGGER contact_relogged AFTER UPDATE OF kind, date, reached, deleted_at ON contact BEGIN
  DELETE FROM care_log
  WHERE contact_id = old.id AND day = unixepoch(old.date) / 86400 AND kind = old.kind
    AND child_id IN (SELECT person_id FROM participant WHERE contact_id = old.id);
  INSERT OR IGNORE INTO care_log
  SELECT person_id, unixepoch(new.date) / 86400, new.kind, new.id FROM participant
  WHERE contact_id = new.id AND attended AND deleted_at IS NULL AND new.reached AND new.deleted_at IS NULL;
END;

CREATE TABLE follow_up (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  contact_id INTEGER REFERENCES contact,
  child_id INTEGER NOT NULL REFERENCES person,
  due TEXT NOT NULL,
  text TEXT,
  done_at TEXT,
  done_by INTEGER
) STRICT;
CREATE INDEX follow_up_due ON follow_up (due) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX follow_up_child ON follow_up (child_id);
CREATE INDEX follow_up_contact ON follow_up (contact_id);

-- Unsaved input, one for each user and form. Not recorded in change; restricted text is
-- kept in the draft of counselling.db.
CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  form TEXT NOT NULL,              -- "contact", "contact:<uid>", "child:<uid>", …
  payload TEXT NOT NULL,           -- JSON of the form
  saved_at TEXT NOT NULL DEFAULT (cy_now()),
  UNIQUE (user_id, form)
) STRICT;

CREATE TABLE flag (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  child_id INTEGER NOT NULL REFERENCES person,
  code TEXT NOT NULL,              -- a data problem (id_checksum, …) or a risk (five lacks, dropped out, …)
  detail TEXT,                     -- what was read, or a note
  resolved_at TEXT,
  resolved_by INTEGER
) STRICT;
CREATE INDEX flag_child ON flag (child_id, code);
CREATE INDEX flag_code ON flag (code, child_id, resolved_at, deleted_at) WHERE resolved_at IS NULL AND deleted_at IS NULL;

CREATE TRIGGER child_stale_flag AFTER INSERT ON flag WHEN new.code = 'no_guardian' BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (new.child_id);
END;
CREATE TRIGGER child_stale_flag_updated AFTER UPDATE ON flag WHEN new.code = 'no_guardian' BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (new.child_id);
END;
CREATE TRIGGER child_stale_flag_deleted AFTER DELETE ON flag WHEN old.code = 'no_guardian' BEGIN
  INSERT OR IGNORE INTO child_stale VALUES (old.child_id);
END;

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE DEFAULT (cy_uid()),
  created_at TEXT NOT NULL DEFAULT (cy_now()), created_by INTEGER DEFAULT (cy_actor()),
  updated_at TEXT, updated_by INTEGER, deleted_at TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('children', 'contacts')),
  batch INTEGER NOT NULL,          -- of the change record: what undoing takes back
  content_hash BLOB,               -- to know the same file again
  n_rows INTEGER NOT NULL,
  n_imported INTEGER NOT NULL,
  undone_at TEXT
) STRICT;
