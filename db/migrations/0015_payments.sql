-- Payments that were checked before they left, and their approvals. What was asked for and each thing that
-- became of it are rows of their own that never change: where a check stands follows from them. A check
-- names its payee and wallet by ids alone; the invoice and the reason of a release stand apart.

CREATE TABLE payment_check (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  check_id TEXT NOT NULL UNIQUE,
  payee_id TEXT NOT NULL,
  wallet_id TEXT NOT NULL,
  family TEXT NOT NULL,
  address TEXT NOT NULL,
  chain TEXT NOT NULL,
  asset TEXT NOT NULL,
  amount TEXT NOT NULL,
  invoice_digest TEXT NOT NULL,
  screening_id TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL
) STRICT;

CREATE INDEX payment_check_by_payee ON payment_check (payee_id, sequence);
CREATE INDEX payment_check_by_wallet ON payment_check (wallet_id);

CREATE TABLE payment_invoice (
  check_id TEXT PRIMARY KEY REFERENCES payment_check (check_id),
  salt BLOB NOT NULL,
  invoice TEXT NOT NULL,
  invoice_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX payment_invoice_by_key ON payment_invoice (invoice_key);

CREATE TABLE payment_outcome (
  check_id TEXT PRIMARY KEY REFERENCES payment_check (check_id),
  decided_at TEXT NOT NULL,
  decision TEXT,
  complete INTEGER NOT NULL,
  signals_json TEXT NOT NULL,
  summary TEXT NOT NULL,
  next_step TEXT NOT NULL,
  failure TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_release (
  check_id TEXT PRIMARY KEY REFERENCES payment_outcome (check_id),
  released_at TEXT NOT NULL,
  released_by TEXT NOT NULL,
  reason_digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_release_reason (
  check_id TEXT PRIMARY KEY REFERENCES payment_release (check_id),
  salt BLOB NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_approval (
  check_id TEXT PRIMARY KEY REFERENCES payment_outcome (check_id),
  approval_id TEXT NOT NULL UNIQUE,
  issued_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  approval_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_withdrawal (
  check_id TEXT PRIMARY KEY REFERENCES payment_check (check_id),
  withdrawn_at TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER payment_check_is_immutable BEFORE UPDATE ON payment_check
BEGIN SELECT RAISE(ABORT, 'a check of a payment never changes'); END;
CREATE TRIGGER payment_check_is_kept BEFORE DELETE ON payment_check
BEGIN SELECT RAISE(ABORT, 'a check of a payment is never deleted'); END;
CREATE TRIGGER payment_outcome_is_immutable BEFORE UPDATE ON payment_outcome
BEGIN SELECT RAISE(ABORT, 'what became of a check never changes'); END;
CREATE TRIGGER payment_outcome_is_kept BEFORE DELETE ON payment_outcome
BEGIN SELECT RAISE(ABORT, 'what became of a check is never deleted'); END;
CREATE TRIGGER payment_release_is_immutable BEFORE UPDATE ON payment_release
BEGIN SELECT RAISE(ABORT, 'a release never changes'); END;
CREATE TRIGGER payment_release_is_kept BEFORE DELETE ON payment_release
BEGIN SELECT RAISE(ABORT, 'a release is never deleted'); END;
CREATE TRIGGER payment_approval_is_immutable BEFORE UPDATE ON payment_approval
BEGIN SELECT RAISE(ABORT, 'an approval never changes'); END;
CREATE TRIGGER payment_approval_is_kept BEFORE DELETE ON payment_approval
BEGIN SELECT RAISE(ABORT, 'an approval is never deleted'); END;
CREATE TRIGGER payment_withdrawal_is_immutable BEFORE UPDATE ON payment_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal never changes'); END;
CREATE TRIGGER payment_withdrawal_is_kept BEFORE DELETE ON payment_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never deleted'); END;

-- One approval for a payment that may be made: of a check that came out so, or was released, and that
-- was not taken back.

CREATE TRIGGER payment_approval_has_grounds BEFORE INSERT ON payment_approval
WHEN NOT EXISTS (
    SELECT 1 FROM payment_outcome LEFT JOIN payment_release USING (check_id)
    WHERE check_id = NEW.check_id AND complete = 1
      AND (decision = 'proceed' OR (decision = 'review' AND released_at IS NOT NULL)))
  OR EXISTS (SELECT 1 FROM payment_withdrawal WHERE check_id = NEW.check_id)
BEGIN SELECT RAISE(ABORT, 'an approval needs a decision to proceed, or a release'); END;
CREATE TRIGGER payment_release_has_grounds BEFORE INSERT ON payment_release
WHEN NOT EXISTS (SELECT 1 FROM payment_outcome
    WHERE check_id = NEW.check_id AND decision = 'review' AND complete = 1)
  OR EXISTS (SELECT 1 FROM payment_withdrawal WHERE check_id = NEW.check_id)
BEGIN SELECT RAISE(ABORT, 'only a complete review is released'); END;
