-- Requests that hosts give in a day, counted by all processes that use the database.

CREATE TABLE host_quota (
  host TEXT NOT NULL,
  key_digest TEXT NOT NULL,
  claimed INTEGER NOT NULL,
  resets_at_seconds INTEGER NOT NULL,
  spent_until_seconds INTEGER,
  PRIMARY KEY (host, key_digest)
) STRICT, WITHOUT ROWID;
