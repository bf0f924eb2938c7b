import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/core/errors.js';
import { parseFreezeLogs } from '../../../../src/sources/labels/importers/freezeList.js';

const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const WHOM = '098b716b8aaf21512996dc57eb0615e2383e2f96';

// The topics as the explorers' pages of the two tokens show them.
const ADDED = '0x42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc';
const REMOVED = '0xd7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c';
const BLACKLISTED = '0xffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855';
const UNBLACKLISTED = '0x117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e';

function log(fields: Record<string, unknown> = {}) {
  return {
    address: USDT,
    topics: [ADDED],
    data: `0x${'0'.repeat(24)}${WHOM}`,
    blockNumber: '0xdc0000',
    logIndex: '0x1',
    timeStamp: '0x62585000',
    transactionHash: `0x${'ab'.repeat(32)}`,
    ...fields,
  };
}

function parse(...logs: readonly unknown[]) {
  const text = JSON.stringify({ status: '1', message: 'OK', result: logs });
  return parseFreezeLogs(text, { set: 'freezes', chainName: 'ethereum' });
}

describe('an issuer’s freeze list', () => {
  it('is what the token’s own events say, with the account in the data or in a topic', () => {
    const circle = log({
      address: USDC,
      topics: [BLACKLISTED, `0x${'0'.repeat(24)}${WHOM}`],
      data: '0x',
      logIndex: '0x2',
    });
    expect(parse(log(), circle).rows).toMatchObject([
      {
        account: `eip155:1:0x${WHOM}`,
        entity: 'Frozen by Tether (USDT)',
        category: 'frozen',
        use: 'note',
        actor: null,
        listedOn: '2022-04-14',
        delistedOn: null,
      },
      { account: `eip155:1:0x${WHOM}`, entity: 'Frozen by Circle (USDC)' },
    ]);
  });

  it('is replayed in the chain’s order: the last event of an account counts', () => {
    const released = log({ topics: [REMOVED], blockNumber: '0xdc0001', timeStamp: '0x63000000' });
    expect(parse(released, log()).rows).toMatchObject([
      { listedOn: '2022-04-14', delistedOn: '2022-08-19' },
    ]);
    const again = log({ blockNumber: '0xdc0002', timeStamp: '0x64000000' });
    expect(parse(again, released, log()).rows).toMatchObject([
      { listedOn: '2023-03-02', delistedOn: null },
    ]);
  });

  it('orders events of one block by their index, the first of which may be written as 0x', () => {
    const first = log({ logIndex: '0x' });
    const second = log({ topics: [REMOVED], logIndex: '0x1' });
    expect(parse(second, first).rows).toMatchObject([{ delistedOn: '2022-04-14' }]);
    expect(
      parse(log({ topics: [REMOVED], logIndex: '0x' }), second, log({ logIndex: '0x2' })).rows,
    ).toMatchObject([{ delistedOn: null }]);
  });

  it('does not let one issuer release what another froze', () => {
    const other = log({
      address: USDC,
      topics: [UNBLACKLISTED, `0x${'0'.repeat(24)}${WHOM}`],
      data: '0x',
      blockNumber: '0xdc0009',
    });
    expect(parse(log(), other).rows).toMatchObject([
      { entity: 'Frozen by Tether (USDT)', delistedOn: null },
      { entity: 'Frozen by Circle (USDC)', listedOn: null, delistedOn: '2022-04-14' },
    ]);
  });

  it('leaves out events of another kind, and of a contract that anybody could have made', () => {
    const { rows, leftOut } = parse(
      log({ topics: [`0x${'11'.repeat(32)}`] }),
      log({ address: `0x${'22'.repeat(20)}` }),
      log({ data: `0x${'ff'.repeat(32)}` }),
    );
    expect(rows).toEqual([]);
    expect(leftOut.map(({ problem }) => problem)).toEqual([
      'It is no event that freezes or releases an account.',
      'Its contract is none of an issuer that is known here.',
      'It names no account.',
    ]);
  });

  it('says up to which day it reaches', () => {
    const later = log({ blockNumber: '0xdc0002', timeStamp: '0x64000000' });
    expect(parse(later, log()).asOf).toBe('2023-03-02');
    expect(parse().asOf).toBeNull();
  });

  it.each([
    '',
    '<html>',
    '{"status":"0","message":"NOTOK","result":"Max rate limit reached"}',
    '[1]',
  ])('is refused where it is %j', (text) => {
    const read = () => parseFreezeLogs(text, { set: 'f', chainName: 'ethereum' });
    expect(read).toThrow(DecodeError);
  });

  it('is refused for a chain without such events', () => {
    expect(() => parseFreezeLogs('[]', { set: 'f', chainName: 'bitcoin' })).toThrow(DecodeError);
  });

  it('is refused where the reply is as long as an explorer makes one, for its end may be missing', () => {
    const many = (count: number) => Array.from({ length: count }, () => log());
    expect(parse(...many(999)).rows).toHaveLength(1);
    expect(() => parse(...many(1_000))).toThrow(/as many as an explorer gives/);
    const together = JSON.stringify(many(2_000));
    const asked = { set: 'freezes', chainName: 'ethereum' };
    expect(parseFreezeLogs(together, asked).rows).toHaveLength(1);
  });

  it('is refused where a time is none, as a file that cannot be read', () => {
    expect(() => parse(log({ timeStamp: '9'.repeat(40) }))).toThrow(DecodeError);
    expect(() => parse(log({ timeStamp: `0x${'f'.repeat(40)}` }))).toThrow(DecodeError);
  });
});
