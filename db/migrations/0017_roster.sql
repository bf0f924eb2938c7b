-- Links between payees of the company, when each was first seen, and what was said of it. What screenings
-- saw of payees' wallets is kept apart from the links, so that one new screening makes nobody read all
-- others again; it follows from the recorded facts.

CREATE TABLE screened_account (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  sequence INTEGER NOT NULL REFERENCES screening (sequence),
  PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX screened_account_by_sequence ON screened_account (sequence);

CREATE TABLE roster_wallet (
  account_id INTEGER PRIMARY KEY REFERENCES account (account_id),
  read_sequence INTEGER NOT NULL,
  seen_sequence INTEGER,
  touched BLOB,
  seen BLOB
) STRICT;

CREATE TABLE roster_history (
  account_id INTEGER PRIMARY KEY REFERENCES account (account_id),
  sequence INTEGER NOT NULL,
  lacks_json TEXT NOT NULL,
  seen BLOB NOT NULL
) STRICT;

CREATE TABLE roster_link (
  link_id TEXT PRIMARY KEY,
  link_json TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  gone_since TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE roster_answer (
  answer_id INTEGER PRIMARY KEY AUTOINCREMENT,
  link_id TEXT NOT NULL REFERENCES roster_link (link_id),
  answered_at TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  meaning TEXT NOT NULL,
  reason TEXT,
  payees_json TEXT NOT NULL,
  severity TEXT NOT NULL
) STRICT;

CREATE INDEX roster_answer_by_link ON roster_answer (link_id, answer_id);
