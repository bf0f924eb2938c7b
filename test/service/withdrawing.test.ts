import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../src/core/asset.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { openDatabase } from '../../src/store/open.js';
import { createPaidStore } from '../../src/store/paidStore.js';
import { accountAt } from '../support/liveSources.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { ANN, BEN, CLEO, openWorldOfTest, PROCEEDS } from '../support/paymentWorld.js';
import { chainNamed } from '../support/sourceBench.js';

const HOUR_MS = 3_600_000;

/** A check that is approved, and a way to tell that it was paid. */
async function approve() {
  const clock = { ms: TEST_NOW_MS };
  const world = await openWorldOfTest(clock);
  const { id } = await world.check();
  const tell = (amount: string, invoice: string, day = '2026-11-22') => {
    const heads = 'Date,Payee,Wallet,Network,Coin,Amount,Invoice';
    const row = [day, 'contractor 7', PROCEEDS, 'bitcoin', 'BTC', amount, invoice].join();
    const file = { name: 'paid.csv', bytes: Buffer.from(`${heads}\n${row}\n`) };
    expect(world.app.paid.importFile(file, ANN)).toMatchObject({ added: 1, questions: [] });
  };
  const withdrawnAt = () => world.checks.read(id)?.withdrawnAt;
  return { world, clock, id, tell, withdrawnAt };
}

describe('a check that is approved', () => {
  it.each([
    ['who asked for it', ANN, '"release"'],
    ['another who may have payments checked', BEN, '"release"'],
    ['a token that may release', { ...CLEO, kind: 'token' as const }, 'never a token'],
    ['nobody named', { ...CLEO, id: 'local', personId: 'local' }, '--as NAME'],
  ])('is not withdrawn by %s', async (_, by, why) => {
    const { world, id, withdrawnAt } = await approve();
    expect(() => world.checks.withdraw(id, by)).toThrow(why);
    expect(withdrawnAt()).toBeNull();
    expect(world.checks.readApproval(id)).not.toBeNull();
  });

  it('is withdrawn by a person who may release, while nobody knows of a payment', async () => {
    const { world, id, tell, withdrawnAt } = await approve();
    tell('0.0151', 'INV-7');
    tell('0.015', 'INV-8');
    tell('0.015', 'INV-7', '2026-11-20');
    world.checks.withdraw(id, CLEO);
    expect(withdrawnAt()).not.toBeNull();
  });

  it('is withdrawn by nobody once its payment is told', async () => {
    const { world, id, tell, withdrawnAt } = await approve();
    tell('0.015', 'inv-7');
    expect(() => world.checks.withdraw(id, CLEO)).toThrow('was paid to this payee on 2026-11-22');
    expect(withdrawnAt()).toBeNull();
    // So it is looked at before it is paid once more.
    expect((await world.check()).decision).toBe('review');
  });

  it('is withdrawn by nobody once its payment is found on the chain', async () => {
    const { world, id, withdrawnAt } = await approve();
    const bitcoin = chainNamed('bitcoin');
    const now = () => TEST_NOW_MS;
    const db = openDatabase({ file: join(world.folder, 'test.sqlite'), migrationsFolder, now });
    const txId = 'ab'.repeat(32);
    createPaidStore(db).writeFound({ chain: 'bitcoin', txId }, [
      {
        ...{ id: 'found', txId, account: accountAt(PROCEEDS, 'bitcoin'), payeeId: null },
        ...{ asset: nativeAssetId(bitcoin), amount: 1_500_000n, rail: 'batch' },
        blockTime: '2026-11-22T11:00:00Z',
      },
    ]);
    db.close();
    expect(() => world.checks.withdraw(id, CLEO)).toThrow(`(transaction ${txId})`);
    expect(withdrawnAt()).toBeNull();
  });

  it('stays one after its approval ended', async () => {
    const { world, clock, id } = await approve();
    clock.ms += 25 * HOUR_MS;
    expect(() => world.checks.withdraw(id, ANN)).toThrow('"release"');
  });
});

describe('a check that is not approved', () => {
  it('is withdrawn by anybody who may have payments checked', async () => {
    const { world } = await approve();
    const second = await world.check();
    expect(second).toMatchObject({ decision: 'review', approval: null });
    expect(world.checks.withdraw(second.id, BEN).withdrawnAt).not.toBeNull();
  });
});
