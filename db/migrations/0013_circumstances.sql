-- What beside labels, rules and policy a verdict rests on, so that a verdict made under another
-- configuration does not answer for a wallet; and which of several services works on a job.

CREATE TABLE screening_circumstance (
  screening_id TEXT PRIMARY KEY REFERENCES screening (screening_id),
  circumstances_digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE work_owner (
  owner_id TEXT PRIMARY KEY,
  lease_until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE screening_job ADD COLUMN owner_id TEXT;

-- What was typed for a screening goes from the queue when it is erased from the record.
CREATE TRIGGER screening_input_erased AFTER DELETE ON screening_input
BEGIN
  DELETE FROM screening_job_input WHERE screening_id = OLD.screening_id;
END;
