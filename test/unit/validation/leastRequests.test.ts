import { describe, expect, it } from 'vitest';
import type { Transfer, UtxoTx } from '../../../src/core/ledger.js';
import { btcAccount, evmAccount, transfer, utxoTx } from '../../support/sourceBench.js';
import { leastRequests, withoutChainProof } from '../../validation/leastRequests.js';

const addressOf = (number: number) => evmAccount(number).split(':')[2] ?? '';
const explorer = (action: string, number: number, page = 1) =>
  `/?module=account&action=${action}&address=${addressOf(number)}&page=${page}`;

const payments = (count: number): readonly Transfer[] =>
  Array.from({ length: count }, (_, at) => transfer({ txId: `0x${at}`, amount: 1n }));

describe('the least possible requests', () => {
  it('are one for each account and channel, even where nothing is', () => {
    const asked = ['txlist', 'txlistinternal', 'tokentx'].map((action) => explorer(action, 1));
    expect(leastRequests(asked, [])).toBe(3);
  });

  it('are a page for every thousand rows', () => {
    expect(leastRequests([explorer('txlist', 1)], payments(1_000))).toBe(1);
    expect(leastRequests([explorer('txlist', 1)], payments(1_001))).toBe(2);
    expect(leastRequests([explorer('txlist', 9)], payments(1_001))).toBe(1);
  });

  it('count what was asked twice once', () => {
    const asked = [explorer('txlist', 1), explorer('txlist', 1, 2), '/?action=tip', '/?action=tip'];
    expect(leastRequests(asked, payments(3))).toBe(2);
  });

  it('are a page for every 25 transactions of a Bitcoin address, and none for counting them', () => {
    const address = btcAccount(1).split(':')[2] ?? '';
    const txs = (count: number): readonly UtxoTx[] =>
      Array.from({ length: count }, (_, at) => utxoTx(at));
    const asked = [`/address/${address}/txs/chain`, `/address/${address}`];
    expect(leastRequests(asked, txs(25))).toBe(1);
    expect(leastRequests([...asked, `/address/${address}/txs/chain/ff`], txs(26))).toBe(2);
    expect(leastRequests(['/tx/ff', '/tx/ff', '/tx/ff/outspends'], [])).toBe(2);
  });
});

describe('the request that shows a source’s chain', () => {
  it('is left out, and no other', () => {
    const explorer = '/api?module=proxy&action=eth_getBlockByNumber&tag=0x';
    const asked = [`${explorer}a`, `${explorer}b`, '/block-height/10', '/block-height/11'];
    expect(withoutChainProof(asked, { height: 10 })).toEqual([`${explorer}b`, '/block-height/11']);
    expect(withoutChainProof(asked, null)).toEqual(asked);
  });
});
