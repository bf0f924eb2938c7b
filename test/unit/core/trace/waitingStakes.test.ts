import { expect, it } from 'vitest';
import type { WaitingStake } from '../../../../src/core/trace/stake.js';
import { mergeStakes } from '../../../../src/core/trace/stake.js';
import { WaitingStakes } from '../../../../src/core/trace/waitingStakes.js';
import { BTC, ETH, ether, evmAccount } from '../../../support/world.js';

const stakeOf = (stake: bigint, parts: Partial<WaitingStake> = {}): WaitingStake => ({
  tx: '0x1',
  asset: ETH,
  of: ETH,
  towards: evmAccount(1),
  beside: evmAccount(1),
  fact: ether(evmAccount(2), evmAccount(1), 1n, 1),
  stake,
  ...parts,
});

it('stakes that wait are told apart by asset, and taken once', () => {
  const [waiting, elsewhere] = [new WaitingStakes(), new WaitingStakes()];
  expect(waiting.add(stakeOf(3n))).toBe(3n);
  expect(waiting.add(stakeOf(4n, { of: BTC }))).toBe(4n);
  expect(waiting.add(stakeOf(5n))).toBe(8n);
  expect(elsewhere.add(stakeOf(9n))).toBe(9n);
  expect(waiting.assets()).toEqual([ETH, BTC]);
  expect(waiting.sumOf(ETH)).toBe(8n);
  expect(waiting.take(ETH).map(({ stake }) => stake)).toEqual([3n, 5n]);
  expect(waiting.take(ETH)).toEqual([]);
  expect(waiting.assets()).toEqual([BTC]);
  expect([waiting.sumOf(ETH), elsewhere.sumOf(ETH), elsewhere.sumOf(BTC)]).toEqual([0n, 9n, 0n]);
  expect(elsewhere.take(ETH).map(({ stake }) => stake)).toEqual([9n]);
  waiting.clear();
  expect([waiting.assets(), elsewhere.assets()]).toEqual([[], []]);
});

it('stakes are added up where nothing tells them apart', () => {
  const others: readonly Partial<WaitingStake>[] = [
    { tx: '0x2' },
    { asset: BTC },
    { of: BTC },
    { towards: evmAccount(3) },
    { beside: evmAccount(3) },
  ];
  const merged = mergeStakes([
    stakeOf(1n),
    ...others.map((parts) => stakeOf(10n, parts)),
    stakeOf(2n),
  ]);
  expect(merged.map(({ stake }) => stake)).toEqual([3n, 10n, 10n, 10n, 10n, 10n]);
});
