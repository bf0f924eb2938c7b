import { expect, it } from 'vitest';
import { createRoster } from '../../../../src/app/roster/createRoster.js';
import { atomically } from '../../../../src/store/atomically.js';
import { openPayees } from '../../payees/payeesWorld.js';

it('links that were found in a transaction which was undone are found again', async () => {
  const { db, payees, audit, add, register } = openPayees();
  const [one, other] = [add('AC-17'), add('BD-2')];
  await register(one.id);
  await register(other.id);
  const roster = createRoster(db, {
    ...{ payees, audit, readBundle: () => null },
    openBook: () => ({ readClaims: () => [], snapshots: [] }),
    ...{ ownAccounts: new Set(), assets: new Map(), nowMs: () => Date.UTC(2026, 10, 22, 10) },
  });
  const undone = () =>
    atomically(db, () => {
      expect(roster.listOf(one.id)).toHaveLength(1);
      throw new TypeError('the key of approvals cannot be read');
    });
  expect(undone).toThrow('the key of approvals');
  expect(roster.listOf(one.id)).toMatchObject([{ weighs: 'review' }]);
  expect(audit.list({ before: null, limit: 9 }).map(({ action }) => action)).toContain(
    'roster-link-found',
  );
});
