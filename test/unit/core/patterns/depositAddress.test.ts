import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { detectDeposit, exchangesOf } from '../../../../src/core/patterns/depositAddress.js';
import { claim, claimsOf, ether, evmAccount, exchange } from '../../../support/world.js';
import { TOKEN_ASSETS, token } from './patternWorld.js';

const ADDRESS = evmAccount(1);
const CUSTOMER = evmAccount(2);
const HOT = evmAccount(3);
const SECOND_HOT = evmAccount(4);
const OTHER = evmAccount(5);

const DAY = 7_200;
const LATER = 1_650_000_000 + 100 * 86_400;

const binance = [exchange(HOT, 'Binance'), exchange(SECOND_HOT, 'Binance')];

function detect(
  transfers: readonly Transfer[],
  parts: { readonly claims?: typeof binance; readonly nowSeconds?: number } = {},
) {
  const { claims = binance, nowSeconds = LATER } = parts;
  const knowledge = { claimsOf: claimsOf(claims), ownAccounts: new Set<Account>() };
  return detectDeposit(ADDRESS, {
    transfers,
    exchangeOf: exchangesOf(knowledge),
    assets: TOKEN_ASSETS,
    nowSeconds,
  });
}

/** A customer pays in, and the exchange sweeps it some blocks later. */
const swept = (amount: bigint, at: number, parts: { after?: number; sent?: bigint } = {}) => [
  token(CUSTOMER, ADDRESS, amount, at),
  token(ADDRESS, HOT, parts.sent ?? amount, at + (parts.after ?? 10)),
];

describe('a deposit address', () => {
  it('is told by gas from the exchange after one sweep', () => {
    const facts = [...swept(1_000n, 10), ether(HOT, ADDRESS, 5n, 12)];
    expect(detect(facts)).toMatchObject({
      exchange: { entity: 'Binance' },
      sweeps: 1,
      rule: 'gas-from-exchange',
    });
    const fromOther = [...swept(1_000n, 10), ether(OTHER, ADDRESS, 5n, 12)];
    expect(detect(fromOther)).toBeNull();
  });

  it('takes the first gas alone for the gas that counts', () => {
    const facts = [
      ...swept(1_000n, 10),
      ether(OTHER, ADDRESS, 5n, 11),
      ether(HOT, ADDRESS, 5n, 12),
    ];
    expect(detect(facts)).toBeNull();
  });

  it('is told by two sweeps wherever its gas came from, also to two accounts of the exchange', () => {
    const facts = [
      ether(OTHER, ADDRESS, 5n, 1),
      ...swept(1_000n, 10),
      token(CUSTOMER, ADDRESS, 500n, 100),
      token(ADDRESS, SECOND_HOT, 500n, 120),
    ];
    expect(detect(facts)).toMatchObject({ sweeps: 2, rule: 'swept-repeatedly' });
  });

  it('forwards within 24 hours and no later', () => {
    const twice = (after: number) => [
      ...swept(1_000n, 10, { after }),
      ...swept(900n, 20 * DAY, { after }),
    ];
    expect(detect(twice(DAY))).not.toBeNull();
    expect(detect(twice(DAY + 1))).toBeNull();
  });

  it('forwards at least 95 % of every asset', () => {
    const twice = (sent: bigint) => [...swept(100n, 10, { sent }), ...swept(100n, 20, { sent })];
    expect(detect(twice(95n))).not.toBeNull();
    expect(detect(twice(94n))).toBeNull();
    const etherKept = [...twice(100n), ether(CUSTOMER, ADDRESS, 11n, 30)];
    expect(detect(etherKept)).toBeNull();
    const smallChange = [...twice(100n), ether(CUSTOMER, ADDRESS, 10n, 30)];
    expect(detect(smallChange)).not.toBeNull();
  });

  it('counts the fees of native deposits as forwarded', () => {
    const native = (sent: bigint, fee: bigint) =>
      [10, 50].flatMap((at) => [
        ether(CUSTOMER, ADDRESS, 100n, at),
        ether(ADDRESS, HOT, sent, at + 5),
        ether(ADDRESS, null, fee, at + 5),
      ]);
    expect(detect(native(90n, 10n))).not.toBeNull();
    expect(detect(native(90n, 0n))).toBeNull();
  });

  it('leaves gas of the exchange out, but no withdrawal that the account keeps', () => {
    const twice = [...swept(100n, 10), ...swept(100n, 20)];
    const native = [ether(CUSTOMER, ADDRESS, 50n, 30), ether(ADDRESS, HOT, 50n, 40)];
    expect(detect([...twice, ...native, ether(HOT, ADDRESS, 10n, 5)])).not.toBeNull();
    expect(detect([...twice, ...native, ether(HOT, ADDRESS, 11n, 5)])).toBeNull();
  });

  it('counts the exchange’s gas less the fees that it paid', () => {
    const twice = [...swept(100n, 10), ...swept(100n, 20)];
    const native = [ether(CUSTOMER, ADDRESS, 50n, 30), ether(ADDRESS, HOT, 50n, 40)];
    const fees = (fee: bigint) => [
      ...twice,
      ...native,
      ether(HOT, ADDRESS, 15n, 5),
      ether(ADDRESS, null, fee, 41),
    ];
    expect(detect(fees(5n))).not.toBeNull();
    expect(detect(fees(4n))).toBeNull();
    const ofOther = { ...ether(OTHER, null, 9n, 41), to: null };
    expect(detect([...fees(0n), ofOther])).toBeNull();
  });

  it('belongs to one exchange, whatever empty rows in its name say', () => {
    const twice = [...swept(1_000n, 10), ...swept(1_000n, 20)];
    const claims = [...binance, exchange(OTHER, 'Kraken')];
    expect(detect([...twice, token(ADDRESS, OTHER, 0n, 40)], { claims })).not.toBeNull();
    expect(detect([...twice, token(ADDRESS, OTHER, 1n, 40)], { claims })).toBeNull();
  });

  it('belongs to an exchange, and to no other service and to no listed party', () => {
    const twice = [...swept(1_000n, 10), ...swept(1_000n, 20)];
    const processor = claim(HOT, {
      ...exchange(HOT, 'Shop'),
      category: 'payment-processor',
    });
    expect(detect(twice, { claims: [processor] })).toBeNull();
    const listed = { ...exchange(HOT, 'Garantex'), use: 'exposure' as const };
    expect(detect(twice, { claims: [listed] })).toBeNull();
    expect(detect(twice, { claims: [] })).toBeNull();
  });

  it('sends nothing to anybody else: exchanges pay their customers from other accounts', () => {
    const divided = (toOther: bigint) =>
      [10, 30].flatMap((at) => [
        token(CUSTOMER, ADDRESS, 100n, at),
        token(ADDRESS, HOT, 100n - toOther, at + 5),
        token(ADDRESS, OTHER, toOther, at + 6),
      ]);
    expect(detect(divided(0n))).not.toBeNull();
    expect(detect(divided(1n))).toBeNull();
    // Nor in an asset of which there is next to nothing; what it sends itself goes to nobody.
    const twice = [...swept(100n, 10), ...swept(100n, 30)];
    expect(detect([...twice, ether(ADDRESS, OTHER, 1n, 40)])).toBeNull();
    expect(detect([...twice, ether(ADDRESS, ADDRESS, 1n, 40)])).not.toBeNull();
  });

  it('may hold what came in the last 24 hours', () => {
    const twice = [...swept(1_000n, 10), ...swept(1_000n, 20)];
    const waiting = token(CUSTOMER, ADDRESS, 900n, 5_000);
    const arrived = waiting.timeSeconds;
    const at = (seconds: number) =>
      detect([...twice, waiting], { nowSeconds: arrived + seconds }) !== null;
    expect(at(86_400)).toBe(true);
    expect(at(86_401)).toBe(false);
  });

  it('is none that sends to an exchange what it did not get, or never sends', () => {
    expect(detect([token(ADDRESS, HOT, 100n, 5), token(ADDRESS, HOT, 100n, 6)])).toBeNull();
    expect(detect([token(CUSTOMER, ADDRESS, 100n, 5)])).toBeNull();
    const empty = [token(ADDRESS, HOT, 0n, 6), token(ADDRESS, HOT, 0n, 7)];
    expect(detect([token(CUSTOMER, ADDRESS, 100n, 5), ...empty])).toBeNull();
  });

  it('counts a sweep of two assets in one transaction once', () => {
    const sweep = ether(ADDRESS, HOT, 40n, 20);
    const facts = [
      token(CUSTOMER, ADDRESS, 100n, 10),
      ether(CUSTOMER, ADDRESS, 40n, 11),
      sweep,
      { ...token(ADDRESS, HOT, 100n, 20), txId: sweep.txId },
    ];
    expect(detect(facts)).toBeNull();
  });
});
