import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { ADA, BOB, BOT, CAROL, FIRST, openPayees, SECOND } from './payeesWorld.js';

/** Two payees: the duplicate has a confirmed wallet. */
async function openPair(text: string = SECOND) {
  const world = openPayees();
  const target = world.add('AC-17');
  const duplicate = world.add('ac 17');
  const own = await world.register(target.id);
  const theirs = await world.register(duplicate.id, { text });
  world.payees.confirmWallet(theirs.id, BOB);
  const merge = (by = CAROL) =>
    world.payees.merge({ duplicateId: duplicate.id, intoId: target.id }, by);
  return { ...world, target, duplicate, own, theirs, merge };
}

describe('a duplicate that is merged', () => {
  it('gives its wallets and its history to the other, and is deactivated', async () => {
    const { payees, target, duplicate, own, theirs, merge, audited } = await openPair();
    const merged = merge();
    expect(merged.wallets.map(({ id }) => id)).toEqual([own.id, theirs.id]);
    expect(payees.read(duplicate.id)).toMatchObject({
      ...{ mergedInto: target.id, deactivatedAt: '2026-11-22T10:00:00Z', wallets: [] },
    });
    expect(payees.readWallet(theirs.id)).toMatchObject({
      ...{ payeeId: target.id, confirmedBy: BOB.id },
    });
    const told = payees.listChanges(target.id).map(({ what, payeeId }) => [what, payeeId]);
    expect(told).toEqual([
      ['merged', target.id],
      ['wallet-confirmed', duplicate.id],
      ['wallet-registered', duplicate.id],
      ['wallet-registered', target.id],
      ['added', duplicate.id],
      ['added', target.id],
    ]);
    expect(payees.listChanges(duplicate.id)[0]?.what).toBe('merged');
    expect(audited().slice(0, 2)).toEqual([
      `payees-merged ${target.id} by ${CAROL.id}`,
      `payees-merged ${duplicate.id} by ${CAROL.id}`,
    ]);
  });

  it.each([
    ['who registered the wallet', ADA],
    ['a token of somebody else', { ...BOT, personId: CAROL.id }],
    ['nobody named', LOCAL_ACTOR],
  ])('has its wallet confirmed again where %s merges', async (_who, by) => {
    const { payees, theirs, merge } = await openPair();
    merge(by);
    expect(payees.readWallet(theirs.id)).toMatchObject({ confirmedAt: null, confirmedBy: null });
    expect(payees.confirmWallet(theirs.id, CAROL).confirmedBy).toBe(CAROL.id);
  });

  it('has the confirmed one of two wallets with one address stay in use', async () => {
    const { payees, own, theirs, merge } = await openPair(FIRST);
    merge();
    expect(payees.readWallet(own.id)?.endedAt).not.toBeNull();
    expect(payees.readWallet(theirs.id)?.endedAt).toBeNull();
    const both = await openPair(FIRST);
    both.payees.confirmWallet(both.own.id, CAROL);
    both.merge();
    expect(both.payees.readWallet(both.own.id)?.endedAt).toBeNull();
    expect(both.payees.readWallet(both.theirs.id)?.endedAt).not.toBeNull();
  });

  it('is gone on with no more', async () => {
    const { payees, register, duplicate, merge } = await openPair();
    merge();
    for (const act of [
      () => payees.edit(duplicate.id, { name: 'B' }, ADA),
      () => payees.reactivate(duplicate.id, ADA),
      () => payees.remove(duplicate.id, ADA),
    ]) {
      expect(act).toThrow(/was merged into another/);
    }
    await expect(register(duplicate.id)).rejects.toThrow(/was merged into another/);
  });

  it('is none where the two do not fit', async () => {
    const { payees, add, target, duplicate, merge } = await openPair();
    const other = add('BD-2');
    const pair = (duplicateId: string, intoId: string) => () =>
      payees.merge({ duplicateId, intoId }, CAROL);
    expect(pair(other.id, other.id)).toThrow(/into themselves/);
    payees.deactivate(other.id, ADA);
    expect(pair(duplicate.id, other.id)).toThrow(/other payee is deactivated/);
    merge();
    expect(pair(duplicate.id, target.id)).toThrow(/merged already/);
    expect(pair(other.id, duplicate.id)).toThrow(/name the payee that stayed/);
  });

  it('goes one way of two processes that merge both ways', async () => {
    const { payees, openAgain, target, duplicate, merge } = await openPair();
    const other = openAgain();
    merge();
    const back = { duplicateId: target.id, intoId: duplicate.id };
    expect(() => other.merge(back, CAROL)).toThrow(/name the payee that stayed/);
    expect(payees.read(target.id)?.mergedInto).toBeNull();
  });
});

describe('a merge that is taken back', () => {
  const lastOf = ({ payees, target }: Awaited<ReturnType<typeof openPair>>) => {
    const change = payees.listChanges(target.id).find(({ what }) => what === 'merged');
    if (change === undefined) throw new Error('nothing was merged');
    return change;
  };

  it.each([FIRST, SECOND])('leaves all as it was, with the wallet %s', async (text) => {
    const pair = await openPair(text);
    const { payees, target, duplicate, own, theirs, merge } = pair;
    const before = [target.id, duplicate.id].map(payees.read);
    merge();
    expect(lastOf(pair).undo).toEqual({ kind: 'possible' });
    payees.undo(lastOf(pair).id, ADA);
    expect([target.id, duplicate.id].map(payees.read)).toEqual(before);
    expect(payees.readWallet(own.id)?.endedAt).toBeNull();
    expect(payees.readWallet(theirs.id)?.payeeId).toBe(duplicate.id);
    expect(payees.listChanges(duplicate.id)[0]?.what).toBe('undone');
    expect(() => payees.undo(lastOf(pair).id, ADA)).toThrow(/taken back already/);
  });

  it('needs that nothing happened since', async () => {
    const pair = await openPair();
    const { payees, theirs, target, payments, merge } = pair;
    merge();
    payments.set(target.id, 1);
    expect(lastOf(pair).undo).toEqual({ kind: 'no', why: 'Payments rest on it.' });
    payments.clear();
    payees.endWallet(theirs.id, ADA);
    expect(() => payees.undo(lastOf(pair).id, ADA)).toThrow(/changed since/);
    const [ended] = payees.listChanges(target.id);
    payees.undo(ended?.id ?? '', ADA);
    payees.undo(lastOf(pair).id, ADA);
    expect(payees.readWallet(theirs.id)?.confirmedAt).toBeNull();
  });
});
