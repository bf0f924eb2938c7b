import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KnownTold, mergeTold, planImport } from '../../src/desk/paid/planImport.js';
import type { ToldPayment } from '../../src/desk/paid/readPaidRows.js';
import { BTC, btcAccount, ETH, evmAccount } from '../support/world.js';

/** Payments from short lists, so that many are alike; those alike are counted, not told apart. */
const told = fc
  .record({
    day: fc.constantFrom('2026-10-05', '2026-10-06'),
    account: fc.constantFrom(evmAccount(1), evmAccount(2), btcAccount('b')),
    amount: fc.constantFrom(1n, 2n),
    invoice: fc.constantFrom('', 'a', 'b'),
  })
  .map(
    (one): ToldPayment => ({
      ...one,
      asset: one.account === btcAccount('b') ? BTC : ETH,
      payee: 'x',
      approver: 'y',
      txId: null,
    }),
  );

/** All told payments, each with a transaction of its own or none: as an accounting system has them. */
const books = fc
  .array(fc.tuple(told, fc.boolean()), { minLength: 1, maxLength: 10 })
  .map((rows) =>
    rows.map(([one, isNamed], at) => ({ ...one, txId: isNamed ? `0x${kindOf(one, at)}` : null })),
  );

/** One transaction may pay an account several times. */
function kindOf(one: ToldPayment, at: number): string {
  return `${one.account} ${at % 3}`;
}

/** What no file may part: rows of one kind lie in one file. */
const keyOf = ({ txId, account, asset }: ToldPayment) => `${txId} ${account} ${asset}`;
const groupOf = (one: ToldPayment) => `${one.account} ${one.asset}`;

function importAll(files: readonly (readonly ToldPayment[])[]): readonly KnownTold[] {
  const kept = new Map<string, KnownTold>();
  for (const file of files) {
    const rows = file.map((one, at) => ({ row: at + 2, told: one }));
    for (const planned of planImport(rows, [...kept.values()])) {
      const id = planned.kind === 'added' ? `${kept.size}` : planned.known.id;
      const now = planned.kind === 'added' ? planned.told : mergeTold(planned.known, planned.told);
      if (planned.kind !== 'known') kept.set(id, { ...now, id });
    }
  }
  return [...kept.values()];
}

const setOf = (kept: readonly KnownTold[]) =>
  kept
    .map(
      (one) =>
        `${keyOf({ ...one, payee: '', invoice: '', approver: '' })} ${one.day} ${one.amount} ${one.invoice}`,
    )
    .sort();

describe('importing payments', () => {
  it('adds nothing and changes nothing when a file is imported again, in any order', () => {
    fc.assert(
      fc.property(
        books.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          const once = importAll([rows]);
          expect(once.length).toBe(rows.length);
          const again = planImport(
            shuffled.map((one, at) => ({ row: at, told: one })),
            once,
          );
          expect(again.map(({ kind }) => kind)).toEqual(shuffled.map(() => 'known'));
        },
      ),
    );
  });

  it('gives the same set for any order and any split into files that overlap', () => {
    fc.assert(
      fc.property(books, fc.array(fc.nat(7), { minLength: 3, maxLength: 12 }), (rows, cuts) => {
        const groups = [...new Set(rows.map(groupOf))];
        const files = cuts.map((cut) =>
          rows.filter((one) => (groups.indexOf(groupOf(one)) + 1) & cut || cut === 7),
        );
        const everything = [...files, rows.toReversed()];
        expect(setOf(importAll(everything))).toEqual(setOf(importAll([rows])));
      }),
    );
  });
});
