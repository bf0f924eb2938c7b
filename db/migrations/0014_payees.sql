-- Whom the company pays and where to, with what each change was before. What people typed of a payee stands
-- in these tables alone, so that it can be erased; everything else names ids.

CREATE TABLE payee (
  payee_id TEXT PRIMARY KEY,
  reference TEXT NOT NULL,
  reference_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  told TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at TEXT NOT NULL,
  deactivated_at TEXT,
  merged_into TEXT REFERENCES payee (payee_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX payee_by_target ON payee (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE payee_wallet (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  wallet_id TEXT NOT NULL UNIQUE,
  payee_id TEXT NOT NULL REFERENCES payee (payee_id),
  input TEXT NOT NULL,
  address TEXT NOT NULL,
  ens_name TEXT,
  family TEXT NOT NULL,
  chains_json TEXT NOT NULL,
  custody TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  registered_at TEXT NOT NULL,
  registered_by TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  confirmed_at TEXT,
  confirmed_by TEXT,
  ended_at TEXT
) STRICT;

-- One payee has an address in use once; two payees with one address are a link between them.
CREATE UNIQUE INDEX payee_wallet_in_use ON payee_wallet (payee_id, address) WHERE ended_at IS NULL;
CREATE INDEX payee_wallet_by_address ON payee_wallet (address);

CREATE TABLE wallet_proof (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  proof_id TEXT NOT NULL UNIQUE,
  wallet_id TEXT NOT NULL REFERENCES payee_wallet (wallet_id),
  kind TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  method TEXT,
  note TEXT NOT NULL,
  message TEXT,
  signature TEXT
) STRICT;

CREATE INDEX wallet_proof_by_wallet ON wallet_proof (wallet_id);

CREATE TABLE proof_request (
  wallet_id TEXT PRIMARY KEY REFERENCES payee_wallet (wallet_id),
  message TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE payee_change (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  change_id TEXT NOT NULL UNIQUE,
  payee_id TEXT NOT NULL REFERENCES payee (payee_id),
  wallet_id TEXT REFERENCES payee_wallet (wallet_id),
  duplicate_id TEXT,
  what TEXT NOT NULL,
  at TEXT NOT NULL,
  by_person_id TEXT NOT NULL,
  fields_json TEXT NOT NULL,
  undoes_id TEXT UNIQUE
) STRICT;

CREATE INDEX payee_change_by_payee ON payee_change (payee_id);
CREATE INDEX payee_change_by_wallet ON payee_change (wallet_id) WHERE wallet_id IS NOT NULL;
