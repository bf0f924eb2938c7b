import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountFor } from '../../src/core/accounting/accounting.js';
import { tellGaps } from '../../src/core/accounting/tellGaps.js';
import { smallerAmount, sumAmounts } from '../../src/core/amount.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { decide } from '../../src/core/verdict.js';
import { traceWorld } from '../support/traceWorld.js';
import { ASSETS, chainNamed, ETH, ether, evmAccount, exchange } from '../support/world.js';

const SUBJECT = evmAccount(10);
const KRAKEN = evmAccount(9);
const UNISWAP = evmAccount(8);
const PEOPLE = [1, 2, 3, 4, 5].map(evmAccount);

const USD = erc20AssetId(chainNamed('ethereum').id, `0x${'5'.repeat(40)}`);
const ether18 = ASSETS.get(ETH);
if (ether18 === undefined) throw new Error('ether is not listed');
const assets = new Map(
  [ether18, { ...ether18, id: USD, symbol: 'USD' }].map(
    (asset) => [asset.id, { ...asset, expansionFloorAmount: 0n }] as const,
  ),
);
const claims = [
  exchange(KRAKEN, 'Kraken'),
  { ...exchange(UNISWAP, 'Uniswap'), category: 'dex' as const },
];
const everything = { depth: 20, requiredDepth: 20, maxRequests: 10_000 };

/** Payments and swaps at a labelled market, in which nobody gives what was not received. */
const ledgers = fc
  .array(
    fc.record({
      from: fc.constantFrom(KRAKEN, SUBJECT, ...PEOPLE),
      to: fc.constantFrom(KRAKEN, SUBJECT, ...PEOPLE),
      // Large enough that no unit is lost to the cuts of a conversion.
      amount: fc.bigInt({ min: 10n ** 15n, max: 10n ** 18n }),
      got: fc.bigInt({ min: 10n ** 15n, max: 10n ** 18n }),
      asset: fc.constantFrom(ETH, USD),
      what: fc.constantFrom('pay', 'pay', 'swap'),
    }),
    { minLength: 4, maxLength: 50, size: 'max' },
  )
  .map((wanted): Transfer[] => {
    const balances = new Map<string, bigint>();
    const held = (account: string, asset: string) => balances.get(`${account} ${asset}`) ?? 0n;
    const add = (account: string, asset: string, amount: bigint) =>
      balances.set(`${account} ${asset}`, held(account, asset) + amount);
    return wanted.flatMap(({ from, to, amount, got, asset, what }, at): Transfer[] => {
      const has = from === KRAKEN ? amount : held(from, asset);
      const paid = smallerAmount(amount, has);
      const receiver = what === 'swap' ? UNISWAP : to;
      if (paid === 0n || from === receiver || (what === 'swap' && from === KRAKEN)) return [];
      add(from, asset, -paid);
      const given = { ...ether(from, receiver, paid, at + 1), asset };
      if (what === 'pay') {
        add(to, asset, paid);
        return [given];
      }
      const other = asset === ETH ? USD : ETH;
      add(from, other, got);
      return [given, { ...ether(UNISWAP, from, got, at + 1), asset: other, index: '#2' }];
    });
  });

describe('a ledger of payments and swaps seen whole', () => {
  it('is accounted for to the last unit, by both methods, with nothing unseen', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const trace = traceWorld({ subject: SUBJECT, facts, claims, assets, policy: everything });
        const { splits, composition, totals } = accountFor(trace);
        for (const { splits: both } of splits) {
          for (const { buckets, total } of [both.whole.haircut, both.whole.fifo]) {
            expect(sumAmounts(buckets.map(({ amount }) => amount))).toBe(total);
          }
          expect(both.whole.fifo.total).toBe(both.whole.haircut.total);
        }
        const rows = [...composition.incoming, ...composition.outgoing];
        expect(rows.filter(({ place }) => place === 'unseen')).toEqual([]);
        expect(tellGaps(trace, splits)).toEqual([]);
        // What the subject swapped is neither income nor spending.
        const swaps = new Set(
          facts
            .filter(({ from, to }) => from === UNISWAP || to === UNISWAP)
            .map(({ txId }) => txId),
        );
        for (const [direction, end] of [
          ['incoming', 'to'],
          ['outgoing', 'from'],
        ] as const) {
          const moved = facts.filter((fact) => fact[end] === SUBJECT && !swaps.has(fact.txId));
          const told = totals[direction].totals.map(({ amount }) => amount);
          expect(sumAmounts(told)).toBe(sumAmounts(moved.map(({ amount }) => amount)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has a gap that matters as soon as a look-up is missing behind which much can hide', () => {
    fc.assert(
      fc.property(ledgers, fc.constantFrom(...PEOPLE), (facts, missing) => {
        const trace = traceWorld({
          subject: SUBJECT,
          facts,
          claims,
          assets,
          fails: (lookup) => lookup.kind === 'account' && lookup.account === missing,
        });
        const { splits } = accountFor(trace);
        const paid = facts.filter(({ from, to }) => from === missing && to === SUBJECT);
        const all = facts.filter(({ to, txId }) => {
          const isSwap = facts.some((fact) => fact.txId === txId && fact.to === UNISWAP);
          return to === SUBJECT && !isSwap;
        });
        const isMuch = [ETH, USD].some((asset) => {
          const sum = (list: readonly Transfer[]) =>
            sumAmounts(list.filter((fact) => fact.asset === asset).map(({ amount }) => amount));
          return sum(paid) * 10n > sum(all);
        });
        const { decision } = decide([], tellGaps(trace, splits));
        if (isMuch) expect(decision).toBe('incomplete');
      }),
      { numRuns: 300 },
    );
  });
});
