-- How often the publisher of a label set was asked for its newest state, and what came of it: a set
-- that did not change since is as fresh as the last time that its publisher said so.

CREATE TABLE label_check (
  check_id INTEGER PRIMARY KEY AUTOINCREMENT,
  set_name TEXT NOT NULL,
  checked_at TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('imported', 'not-modified', 'failed')),
  snapshot_id INTEGER REFERENCES label_snapshot (snapshot_id),
  etag TEXT,
  last_modified TEXT,
  problem TEXT,
  CHECK ((result = 'failed') = (snapshot_id IS NULL)),
  CHECK ((result = 'failed') = (problem IS NOT NULL))
) STRICT;

CREATE INDEX label_check_by_set ON label_check (set_name, check_id);

CREATE TRIGGER label_check_is_immutable BEFORE UPDATE ON label_check
BEGIN SELECT RAISE(ABORT, 'the record of a label check never changes'); END;
CREATE TRIGGER label_check_is_kept BEFORE DELETE ON label_check
BEGIN SELECT RAISE(ABORT, 'the record of a label check is never deleted'); END;

-- The claims of one snapshot: to compare it with another, and to know all its accounts at once.

CREATE INDEX label_claim_by_snapshot ON label_claim (snapshot_id, account);
