-- What coins were worth, one price for each UTC day, as sources told it; and for which days they
-- were asked, so that a day without a price is told from one that nobody asked about.

CREATE TABLE price (
  source TEXT NOT NULL,
  coin TEXT NOT NULL,
  day TEXT NOT NULL,
  usd TEXT NOT NULL,
  time_seconds INTEGER NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  fetched_at_ms INTEGER NOT NULL,
  PRIMARY KEY (source, coin, day, provisional, fetched_at_ms)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX price_is_final_once ON price (source, coin, day) WHERE provisional = 0;

CREATE TABLE price_asked (
  source TEXT NOT NULL,
  coin TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  asked_at_ms INTEGER NOT NULL,
  PRIMARY KEY (source, coin, first_day, last_day, provisional, asked_at_ms)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER price_is_immutable BEFORE UPDATE ON price
BEGIN SELECT RAISE(ABORT, 'a price that was told never changes'); END;
CREATE TRIGGER price_is_kept BEFORE DELETE ON price
BEGIN SELECT RAISE(ABORT, 'a price that was told is never deleted'); END;
