-- Who chose what of a wallet has to be confirmed: everybody since it was last confirmed, not the last one
-- alone. Of wallets that wait, those are found in their history.

ALTER TABLE payee_wallet ADD COLUMN choosers_json TEXT NOT NULL DEFAULT '[]';

UPDATE payee_wallet SET choosers_json = (
  SELECT json_group_array(person) FROM (
    SELECT payee_wallet.changed_by AS person
    UNION
    SELECT by_person_id FROM payee_change
    WHERE payee_change.wallet_id = payee_wallet.wallet_id
      AND what IN ('wallet-registered', 'wallet-edited')));

ALTER TABLE payee_wallet DROP COLUMN changed_by;

-- Which claims were near a link when somebody said what it is. Of older answers nobody knows, so that a link
-- with a claim asks for a new one.

ALTER TABLE roster_answer ADD COLUMN claims_json TEXT NOT NULL DEFAULT '[]';

-- The verdicts about the present of an address, which is what comes last in the list of the accounts: a hold
-- about one wallet is one about the payee.

CREATE INDEX screening_present_by_address ON screening (
  substr(subjects_json, 1 + length(rtrim(subjects_json, replace(subjects_json, ':', '')))), decision, sequence)
WHERE CASE WHEN json_valid(verdict_json) THEN json_extract(verdict_json, '$.asOf') IS NULL ELSE 0 END;
