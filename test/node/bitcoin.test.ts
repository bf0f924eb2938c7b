import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  type BitcoinNode,
  type NodePayment,
  type NodeTx,
  nodeKey,
  type Outpoint,
  startBitcoinNode,
} from '../support/bcoinNode.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { accountAt, expectToAddUp, flowsOf } from '../support/liveSources.js';
import type { TestApp } from '../support/openTestApp.js';
import { openAppOfNode } from './openAppOfNode.js';

const COIN = 100_000_000;
const FEE = 10_000;

const listed = nodeKey('somebody on a list');
const exchange = nodeKey('an exchange');
const payer = nodeKey('a payer');
const subject = nodeKey('the subject', 'segwit');
const shop = nodeKey('a shop');
const miner = nodeKey('a miner');

let node: BitcoinNode;
let esplora: LoopbackServer;
let app: TestApp;
/** Ids of the payments, by what they are. */
const paid = { byListed: '', byExchange: '', toSubject: '', straight: '', onward: '', later: '' };

beforeAll(async () => {
  node = await startBitcoinNode(Date.UTC(2024, 0, 1) / 1000);
  await node.mine(listed, 1);
  await node.mine(exchange, 2);
  // Witness outputs count from height 432 on.
  await node.mine(miner, 450);
  await playScene();
  ({ app, esplora } = await openAppOfNode(node, { listed, exchange }));
});

afterAll(async () => {
  app?.close();
  await esplora?.close();
  await node?.stop();
});

/** Two incomes are mixed by a payer, who pays the subject and keeps change; the subject spends on. */
async function playScene(): Promise<void> {
  const [mined] = await node.listCoins(listed.address);
  const [first, second] = await node.listCoins(exchange.address);
  if (mined === undefined || first === undefined || second === undefined) {
    throw new Error('Nothing was mined.');
  }
  paid.byListed = await node.pay({
    spends: [{ key: listed, coin: mined }],
    outputs: [
      { to: payer, value: 12 * COIN },
      { to: listed, value: mined.value - 12 * COIN - FEE },
    ],
  });
  await node.mine(miner, 1);
  paid.byExchange = await node.pay({
    spends: [{ key: exchange, coin: first }],
    outputs: [
      { to: exchange, value: first.value - 20 * COIN - FEE },
      { to: payer, value: 20 * COIN },
    ],
  });
  await node.mine(miner, 1);
  paid.toSubject = await node.pay({
    spends: [
      { key: payer, coin: { hash: paid.byExchange, index: 1 } },
      { key: payer, coin: { hash: paid.byListed, index: 0 } },
    ],
    outputs: [
      { to: subject, value: 25 * COIN },
      { to: payer, value: 7 * COIN - FEE },
    ],
  });
  paid.straight = await node.pay({
    spends: [{ key: exchange, coin: second }],
    outputs: [
      { to: subject, value: 3 * COIN },
      { to: exchange, value: second.value - 3 * COIN - FEE },
    ],
  });
  await node.mine(miner, 1);
  paid.onward = await node.pay({
    spends: [{ key: subject, coin: { hash: paid.toSubject, index: 0 } }],
    outputs: [
      { to: shop, value: 10 * COIN },
      { to: subject, value: 15 * COIN - FEE },
    ],
  });
  await node.mine(miner, 8);
}

async function txOf(txId: string): Promise<NodeTx> {
  const tx = await node.findTx(txId);
  if (tx === null) throw new Error('The node does not have the transaction.');
  return tx;
}

/** The payer pays the subject its change too. */
async function laterPayment(): Promise<NodePayment> {
  const coin = { hash: paid.toSubject, index: 1 };
  const value = Number(await worthOf(coin)) - FEE;
  return { spends: [{ key: payer, coin }], outputs: [{ to: subject, value }] };
}

async function balanceOf(address: string): Promise<bigint> {
  const coins = await node.listCoins(address);
  return coins.reduce((sum, { value }) => sum + BigInt(value), 0n);
}

/** What the node says that a transaction's output is worth. */
async function worthOf({ hash, index }: Outpoint): Promise<bigint> {
  const output = (await txOf(hash)).outputs[index];
  if (output === undefined) throw new Error('The transaction has no such output.');
  return BigInt(output.value);
}

/** Values of a transaction's inputs as the node has them. Order: the transaction's. */
async function inputsOf(txId: string): Promise<readonly { from: string; value: bigint }[]> {
  const { inputs } = await txOf(txId);
  return inputs.map(({ prevout, coin }) => ({
    from: prevout.hash,
    value: BigInt(coin?.value ?? 0),
  }));
}

/** The part of a transaction's inputs that one earlier transaction made, of some of its value. */
async function haircutOf(part: { txId: string; madeBy: string; value: bigint }): Promise<bigint> {
  const inputs = await inputsOf(part.txId);
  const whole = inputs.reduce((sum, { value }) => sum + value, 0n);
  const made = inputs.filter(({ from }) => from === part.madeBy);
  return (part.value * made.reduce((sum, { value }) => sum + value, 0n)) / whole;
}

function amountsOf({ totals }: ScreeningDocument) {
  const [received] = totals.incoming.received;
  const [sent] = totals.outgoing.sent;
  return { received: BigInt(received?.amount ?? 0), sent: BigInt(sent?.amount ?? 0) };
}

function listedExposureOf({ exposures }: ScreeningDocument) {
  const [exposure, ...others] = exposures.filter(({ direction }) => direction === 'incoming');
  if (exposure === undefined) throw new Error('No exposure was told.');
  expect(others).toEqual([]);
  return exposure;
}

describe('a Bitcoin node’s chain, screened through an Esplora server', () => {
  it('tells what the node says that the subject received, spent and still has', async () => {
    const document = await app.screen(subject.address);
    expectToAddUp(document);
    const { received, sent } = amountsOf(document);
    expect(received).toBe(
      (await worthOf({ hash: paid.toSubject, index: 0 })) +
        (await worthOf({ hash: paid.straight, index: 0 })),
    );
    expect(received - sent).toBe(await balanceOf(subject.address));
    expect(await node.isUnspent({ hash: paid.toSubject, index: 0 })).toBe(false);
    const { hash, height } = node.tip();
    expect(Object.values(document.anchors)).toMatchObject([{ height, hash }]);
  });

  it('splits the payer’s payment by its inputs as the node lists them', async () => {
    const exposure = listedExposureOf(await app.screen(subject.address));
    const value = await worthOf({ hash: paid.toSubject, index: 0 });
    const inputs = await inputsOf(paid.toSubject);
    expect(inputs.map(({ from }) => from)).toEqual([paid.byExchange, paid.byListed]);
    const haircut = await haircutOf({ txId: paid.toSubject, madeBy: paid.byListed, value });
    // First in, first out: the subject's output takes all of the first input and the rest of the second.
    const fifo = value - (inputs[0]?.value ?? 0n);
    expect(exposure).toMatchObject({ entity: 'Lazarus Group', kind: 'indirect', minHops: 2 });
    expect(exposure.amounts).toMatchObject([{ haircut: `${haircut}`, fifo: `${fifo}` }]);
  });

  it('shows the node’s own transactions as the evidence', async () => {
    const exposure = listedExposureOf(await app.screen(subject.address));
    const account = (address: string) => accountAt(address, 'bitcoin');
    const hops = exposure.paths[0]?.hops.map(({ from, to, txId }) => ({ from, to, txId }));
    expect(hops).toEqual([
      { from: account(listed.address), to: account(payer.address), txId: paid.byListed },
      { from: account(payer.address), to: account(subject.address), txId: paid.toSubject },
    ]);
  });

  it('follows what the subject spent to where the node says that it lies', async () => {
    const { composition } = await app.screen(subject.address);
    const { fee } = await txOf(paid.onward);
    const ends = composition.outgoing.filter(({ asset }) => asset !== 'usd');
    expect(await node.isUnspent({ hash: paid.onward, index: 0 })).toBe(true);
    expect(ends.map(({ end, amount }) => [end, amount]).sort()).toEqual([
      ['fee', `${fee}`],
      ['held', `${await balanceOf(shop.address)}`],
    ]);
  });

  it('does not count what no block holds yet, paid to the subject or spent behind it', async () => {
    const before = await app.screen(subject.address);
    paid.later = await node.pay(await laterPayment());
    const spent = { hash: paid.onward, index: 0 };
    const onward = await node.pay({
      spends: [{ key: shop, coin: spent }],
      outputs: [{ to: miner, value: Number(await worthOf(spent)) - FEE }],
    });
    for (const txId of [paid.later, onward]) expect((await txOf(txId)).height).toBe(-1);
    const after = await app.screen(subject.address);
    expect(flowsOf(after)).toEqual(flowsOf(before));
    expect(after.composition).toEqual(before.composition);
  });

  it('counts it with the next block', async () => {
    const before = amountsOf(await app.screen(subject.address));
    await node.mine(miner, 1);
    const after = await app.screen(subject.address);
    expectToAddUp(after);
    const { received, sent } = amountsOf(after);
    const added = await worthOf({ hash: paid.later, index: 0 });
    expect(received).toBe(before.received + added);
    expect(received - sent).toBe(await balanceOf(subject.address));
    const { toSubject: txId, byListed: madeBy } = paid;
    const first = await worthOf({ hash: txId, index: 0 });
    const haircut =
      (await haircutOf({ txId, madeBy, value: first })) +
      (await haircutOf({ txId, madeBy, value: added }));
    expect(listedExposureOf(after).amounts).toMatchObject([{ haircut: `${haircut}` }]);
  });

  it('forgets it when a longer branch lacks it, and counts it again when it is mined anew', async () => {
    const before = await app.screen(subject.address);
    const added = await worthOf({ hash: paid.later, index: 0 });
    await node.replaceNewestBlock(shop);
    expect(await node.findTx(paid.later)).toBeNull();
    const without = amountsOf(await app.screen(subject.address));
    expect(without.received).toBe(amountsOf(before).received - added);
    expect(without.received - without.sent).toBe(await balanceOf(subject.address));

    expect(await node.pay(await laterPayment())).toBe(paid.later);
    await node.mine(miner, 1);
    expect(flowsOf(await app.screen(subject.address))).toEqual(flowsOf(before));
  });

  it('holds the subject, and looks up what it needs alone', async () => {
    const document = await app.screen(subject.address);
    expect(document.decision).toBe('hold');
    expect(document.gaps).toEqual([]);
    for (const stranger of [shop, miner, exchange]) {
      expect(esplora.requests.filter((path) => path.includes(stranger.address))).toEqual([]);
    }
  });
});
