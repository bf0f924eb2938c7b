import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADA, BOB, FIRST, openPayees, SECOND } from './payeesWorld.js';

describe('a payee who is deleted', () => {
  it('leaves nothing behind but ids in the audit log', async () => {
    const forgotten: string[] = [];
    const records = [
      { name: 'other', collect: () => [], forget: (id: string) => void forgotten.push(id) },
    ];
    const { db, payees, add, register, audited } = openPayees({ records });
    const payee = add('REF-4711', { name: 'Zebedee Quux', told: 'told-by-pigeon' });
    const duplicate = add('REF-4712', { name: 'Zebedee Quux' });
    const wallet = await register(payee.id);
    await register(duplicate.id, { text: SECOND });
    payees.edit(payee.id, { name: 'Zebedee Quuux' }, ADA);
    payees.askProof(wallet.id, ADA);
    await payees.recordProof(wallet.id, { kind: 'statement', note: 'pigeon bank' }, ADA);
    payees.merge({ duplicateId: duplicate.id, intoId: payee.id }, BOB);
    const bytes = () => readFileSync(db.name).toString('latin1');
    db.pragma('wal_checkpoint(TRUNCATE)');
    for (const text of PERSONAL) expect(bytes(), text).toContain(text);

    expect(payees.remove(payee.id, BOB)).toEqual({ kind: 'deleted' });
    for (const text of PERSONAL) expect(bytes(), text).not.toContain(text);
    expect(readFileSync(`${db.name}-wal`)).toHaveLength(0);
    expect([payee.id, duplicate.id].map(payees.read)).toEqual([null, null]);
    expect(payees.readWallet(wallet.id)).toBeNull();
    expect(forgotten).toEqual([payee.id, duplicate.id]);
    expect(audited().slice(0, 2)).toEqual([
      `payee-deleted ${duplicate.id} by ${BOB.id}`,
      `payee-deleted ${payee.id} by ${BOB.id}`,
    ]);
    expect(add('ref-4711').reference).toBe('ref-4711');
  });

  it('is deactivated instead where payments name them or a duplicate of theirs', async () => {
    const { payees, add, payments, audited } = openPayees();
    const payee = add('AC-17');
    const duplicate = add('BD-2');
    payees.merge({ duplicateId: duplicate.id, intoId: payee.id }, BOB);
    payments.set(duplicate.id, 2);
    expect(payees.remove(payee.id, BOB)).toEqual({
      kind: 'deactivated',
      why: expect.stringMatching(/^2 payments name this payee/),
    });
    expect(payees.read(payee.id)?.deactivatedAt).toBe('2026-11-22T10:00:00Z');
    expect(audited()[0]).toBe(`payee-deactivated ${payee.id} by ${BOB.id}`);
    expect(payees.remove(payee.id, BOB).kind).toBe('deactivated');
  });
});

const PERSONAL = [
  ...['REF-4711', 'REF-4712', 'ref-4711', 'Zebedee Quux', 'told-by-pigeon', 'pigeon bank'],
  ...[FIRST, SECOND, 'Nonce'],
];

describe('all of one payee', () => {
  it('is told with what other parts keep, under every reference they had and when', async () => {
    const asked: unknown[] = [];
    const collect = (of: { readonly held: readonly unknown[] }) => {
      asked.push(...of.held);
      return [{ paid: 'much' }];
    };
    const records = [{ name: 'payments', collect, forget: null }];
    const { payees, add, register, audited, wait } = openPayees({ records });
    const payee = add('AC-17');
    const duplicate = add('BD-2');
    const wallet = await register(payee.id);
    payees.askProof(wallet.id, ADA);
    const { message } = payees.askProof(wallet.id, ADA);
    const signature = `signed: ${message}`;
    await payees.recordProof(wallet.id, { kind: 'signature', signature }, ADA);
    wait(60);
    payees.edit(payee.id, { reference: 'AC-18' }, ADA);
    wait(60);
    add('AC-17');
    payees.edit(payee.id, { reference: 'AC-19' }, ADA);
    const [renamed] = payees.listChanges(payee.id);
    payees.undo(renamed?.id ?? '', BOB);
    payees.merge({ duplicateId: duplicate.id, intoId: payee.id }, BOB);
    const told = payees.exportAll(payee.id, BOB);
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
    expect(told).toMatchObject({
      exportedAt: '2026-11-22T10:02:00Z',
      payee: payees.read(payee.id),
      changes: payees.listChanges(payee.id),
      records: {
        payments: [{ paid: 'much' }],
        duplicates: [{ reference: 'BD-2' }],
        proofs: [{ kind: 'signature', message, signature }],
      },
    });
    const [began, renamedAt, laterAt] = ['00', '01', '02'].map((at) => `2026-11-22T10:${at}:00Z`);
    expect(asked).toEqual([
      { key: 'ac-17', from: began, until: renamedAt },
      { key: 'ac-18', from: renamedAt, until: laterAt },
      { key: 'ac-19', from: laterAt, until: laterAt },
      { key: 'ac-18', from: laterAt, until: null },
      { key: 'bd-2', from: began, until: null },
    ]);
    expect(audited()[0]).toBe(`payee-exported ${payee.id} by ${BOB.id}`);
  });
});
