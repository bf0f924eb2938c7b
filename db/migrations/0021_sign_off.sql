-- Months that somebody signed, each version with the model that it was signed over. A month is signed
-- again only over other figures, as the next version; what was signed never changes. The model holds
-- personal data and stands apart; the row has its digest.

CREATE TABLE month_sign_off (
  sign_off_id TEXT PRIMARY KEY,
  month TEXT NOT NULL,
  version INTEGER NOT NULL,
  signed_at TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  model_digest TEXT NOT NULL,
  figures_digest TEXT NOT NULL,
  audit_rows INTEGER NOT NULL,
  audit_hash TEXT,
  UNIQUE (month, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE month_sign_off_model (
  sign_off_id TEXT PRIMARY KEY REFERENCES month_sign_off (sign_off_id),
  model_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER month_sign_off_is_immutable BEFORE UPDATE ON month_sign_off
BEGIN SELECT RAISE(ABORT, 'a month that was signed never changes'); END;
CREATE TRIGGER month_sign_off_is_kept BEFORE DELETE ON month_sign_off
BEGIN SELECT RAISE(ABORT, 'a month that was signed is never deleted'); END;
CREATE TRIGGER month_sign_off_model_is_immutable BEFORE UPDATE ON month_sign_off_model
BEGIN SELECT RAISE(ABORT, 'a month that was signed never changes'); END;

CREATE TRIGGER month_sign_off_is_next BEFORE INSERT ON month_sign_off
WHEN NEW.version <> 1 + (
    SELECT coalesce(max(version), 0) FROM month_sign_off WHERE month = NEW.month)
  OR EXISTS (
    SELECT 1 FROM month_sign_off
    WHERE month = NEW.month AND version = NEW.version - 1
      AND figures_digest = NEW.figures_digest)
BEGIN SELECT RAISE(ABORT, 'a month is signed again as its next version, over other figures'); END;
