import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../../src/core/ledger.js';
import { readAccountLedger } from '../../../../src/core/trace/accountLedger.js';
import type { LedgerEntry } from '../../../../src/core/trace/ledgerEntry.js';
import { move, NETTING_SCOPE, PARTIES, UNLISTED, USDC } from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

const { A } = PARTIES;
/** The same movement in a transaction of its own, some blocks later. */
const at = (height: number, transfer: Transfer): Transfer => ({
  ...transfer,
  height,
  txId: `0x${height}`,
  timeSeconds: 1_650_000_000 + height * 12,
});
const read = (transfers: readonly Transfer[], unlisted: readonly Transfer[] = []) =>
  readAccountLedger(A, { transfers, unlisted }, NETTING_SCOPE);
const sums = (balances: LedgerEntry['before']) => [...balances].map(([, amount]) => amount);

describe('the ledger of an account', () => {
  it('tells what it had before each payment and has after each receipt', () => {
    const { entries, balances, isOverdrawn } = read([
      at(3, move('A', 4n, ETH, 'B')),
      at(1, move('C', 10n, ETH, 'A')),
      at(2, move('D', 5n, ETH, 'A')),
    ]);
    expect(entries.map(({ tx, after, before }) => [tx, sums(after), sums(before)])).toEqual([
      ['0x1', [10n], []],
      ['0x2', [15n], []],
      ['0x3', [], [15n]],
    ]);
    expect(balances.get(ETH)).toBe(11n);
    expect(isOverdrawn).toBe(false);
  });

  it('is overdrawn by one unit more than was seen, and goes on from nothing', () => {
    const paid = (amount: bigint) => [
      at(1, move('C', 10n, ETH, 'A')),
      at(2, move('A', amount, ETH, 'B')),
      at(3, move('C', 7n, ETH, 'A')),
    ];
    expect(read(paid(10n)).isOverdrawn).toBe(false);
    expect(read(paid(11n)).isOverdrawn).toBe(true);
    expect(read(paid(11n)).balances.get(ETH)).toBe(7n);
  });

  it('keeps the balance right before the first of two payments of one transaction', () => {
    const fee = move('A', 1n, ETH, null, { channel: 'fee' });
    const [, second] = read([
      at(1, move('C', 10n, ETH, 'A')),
      at(2, fee),
      at(2, move('A', 4n, ETH, 'B')),
    ]).entries;
    expect([...(second?.before ?? [])]).toEqual([[ETH, 10n]]);
  });

  it('nets each transaction: what only passed through neither came nor went', () => {
    const [entry] = read([
      at(1, move('C', 10n, ETH, 'A')),
      at(1, move('A', 10n, ETH, 'B')),
    ]).entries;
    expect([entry?.before, entry?.after].map((told) => told && [...told])).toEqual([[], []]);
    expect(entry?.steps).toHaveLength(1);
  });

  it('needs none of its own for what the screened account got and handed on in one transaction', () => {
    const scope = { ...NETTING_SCOPE, subject: A };
    const readSubject = (sent: bigint, more: readonly Transfer[] = []) =>
      readAccountLedger(
        A,
        {
          transfers: [at(1, move('C', 10n, ETH, 'A')), at(1, move('A', sent, ETH, 'B')), ...more],
          unlisted: [],
        },
        scope,
      );
    expect(readSubject(10n)).toMatchObject({ isOverdrawn: false });
    expect(readSubject(10n).balances.get(ETH)).toBe(0n);
    expect(readSubject(4n).balances.get(ETH)).toBe(6n);
    expect(readSubject(11n)).toMatchObject({ isOverdrawn: true });
    // A fee is paid before anything comes.
    const fee = at(1, move('A', 1n, ETH, null, { channel: 'fee' }));
    expect(readSubject(4n, [fee])).toMatchObject({ isOverdrawn: true });
  });

  it('holds the asset that it changed another one into', () => {
    const { balances } = read([
      at(1, move('C', 10n, ETH, 'A')),
      at(2, move('A', 2n, ETH, 'dex')),
      at(2, move('dex', 4_000n, USDC, 'A')),
    ]);
    expect(balances.get(ETH)).toBe(8n);
    expect(balances.get(USDC)).toBe(4_000n);
  });

  it('sees unlisted tokens with the transaction that they moved in, and with no other', () => {
    const bought = at(2, move('A', 2n, ETH, 'dex'));
    const tokens = move('dex', 99n, UNLISTED, 'A');
    const place = (unlisted: readonly Transfer[]) =>
      read([at(1, move('C', 10n, ETH, 'A')), bought], unlisted).entries[1]?.steps[0]?.credits[0]
        ?.place;
    expect(place([at(2, tokens)])).toBe('unlisted-asset');
    expect(place([at(2, move('B', 1n, UNLISTED, 'C')), at(2, tokens)])).toBe('unlisted-asset');
    expect(place([at(3, tokens)])).toBe(PARTIES.dex);
  });

  it('keeps movements apart that were recorded without a transaction id', () => {
    const nameless = { txId: null };
    const { entries } = read([
      { ...at(1, move('C', 10n, ETH, 'A')), ...nameless },
      { ...at(1, move('A', 10n, ETH, 'B')), ...nameless },
    ]);
    expect(new Set(entries.map(({ tx }) => tx)).size).toBe(2);
  });
});
