import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RosterLink } from '../../../src/core/rosterLink.js';
import { openDatabase } from '../../../src/store/open.js';
import { createRosterStore, formatLink } from '../../../src/store/rosterStore.js';
import { evmAccount } from '../../support/world.js';
import { createFolder, MIGRATIONS_FOLDER, now, openForTest } from './temporaryDatabase.js';

const AT = '2022-05-16T12:00:00Z';

function linkOf(id: string, payees: readonly string[]): RosterLink {
  return {
    ...{ id, kind: 'shared-payer', account: evmAccount(1), severity: 'info', sentence: 'S.' },
    ...{ hasClaimNear: false, claims: [] },
    members: payees.map((payeeId) => ({ payeeId, walletId: `wallet of ${payeeId}`, hops: [] })),
  };
}

const kept = (link: RosterLink) => ({
  ...{ link, firstSeenAt: AT, changedAt: AT, goneSince: null },
});

describe('links of one payee', () => {
  it('are those in which they are a member as it was last found', () => {
    const store = createRosterStore(openForTest());
    const idsOf = (payeeId: string) => store.listLinksOf(payeeId).map(({ link }) => link.id);
    store.putLink(kept(linkOf('2', ['a', 'b'])));
    store.putLink(kept(linkOf('1', ['b', 'c'])));
    expect(['a', 'b', 'c', 'd'].map(idsOf)).toEqual([['2'], ['1', '2'], ['1'], []]);
    store.putLink(kept(linkOf('2', ['b', 'd'])));
    expect(['a', 'b', 'c', 'd'].map(idsOf)).toEqual([[], ['1', '2'], ['1'], ['2']]);
    expect(store.listLinksOf('d')[0]?.link).toEqual(linkOf('2', ['b', 'd']));
  });

  it('are found in a database from before they were listed by payee', () => {
    const [folder, before] = [createFolder(), join(createFolder(), 'before')];
    mkdirSync(before);
    for (const name of readdirSync(MIGRATIONS_FOLDER).filter((one) => one < '0023')) {
      copyFileSync(join(MIGRATIONS_FOLDER, name), join(before, name));
    }
    const file = join(folder, 'hopsight.sqlite');
    const old = openDatabase({ file, migrationsFolder: before, now });
    const link = linkOf('1', ['a', 'b']);
    old
      .prepare<[string, string, string, string, null]>(
        'INSERT INTO roster_link VALUES (?, ?, ?, ?, ?)',
      )
      .run(link.id, formatLink(link), AT, AT, null);
    old.close();
    const store = createRosterStore(openForTest(file));
    expect(['a', 'b', 'c'].map((payeeId) => store.listLinksOf(payeeId).length)).toEqual([1, 1, 0]);
  });
});
