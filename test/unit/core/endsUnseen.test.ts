import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { Trace } from '../../../src/core/trace/traceState.js';
import type { Person } from '../../support/dollarWorld.js';
import { accountS, on, PEOPLE, screenS, USDC, USDT } from '../../support/dollarWorld.js';
import { placeOf, traceWorld } from '../../support/traceWorld.js';
import { bitcoinTx, btcAccount, ETH, exchange } from '../../support/world.js';

/** What the gaps say, once the trace was changed. */
function gapsOf(scene: readonly (readonly Transfer[])[], change: (trace: Trace) => void) {
  const { trace } = accountS(scene);
  change(trace);
  return tellGaps(trace, accountFor(trace).splits);
}

const forget = (person: Person) => (trace: Trace) => {
  const place = placeOf(trace, PEOPLE[person]);
  place.state = 'open';
  place.roles.incoming = null;
  place.roles.outgoing = null;
};

describe('value that ends at an account which was never met', () => {
  const paid = (amount: bigint) => [
    on(1, ['K', 'X', 10_000n, USDC]),
    on(2, ['X', 'S', amount, USDC]),
    on(3, ['K', 'S', 10_000n - amount, USDC]),
  ];
  const sent = (amount: bigint) => [
    on(1, ['K', 'S', 10_000n, USDC]),
    on(2, ['S', 'X', amount, USDC]),
    on(3, ['S', 'B', 10_000n - amount, USDC]),
  ];

  it('is a gap that names the account and what to do, and matters above a tenth', () => {
    const [gap, ...others] = gapsOf(paid(1_001n), forget('X'));
    expect(others).toEqual([]);
    expect(gap).toMatchObject({
      kind: 'budget',
      account: PEOPLE.X,
      direction: 'incoming',
      share: '0.100100',
      matters: true,
    });
    expect(gap?.cure).toContain('Screen this account too');
    expect(gapsOf(paid(1_000n), forget('X'))).toMatchObject([{ matters: false }]);
  });

  it('is one where the wallet paid it, too', () => {
    const where = { account: PEOPLE.X, direction: 'outgoing' };
    expect(gapsOf(sent(1_001n), forget('X'))).toMatchObject([{ ...where, matters: true }]);
    expect(gapsOf(sent(1_000n), forget('X'))).toMatchObject([{ ...where, matters: false }]);
  });

  it('is told from a ten-thousandth on', () => {
    expect(gapsOf(paid(1n), forget('X'))).toHaveLength(1);
    const less = [...paid(1n), on(4, ['K', 'S', 1n, USDC])];
    expect(gapsOf(less, forget('X'))).toEqual([]);
  });

  it('is none where the account is a hub', () => {
    const gaps = gapsOf(paid(5_000n), (trace) => {
      forget('X')(trace);
      trace.busy.set(PEOPLE.X, 'it has more than 10,000 transactions');
    });
    expect(gaps).toEqual([]);
  });

  it('is one where only what the wallet paid it was known', () => {
    const both = [...paid(5_000n), on(4, ['S', 'X', 100n, USDC])];
    const gaps = gapsOf(both, (trace) => {
      placeOf(trace, PEOPLE.X).roles.incoming = null;
      placeOf(trace, PEOPLE.X).state = 'open';
    });
    expect(gaps).toMatchObject([{ direction: 'incoming', share: '0.500000', matters: true }]);
  });
});

describe('value that ends at an account which was left aside', () => {
  const scene = [
    on(1, ['K', 'X', 10_000n, USDC]),
    on(2, ['X', 'S', 5_000n, USDC]),
    on(3, ['K', 'S', 5_000n, USDC]),
  ];
  const leave = (known: bigint, depth = 1) =>
    gapsOf(scene, (trace) => {
      const node = placeOf(trace, PEOPLE.X);
      node.state = 'open';
      node.roles.incoming?.stake.set(USDC, known);
      if (node.roles.incoming !== null) node.roles.incoming.depth = depth;
    });

  it('is a gap for what the search did not know to pass it', () => {
    expect(leave(5_000n)).toEqual([]);
    expect(leave(4_000n)).toMatchObject([{ share: '0.100000', matters: false }]);
    expect(leave(3_999n)).toMatchObject([{ share: '0.100100', matters: true }]);
  });

  it('is none behind the depth that has to be seen', () => {
    expect(leave(0n, 1)).toHaveLength(1);
    expect(leave(0n, 2)).toEqual([]);
  });

  it('is none where it is left by the floor, by its distance, or for little was left', async () => {
    const small = [on(1, ['K', 'S', 10_000n, USDC]), on(2, ['X', 'S', 49n, USDC])];
    expect((await screenS(...small)).gaps).toEqual([]);
    const far = accountS(scene, { policy: { depth: 1 } });
    expect(far.composition.incoming).toContainEqual(expect.objectContaining({ reason: 'depth' }));
    expect(tellGaps(far.trace, far.splits)).toEqual([]);
  });
});

it('an output that was too small to follow is no such end', () => {
  const [payee, payer, other] = ['payee', 'payer', 'other'].map(btcAccount);
  if (payee === undefined || payer === undefined || other === undefined) throw new Error();
  const paid = (id: string, height: number, from: typeof payer, amount: bigint) =>
    bitcoinTx(id, height, {
      inputs: [{ previous: { txId: `${id}0`, index: 0 }, account: from, amount }],
      outputs: [{ account: payee, amount }],
    });
  const trace = traceWorld({
    subject: payee,
    facts: [paid('a', 1, payer, 10_000n), paid('b', 2, other, 9n)],
    claims: [exchange(payer, 'Kraken')],
  });
  const { splits, composition } = accountFor(trace);
  expect(composition.incoming).toContainEqual(expect.objectContaining({ reason: 'floor' }));
  expect(tellGaps(trace, splits)).toEqual([]);
});

it('a wallet whose money went on in two steps of one transaction is followed in both', async () => {
  const tx = on(3, ['S', 'P', 3_900n, USDT], ['P', 'M', 2_000n, USDT], ['P', 'L', 4_000n, ETH]);
  const stock = on(1, ['K', 'P', 20_000n, ETH], ['K', 'S', 3_900n, USDT]);
  const { decision } = await screenS(stock, tx, on(4, ['M', 'L', 2_000n, USDT]));
  expect(decision).toBe('hold');
});
