import { describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../../src/core/account.js';
import { DecodeError } from '../../../src/core/errors.js';
import {
  blockscoutRows,
  editing,
  firstItem,
  ALL_HEIGHTS as interval,
  readBlockscout,
  startBlockscout,
} from '../../support/blockscoutBench.js';
import { evmAccount, failureOf, transfer, walk } from '../../support/sourceBench.js';

describe('rows of a Blockscout', () => {
  const amounts = (facts: readonly { readonly kind: string }[]) =>
    facts.flatMap((fact) =>
      'channel' in fact && 'amount' in fact ? [`${fact.channel} ${fact.amount}`] : [],
    );

  it('that no block holds are left out', async () => {
    const pending = { block_number: null, timestamp: null, status: null, position: null };
    const { source } = await startBlockscout({
      script: editing('/transactions', firstItem(pending)),
    });
    const { facts, pages } = await readBlockscout(source);
    expect(facts).toHaveLength(4);
    expect(pages.at(-1)?.covered).toEqual(interval);
  });

  it('that failed move only their fee', async () => {
    const failed = { status: 'error', fee: { type: 'actual', value: '77' } };
    const { source } = await startBlockscout({
      facts: blockscoutRows(1),
      script: editing('/transactions', firstItem(failed)),
    });
    expect(amounts((await readBlockscout(source)).facts)).toEqual(['fee 77']);
  });

  it('bring the fee of whoever sent, and of nobody else', async () => {
    const fee = { fee: { type: 'actual', value: '77' } };
    const { source } = await startBlockscout({
      facts: blockscoutRows(1),
      script: editing('/transactions', firstItem(fee)),
    });
    expect(amounts((await readBlockscout(source)).facts)).toEqual(['fee 77', 'native 1']);
    const account = evmAccount(2);
    const { facts } = await walk(source, { account, channel: 'native', interval });
    expect(amounts(facts)).toEqual(['native 1']);
  });

  it('that make a contract pay it', async () => {
    const made = { hash: addressOfAccount(evmAccount(9)) };
    const { source } = await startBlockscout({
      facts: blockscoutRows(1),
      script: editing('/transactions', firstItem({ to: null, created_contract: made })),
    });
    expect((await readBlockscout(source)).facts).toMatchObject([{ to: evmAccount(9), amount: 1n }]);
  });

  it.each([
    { what: 'the transaction itself', parts: { index: 0 } },
    {
      what: 'the making of a contract by the transaction itself',
      parts: { index: 0, type: 'create' },
    },
    { what: 'a delegatecall', parts: { type: 'delegatecall' } },
    { what: 'a staticcall', parts: { type: 'staticcall' } },
    { what: 'a callcode', parts: { type: 'callcode' } },
    { what: 'a call that failed', parts: { success: false, error: 'out of gas' } },
    { what: 'a call of nothing', parts: { value: '0' } },
  ])('about $what move nothing', async ({ parts }) => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(1, 'internal'),
      script: editing('/internal-transactions', firstItem(parts)),
    });
    expect((await readBlockscout(source, 'internal')).facts).toEqual([]);
  });

  it.each(['call', 'create', 'create2', 'selfdestruct'])('about a %s move value', async (type) => {
    const made = { hash: addressOfAccount(evmAccount(9)) };
    const { source } = await startBlockscout({
      facts: blockscoutRows(1, 'internal'),
      script: editing('/internal-transactions', firstItem({ type, created_contract: made })),
    });
    const to = type.startsWith('create') ? evmAccount(9) : evmAccount(2);
    expect((await readBlockscout(source, 'internal')).facts).toMatchObject([
      { to, amount: 1n, index: '1' },
    ]);
  });

  it('about a call of a kind that nobody knows are not guessed at', async () => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(1, 'internal'),
      script: editing('/internal-transactions', firstItem({ type: 'teleport' })),
    });
    expect(await failureOf(readBlockscout(source, 'internal'))).toBeInstanceOf(DecodeError);
  });

  it.each([
    { token_type: 'ERC-721', total: { token_id: '5' } },
    { token_type: 'ERC-1155', total: { token_id: '5', value: '9', decimals: null } },
    { token_type: 'ERC-20', total: { token_id: '5', value: '9' } },
    {
      token_type: null,
      token: { type: 'ERC-721', address_hash: `0x${'7'.repeat(40)}` },
      total: null,
    },
  ])('of tokens without an amount are no amounts: %j', async (parts) => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(1, 'token'),
      script: editing('/token-transfers', firstItem(parts)),
    });
    expect((await readBlockscout(source, 'token')).facts).toEqual([]);
  });

  it('of several NFTs in one log stand at one place', async () => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(2, 'token'),
      script: editing('/token-transfers', (body) => {
        const page = JSON.parse(body);
        const nft = {
          ...page.items[0],
          token_type: 'ERC-1155',
          total: { token_id: '1', value: '1' },
        };
        return JSON.stringify({ ...page, items: [nft, nft, page.items[1]] });
      }),
    });
    expect((await readBlockscout(source, 'token')).facts).toHaveLength(1);
  });

  it('of tokens carry the place of their log, and need no decimals', async () => {
    const { source } = await startBlockscout({ facts: blockscoutRows(3, 'token') });
    const { facts } = await readBlockscout(source, 'token');
    expect(facts.map((fact) => (fact.kind === 'transfer' ? fact.index : ''))).toEqual([
      '2',
      '1',
      '0',
    ]);
  });

  it.each([
    ['total', { total: null }],
    ['total.value', { total: { value: '1e3' } }],
    ['token', { token: { type: 'ERC-20' } }],
    ['token.type', { token_type: null, token: null }],
    ['block_number', { block_number: null }],
    ['timestamp', { timestamp: 'yesterday' }],
    ['log_index', { log_index: '1' }],
  ])('of tokens are not guessed at without %s', async (_field, parts) => {
    const { source } = await startBlockscout({
      facts: blockscoutRows(1, 'token'),
      script: editing('/token-transfers', firstItem(parts)),
    });
    expect(await failureOf(readBlockscout(source, 'token'))).toBeInstanceOf(DecodeError);
  });

  it('of withdrawals come from nobody, in wei', async () => {
    const withdrawal = transfer({
      channel: 'withdrawal',
      from: null,
      to: evmAccount(1),
      amount: 7n,
    });
    const { source } = await startBlockscout({ facts: [withdrawal] });
    expect((await readBlockscout(source, 'withdrawal')).facts).toMatchObject([
      { channel: 'withdrawal', from: null, to: evmAccount(1), amount: 7n, txId: null, index: '0' },
    ]);
  });

  it('of withdrawals are those of Ethereum alone', async () => {
    const { source } = await startBlockscout({ chain: 'gnosis' }, { chain: 'gnosis' });
    expect(source.channels).toEqual(['native', 'internal', 'token']);
  });
});
