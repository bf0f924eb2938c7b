-- Transactions of account-model chains that were read whole; their movements are rows of transfer
-- that were found in 'transaction'.

CREATE TABLE whole_tx (
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  tx_id BLOB NOT NULL,
  height INTEGER,
  PRIMARY KEY (source_id, tx_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX whole_tx_by_height ON whole_tx (source_id, height);

CREATE INDEX transfer_by_tx ON transfer (tx_id, source_id) WHERE found_in = 'transaction';

-- What accounts held when a block was the newest.

CREATE TABLE balance (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  asset_id INTEGER NOT NULL REFERENCES asset (asset_id),
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  tip_hash TEXT NOT NULL,
  amount TEXT,
  PRIMARY KEY (account_id, asset_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX balance_by_source ON balance (source_id, tip_hash);
