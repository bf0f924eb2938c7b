-- Names that many rows share are stored once and referred to by number.

CREATE TABLE chain (
  chain_id INTEGER PRIMARY KEY,
  chain TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE account (
  account_id INTEGER PRIMARY KEY,
  account TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE asset (
  asset_id INTEGER PRIMARY KEY,
  asset TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE source (
  source_id INTEGER PRIMARY KEY,
  chain_id INTEGER NOT NULL REFERENCES chain (chain_id),
  name TEXT NOT NULL,
  tip_height INTEGER,
  tip_hash TEXT,
  tip_time_seconds INTEGER,
  final_height INTEGER,
  UNIQUE (chain_id, name)
) STRICT;

-- Facts: what a source said happened.

CREATE TABLE transfer (
  transfer_id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  found_in TEXT NOT NULL,
  fact_digest BLOB NOT NULL,
  channel TEXT NOT NULL,
  tx_id BLOB,
  height INTEGER,
  block_hash BLOB,
  tx_index INTEGER,
  time_seconds INTEGER NOT NULL,
  from_account_id INTEGER REFERENCES account (account_id),
  to_account_id INTEGER REFERENCES account (account_id),
  asset_id INTEGER NOT NULL REFERENCES asset (asset_id),
  amount TEXT NOT NULL,
  fact_index TEXT NOT NULL,
  UNIQUE (source_id, found_in, fact_digest)
) STRICT;

CREATE INDEX transfer_by_sender ON transfer (from_account_id, source_id, found_in, height);
CREATE INDEX transfer_by_receiver ON transfer (to_account_id, source_id, found_in, height);
CREATE INDEX transfer_by_height ON transfer (source_id, height);

CREATE TABLE utxo_tx (
  utxo_tx_id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  tx_id BLOB NOT NULL,
  height INTEGER,
  block_hash BLOB,
  tx_index INTEGER,
  time_seconds INTEGER NOT NULL,
  coinbase INTEGER NOT NULL,
  fee TEXT NOT NULL,
  UNIQUE (tx_id, source_id)
) STRICT;

CREATE INDEX utxo_tx_by_height ON utxo_tx (source_id, height);

CREATE TABLE utxo_input (
  utxo_tx_id INTEGER NOT NULL REFERENCES utxo_tx (utxo_tx_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  previous_tx_id BLOB,
  previous_index INTEGER,
  account_id INTEGER REFERENCES account (account_id),
  amount TEXT NOT NULL,
  PRIMARY KEY (utxo_tx_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE utxo_output (
  utxo_tx_id INTEGER NOT NULL REFERENCES utxo_tx (utxo_tx_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  account_id INTEGER REFERENCES account (account_id),
  amount TEXT NOT NULL,
  PRIMARY KEY (utxo_tx_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE utxo_tx_account (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  utxo_tx_id INTEGER NOT NULL REFERENCES utxo_tx (utxo_tx_id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, utxo_tx_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX utxo_tx_account_by_tx ON utxo_tx_account (utxo_tx_id);

CREATE TABLE spend (
  chain_id INTEGER NOT NULL REFERENCES chain (chain_id),
  tx_id BLOB NOT NULL,
  output INTEGER NOT NULL,
  spender_tx_id BLOB,
  spender_height INTEGER,
  tip_hash TEXT,
  PRIMARY KEY (chain_id, tx_id, output)
) STRICT, WITHOUT ROWID;

CREATE INDEX spend_by_tip ON spend (chain_id, tip_hash) WHERE tip_hash IS NOT NULL;

-- Coverage: what was looked at, whether or not anything was found.

CREATE TABLE coverage (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  channel TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  from_height INTEGER NOT NULL,
  to_height INTEGER NOT NULL,
  PRIMARY KEY (account_id, channel, source_id, from_height)
) STRICT, WITHOUT ROWID;

CREATE INDEX coverage_by_height ON coverage (source_id, to_height);

CREATE TABLE busy_account (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  reason TEXT NOT NULL,
  height INTEGER NOT NULL,
  PRIMARY KEY (account_id, source_id)
) STRICT, WITHOUT ROWID;

-- Labels: claims about accounts, in snapshots that never change.

CREATE TABLE label_snapshot (
  snapshot_id INTEGER PRIMARY KEY,
  set_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  UNIQUE (set_name, digest)
) STRICT;

CREATE TABLE label_import (
  import_id INTEGER PRIMARY KEY AUTOINCREMENT,
  set_name TEXT NOT NULL,
  snapshot_id INTEGER NOT NULL REFERENCES label_snapshot (snapshot_id),
  file_digest TEXT NOT NULL,
  as_of TEXT,
  imported_at TEXT NOT NULL
) STRICT;

CREATE INDEX label_import_by_set ON label_import (set_name, import_id);

CREATE TABLE label_claim (
  claim_id INTEGER PRIMARY KEY,
  snapshot_id INTEGER NOT NULL REFERENCES label_snapshot (snapshot_id),
  address TEXT NOT NULL,
  account TEXT NOT NULL,
  entity TEXT NOT NULL,
  category TEXT NOT NULL,
  actor TEXT,
  event TEXT,
  authority TEXT NOT NULL,
  confidence REAL NOT NULL,
  used_as TEXT NOT NULL,
  source TEXT NOT NULL,
  source_date TEXT,
  entity_listed_on TEXT,
  listed_on TEXT,
  delisted_on TEXT,
  note TEXT
) STRICT;

CREATE INDEX label_claim_by_address ON label_claim (address, snapshot_id);

CREATE TRIGGER label_snapshot_is_immutable BEFORE UPDATE ON label_snapshot
BEGIN SELECT RAISE(ABORT, 'a label snapshot never changes'); END;
CREATE TRIGGER label_snapshot_is_kept BEFORE DELETE ON label_snapshot
BEGIN SELECT RAISE(ABORT, 'a label snapshot is never deleted'); END;
CREATE TRIGGER label_import_is_immutable BEFORE UPDATE ON label_import
BEGIN SELECT RAISE(ABORT, 'the record of a label import never changes'); END;
CREATE TRIGGER label_import_is_kept BEFORE DELETE ON label_import
BEGIN SELECT RAISE(ABORT, 'the record of a label import is never deleted'); END;
CREATE TRIGGER label_claim_is_immutable BEFORE UPDATE ON label_claim
BEGIN SELECT RAISE(ABORT, 'a claim of a label snapshot never changes'); END;
CREATE TRIGGER label_claim_is_kept BEFORE DELETE ON label_claim
BEGIN SELECT RAISE(ABORT, 'a claim of a label snapshot is never deleted'); END;

-- Screenings: an append-only record, each row carrying the hash of the row before it.

CREATE TABLE fact_bundle (
  digest TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE screening (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  screening_id TEXT NOT NULL UNIQUE,
  screened_at TEXT NOT NULL,
  decision TEXT NOT NULL,
  complete INTEGER NOT NULL,
  valid_until TEXT NOT NULL,
  verdict_digest TEXT NOT NULL,
  facts_digest TEXT NOT NULL REFERENCES fact_bundle (digest),
  rule_set_digest TEXT NOT NULL,
  policy_json TEXT NOT NULL,
  engine_version INTEGER NOT NULL,
  anchors_json TEXT NOT NULL,
  label_snapshots_json TEXT NOT NULL,
  subjects_json TEXT NOT NULL,
  verdict_json TEXT NOT NULL,
  input_digest TEXT NOT NULL,
  previous_hash TEXT,
  row_hash TEXT NOT NULL
) STRICT;

CREATE INDEX screening_by_time ON screening (screened_at);

CREATE TABLE screening_input (
  screening_id TEXT PRIMARY KEY REFERENCES screening (screening_id),
  salt BLOB NOT NULL,
  input TEXT NOT NULL,
  payee_reference TEXT
) STRICT, WITHOUT ROWID;

CREATE TRIGGER screening_is_immutable BEFORE UPDATE ON screening
BEGIN SELECT RAISE(ABORT, 'a recorded screening never changes'); END;
CREATE TRIGGER screening_is_kept BEFORE DELETE ON screening
BEGIN SELECT RAISE(ABORT, 'a recorded screening is never deleted'); END;
CREATE TRIGGER screening_input_is_immutable BEFORE UPDATE ON screening_input
BEGIN SELECT RAISE(ABORT, 'the input of a screening can be erased, never changed'); END;
CREATE TRIGGER fact_bundle_is_immutable BEFORE UPDATE ON fact_bundle
BEGIN SELECT RAISE(ABORT, 'the facts of a screening never change'); END;
