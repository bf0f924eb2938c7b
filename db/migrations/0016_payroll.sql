-- Payroll files, how each is read, and where its run stands. What people typed (the file, its name, what
-- stands in its rows) goes when the run is dropped; which check came of which row stays.

CREATE TABLE payroll_run (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  uploaded_at TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  confirmed_at TEXT,
  confirmed_by TEXT,
  started_at TEXT,
  started_by TEXT,
  dropped_at TEXT,
  runner TEXT
) STRICT;

-- The bytes last, so that the rest is read without them.
CREATE TABLE payroll_file (
  run_id TEXT PRIMARY KEY REFERENCES payroll_run (run_id),
  name TEXT NOT NULL,
  reading_json TEXT NOT NULL,
  proposal_json TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE payroll_row (
  run_id TEXT NOT NULL REFERENCES payroll_run (run_id),
  row INTEGER NOT NULL,
  problem TEXT,
  check_id TEXT REFERENCES payment_check (check_id),
  PRIMARY KEY (run_id, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE payroll_row_text (
  run_id TEXT NOT NULL,
  row INTEGER NOT NULL,
  given_json TEXT NOT NULL,
  request_json TEXT,
  PRIMARY KEY (run_id, row),
  FOREIGN KEY (run_id, row) REFERENCES payroll_row (run_id, row)
) STRICT, WITHOUT ROWID;
