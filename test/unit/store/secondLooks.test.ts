import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/open.js';
import { createPayeeWalletStore } from '../../../src/store/payeeWalletStore.js';
import { createRosterStore } from '../../../src/store/rosterStore.js';
import { createFolder, MIGRATIONS_FOLDER, now, openForTest } from './temporaryDatabase.js';

/** A database as migrations up to a number leave it. */
function openBefore(number: number) {
  const folder = createFolder();
  const migrationsFolder = join(folder, 'migrations');
  mkdirSync(migrationsFolder);
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter(
    (one) => Number(one.slice(0, 4)) < number,
  )) {
    cpSync(join(MIGRATIONS_FOLDER, file), join(migrationsFolder, file));
  }
  const file = join(folder, 'before.sqlite');
  return { file, db: openDatabase({ file, migrationsFolder, now }) };
}

it('knows everybody who chose what of a wallet waits, from its history', () => {
  const { file, db } = openBefore(24);
  const at = '2022-05-16T12:00:00Z';
  db.exec(`
    INSERT INTO payee (payee_id, reference, reference_key, name, told, search_text, created_at)
      VALUES ('p', 'R', 'r', 'N', '', 'r', '${at}');
    INSERT INTO payee_wallet (wallet_id, payee_id, input, address, family, chains_json, custody,
        registered_at, registered_by, changed_by)
      VALUES ('w', 'p', '0x', '0x', 'evm', '[]', 'own', '${at}', 'ann', 'cleo'),
        ('other', 'p', '0y', '0y', 'evm', '[]', 'own', '${at}', 'ann', 'ann');
    INSERT INTO payee_change (change_id, payee_id, wallet_id, what, at, by_person_id, fields_json)
      VALUES ('1', 'p', 'w', 'wallet-registered', '${at}', 'ann', '[]'),
        ('2', 'p', 'w', 'wallet-edited', '${at}', 'ben', '[]'),
        ('3', 'p', 'w', 'proof-recorded', '${at}', 'dora', '[]'),
        ('4', 'p', 'other', 'wallet-edited', '${at}', 'eve', '[]');
    INSERT INTO roster_link (link_id, link_json, first_seen_at, changed_at)
      VALUES ('l', '{"account":"eip155:1:0x0000000000000000000000000000000000000001","claims":[],"hasClaimNear":false,"id":"l","kind":"shared-address","members":[],"sentence":"","severity":"review"}', '${at}', '${at}');
    INSERT INTO roster_answer (link_id, answered_at, answered_by, meaning, payees_json, severity)
      VALUES ('l', '${at}', 'ann', 'explained', '[]', 'review');`);
  db.close();
  const opened = openForTest(file);
  const wallet = createPayeeWalletStore(opened).readWallet('w');
  expect(wallet?.choosers).toEqual(['ann', 'ben', 'cleo']);
  expect(createRosterStore(opened).readLink('l')?.answers).toMatchObject([{ claims: [] }]);
});
