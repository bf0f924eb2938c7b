-- Months as the service summed them up once they were over, one summary each: whoever is first keeps it,
-- and the others find it kept. The text holds personal data and stands apart; the row has its digest.

CREATE TABLE kept_month (
  month TEXT PRIMARY KEY,
  made_at TEXT NOT NULL,
  model_digest TEXT NOT NULL,
  head_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_month_model (
  month TEXT PRIMARY KEY REFERENCES kept_month (month),
  model_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER kept_month_is_immutable BEFORE UPDATE ON kept_month
BEGIN SELECT RAISE(ABORT, 'a month that was kept never changes'); END;

CREATE TRIGGER kept_month_stays BEFORE DELETE ON kept_month
BEGIN SELECT RAISE(ABORT, 'a month that was kept never changes'); END;

CREATE TRIGGER kept_month_model_is_immutable BEFORE UPDATE ON kept_month_model
BEGIN SELECT RAISE(ABORT, 'the summary that was kept never changes; it can only be erased'); END;
