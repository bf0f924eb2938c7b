import { describe, expect, it } from 'vitest';
import { ADA, ADDRESSES, BOT, FIRST, openPayees, person } from './payeesWorld.js';

describe('a payee', () => {
  it('is kept as told, and told in the audit log by id alone', () => {
    const { payees, add, audited } = openPayees();
    const payee = add('  AC-17  ', { name: 'Ana  Example', told: 'By mail.\r\nTwice.' });
    expect(payee).toEqual({
      ...{ id: payee.id, reference: 'AC-17', name: 'Ana Example', told: 'By mail.\nTwice.' },
      ...{ createdAt: '2026-11-22T10:00:00Z', deactivatedAt: null, mergedInto: null, wallets: [] },
    });
    expect(payees.read(payee.id)).toEqual(payee);
    expect(audited()).toEqual([`payee-added ${payee.id} by ${ADA.id}`]);
  });

  it.each([
    ['ac-17', 'AC-17'],
    ['Straße', 'STRASSE'],
    ['ΣΟΦΟΣ', 'σοφος'],
    ['ＡＣ１７', 'ac17'],
    ['a  b', 'A b'],
  ])('has a reference that %j and %j share', (first, second) => {
    const { payees, add } = openPayees();
    const payee = add(first);
    expect(() => add(second)).toThrow(/Another payee has this reference/);
    expect(payees.find(second)?.id).toBe(payee.id);
    expect(payees.edit(payee.id, { reference: second }, ADA).id).toBe(payee.id);
  });

  it.each([
    [{ reference: ' ' }, 'reference must not be blank'],
    [{ name: '' }, 'name must not be blank'],
    [{ reference: 'x'.repeat(201) }, 'more than 200 characters'],
    [{ reference: 'AC\u200b17' }, 'cannot be seen'],
    [{ reference: 'AC\u00ad17' }, 'cannot be seen'],
    [{ name: 'Ana\u202eelpmaxE' }, 'cannot be seen'],
    [{ name: 'Ana\nExample' }, 'cannot be seen'],
    [{ told: 'by mail\u0007' }, 'cannot be seen'],
    [{ told: 'x'.repeat(2001) }, 'more than 2000 characters'],
    [{ reference: `0x${'ab'.repeat(32)}` }, 'private key'],
    [{ told: `keep ${'ab'.repeat(32)}` }, 'private key'],
    [
      {
        name: 'legal winner thank year wave sausage worth useful legal winner thank yellow',
      },
      'seed phrase',
    ],
    [
      {
        told: 'They were told: legal winner thank year wave sausage worth useful legal winner thank yellow',
      },
      'seed phrase',
    ],
  ])('is refused for %j', (parts, why) => {
    const { payees, audited } = openPayees();
    const details = { reference: 'AC-17', name: 'Ana', told: '', ...parts };
    expect(() => payees.add(details, ADA)).toThrow(why);
    expect(payees.search(ALL).payees).toEqual([]);
    expect(audited()).toEqual([]);
  });

  it('may be told in sentences of short words, which are no seed phrase', () => {
    const told =
      'They were told that every wallet gets checked against public lists before each payment.';
    expect(openPayees().add('AC-17', { told }).told).toBe(told);
  });

  it('is changed by who may alone', () => {
    const { payees, add } = openPayees();
    const { id } = add('AC-17');
    const auditor = person('Dan', 'auditor');
    for (const act of [
      () => payees.add({ reference: 'B', name: 'B', told: '' }, auditor),
      () => payees.edit(id, { name: 'B' }, auditor),
      () => payees.deactivate(id, auditor),
      () => payees.reactivate(id, auditor),
      () => payees.remove(id, auditor),
      () => payees.merge({ duplicateId: id, intoId: id }, auditor),
      () => payees.undo(id, auditor),
      () => payees.editWallet(id, {}, auditor),
      () => payees.confirmWallet(id, auditor),
      () => payees.endWallet(id, auditor),
      () => payees.askProof(id, auditor),
      () => payees.exportAll(id, auditor),
    ]) {
      expect(act).toThrow(/permission "payees"/);
    }
  });

  it('answers under no id that it has not', async () => {
    const { payees, register } = openPayees();
    expect(payees.read('nobody')).toBeNull();
    expect(payees.readWallet('nobody')).toBeNull();
    expect(() => payees.edit('nobody', { name: 'B' }, ADA)).toThrow(/No payee has this id/);
    expect(() => payees.endWallet('nobody', ADA)).toThrow(/No wallet has this id/);
    expect(() => payees.undo('nobody', ADA)).toThrow(/No change has this id/);
    await expect(register('nobody')).rejects.toThrow(/No payee has this id/);
  });
});

const ALL = { text: null, state: 'all', cursor: null, limit: 50 } as const;

describe('the history of a payee', () => {
  it('tells what each change was before, newest first, and who answers for it', () => {
    const { payees, add, wait } = openPayees();
    const { id } = add('AC-17', { name: 'Ana', told: 'mail' });
    wait(60);
    payees.edit(id, { name: 'Ana B.', told: 'mail' }, BOT);
    payees.edit(id, { name: 'Ana B.' }, ADA);
    payees.deactivate(id, ADA);
    payees.deactivate(id, ADA);
    payees.reactivate(id, ADA);
    payees.reactivate(id, ADA);
    expect(payees.listChanges(id).map(({ what, by, fields }) => ({ what, by, fields }))).toEqual([
      {
        ...{ what: 'reactivated', by: ADA.id },
        fields: [{ name: 'deactivatedAt', before: '2026-11-22T10:01:00Z', after: null }],
      },
      {
        ...{ what: 'deactivated', by: ADA.id },
        fields: [{ name: 'deactivatedAt', before: null, after: '2026-11-22T10:01:00Z' }],
      },
      {
        ...{ what: 'edited', by: ADA.id },
        fields: [{ name: 'name', before: 'Ana', after: 'Ana B.' }],
      },
      {
        ...{ what: 'added', by: ADA.id },
        fields: [
          { name: 'reference', before: null, after: 'AC-17' },
          { name: 'name', before: null, after: 'Ana' },
          { name: 'told', before: null, after: 'mail' },
        ],
      },
    ]);
  });
});

describe('payees are looked for', () => {
  it('by part of reference or name, whatever its case, and by part of an address', async () => {
    const { payees, add, register } = openPayees();
    const ana = add('AC-17', { name: 'Ana Straße' });
    add('BD-2', { name: 'Bo' });
    await register(ana.id);
    const find = (text: string) =>
      payees.search({ ...ALL, text }).payees.map(({ reference }) => reference);
    expect(find('ac-')).toEqual(['AC-17']);
    expect(find('STRASSE')).toEqual(['AC-17']);
    expect(find(FIRST.toLowerCase().slice(4, 20))).toEqual(['AC-17']);
    expect(find(' ')).toEqual(['AC-17', 'BD-2']);
    expect(find('%')).toEqual([]);
    expect(find(ADDRESSES[2])).toEqual([]);
  });

  it('page by page, by reference, without a reference in the cursor', () => {
    const { payees, add } = openPayees();
    for (const reference of ['c', 'B', 'a', 'D']) add(reference);
    const first = payees.search({ ...ALL, limit: 3 });
    expect(first.payees.map(({ reference }) => reference)).toEqual(['a', 'B', 'c']);
    expect(first.nextCursor).toBe(payees.find('c')?.id);
    const last = payees.search({ ...ALL, cursor: first.nextCursor });
    expect(last.payees.map(({ reference }) => reference)).toEqual(['D']);
    expect(last.nextCursor).toBeNull();
    expect(() => payees.search({ ...ALL, cursor: 'none' })).toThrow(/cursor/);
  });

  it('among the active or the deactivated alone', () => {
    const { payees, add } = openPayees();
    add('a');
    payees.deactivate(add('b').id, ADA);
    const count = (state: 'active' | 'deactivated' | 'all') =>
      payees.search({ ...ALL, state }).payees.map(({ reference }) => reference);
    expect([count('active'), count('deactivated'), count('all')]).toEqual([
      ['a'],
      ['b'],
      ['a', 'b'],
    ]);
  });
});
