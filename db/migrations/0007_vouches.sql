-- Vouches: a named person answers claims of researchers or vendors for a time. Rows are only added;
-- what a person wrote, and who that person is, stands apart and can be erased.

CREATE TABLE vouch_author (
  author_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE vouch (
  vouch_id TEXT PRIMARY KEY,
  made_at TEXT NOT NULL,
  author_id INTEGER NOT NULL,
  account TEXT NOT NULL,
  answers_json TEXT NOT NULL,
  until TEXT NOT NULL,
  reason_digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vouch_withdrawal (
  vouch_id TEXT PRIMARY KEY REFERENCES vouch (vouch_id),
  made_at TEXT NOT NULL,
  author_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vouch_reason (
  vouch_id TEXT PRIMARY KEY REFERENCES vouch (vouch_id),
  salt BLOB NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER vouch_is_immutable BEFORE UPDATE ON vouch
BEGIN SELECT RAISE(ABORT, 'a vouch never changes; withdraw it'); END;
CREATE TRIGGER vouch_is_kept BEFORE DELETE ON vouch
BEGIN SELECT RAISE(ABORT, 'a vouch is never deleted; withdraw it'); END;
CREATE TRIGGER vouch_withdrawal_is_immutable BEFORE UPDATE ON vouch_withdrawal
BEGIN SELECT RAISE(ABORT, 'the withdrawal of a vouch never changes'); END;
CREATE TRIGGER vouch_withdrawal_is_kept BEFORE DELETE ON vouch_withdrawal
BEGIN SELECT RAISE(ABORT, 'the withdrawal of a vouch is never deleted'); END;
CREATE TRIGGER vouch_reason_is_immutable BEFORE UPDATE ON vouch_reason
BEGIN SELECT RAISE(ABORT, 'the reason of a vouch can be erased, never changed'); END;
CREATE TRIGGER vouch_author_is_immutable BEFORE UPDATE ON vouch_author
BEGIN SELECT RAISE(ABORT, 'the name of an author can be erased, never changed'); END;
