import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/core/errors.js';
import { parseExplorerLabels } from '../../../../src/sources/labels/importers/explorerLabels.js';

const THIEF = '0x47666fab8bd0ac7003bce3f5c3585383f09486e2';
const DEX = '0x7a250d5630b4cf539739df2c5dacb4c659f2488d';

function listed(...rows: readonly Record<string, unknown>[]) {
  return parseExplorerLabels(JSON.stringify(rows), 'tags');
}

describe('a dump of an explorer’s name tags', () => {
  it('is a list with one label a row', () => {
    const { rows } = listed({
      address: THIEF,
      chainId: 1,
      label: 'bybit-exploit',
      nameTag: 'Bybit Exploiter 1',
    });
    expect(rows).toMatchObject([
      {
        account: `eip155:1:${THIEF}`,
        entity: 'Bybit Exploiter 1',
        category: 'stolen-funds',
        authority: 'vendor',
        confidence: 0.4,
        use: 'exposure',
        source: `https://etherscan.io/address/${THIEF} (name tag of the explorer)`,
      },
    ]);
  });

  it('is read by its name tag where no label says what it is', () => {
    const tagged = (nameTag: string) =>
      listed({ address: THIEF, chainId: 1, label: 'blocked', nameTag }).rows;
    expect(tagged('Ronin Bridge Exploiter 2')).toMatchObject([{ category: 'stolen-funds' }]);
    expect(tagged('Exploited: Treasury')).toEqual([]);
  });

  it('never says who is behind an exploit, since a name tag does not', () => {
    const { rows } = listed({
      address: THIEF,
      chainId: 1,
      label: 'ronin-hack',
      nameTag: 'Lazarus',
    });
    expect(rows[0]).toMatchObject({ category: 'stolen-funds', actor: null });
  });

  it('is a table by address, its labels a list or a table', () => {
    const text = JSON.stringify({
      [DEX]: { name: 'Uniswap V2: Router 2', labels: ['uniswap', 'dex'] },
      [THIEF]: { name: 'Exploiter', labels: { heist: 'Heist' } },
    });
    expect(parseExplorerLabels(text, 'tags').rows).toMatchObject([
      { account: `eip155:1:${DEX}`, category: 'dex', use: 'service' },
      { account: `eip155:1:${THIEF}`, category: 'stolen-funds' },
    ]);
  });

  it('makes one claim of the labels of one account, and the gravest speaks', () => {
    const { rows } = listed(
      { address: THIEF, chainId: 1, label: 'exchange', nameTag: 'Some Exchange 2' },
      { address: THIEF.toUpperCase().replace('0X', '0x'), chainId: 1, label: 'heist' },
      { address: THIEF, chainId: 137, label: 'exchange', nameTag: 'Some Exchange 2' },
    );
    expect(rows.map(({ account, category }) => [account, category])).toEqual([
      [`eip155:1:${THIEF}`, 'stolen-funds'],
      [`eip155:137:${THIEF}`, 'exchange'],
    ]);
  });

  it('leaves out labels that are neither risk nor service, and chains that it cannot cite', () => {
    const { rows, leftOut } = listed(
      { address: THIEF, chainId: 1, label: 'cryptokitties' },
      { address: THIEF, chainId: 7_777_777, label: 'heist' },
      { address: '0x12', chainId: 1, label: 'heist' },
    );
    expect(rows).toEqual([]);
    expect(leftOut.map(({ problem }) => problem)).toEqual([
      'Its labels say neither a risk nor a service.',
      'The chain 7777777 is not known here.',
      expect.stringMatching(/address/),
    ]);
  });

  it.each(['', '<html>', '"text"', '[1]', '[{"addr": "0x1"}]', '{"0x1": {"name": 1}}', 'null'])(
    'is refused where it is %j',
    (text) => {
      expect(() => parseExplorerLabels(text, 'tags')).toThrow(DecodeError);
    },
  );
});
