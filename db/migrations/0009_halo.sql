-- The halo: where money of labelled accounts went. It says where a search looks first, and is never
-- a claim about anybody.

CREATE TABLE halo_seed (
  seed_id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL UNIQUE REFERENCES account (account_id),
  label_snapshot TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'failed')),
  hops INTEGER NOT NULL,
  sent_floors TEXT NOT NULL,
  read_to_height INTEGER,
  read_to_seconds INTEGER,
  expanded_at_ms INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  note TEXT
) STRICT;

CREATE TABLE halo_member (
  seed_id INTEGER NOT NULL REFERENCES halo_seed (seed_id) ON DELETE CASCADE,
  place TEXT NOT NULL,
  hops INTEGER NOT NULL,
  place_before TEXT,
  tx_ids_json TEXT NOT NULL,
  reached_json TEXT NOT NULL,
  reached_at_seconds INTEGER NOT NULL,
  was_read INTEGER NOT NULL CHECK (was_read IN (0, 1)),
  PRIMARY KEY (seed_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX halo_member_by_place ON halo_member (place);
