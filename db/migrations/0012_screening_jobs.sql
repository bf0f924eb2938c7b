-- Wallets that were asked for and are not recorded yet. The key is the id that the record will have, so
-- that a job whose record exists is done, whatever became of the process that ran it.

CREATE TABLE screening_job (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  screening_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  urgency TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  policy_json TEXT NOT NULL,
  only_on_json TEXT,
  as_of TEXT,
  crashes INTEGER NOT NULL,
  failure_code TEXT,
  failure_sentence TEXT
) STRICT;

CREATE INDEX screening_job_open ON screening_job (sequence) WHERE state IN ('queued', 'running');

CREATE TABLE screening_job_input (
  screening_id TEXT PRIMARY KEY REFERENCES screening_job (screening_id),
  input TEXT NOT NULL,
  payee_reference TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE submission_key (
  key_digest TEXT PRIMARY KEY,
  items_digest TEXT NOT NULL,
  made_at TEXT NOT NULL,
  states_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX submission_key_by_time ON submission_key (made_at);

-- The newest verdict about the present of a wallet, which answers for it while it is valid.

CREATE INDEX screening_present_by_subjects ON screening (subjects_json, sequence)
WHERE CASE WHEN json_valid(verdict_json) THEN json_extract(verdict_json, '$.asOf') IS NULL ELSE 0 END;
