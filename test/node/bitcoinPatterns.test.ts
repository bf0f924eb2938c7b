import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  type BitcoinNode,
  type NodeKey,
  nodeKey,
  type Outpoint,
  startBitcoinNode,
} from '../support/bcoinNode.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { accountAt } from '../support/liveSources.js';
import type { TestApp } from '../support/openTestApp.js';
import { openAppOfNode } from './openAppOfNode.js';

const COIN = 100_000_000;
const FEE = 10_000;

const listed = nodeKey('somebody on a list');
const exchange = nodeKey('an exchange');
const miner = nodeKey('a miner');

let node: BitcoinNode;
let esplora: LoopbackServer;
let app: TestApp;

/** An output, whose it is and what it is worth. */
interface Coin {
  readonly key: NodeKey;
  readonly coin: Outpoint;
  readonly value: number;
}

/** Pays from some coins to keys, mines it, and gives the new coins. Order: as paid. */
async function pay(
  from: readonly Coin[],
  to: readonly (readonly [key: NodeKey, value: number])[],
): Promise<readonly Coin[]> {
  const hash = await node.pay({
    spends: from.map(({ key, coin }) => ({ key, coin })),
    outputs: to.map(([key, value]) => ({ to: key, value })),
  });
  await node.mine(miner, 1);
  return to.map(([key, value], index) => ({ key, value, coin: { hash, index } }));
}

/** The oldest coin of a key that nothing spends yet. */
async function oldestOf(key: NodeKey): Promise<Coin> {
  const [found] = await node.listCoins(key.address);
  if (found === undefined) throw new Error('Nothing was mined.');
  const { hash, index, value } = found;
  return { key, value, coin: { hash, index } };
}

function first(coins: readonly Coin[], at = 0): Coin {
  const coin = coins[at];
  if (coin === undefined) throw new Error('The payment has no such output.');
  return coin;
}

/** Three people, one of whom the listed account paid, join their payments; one is paid on to a subject. */
async function playJoin(
  word: string,
  from: { readonly listed: Coin; readonly exchange: Coin },
  equal: readonly [number, number, number],
) {
  const people = [1, 2, 3].map((at) => nodeKey(`${word} person ${at}`, 'segwit'));
  const fresh = [1, 2, 3].map((at) => nodeKey(`${word} fresh ${at}`, 'segwit'));
  const change = [1, 2, 3].map((at) => nodeKey(`${word} change ${at}`, 'segwit'));
  const [one, two, three] = people;
  if (one === undefined || two === undefined || three === undefined) throw new Error('nobody');
  const byListed = await pay(
    [from.listed],
    [
      [one, 7 * COIN],
      [listed, from.listed.value - 7 * COIN - FEE],
    ],
  );
  const byExchange = await pay(
    [from.exchange],
    [
      [two, 9 * COIN],
      [three, 6 * COIN],
      [exchange, from.exchange.value - 15 * COIN - FEE],
    ],
  );
  const join = await pay(
    [first(byListed), first(byExchange), first(byExchange, 1)],
    [
      ...fresh.map((key, at) => [key, equal[at] ?? 0] as const),
      ...change.map((key, at) => [key, ([2, 4, 1][at] ?? 0) * COIN - 3_000 * (at + 1)] as const),
    ],
  );
  const subject = nodeKey(`${word} subject`, 'segwit');
  await pay([first(join)], [[subject, first(join).value - FEE]]);
  return {
    subject,
    paidOut: first(join, 1).key,
    behind: first(byListed).coin.hash,
    left: first(byListed, 1),
    rest: first(byExchange, 2),
  };
}

/** Ids and subjects of the scenes. */
const scenes = {
  join: { subject: miner, paidOut: miner, behind: '' },
  nearJoin: { subject: miner, paidOut: miner, behind: '' },
  peel: { subject: miner, steps: 6 },
  payout: { subject: miner },
};

beforeAll(async () => {
  node = await startBitcoinNode(Date.UTC(2024, 0, 1) / 1000);
  await node.mine(listed, 2);
  await node.mine(exchange, 2);
  // Witness outputs count from height 432 on.
  await node.mine(miner, 450);
  const join = await playJoin(
    'join',
    { listed: await oldestOf(listed), exchange: await oldestOf(exchange) },
    [5 * COIN, 5 * COIN, 5 * COIN],
  );
  const nearJoin = await playJoin('near', { listed: join.left, exchange: join.rest }, [
    5 * COIN,
    5 * COIN - 1,
    5 * COIN - 2,
  ]);
  Object.assign(scenes, { join, nearJoin });
  await playPeelChain();
  await playPayout();
  ({ app, esplora } = await openAppOfNode(node, { listed, exchange }));
});

afterAll(async () => {
  app?.close();
  await esplora?.close();
  await node?.stop();
});

/** The listed account's coin is peeled: round sums to shops, the rest to a fresh address each time. */
async function playPeelChain(): Promise<void> {
  const mined = await oldestOf(listed);
  let left = first(await pay([mined], [[nodeKey('peel 0', 'segwit'), mined.value - FEE]]));
  for (let step = 1; step <= scenes.peel.steps; step += 1) {
    const next: readonly [NodeKey, number] = [
      nodeKey(`peel ${step}`, 'segwit'),
      left.value - COIN / 10 - FEE - 77,
    ];
    left = first(await pay([left], [[nodeKey(`shop ${step}`), COIN / 10], next]), 1);
  }
  const subject = nodeKey('peel subject', 'segwit');
  await pay([left], [[subject, left.value - FEE]]);
  scenes.peel = { ...scenes.peel, subject };
}

/** An exchange fills two hot addresses without a label; they pay six customers at once. */
async function playPayout(): Promise<void> {
  const coin = await oldestOf(exchange);
  const [hot, warm] = [nodeKey('hot', 'segwit'), nodeKey('warm', 'segwit')];
  const half = Math.floor(coin.value / 2) - FEE;
  const filled = await pay(
    [coin],
    [
      [hot, half],
      [warm, half],
    ],
  );
  const subject = nodeKey('customer', 'segwit');
  const others = [1, 2, 3, 4, 5].map((at) => nodeKey(`customer ${at}`, 'segwit'));
  const sums = [COIN, COIN, COIN, 3 * COIN, 45_678_901];
  const paid = sums.reduce((sum, value) => sum + value, COIN);
  await pay(filled, [
    [subject, COIN],
    ...others.map((key, at) => [key, sums[at] ?? 0] as const),
    [hot, 2 * half - paid - FEE],
  ]);
  scenes.payout = { subject };
}

function incomingOf({ exposures }: ScreeningDocument) {
  return exposures.filter(({ direction }) => direction === 'incoming');
}

function signalsOf({ signals }: ScreeningDocument, kind: string) {
  return signals.filter((signal) => signal.kind === kind);
}

/** Which transactions were asked for while an address was screened. */
async function askedFor(address: string) {
  const before = esplora.requests.length;
  const document = await app.screen(address);
  return { document, requests: esplora.requests.slice(before) };
}

describe('a CoinJoin of several keys on a Bitcoin node', () => {
  it('carries no exposure, and nothing behind it is asked for', async () => {
    const { document, requests } = await askedFor(scenes.join.subject.address);
    expect(document.exposures).toEqual([]);
    expect(document.gaps).toEqual([]);
    expect(document.decision).toBe('proceed');
    expect(requests.filter((path) => path.includes(scenes.join.behind))).toEqual([]);
  });

  it('is told to whom it paid, with detector and confidence, and stops nothing', async () => {
    const document = await app.screen(scenes.join.paidOut.address);
    const [signal, ...others] = signalsOf(document, 'coinjoin');
    expect(others).toEqual([]);
    expect(signal).toMatchObject({ account: accountAt(scenes.join.paidOut.address, 'bitcoin') });
    expect(signal?.sentence).toMatch(/confidence 49 of 100.*Detector: joinmarket/);
    const findings = document.findings.filter(({ ruleId }) => ruleId === 'coinjoin');
    expect(findings).toMatchObject([{ severity: 'info' }]);
    expect(document.decision).toBe('proceed');
  });

  it('is a payment like any other where the equal outputs differ by a satoshi', async () => {
    const { document, requests } = await askedFor(scenes.nearJoin.subject.address);
    expect(incomingOf(document)).toMatchObject([{ entity: 'Lazarus Group', minHops: 3 }]);
    expect(requests.some((path) => path.includes(scenes.nearJoin.behind))).toBe(true);
    const paidOut = await app.screen(scenes.nearJoin.paidOut.address);
    expect(signalsOf(paidOut, 'coinjoin')).toEqual([]);
  });
});

describe('a peel chain on a Bitcoin node', () => {
  it('is followed as one owner, beyond the depth of the policy', async () => {
    const document = await app.screen(scenes.peel.subject.address);
    const raw = scenes.peel.steps + 2;
    expect(incomingOf(document)).toMatchObject([{ entity: 'Lazarus Group', minHops: raw }]);
    const fired = document.findings.map(({ ruleId }) => ruleId);
    expect(fired).toContain('dprk-incoming-two-hops');
  });
});

describe('a batch payout on a Bitcoin node', () => {
  it('is no CoinJoin though half of its sums are equal: it leads to the exchange', async () => {
    const document = await app.screen(scenes.payout.subject.address);
    expect(signalsOf(document, 'coinjoin')).toEqual([]);
    const origins = document.composition.incoming.filter(({ asset }) => asset !== 'usd');
    expect(origins).toMatchObject([{ origin: 'service', entity: 'Exchange', amount: `${COIN}` }]);
    expect(document.decision).toBe('proceed');
  });
});
