-- Which accounts the facts of recorded verdicts name, so that a label that comes later finds the
-- verdicts that it touches. It follows from the bundles; those without a row here are yet to be read.

CREATE TABLE indexed_bundle (
  bundle_id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE REFERENCES fact_bundle (digest)
) STRICT;

CREATE TABLE bundle_account (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  bundle_id INTEGER NOT NULL REFERENCES indexed_bundle (bundle_id),
  PRIMARY KEY (account_id, bundle_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX screening_by_facts ON screening (facts_digest);
