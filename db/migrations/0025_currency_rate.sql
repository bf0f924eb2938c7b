-- What one euro cost in other currencies, one rate for each day on which it was published; and for which
-- days they were asked, so that a day without a rate is told from one that nobody asked about.

CREATE TABLE currency_rate (
  source TEXT NOT NULL,
  currency TEXT NOT NULL,
  day TEXT NOT NULL,
  per_euro TEXT NOT NULL,
  fetched_at_ms INTEGER NOT NULL,
  PRIMARY KEY (source, currency, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE currency_rate_asked (
  source TEXT NOT NULL,
  currency TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  settled_to TEXT,
  asked_at_ms INTEGER NOT NULL,
  PRIMARY KEY (source, currency, first_day, last_day, asked_at_ms)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER currency_rate_is_immutable BEFORE UPDATE ON currency_rate
BEGIN SELECT RAISE(ABORT, 'a rate that was published never changes'); END;
CREATE TRIGGER currency_rate_is_kept BEFORE DELETE ON currency_rate
BEGIN SELECT RAISE(ABORT, 'a rate that was published is never deleted'); END;
