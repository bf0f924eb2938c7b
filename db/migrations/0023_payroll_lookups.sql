-- What each payment that is decided looks up: without these, a payroll of a thousand would read all wallets,
-- all payments and all links a thousand times. Letters of an EVM address have a case only to be checked by,
-- so that case counts for nothing at the end of an address.

CREATE INDEX payee_wallet_by_end ON payee_wallet (lower(substr(address, -4)));
CREATE INDEX payment_check_by_end ON payment_check (lower(substr(address, -4)));

CREATE TABLE roster_link_payee (
  payee_id TEXT NOT NULL,
  link_id TEXT NOT NULL REFERENCES roster_link (link_id),
  PRIMARY KEY (payee_id, link_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX roster_link_payee_by_link ON roster_link_payee (link_id);

INSERT INTO roster_link_payee (payee_id, link_id)
  SELECT DISTINCT json_extract(member.value, '$.payeeId'), link_id
  FROM roster_link, json_each(link_json, '$.members') AS member;
