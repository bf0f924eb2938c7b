import { describe, expect, it } from 'vitest';
import type { ChangeKind } from '../../../src/desk/payees/undoing.js';
import { ADA, BOB, CAROL, openPayees, type PayeesWorld } from './payeesWorld.js';

async function openWithWallet() {
  const world = openPayees();
  const payee = world.add('AC-17', { name: 'Ana' });
  const wallet = await world.register(payee.id);
  return { ...world, payee, wallet, ...finders(world.payees, payee.id) };
}

/** The newest change of a kind, and taking it back. */
function finders(payees: PayeesWorld['payees'], payeeId: string) {
  const newest = (kind: ChangeKind) => {
    const change = payees.listChanges(payeeId).find(({ what }) => what === kind);
    if (change === undefined) throw new Error(`nothing was ${kind}`);
    return change;
  };
  return {
    newest,
    undo: (kind: ChangeKind, by = ADA) => payees.undo(newest(kind).id, by),
    why: (kind: ChangeKind) => {
      const { undo } = newest(kind);
      return undo.kind === 'possible' ? null : undo.why;
    },
  };
}

describe('a change of a payee that is taken back', () => {
  it('is a change itself, which tells what came back and cannot be taken back', async () => {
    const { payees, payee, undo, newest, why, audited } = await openWithWallet();
    payees.edit(payee.id, { name: 'Bo', reference: 'BD-2' }, BOB);
    expect(undo('edited', CAROL)).toMatchObject({ name: 'Ana', reference: 'AC-17' });
    expect(payees.find('ac-17')?.id).toBe(payee.id);
    expect(newest('undone')).toMatchObject({
      by: CAROL.id,
      fields: [
        { name: 'reference', before: 'BD-2', after: 'AC-17' },
        { name: 'name', before: 'Bo', after: 'Ana' },
      ],
    });
    expect(why('edited')).toMatch(/taken back already/);
    expect(() => undo('edited')).toThrow(/cannot be taken back. It was taken back already/);
    expect(why('undone')).toMatch(/make that change anew/);
    expect(why('added')).toMatch(/deleted instead/);
    expect(audited()[0]).toBe(`payee-change-undone ${payee.id} by ${CAROL.id}`);
  });

  it('waits for later changes of the same field, not for those of others', async () => {
    const { payees, payee, why } = await openWithWallet();
    payees.edit(payee.id, { name: 'Bo' }, ADA);
    const [first] = payees.listChanges(payee.id);
    payees.edit(payee.id, { told: 'by mail' }, ADA);
    expect(payees.listChanges(payee.id).find(({ id }) => id === first?.id)?.undo.kind).toBe(
      'possible',
    );
    payees.edit(payee.id, { name: 'Cy' }, ADA);
    expect(() => payees.undo(first?.id ?? '', ADA)).toThrow(/changed again since/);
    payees.undo(payees.listChanges(payee.id)[0]?.id ?? '', ADA);
    expect(payees.undo(first?.id ?? '', ADA)).toMatchObject({ name: 'Ana', told: 'by mail' });
    expect(why('edited')).toMatch(/taken back already/);
  });

  it('does not take a reference that somebody has by now', async () => {
    const { payees, payee, add, undo } = await openWithWallet();
    payees.edit(payee.id, { reference: 'BD-2' }, ADA);
    add('ac-17');
    expect(() => undo('edited')).toThrow(/Another payee has this reference/);
    expect(payees.read(payee.id)?.reference).toBe('BD-2');
  });

  it('reactivates and deactivates', async () => {
    const { payees, payee, undo } = await openWithWallet();
    payees.deactivate(payee.id, ADA);
    expect(undo('deactivated').deactivatedAt).toBeNull();
    payees.deactivate(payee.id, ADA);
    payees.reactivate(payee.id, ADA);
    expect(undo('reactivated').deactivatedAt).toBe('2026-11-22T10:00:00Z');
  });

  it('is taken back by one of two processes', async () => {
    const { payees, payee, openAgain, newest } = await openWithWallet();
    payees.edit(payee.id, { name: 'Bo' }, ADA);
    const { id } = newest('edited');
    openAgain().undo(id, BOB);
    expect(() => payees.undo(id, ADA)).toThrow(/taken back already/);
  });
});

describe('a change of a wallet that is taken back', () => {
  it('ends one that was registered, unless something rests on it', async () => {
    const { payees, wallet, payments, undo, why } = await openWithWallet();
    payments.set(wallet.id, 1);
    expect(why('wallet-registered')).toMatch(/Payments rest on the wallet/);
    payments.clear();
    payees.confirmWallet(wallet.id, BOB);
    expect(why('wallet-registered')).toMatch(/confirmed or proven since/);
    undo('wallet-confirmed');
    undo('wallet-registered');
    expect(payees.readWallet(wallet.id)?.endedAt).toBe('2026-11-22T10:00:00Z');
    expect(why('wallet-registered')).toMatch(/taken back already/);
  });

  it('brings back chains, custody and days, and has them confirmed again', async () => {
    const { payees, wallet, undo, why } = await openWithWallet();
    payees.confirmWallet(wallet.id, BOB);
    payees.editWallet(
      wallet.id,
      { chains: ['polygon'], custody: 'custodial', validUntil: '2026-12-31' },
      ADA,
    );
    undo('wallet-edited', CAROL);
    expect(payees.readWallet(wallet.id)).toEqual({ ...wallet, confirmedAt: null });
    expect(() => payees.confirmWallet(wallet.id, CAROL)).toThrow(/changed a wallet/);
    expect(why('wallet-confirmed')).toMatch(/not confirmed any more/);
  });

  it('takes a confirmation back, unless payments rest on it', async () => {
    const { payees, wallet, payments, undo, why } = await openWithWallet();
    payees.confirmWallet(wallet.id, BOB);
    payments.set(wallet.id, 2);
    expect(why('wallet-confirmed')).toMatch(/Payments rest on the wallet/);
    payments.clear();
    undo('wallet-confirmed');
    expect(payees.readWallet(wallet.id)).toEqual(wallet);
  });

  it('brings an ended wallet back unconfirmed, unless its address is in use again', async () => {
    const { payees, payee, wallet, register, undo } = await openWithWallet();
    payees.confirmWallet(wallet.id, BOB);
    payees.endWallet(wallet.id, ADA);
    undo('wallet-ended');
    expect(payees.readWallet(wallet.id)).toEqual(wallet);
    payees.endWallet(wallet.id, ADA);
    await register(payee.id);
    expect(() => undo('wallet-ended')).toThrow(/in use already/);
  });

  it('takes a proof away', async () => {
    const { payees, wallet, undo } = await openWithWallet();
    await payees.recordProof(wallet.id, { kind: 'statement', note: 'of May' }, ADA);
    undo('proof-recorded');
    expect(payees.readWallet(wallet.id)?.proofs).toEqual([]);
  });
});
