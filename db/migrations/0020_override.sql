-- Who let a hold pass, for how long and why, and who agreed. One person asks and another answers, each in
-- a row of its own that never changes; where an override stands follows from them. Why it was asked for
-- stands apart. Only a check that came out `hold` and was known whole can be overridden.

CREATE TABLE hold_override (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  override_id TEXT NOT NULL UNIQUE,
  check_id TEXT NOT NULL REFERENCES payment_outcome (check_id),
  asked_at TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  reason_digest TEXT NOT NULL,
  until_day TEXT NOT NULL,
  answer_by TEXT NOT NULL
) STRICT;

CREATE INDEX hold_override_by_check ON hold_override (check_id, sequence);

CREATE TABLE hold_override_reason (
  override_id TEXT PRIMARY KEY REFERENCES hold_override (override_id),
  salt BLOB NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hold_override_answer (
  override_id TEXT PRIMARY KEY REFERENCES hold_override (override_id),
  said TEXT NOT NULL CHECK (said IN ('agreed', 'refused')),
  answered_at TEXT NOT NULL,
  answered_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hold_override_withdrawal (
  override_id TEXT PRIMARY KEY REFERENCES hold_override (override_id),
  withdrawn_at TEXT NOT NULL,
  withdrawn_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER hold_override_is_immutable BEFORE UPDATE ON hold_override
BEGIN SELECT RAISE(ABORT, 'an override never changes'); END;
CREATE TRIGGER hold_override_is_kept BEFORE DELETE ON hold_override
BEGIN SELECT RAISE(ABORT, 'an override is never deleted'); END;
CREATE TRIGGER hold_override_answer_is_immutable BEFORE UPDATE ON hold_override_answer
BEGIN SELECT RAISE(ABORT, 'an answer to an override never changes'); END;
CREATE TRIGGER hold_override_answer_is_kept BEFORE DELETE ON hold_override_answer
BEGIN SELECT RAISE(ABORT, 'an answer to an override is never deleted'); END;
CREATE TRIGGER hold_override_withdrawal_is_immutable BEFORE UPDATE ON hold_override_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal never changes'); END;
CREATE TRIGGER hold_override_withdrawal_is_kept BEFORE DELETE ON hold_override_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never deleted'); END;

CREATE TRIGGER hold_override_has_grounds BEFORE INSERT ON hold_override
WHEN NOT EXISTS (SELECT 1 FROM payment_outcome
    WHERE check_id = NEW.check_id AND decision = 'hold' AND complete = 1)
  OR EXISTS (SELECT 1 FROM payment_withdrawal WHERE check_id = NEW.check_id)
  OR NEW.until_day > date(NEW.asked_at, '+30 days')
BEGIN SELECT RAISE(ABORT, 'only a complete hold is overridden, for 30 days at most'); END;

-- One at a time: another is asked for once this one was refused or taken back, or nobody answered in time.
-- What was agreed to has had its approval, whatever became of it since.

CREATE TRIGGER hold_override_is_one BEFORE INSERT ON hold_override
WHEN EXISTS (
  SELECT 1 FROM hold_override AS other
    LEFT JOIN hold_override_answer USING (override_id)
    LEFT JOIN hold_override_withdrawal USING (override_id)
  WHERE check_id = NEW.check_id
    AND (said = 'agreed' OR (said IS NULL AND withdrawn_at IS NULL
      AND other.answer_by >= NEW.asked_at AND other.until_day >= date(NEW.asked_at))))
BEGIN SELECT RAISE(ABORT, 'a hold has one override at a time'); END;

CREATE TRIGGER hold_override_answer_has_grounds BEFORE INSERT ON hold_override_answer
WHEN NOT EXISTS (
    SELECT 1 FROM hold_override
    WHERE override_id = NEW.override_id AND asked_by <> NEW.answered_by
      AND answer_by >= NEW.answered_at AND until_day >= date(NEW.answered_at))
  OR EXISTS (SELECT 1 FROM hold_override_withdrawal WHERE override_id = NEW.override_id)
BEGIN SELECT RAISE(ABORT, 'an override is answered in time, by another person than asked'); END;

CREATE TRIGGER hold_override_withdrawal_has_grounds BEFORE INSERT ON hold_override_withdrawal
WHEN NOT EXISTS (
  SELECT 1 FROM hold_override LEFT JOIN hold_override_answer USING (override_id)
  WHERE override_id = NEW.override_id
    AND (said IS NULL OR said = 'agreed')
    AND (asked_by = NEW.withdrawn_by OR answered_by = NEW.withdrawn_by))
BEGIN SELECT RAISE(ABORT, 'an override is withdrawn by one of the two'); END;

-- A third ground for an approval: a hold that two persons let pass.

DROP TRIGGER payment_approval_has_grounds;
CREATE TRIGGER payment_approval_has_grounds BEFORE INSERT ON payment_approval
WHEN NOT EXISTS (
    SELECT 1 FROM payment_outcome LEFT JOIN payment_release USING (check_id)
    WHERE check_id = NEW.check_id AND complete = 1
      AND (decision = 'proceed' OR (decision = 'review' AND released_at IS NOT NULL)
        OR (decision = 'hold' AND EXISTS (
          SELECT 1 FROM hold_override JOIN hold_override_answer USING (override_id)
            LEFT JOIN hold_override_withdrawal USING (override_id)
          WHERE hold_override.check_id = NEW.check_id AND said = 'agreed'
            AND withdrawn_at IS NULL AND until_day >= date(NEW.expires_at)))))
  OR EXISTS (SELECT 1 FROM payment_withdrawal WHERE check_id = NEW.check_id)
BEGIN SELECT RAISE(ABORT, 'an approval needs a decision to proceed, a release or an override'); END;
