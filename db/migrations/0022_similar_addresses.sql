-- Addresses that may be taken for another are looked for by their ends, for each payment that is decided:
-- without these, a payroll of a thousand would read all wallets and all payments a thousand times.
-- Letters of an EVM address have a case only to be checked by, so that case counts for nothing here.

CREATE INDEX payee_wallet_by_end ON payee_wallet (lower(substr(address, -4)));
CREATE INDEX payment_check_by_end ON payment_check (lower(substr(address, -4)));
