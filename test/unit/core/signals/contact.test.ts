import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { LedgerFact, Transfer } from '../../../../src/core/ledger.js';
import { claim, ether, evmAccount, exchange } from '../../../support/world.js';
import { SUBJECT, signalsOf } from './signalWorld.js';

const THIEF = evmAccount(2);
const KRAKEN = evmAccount(3);
const MIDDLE = evmAccount(4);
const DAY = 7_200;

const kraken = exchange(KRAKEN, 'Kraken');
const theft = (parts: Partial<Attribution> = {}) =>
  claim(THIEF, { category: 'stolen-funds', event: 'Example Bridge 2022-08-01', ...parts });

const token = (transfer: Transfer): Transfer => ({ ...transfer, channel: 'token' });

describe('a possible victim', () => {
  // Block 1 was made on 2022-04-15.
  const paid = (day: number, amount = 100n) => ether(SUBJECT, THIEF, amount, day * DAY);
  const income = ether(KRAKEN, SUBJECT, 1_000n, 1);
  const isVictim = (facts: readonly LedgerFact[], claims = [theft(), kraken]) =>
    signalsOf('possible-victim', { facts: [income, ...facts], claims }).length > 0;

  it('sent value to a theft or ransom account as its first contact', () => {
    expect(isVictim([paid(5)])).toBe(true);
    expect(isVictim([paid(5)], [theft({ category: 'ransom' }), kraken])).toBe(true);
    expect(isVictim([paid(5)], [theft({ category: 'laundering' }), kraken])).toBe(false);
  });

  it('is nobody whom the account had paid before, unless it happened around the event', () => {
    const wage = (amount: bigint) => ether(THIEF, SUBJECT, amount, 2 * DAY);
    expect(isVictim([wage(50n), paid(5)])).toBe(false);
    // The event was 108 days after block 0, less 8 hours.
    expect(isVictim([wage(50n), paid(79)])).toBe(true);
    expect(isVictim([wage(50n), paid(77)])).toBe(false);
    expect(isVictim([wage(50n), paid(137)])).toBe(true);
    expect(isVictim([wage(50n), paid(139)])).toBe(false);
    expect(isVictim([wage(50n), paid(79)], [theft({ event: 'Example' }), kraken])).toBe(false);
  });

  it('stays one when the account had sent it dust, or pays it later', () => {
    expect(isVictim([ether(THIEF, SUBJECT, 2n, 2 * DAY), paid(5)])).toBe(true);
    expect(isVictim([ether(THIEF, SUBJECT, 3n, 2 * DAY), paid(5)])).toBe(false);
    expect(isVictim([paid(5), ether(THIEF, SUBJECT, 50n, 6 * DAY)])).toBe(true);
    const greeted = [paid(1, 0n), ether(THIEF, SUBJECT, 50n, 2 * DAY)];
    expect(isVictim([...greeted, paid(5)])).toBe(false);
  });

  it('paid at most 30 days from the event, to the second', () => {
    const wage = ether(THIEF, SUBJECT, 50n, 2 * DAY);
    const event = Date.UTC(2022, 7, 1) / 1000;
    const paidOn = (seconds: number) =>
      isVictim([wage, { ...paid(79), timeSeconds: event + seconds }]);
    const days = 30 * 86_400;
    expect([paidOn(-days), paidOn(days)]).toEqual([true, true]);
    expect([paidOn(-days - 1), paidOn(days + 1)]).toEqual([false, false]);
  });

  it('paid before it was paid, and not in the same moment', () => {
    const wage = ether(THIEF, SUBJECT, 50n, 5 * DAY);
    expect(isVictim([{ ...wage, timeSeconds: paid(5).timeSeconds + 1 }, paid(5)])).toBe(true);
    expect(isVictim([{ ...wage, timeSeconds: paid(5).timeSeconds }, paid(5)])).toBe(false);
  });

  it('lost more than dust', () => {
    expect(isVictim([paid(5, 3n)])).toBe(true);
    expect(isVictim([paid(5, 2n)])).toBe(false);
  });
});

describe('dust contact', () => {
  const claims = [claim(THIEF), kraken];
  const income = ether(KRAKEN, SUBJECT, 1_000n, 1);
  const told = (...facts: readonly LedgerFact[]) =>
    signalsOf('dust-contact', { facts: [income, ...facts], claims }).map(
      ({ sentence }) => sentence,
    );

  it('says which way it went, and whether anything came at all', () => {
    expect(told(ether(THIEF, SUBJECT, 2n, 5))).toEqual([
      'Dust came from an account attributed to Lazarus Group; anyone can send that.',
    ]);
    expect(told(ether(THIEF, SUBJECT, 0n, 5))).toEqual([
      'An empty message came from an account attributed to Lazarus Group; anyone can send that.',
    ]);
    expect(told(ether(SUBJECT, THIEF, 2n, 5))).toEqual([
      'Dust went to an account attributed to Lazarus Group.',
    ]);
    expect(told(ether(SUBJECT, THIEF, 0n, 5))).toEqual([
      'An empty message went to an account attributed to Lazarus Group.',
    ]);
    expect(told(ether(THIEF, SUBJECT, 50n, 5))).toEqual([]);
  });

  it('never calls straight what came through others', () => {
    const facts = [
      ether(THIEF, MIDDLE, 2n, 2),
      ether(KRAKEN, MIDDLE, 998n, 3),
      ether(MIDDLE, SUBJECT, 1_000n, 20 * DAY),
    ];
    expect(told(...facts)).toEqual([
      'No more than dust of what came through others came from an account attributed to Lazarus Group.',
    ]);
  });

  it('is no row that somebody else wrote in the name of the wallet', () => {
    const fee = ether(SUBJECT, null, 1n, 3);
    const row = token(ether(SUBJECT, THIEF, 0n, 5));
    expect(told(row)).toHaveLength(1);
    expect(told(fee, row)).toHaveLength(0);
    expect(told(fee, { ...row, txId: fee.txId })).toHaveLength(1);
    expect(told(fee, row, ether(SUBJECT, THIEF, 0n, 9))).toHaveLength(1);
    const through = [ether(SUBJECT, MIDDLE, 100n, 20), ether(MIDDLE, THIEF, 2n, 20 * DAY)];
    expect(told(fee, row, ...through)).toEqual([
      'No more than dust of what went on through others went to an account attributed to Lazarus Group.',
    ]);
    expect(told(fee, row, ether(THIEF, SUBJECT, 2n, 9))).toEqual([
      'Dust came from an account attributed to Lazarus Group; anyone can send that.',
    ]);
  });
});
