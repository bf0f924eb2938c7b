import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import { CapabilityError, IntegrityError } from '../../../src/core/errors.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { AccountSource } from '../../../src/screening/ports.js';
import { editing, firstItem, on, startBlockscout } from '../../support/blockscoutBench.js';
import { type FaultScript, jsonBody, webPage } from '../../support/faultServer.js';
import {
  chainNamed,
  evmAccount,
  failureOf,
  noDeadline,
  tokenAsset,
  transfer,
} from '../../support/sourceBench.js';

const TX = `0x${'a'.repeat(64)}`;
const OTHER_TX = `0x${'b'.repeat(64)}`;

/** A transaction that pays a contract, which pays on and moves two tokens, and one of somebody else. */
function facts(calls = 1): readonly Transfer[] {
  const part = (parts: Partial<Transfer>) => transfer({ txId: TX, ...parts });
  return [
    transfer({ txId: OTHER_TX, channel: 'token', asset: tokenAsset(7), amount: 9n }),
    part({ channel: 'fee', to: null, amount: 21n }),
    part({ amount: 5n }),
    ...Array.from({ length: calls }, (_, at) =>
      part({ channel: 'internal', from: evmAccount(2), to: evmAccount(3), amount: BigInt(at + 1) }),
    ),
    part({ channel: 'token', asset: tokenAsset(8), from: evmAccount(2), to: evmAccount(1) }),
    part({ channel: 'token', asset: tokenAsset(8), from: evmAccount(2), to: evmAccount(1) }),
  ];
}

async function fetchTx(source: AccountSource, txId = TX) {
  let requests = 0;
  const onRequest = () => {
    requests += 1;
  };
  const found = await source.fetchTransaction({ txId, block: null, onRequest }, noDeadline());
  return { found, requests };
}

describe('one transaction of a Blockscout', () => {
  it('is whole, in order, with the places of its logs and calls', async () => {
    const { source, server } = await startBlockscout({ facts: facts() });
    const { found, requests } = await fetchTx(source);
    expect(found?.map(({ channel, amount, index }) => `${channel} ${amount} ${index}`)).toEqual([
      'fee 21 #1',
      'native 5 #1',
      'internal 1 1',
      'token 1 1',
      'token 1 2',
    ]);
    expect(new Set(found?.map(({ txIndex, height }) => `${txIndex} ${height}`)).size).toBe(1);
    expect(requests).toBe(3);
    expect(source.requestsPerTransaction).toBe(3);
    expect(server.requests).toHaveLength(3);
  });

  it('has the indexes of its movements in the histories of its parties', async () => {
    const { source } = await startBlockscout({ facts: facts() });
    const { found } = await fetchTx(source);
    for (const channel of ['native', 'internal', 'token'] as const) {
      const { facts: listed } = await source.fetchHistoryPage(
        { account: evmAccount(2), channel, interval: { from: 0, to: 2_000_000 }, cursor: null },
        noDeadline(),
      );
      const indexes = (list: readonly { readonly kind: string }[]) =>
        list.flatMap((fact) =>
          'index' in fact && 'channel' in fact && fact.channel === channel ? [fact.index] : [],
        );
      const ofTx = listed.filter(({ txId }) => txId === TX);
      expect(indexes(ofTx).toSorted()).toEqual(indexes(found ?? []).toSorted());
    }
  });

  it('is read over several pages', async () => {
    const { source } = await startBlockscout({ facts: facts(120) });
    const { found, requests } = await fetchTx(source);
    expect(found?.filter(({ channel }) => channel === 'internal')).toHaveLength(120);
    expect(requests).toBe(5);
  });

  it.each([
    { calls: 20, pageSize: 1, isRead: true },
    { calls: 21, pageSize: 1, isRead: false },
  ])('has at most 20 pages of calls: $calls', async ({ calls, pageSize, isRead }) => {
    const { source } = await startBlockscout({ facts: facts(calls), pageSize });
    const outcome = isRead ? await fetchTx(source) : await failureOf(fetchTx(source));
    if (!isRead) expect(outcome).toBeInstanceOf(CapabilityError);
  });

  it('moves only its fee where it failed, and costs one request', async () => {
    const { source } = await startBlockscout({
      facts: facts(),
      script: editing(TX, (body) => body.replace('"status":"ok"', '"status":"error"')),
    });
    const { found, requests } = await fetchTx(source);
    expect(found?.map(({ channel }) => channel)).toEqual(['fee']);
    expect(requests).toBe(1);
  });

  it('is none where the instance does not have it, or no block holds it', async () => {
    const { source } = await startBlockscout({ facts: facts() });
    expect((await fetchTx(source, `0x${'c'.repeat(64)}`)).found).toBeNull();
    const pending = await startBlockscout({
      facts: facts(),
      script: editing(TX, (body) => body.replace(/"block_number":\d+/, '"block_number":null')),
    });
    expect((await fetchTx(pending.source)).found).toBeNull();
  });

  it.each([
    { what: 'a web page', fault: webPage(200) },
    { what: 'no such route', fault: jsonBody('{"message":"nothing here"}', 404) },
  ])('is not called missing for $what', async ({ fault }) => {
    const { source } = await startBlockscout({ facts: facts(), script: on(TX, fault) });
    await failureOf(fetchTx(source));
  });

  const LIES: readonly { readonly what: string; readonly script: FaultScript }[] = [
    { what: 'another transaction', script: editing(TX, (body) => body.replaceAll(TX, OTHER_TX)) },
    {
      what: 'calls of another transaction',
      script: editing('/internal-transactions', (body) => body.replaceAll(TX, OTHER_TX)),
    },
    {
      what: 'tokens of another block',
      script: editing('/token-transfers', firstItem({ block_number: 5 })),
    },
    {
      what: 'one call twice',
      script: editing('/internal-transactions', (body) => {
        const page = JSON.parse(body);
        return JSON.stringify({ ...page, items: [...page.items, ...page.items] });
      }),
    },
  ];
  it.each(LIES)('is not believed with $what', async ({ script }) => {
    const { source } = await startBlockscout({ facts: facts(), script });
    expect(await failureOf(fetchTx(source))).toBeInstanceOf(IntegrityError);
  });
});

describe('balances of a Blockscout', () => {
  const native = nativeAssetId(chainNamed('ethereum'));

  it('are those of the coin and of listed tokens, and null for what is not listed', async () => {
    const { source } = await startBlockscout({ facts: facts() });
    const signal = noDeadline();
    expect(await source.fetchBalance(evmAccount(2), native, signal)).toBe(4n);
    expect(await source.fetchBalance(evmAccount(1), tokenAsset(8), signal)).toBe(2n);
    expect(await source.fetchBalance(evmAccount(1), tokenAsset(99), signal)).toBeNull();
  });

  it('are null where the instance has not counted, or never saw the account', async () => {
    const account = evmAccount(2);
    const uncounted = await startBlockscout({
      script: ({ url }) =>
        url.pathname.includes('/addresses/')
          ? {
              kind: 'edit',
              edit: (body) => body.replace(/"coin_balance":"\d+"/, '"coin_balance":null'),
            }
          : null,
    });
    expect(await uncounted.source.fetchBalance(account, native, noDeadline())).toBeNull();
    const unseen = await startBlockscout({
      script: ({ url }) =>
        url.pathname.includes('/addresses/') ? jsonBody('{"message":"Not found"}', 404) : null,
    });
    expect(await unseen.source.fetchBalance(account, native, noDeadline())).toBeNull();
    expect(await unseen.source.fetchBalance(account, tokenAsset(8), noDeadline())).toBeNull();
  });

  it('are not those of another address, nor of an NFT', async () => {
    const lying = await startBlockscout({
      script: ({ url }) =>
        url.pathname.includes('/addresses/')
          ? { kind: 'edit', edit: (body) => body.replace(/"hash":"0x0/, '"hash":"0x9') }
          : null,
    });
    const ask = lying.source.fetchBalance(evmAccount(2), native, noDeadline());
    expect(await failureOf(ask)).toBeInstanceOf(IntegrityError);
    const numbered = await startBlockscout({
      facts: facts(),
      script: editing('/token-balances', (body) =>
        body.replace('"token_id":null', '"token_id":"4"'),
      ),
    });
    const { source } = numbered;
    expect(await source.fetchBalance(evmAccount(1), tokenAsset(8), noDeadline())).toBeNull();
  });
});
