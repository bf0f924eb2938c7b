import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../src/core/account.js';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { LedgerFact } from '../../../../src/core/ledger.js';
import { readSubjectHistory } from '../../../../src/core/signals/subjectHistory.js';
import { tellSignals } from '../../../../src/core/signals/tellSignals.js';
import { traceWorld } from '../../../support/traceWorld.js';
import {
  bitcoinTx,
  btcAccount,
  chainNamed,
  ether,
  evmAccount,
  exchange,
} from '../../../support/world.js';
import { SUBJECT, signalsOf } from './signalWorld.js';

const KRAKEN = evmAccount(2);
const FRIEND = evmAccount(3);
const SHOP = evmAccount(4);
const kraken = exchange(KRAKEN, 'Kraken');
const HOUR = 300;
const DAY = 24 * HOUR;

const ethereum = chainNamed('ethereum').id;
const alike = (middle: string) => createAccount(ethereum, `0xd90e${middle.repeat(32)}5eed`);

const kindsOf = (facts: readonly LedgerFact[], claims: readonly Attribution[] = [kraken]) =>
  tellSignals(traceWorld({ subject: SUBJECT, facts, claims }), []).map(({ kind }) => kind);

describe('a deposit address', () => {
  it('is not told once more as passing everything on', () => {
    const facts = [
      ether(FRIEND, SUBJECT, 100n, 1),
      ether(SUBJECT, KRAKEN, 100n, 2),
      ether(FRIEND, SUBJECT, 100n, 3),
      ether(SUBJECT, KRAKEN, 100n, 4),
    ];
    expect(kindsOf(facts)).toContain('deposit-address');
    expect(kindsOf(facts)).not.toContain('pass-through');
    expect(kindsOf(facts, [])).toContain('pass-through');
  });
});

describe('addresses in a history that look alike', () => {
  const [real, fake, third] = [alike('1'), alike('2'), alike('3')];
  const told = (...facts: readonly LedgerFact[]) => signalsOf('lookalike', { facts });

  it('are told at the imitation, whichever came first', () => {
    const facts = [ether(fake, SUBJECT, 0n, 1), ether(SUBJECT, real, 50n, 9)];
    expect(told(ether(KRAKEN, SUBJECT, 90n, 2), ...facts)).toMatchObject([{ account: fake }]);
  });

  it('are told once for all imitations of one address', () => {
    const signals = told(
      ether(real, SUBJECT, 50n, 1),
      ether(fake, SUBJECT, 0n, 2),
      ether(third, SUBJECT, 2n, 3),
    );
    expect(signals).toHaveLength(1);
    expect(signals[0]?.sentence).toMatch(/^2 addresses .* begin and end like 0xd90e1/);
  });

  it('are chance where both began with more than dust, but for the wallet’s own', () => {
    const first = (amount: bigint) => [
      ether(real, SUBJECT, 50n, 1),
      ether(fake, SUBJECT, amount, 2),
      ether(fake, SUBJECT, 50n, 3),
    ];
    expect(told(...first(2n))).toHaveLength(1);
    expect(told(...first(3n))).toHaveLength(0);
    const facts = [ether(fake, real, 50n, 1)];
    const own = tellSignals(traceWorld({ subject: real, facts }), []);
    expect(own.map(({ kind }) => kind)).toContain('lookalike');
  });

  it('are told for five imitated accounts; the others are counted', () => {
    const imitate = (pairs: number) =>
      Array.from({ length: pairs }, (_, at) => {
        const address = (middle: string) =>
          createAccount(ethereum, `0xd90${at}${middle.repeat(32)}5eed`);
        return [ether(address('1'), SUBJECT, 50n, 1), ether(address('2'), SUBJECT, 0n, 2)];
      }).flat();
    const lastOf = (pairs: number) => told(...imitate(pairs)).at(-1)?.sentence;
    expect(told(...imitate(7))).toHaveLength(5);
    expect(lastOf(7)).toMatch(/imitated beside these: 2\.$/);
    expect(lastOf(5)).toMatch(/link nobody to anybody\.$/);
  });

  it('count where only a spoofed row shows them', () => {
    const fee = ether(SUBJECT, null, 1n, 2);
    const row = { ...ether(SUBJECT, fake, 0n, 5), channel: 'token' as const };
    expect(told(ether(real, SUBJECT, 50n, 1), fee, row)).toMatchObject([{ account: fake }]);
  });

  it('are told on Bitcoin too', () => {
    const payee = btcAccount('1Payee');
    const payer = btcAccount('1Boat111111Bark');
    const imitation = btcAccount('1Boat222222Bark');
    const pay = (id: string, from: typeof payer, amount: bigint) =>
      bitcoinTx(id, id.length, {
        inputs: [{ previous: null, account: from, amount }],
        outputs: [{ account: payee, amount }],
      });
    const facts = [pay('a', payer, 500n), pay('bb', imitation, 1n)];
    const signals = tellSignals(traceWorld({ subject: payee, facts }), []);
    expect(signals.filter(({ kind }) => kind === 'lookalike')).toMatchObject([
      { account: imitation },
    ]);
  });
});

describe('the age of a wallet', () => {
  // Tests screen at 1,660,000,000; block 0 was made at 1,650,000,000.
  const now = 10_000_000 / 12;

  it('is not told of a wallet that is busy: only its newest page was read', () => {
    const trace = traceWorld({ subject: SUBJECT, facts: [ether(KRAKEN, SUBJECT, 9n, now - DAY)] });
    const kinds = () => tellSignals(trace, []).map(({ kind }) => kind);
    expect(kinds()).toContain('fresh-wallet');
    trace.busy.set(SUBJECT, 'it has more than 10,000 transactions');
    expect(kinds()).not.toContain('fresh-wallet');
    expect(kinds()).toContain('busy');
  });

  it('counts from the first value, not from an empty message', () => {
    const first = (amount: bigint) => [
      ether(FRIEND, SUBJECT, amount, 1),
      ether(KRAKEN, SUBJECT, 9n, now - DAY),
    ];
    expect(kindsOf(first(0n))).toContain('fresh-wallet');
    expect(kindsOf(first(1n))).not.toContain('fresh-wallet');
  });
});

describe('a busy wallet', () => {
  it('is told neither as one that was dormant nor as one that passes on', () => {
    const now = 10_000_000 / 12;
    const facts = [
      ether(FRIEND, SUBJECT, 100n, now - 400 * DAY),
      ether(SUBJECT, KRAKEN, 100n, now - 400 * DAY + 1),
      ether(FRIEND, SUBJECT, 100n, now - DAY),
      ether(SUBJECT, KRAKEN, 100n, now - HOUR),
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims: [kraken] });
    const kinds = () => tellSignals(trace, []).map(({ kind }) => kind);
    expect(kinds()).toEqual(expect.arrayContaining(['deposit-address', 'dormant-then-active']));
    trace.busy.set(SUBJECT, 'it has more than 10,000 transactions');
    expect(kinds()).toEqual(['busy', 'first-gas-funder']);
  });
});

describe('the dealings of a Bitcoin address', () => {
  it('are with those whom it paid and who paid it, not with its own change', () => {
    const [payee, partner, shop] = [btcAccount('payee'), btcAccount('partner'), btcAccount('shop')];
    const from = (account: typeof payee, amount: bigint) => ({ previous: null, account, amount });
    const facts = [
      bitcoinTx('paid', 1, {
        inputs: [from(shop, 9n)],
        outputs: [
          { account: payee, amount: 4n },
          { account: partner, amount: 5n },
        ],
      }),
      bitcoinTx('spent', 2, {
        inputs: [from(payee, 4n), from(partner, 5n)],
        outputs: [
          { account: shop, amount: 6n },
          { account: payee, amount: 2n },
          { account: partner, amount: 1n },
        ],
      }),
    ];
    const { dealings } = readSubjectHistory(traceWorld({ subject: payee, facts }));
    expect(dealings.map(({ direction, other, amount }) => [direction, other, amount])).toEqual([
      ['incoming', shop, 4n],
      ['outgoing', shop, 6n],
    ]);
  });
});

describe('chain-hopping', () => {
  const bridge = { ...exchange(SHOP, 'Example Bridge'), category: 'bridge' as const };
  const hops = (...facts: readonly LedgerFact[]) =>
    signalsOf('chain-hopping', { facts, claims: [bridge, kraken] });

  it('is counted by transaction', () => {
    const signals = hops(
      ether(FRIEND, SUBJECT, 90n, HOUR),
      ether(SUBJECT, SHOP, 10n, 2 * HOUR),
      ether(SUBJECT, SHOP, 10n, 3 * HOUR),
    );
    expect(signals).toMatchObject([{ account: SHOP }]);
    expect(signals[0]?.sentence).toMatch(/^2 times .*Example Bridge/);
  });

  it('follows a payment above dust in another transaction', () => {
    const paid = ether(FRIEND, SUBJECT, 90n, HOUR);
    const used = ether(SUBJECT, SHOP, 10n, 2 * HOUR);
    expect(hops(ether(FRIEND, SUBJECT, 2n, HOUR), used)).toEqual([]);
    expect(hops(paid, { ...used, txId: paid.txId })).toEqual([]);
    expect(hops(used)).toEqual([]);
    expect(hops(paid, ether(SHOP, SUBJECT, 10n, 2 * HOUR))).toEqual([]);
  });
});
