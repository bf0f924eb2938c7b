-- Payments that were made: told by the accounting system, and found on the chain. A told payment and what
-- was found of it stand apart; which belongs to which follows from them. What people wrote stands in
-- tables of its own and can be erased.

CREATE TABLE paid_import (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  import_id TEXT NOT NULL UNIQUE,
  imported_at TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  known INTEGER NOT NULL,
  problems INTEGER NOT NULL
) STRICT;

CREATE TABLE paid_told (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  paid_id TEXT NOT NULL UNIQUE,
  day TEXT NOT NULL,
  payee_id TEXT,
  account TEXT NOT NULL,
  asset TEXT NOT NULL,
  amount TEXT NOT NULL,
  tx_id TEXT,
  import_id TEXT NOT NULL REFERENCES paid_import (import_id),
  match TEXT NOT NULL CHECK (match IN ('not-looked-up', 'matched', 'unmatched')),
  why TEXT,
  rail TEXT NOT NULL CHECK (rail IN ('direct', 'batch', 'custodian', 'unknown')),
  block_time TEXT,
  found_tx_id TEXT,
  looked_up_at TEXT,
  CHECK ((match = 'unmatched') = (why IS NOT NULL))
) STRICT;

CREATE INDEX paid_told_by_day ON paid_told (day);
CREATE INDEX paid_told_by_tx ON paid_told (tx_id) WHERE tx_id IS NOT NULL;
CREATE INDEX paid_told_by_account ON paid_told (account, day);
CREATE INDEX paid_told_by_payee ON paid_told (payee_id) WHERE payee_id IS NOT NULL;

CREATE TABLE paid_text (
  paid_id TEXT PRIMARY KEY REFERENCES paid_told (paid_id),
  payee TEXT NOT NULL,
  invoice TEXT NOT NULL,
  approver TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE paid_change (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  paid_id TEXT NOT NULL REFERENCES paid_told (paid_id),
  import_id TEXT NOT NULL REFERENCES paid_import (import_id),
  changed_at TEXT NOT NULL,
  before_json TEXT
) STRICT;

CREATE INDEX paid_change_by_payment ON paid_change (paid_id, sequence);

CREATE TABLE paid_found (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  paid_id TEXT NOT NULL UNIQUE,
  chain TEXT NOT NULL,
  tx_id TEXT NOT NULL,
  account TEXT NOT NULL,
  asset TEXT NOT NULL,
  amount TEXT NOT NULL,
  payee_id TEXT,
  rail TEXT NOT NULL CHECK (rail IN ('direct', 'batch')),
  block_time TEXT NOT NULL,
  UNIQUE (chain, tx_id, account, asset)
) STRICT;

CREATE INDEX paid_found_by_time ON paid_found (block_time);
CREATE INDEX paid_found_by_payee ON paid_found (payee_id) WHERE payee_id IS NOT NULL;

CREATE TABLE paid_coverage (
  month TEXT NOT NULL,
  account TEXT NOT NULL,
  looked_at TEXT NOT NULL,
  seen_until TEXT,
  problem TEXT,
  cure TEXT,
  PRIMARY KEY (month, account),
  CHECK ((problem IS NULL) = (cure IS NULL))
) STRICT, WITHOUT ROWID;
