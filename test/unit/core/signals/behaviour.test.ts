import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../src/core/account.js';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { LedgerFact } from '../../../../src/core/ledger.js';
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
  });
});
