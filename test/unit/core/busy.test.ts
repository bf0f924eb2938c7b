import { describe, expect, it } from 'vitest';
import { chainOfAccount } from '../../../src/core/account.js';
import { type AssetId, erc20AssetId } from '../../../src/core/asset.js';
import type { LedgerFact, Transfer } from '../../../src/core/ledger.js';
import { hubReason, movesMoreThanDust } from '../../../src/core/trace/busy.js';
import { traceWorld } from '../../support/traceWorld.js';
import {
  ASSETS,
  bitcoinTx,
  btcAccount,
  claim,
  ether,
  evmAccount,
  exchange,
} from '../../support/world.js';

const ACCOUNT = evmAccount(1);
const UNLISTED: AssetId = erc20AssetId(chainOfAccount(ACCOUNT), `0x${'aa'.repeat(20)}`);

const other = (at: number) => evmAccount(1_000 + at);
const times = <Item>(count: number, make: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at));
const isHub = (facts: readonly LedgerFact[]) => hubReason(ACCOUNT, facts, ASSETS) !== null;

describe('a hub', () => {
  it('is an account that 300 others paid more than dust; 299 are too few', () => {
    expect(isHub(times(300, (at) => ether(other(at), ACCOUNT, 3n, at)))).toBe(true);
    expect(isHub(times(299, (at) => ether(other(at), ACCOUNT, 3n, at)))).toBe(false);
  });

  it('is no account that a flood of dust, of nothing or of unlisted tokens reached', () => {
    expect(isHub(times(900, (at) => ether(other(at), ACCOUNT, 2n, at)))).toBe(false);
    expect(isHub(times(900, (at) => ether(other(at), ACCOUNT, 0n, at)))).toBe(false);
    const tokens = times(900, (at) => ({
      ...ether(other(at), ACCOUNT, 1_000n, at),
      channel: 'token' as const,
      asset: UNLISTED,
    }));
    expect(isHub(tokens)).toBe(false);
  });

  it('counts nobody that it paid before they had paid it', () => {
    const backAndForth = (first: bigint) =>
      times(300, (at) => [
        ether(other(at), ACCOUNT, first, at),
        ether(ACCOUNT, other(at), 9n, 1_000 + at),
        ether(other(at), ACCOUNT, 8n, 2_000 + at),
      ]).flat();
    expect(isHub(backAndForth(3n))).toBe(true);
    expect(isHub(backAndForth(2n))).toBe(false);
  });

  it('was not funded by rows of nothing or of worthless tokens in its name', () => {
    const paidAfter = (row: Partial<Transfer>) =>
      times(300, (at): Transfer[] => [
        { ...ether(ACCOUNT, other(at), 1n, at), channel: 'token', ...row },
        ether(other(at), ACCOUNT, 3n, 1_000 + at),
      ]).flat();
    expect(isHub(paidAfter({ amount: 0n }))).toBe(true);
    expect(isHub(paidAfter({ asset: UNLISTED }))).toBe(true);
    expect(isHub(paidAfter({}))).toBe(false);
  });

  it('takes a worthless token for no payment that others made first', () => {
    const facts = times(300, (at): Transfer[] => [
      { ...ether(other(at), ACCOUNT, 9n, at), channel: 'token', asset: UNLISTED },
      ether(ACCOUNT, other(at), 1n, 1_000 + at),
      ether(other(at), ACCOUNT, 8n, 2_000 + at),
    ]).flat();
    expect(isHub(facts)).toBe(false);
  });

  it('is judged by its newest 1,000 transactions, not by their rows', () => {
    const payers = times(300, (at) => ether(other(at), ACCOUNT, 3n, at));
    const own = (count: number) =>
      times(count, (at) => {
        const paid = ether(ACCOUNT, evmAccount(2), 3n, 1_000 + at);
        return [paid, { ...paid, channel: 'fee' as const, to: null, amount: 1n }];
      }).flat();
    expect(isHub([...payers, ...own(700)])).toBe(true);
    expect(isHub([...payers, ...own(701)])).toBe(false);
  });

  it('is a Bitcoin address that 300 others paid, dust left out', () => {
    const payee = btcAccount('payee');
    const paid = (count: number, amount: bigint) =>
      times(count, (at) =>
        bitcoinTx(`tx ${at}`, at, {
          inputs: [{ previous: null, account: btcAccount(`payer ${at}`), amount }],
          outputs: [{ account: payee, amount }],
        }),
      );
    expect(hubReason(payee, paid(300, 3n), ASSETS)).not.toBeNull();
    expect(hubReason(payee, paid(299, 3n), ASSETS)).toBeNull();
    expect(hubReason(payee, paid(900, 2n), ASSETS)).toBeNull();
  });
});

describe('a Bitcoin address that pays many', () => {
  const payer = btcAccount('payer');
  const payout = (receivers: number, amount: bigint) =>
    bitcoinTx('payout', 1, {
      inputs: [{ previous: null, account: payer, amount: 1_000_000n }],
      outputs: times(receivers, (at) => ({ account: btcAccount(`receiver ${at}`), amount })),
    });

  it('is a hub by those whom it paid more than dust', () => {
    expect(hubReason(payer, [payout(300, 3n)], ASSETS)).not.toBeNull();
    expect(hubReason(payer, [payout(299, 3n)], ASSETS)).toBeNull();
    expect(hubReason(payer, [payout(900, 2n)], ASSETS)).toBeNull();
  });

  it('moved more than dust whatever it paid each, and its receivers only what they got', () => {
    const dust = payout(2, 2n);
    expect(movesMoreThanDust(payer, dust, ASSETS)).toBe(true);
    expect(movesMoreThanDust(btcAccount('receiver 0'), dust, ASSETS)).toBe(false);
    expect(movesMoreThanDust(btcAccount('receiver 0'), payout(2, 3n), ASSETS)).toBe(true);
  });
});

describe('infrastructure', () => {
  const carrier = evmAccount(7);
  const facts = [
    ...times(400, (at) => ether(other(at), carrier, 5n, at)),
    ether(carrier, ACCOUNT, 100n, 1_000),
  ];
  const stateOf = (claims: Parameters<typeof traceWorld>[0]['claims']) =>
    traceWorld({ subject: ACCOUNT, facts, claims: claims ?? [] }).frontier.places.ofAccount(
      carrier,
    ) !== undefined;

  it('is never looked up, so that it is no hub; the same account without a label is', () => {
    const label = claim(carrier, {
      ...exchange(carrier, 'Disperse.app'),
      category: 'infrastructure',
    });
    expect(stateOf([label])).toBe(false);
    expect(stateOf([])).toBe(true);
    expect(hubReason(carrier, facts, ASSETS)).not.toBeNull();
  });
});
