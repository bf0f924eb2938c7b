-- Who may sign in, with what, and who did what. Names stand in app_user and api_token alone; secrets are
-- kept as digests (of 256 random bits) or, where a person chose them, as argon2id.

CREATE TABLE app_user (
  user_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  created_at TEXT NOT NULL,
  disabled_at TEXT,
  last_sign_in_at TEXT,
  password_hash TEXT,
  totp_secret TEXT,
  totp_pending TEXT,
  totp_last_step INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE one_time_link (
  link_digest TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  user_id TEXT REFERENCES app_user (user_id),
  expires_at_seconds INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  session_digest TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES app_user (user_id),
  opened_at_seconds INTEGER NOT NULL,
  used_at_seconds INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE recovery_code (
  user_id TEXT NOT NULL REFERENCES app_user (user_id),
  code_digest TEXT NOT NULL,
  PRIMARY KEY (user_id, code_digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_refusal (
  refusal_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name_digest TEXT NOT NULL,
  at_seconds INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_in_refusal_by_name ON sign_in_refusal (name_digest, at_seconds);

CREATE TABLE api_token (
  token_id TEXT PRIMARY KEY,
  token_digest TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  issuer_id TEXT NOT NULL,
  issuing_token_id TEXT REFERENCES api_token (token_id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT,
  used_at_seconds INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_event (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor_kind TEXT,
  actor_id TEXT,
  action TEXT NOT NULL,
  subject_id TEXT,
  previous_hash TEXT,
  row_hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_event_is_immutable BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'a row of the audit log never changes'); END;
CREATE TRIGGER audit_event_is_kept BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'a row of the audit log is never deleted'); END;
