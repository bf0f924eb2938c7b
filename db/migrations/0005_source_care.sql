-- Which sources have shown a block that only their chain has, so that each is asked for it once.

CREATE TABLE chain_proof (
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  place_digest TEXT NOT NULL,
  height INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (source_id, place_digest)
) STRICT, WITHOUT ROWID;

-- The newest turns to ask each host, taken by all processes that use the database.

CREATE TABLE host_turn (
  host TEXT NOT NULL,
  key_digest TEXT NOT NULL,
  slot INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (host, key_digest, slot)
) STRICT, WITHOUT ROWID;

-- When what is kept was read, as the time of the newest block that its source had named by then. What
-- was read before this was written down is at most as young as that block is now.

ALTER TABLE coverage ADD COLUMN read_at_seconds INTEGER;
ALTER TABLE busy_account ADD COLUMN read_at_seconds INTEGER;
ALTER TABLE whole_tx ADD COLUMN read_at_seconds INTEGER;
ALTER TABLE utxo_tx ADD COLUMN read_at_seconds INTEGER;

UPDATE coverage SET read_at_seconds =
  (SELECT tip_time_seconds FROM source WHERE source.source_id = coverage.source_id);
UPDATE busy_account SET read_at_seconds =
  (SELECT tip_time_seconds FROM source WHERE source.source_id = busy_account.source_id);
UPDATE whole_tx SET read_at_seconds =
  (SELECT tip_time_seconds FROM source WHERE source.source_id = whole_tx.source_id);
UPDATE utxo_tx SET read_at_seconds =
  (SELECT tip_time_seconds FROM source WHERE source.source_id = utxo_tx.source_id);
