import { describe, expect, it } from 'vitest';
import { ADA, BOB, CAROL, DAVE, ON_BITCOIN, openPayees, SECOND } from './payeesWorld.js';

/** A victim and an accomplice, each with a wallet that Bob confirmed. */
async function openPair() {
  const world = openPayees();
  const victim = world.add('AC-17', { name: 'Ana Victim' });
  const other = world.add('BD-2', { name: 'Otto Other' });
  const theirs = await world.register(victim.id);
  const own = await world.register(other.id, { text: SECOND });
  for (const { id } of [theirs, own]) world.payees.confirmWallet(id, BOB);
  const confirmedBy = (walletId: string) => world.payees.readWallet(walletId)?.confirmedBy;
  const undoNewest = (payeeId: string, by = DAVE) =>
    world.payees.undo(world.payees.listChanges(payeeId)[0]?.id ?? '', by);
  return { ...world, victim, other, theirs, own, confirmedBy, undoNewest };
}

describe('a payee who gets another reference or name', () => {
  it.each([
    ['the reference of one who was renamed', 'rename'],
    ['the reference of one who was deleted', 'delete'],
  ])('such as %s is not payable by that one person alone', async (_, how) => {
    const { payees, victim, other, theirs, own, confirmedBy } = await openPair();
    if (how === 'rename') payees.edit(victim.id, { reference: 'X-1' }, CAROL);
    else payees.remove(victim.id, CAROL);
    payees.edit(other.id, { reference: 'ac-17' }, CAROL);
    expect(payees.find('AC-17')?.id).toBe(other.id);
    const wallets = how === 'rename' ? [theirs, own] : [own];
    for (const { id } of wallets) {
      expect(confirmedBy(id)).toBeNull();
      expect(() => payees.confirmWallet(id, CAROL)).toThrow(/reference or name/);
      expect(payees.confirmWallet(id, BOB).confirmedBy).toBe(BOB.id);
    }
  });

  it('has every wallet confirmed again, one that ended and comes back among them', async () => {
    const { payees, register, other, own, confirmedBy } = await openPair();
    const fresh = await register(other.id, { text: ON_BITCOIN });
    payees.endWallet(own.id, ADA);
    const ended = payees.listChanges(other.id)[0]?.id ?? '';
    payees.edit(other.id, { name: 'Ana Victim' }, CAROL);
    payees.undo(ended, DAVE);
    for (const { id } of [own, fresh]) {
      expect(confirmedBy(id)).toBeNull();
      expect(() => payees.confirmWallet(id, CAROL)).toThrow(/another person has to/);
    }
    expect(() => payees.confirmWallet(own.id, DAVE)).toThrow(/another person has to/);
  });

  it('is told in the history with the wallets that lost their confirmation', async () => {
    const { payees, other, own } = await openPair();
    payees.edit(other.id, { name: 'Ottilie Other' }, CAROL);
    expect(payees.listChanges(other.id)[0]).toMatchObject({
      what: 'edited',
      fields: [
        { name: 'name', before: 'Otto Other', after: 'Ottilie Other' },
        { name: 'walletUnconfirmed', before: '2026-11-22T10:00:00Z', after: own.id },
      ],
    });
  });

  it('by taking a change back has them confirmed again too, by another than who took it back', async () => {
    const { payees, other, own, confirmedBy } = await openPair();
    payees.edit(other.id, { name: 'Ottilie' }, CAROL);
    payees.confirmWallet(own.id, BOB);
    const renamed = payees.listChanges(other.id).find(({ what }) => what === 'edited');
    payees.undo(renamed?.id ?? '', BOB);
    expect(confirmedBy(own.id)).toBeNull();
    expect(() => payees.confirmWallet(own.id, BOB)).toThrow(/another person has to/);
    expect(payees.confirmWallet(own.id, DAVE).confirmedBy).toBe(DAVE.id);
  });

  it('is none where only what they were told changes', async () => {
    const { payees, other, own, confirmedBy } = await openPair();
    payees.edit(other.id, { told: 'All of it.', name: 'Otto Other' }, CAROL);
    expect(confirmedBy(own.id)).toBe(BOB.id);
  });

  it('keeps two changes of them apart where one is taken back', async () => {
    const { payees, other, own } = await openPair();
    payees.edit(other.id, { name: 'Ottilie' }, CAROL);
    const first = payees.listChanges(other.id)[0]?.id ?? '';
    payees.confirmWallet(own.id, BOB);
    payees.edit(other.id, { reference: 'BD-3' }, CAROL);
    expect(payees.undo(first, DAVE)).toMatchObject({ name: 'Otto Other', reference: 'BD-3' });
  });
});

describe('a payee into whom another is merged', () => {
  it('is found as both, and so has their own wallets confirmed again by another person', async () => {
    const { payees, victim, other, theirs, own, confirmedBy } = await openPair();
    payees.merge({ duplicateId: victim.id, intoId: other.id }, CAROL);
    for (const { id } of [theirs, own]) {
      expect(confirmedBy(id)).toBeNull();
      expect(() => payees.confirmWallet(id, CAROL)).toThrow(/another person has to/);
      expect(payees.confirmWallet(id, BOB).confirmedBy).toBe(BOB.id);
    }
  });

  it('has nobody kept from confirming who no longer chose, once it is taken back', async () => {
    const { payees, victim, other, theirs, own, undoNewest } = await openPair();
    payees.editWallet(theirs.id, { custody: 'custodial' }, DAVE);
    payees.merge({ duplicateId: victim.id, intoId: other.id }, CAROL);
    undoNewest(other.id);
    for (const { id } of [theirs, own]) expect(payees.confirmWallet(id, CAROL)).toBeTruthy();
    expect(payees.readWallet(theirs.id)?.payeeId).toBe(victim.id);
  });

  it('keeps from confirming who had chosen before, also once it is taken back', async () => {
    const { payees, victim, other, theirs, undoNewest } = await openPair();
    payees.editWallet(theirs.id, { custody: 'custodial' }, DAVE);
    payees.merge({ duplicateId: victim.id, intoId: other.id }, CAROL);
    for (const one of [DAVE, CAROL]) {
      expect(() => payees.confirmWallet(theirs.id, one)).toThrow(/another person has to/);
    }
    undoNewest(other.id);
    expect(() => payees.confirmWallet(theirs.id, DAVE)).toThrow(/another person has to/);
  });
});
