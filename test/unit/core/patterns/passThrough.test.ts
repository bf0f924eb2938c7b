import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../../src/core/ledger.js';
import { detectPassThrough } from '../../../../src/core/patterns/passThrough.js';
import { ether, evmAccount } from '../../../support/world.js';
import { TOKEN_ASSETS, token } from './patternWorld.js';

const [ACCOUNT, PAYER] = [evmAccount(1), evmAccount(2)];
const receiver = (at: number) => evmAccount(10 + at);
const WEEK = 7 * 7_200;
const LATER = 1_650_000_000 + 100 * 86_400;

const detect = (transfers: readonly Transfer[], nowSeconds = LATER) =>
  detectPassThrough(ACCOUNT, { transfers, assets: TOKEN_ASSETS, nowSeconds });

const passed = (parts: { to?: number; after?: number; sent?: bigint }) => {
  const { to = 1, after = 100, sent = 100n } = parts;
  return Array.from({ length: to }, (_, at) => [
    token(PAYER, ACCOUNT, 100n, 10 + at),
    token(ACCOUNT, receiver(at), sent, 10 + at + after),
  ]).flat();
};

describe('an account that passes money on', () => {
  it('does so within 7 days and no later', () => {
    expect(detect(passed({ after: WEEK }))).toEqual({ receivers: [receiver(0)] });
    expect(detect(passed({ after: WEEK + 1 }))).toBeNull();
  });

  it('passes on at least 95 %', () => {
    expect(detect(passed({ sent: 95n }))).not.toBeNull();
    expect(detect(passed({ sent: 94n }))).toBeNull();
  });

  it('passes it on to three accounts in all, whatever the asset', () => {
    expect(detect(passed({ to: 3 }))?.receivers).toHaveLength(3);
    expect(detect(passed({ to: 4 }))).toBeNull();
    const inEther = [ether(PAYER, ACCOUNT, 50n, 30), ether(ACCOUNT, receiver(9), 50n, 40)];
    expect(detect([...passed({ to: 2 }), ...inEther])?.receivers).toHaveLength(3);
    expect(detect([...passed({ to: 3 }), ...inEther])).toBeNull();
  });

  it('may keep coins for fees up to the expansion floor, and no more', () => {
    const fees = (kept: bigint) => [
      ether(PAYER, ACCOUNT, kept + 5n, 5),
      ether(ACCOUNT, null, 5n, 100),
    ];
    expect(detect([...passed({}), ...fees(10n)])).not.toBeNull();
    expect(detect([...passed({}), ...fees(11n)])).toBeNull();
  });

  it('counts what waits since less than 7 days neither way', () => {
    const waiting = token(PAYER, ACCOUNT, 900n, 5_000);
    const facts = [...passed({}), waiting];
    expect(detect(facts, waiting.timeSeconds + 7 * 86_400)).not.toBeNull();
    expect(detect(facts, waiting.timeSeconds + 7 * 86_400 + 1)).toBeNull();
  });

  it('is none that got nothing, or that spent coins on fees alone', () => {
    expect(detect([])).toBeNull();
    expect(detect([token(ACCOUNT, receiver(0), 100n, 5)])).toBeNull();
    expect(detect([ether(PAYER, ACCOUNT, 50n, 5), ether(ACCOUNT, null, 50n, 9)])).toBeNull();
    expect(detect([ether(PAYER, ACCOUNT, 1_000n, 5), ether(ACCOUNT, null, 960n, 9)])).toBeNull();
  });
});
