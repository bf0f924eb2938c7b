import { describe, expect, it } from 'vitest';
import { canonicalLabelAddress } from '../../../src/chains/labelAddress.js';
import {
  convertResearch,
  type ResearchRow,
  type ResearchTables,
} from '../../../src/sources/labels/convertResearch.js';
import {
  formatLabelFile,
  formatSourceFile,
  type LabelFileRow,
  parseLabelFile,
  parseSourceFile,
} from '../../../src/sources/labels/labelFile.js';
import { findSourceLinks } from '../../../src/sources/labels/sourceLinks.js';

const EVM = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const OTHER_EVM = '0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b';
const OFAC_FILE = 'OFAC sdn_advanced.xml (DateOfIssue 2025-11-19, sha256 00)';

function dprkRow(cells: Readonly<Record<string, string>> = {}): ResearchRow {
  return {
    chain: 'ethereum',
    address: EVM,
    entity: 'Example theft wallet',
    category: 'stolen-funds',
    actor: 'Lazarus Group',
    event: 'Example 2022-03-23',
    source: 'owner/repo@0123abcd notes/list.csv',
    source_date: '2022-05-20',
    confidence: 'researcher',
    ...cells,
  };
}

function serviceRow(cells: Readonly<Record<string, string>> = {}): ResearchRow {
  return {
    chain: 'ethereum',
    address: OTHER_EVM,
    entity: 'Binance 14',
    category: 'exchange',
    source: 'owner/repo@0123abcd notes/list.csv (+1 more source)',
    ...cells,
  };
}

function ofacRow(cells: Readonly<Record<string, string>> = {}): ResearchRow {
  return {
    ticker: 'ETH',
    chain: 'ethereum',
    address: OTHER_EVM,
    sdn_name: 'Example Party',
    sdn_uid: '12345',
    entry_date: '2019-09-13',
    address_first_seen: '2025-08-27',
    status: 'active',
    delisted_date: '',
    source: OFAC_FILE,
    note: '',
    ...cells,
  };
}

function convert(tables: Partial<ResearchTables>) {
  return convertResearch({ dprk: [], services: [], ofac: [], ...tables }, canonicalLabelAddress);
}

function onlyClaim(rows: readonly LabelFileRow[]) {
  expect(rows).toHaveLength(1);
  return rows[0]?.claim;
}

describe('research rows become label rows', () => {
  it('takes the entity date from the list and the address date from the row, never one for the other', () => {
    const { dprk } = convert({
      dprk: [
        dprkRow({
          entity: 'OFAC SDN: Lazarus Group',
          category: 'sanctioned',
          source: 'OFAC SDN uid 27307 (program DPRK3)',
          source_date: '2022-04-14',
          confidence: 'official',
        }),
      ],
      ofac: [ofacRow({ address: EVM.toUpperCase().replace('0X', '0x'), entry_date: '2019-09-13' })],
    });
    expect(onlyClaim(dprk)).toMatchObject({
      entity: 'Lazarus Group',
      authority: 'list',
      entityListedOn: '2019-09-13',
      listedOn: '2022-04-14',
    });
  });

  it('gives no listing dates to a claim that no list makes', () => {
    const { dprk } = convert({ dprk: [dprkRow()], ofac: [ofacRow({ address: EVM })] });
    expect(onlyClaim(dprk)).toMatchObject({ entityListedOn: null, listedOn: null });
  });

  it('does not pass off the day of a theft as the day of publication', () => {
    const { dprk } = convert({ dprk: [dprkRow({ source_date: '2022-03-23' })] });
    expect(onlyClaim(dprk)?.sourceDate).toBeNull();
  });

  it.each([
    ['Ronin Tornado Cash withdrawer (demixed by timing: PROBABILISTIC; batch 2022-04-04)', 'note'],
    ['Huobi deposit address used in Harmony laundering (exchange-owned)', 'service'],
    ['Ronin Tornado Cash depositor', 'exposure'],
  ])('uses "%s" as %s', (entity, use) => {
    expect(onlyClaim(convert({ dprk: [dprkRow({ entity })] }).dprk)?.use).toBe(use);
  });

  it.each([
    ['ITW gh:ryuheimat (UNCERTAIN per source)', 'IT worker gh:ryuheimat'],
    ['ITW cluster X (gh:y; UNCERTAIN per source)', 'IT worker cluster X (gh:y)'],
    ['Liquid Global theft wallet (role not stated)', 'Liquid Global theft wallet'],
    ['SBI Crypto theft wallet (SUSPECTED DPRK, unconfirmed)', 'SBI Crypto theft wallet'],
  ])('believes "%s" less and says why', (entity, cleaned) => {
    expect(onlyClaim(convert({ dprk: [dprkRow({ entity })] }).dprk)).toMatchObject({
      entity: cleaned,
      confidence: 0.3,
      note: expect.any(String),
    });
  });

  it('leaves out what it cannot place, with the reason', () => {
    const { dprk, services, sanctions, leftOut } = convert({
      dprk: [
        dprkRow({ source: 'somebody said so' }),
        dprkRow({ actor: 'Fred' }),
        dprkRow({ address: '0x12' }),
      ],
      services: [serviceRow({ source: 'public code, find_string' })],
      ofac: [ofacRow({ address: EVM })],
    });
    expect([...dprk, ...services, ...sanctions]).toEqual([]);
    expect(leftOut.map((row) => row.reason)).toEqual([
      'no source that a person can open',
      'unknown category, actor or confidence',
      expect.any(String),
      'no source that a person can open',
      'stands in the DPRK set',
    ]);
  });

  it('points to the page of a contract where only unnamed code is cited', () => {
    const { services } = convert({
      services: [serviceRow({ category: 'bridge', source: 'public code, find_string' })],
    });
    expect(services[0]?.sources[0]?.url).toBe(`https://etherscan.io/address/${OTHER_EVM}`);
  });

  it.each([
    ['Binance 14', 'Binance', 'Binance 14'],
    ['bitkub (CEX reserve wallet)', 'Bitkub', null],
    ['bitmex (CEX reserve wallet)', 'BitMEX', null],
    ['bitomato (CEX reserve wallet)', 'bitomato', null],
    ['Oslo Exchange', 'Oslo Exchange', null],
  ])('calls %s by the name %s', (entity, name, note) => {
    const { services } = convert({ services: [serviceRow({ entity })] });
    expect(onlyClaim(services)).toMatchObject({ entity: name, note, use: 'service', actor: null });
  });

  it('keeps one row where a list names an address under several tickers', () => {
    const { sanctions, leftOut } = convert({ ofac: [ofacRow(), ofacRow({ ticker: 'USDT' })] });
    expect(sanctions).toHaveLength(1);
    expect(leftOut).toHaveLength(1);
  });

  it.each(['<=2024-05-28', 'between 2025-11-19 and 2026-06-25', ''])(
    'does not turn "%s" into a day',
    (firstSeen) => {
      const { sanctions } = convert({ ofac: [ofacRow({ address_first_seen: firstSeen })] });
      expect(onlyClaim(sanctions)).toMatchObject({ listedOn: null, sourceDate: null });
    },
  );

  it('comes back from the shipped file as it went in', () => {
    const { dprk } = convert({
      dprk: [dprkRow({ entity: 'Name, with "quotes"' }), dprkRow({ address: OTHER_EVM })],
    });
    const sources = formatSourceFile(dprk.flatMap((row) => row.sources));
    const read = parseLabelFile(formatLabelFile(dprk), 'mine', parseSourceFile(sources));
    expect(read).toEqual(
      dprk.map(({ address, claim }) => ({
        ...claim,
        account: `eip155:1:${address}`,
        set: 'mine',
        source:
          'https://github.com/owner/repo/blob/0123abcd/notes/list.csv (owner/repo: notes/list.csv)',
      })),
    );
  });
});

describe('a source text leads to pages', () => {
  it.each([
    ['OFAC SDN uid 27307', ['https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307']],
    ['a/b@0123abcd', ['https://github.com/a/b/tree/0123abcd']],
    ['a/b@0123abcd dir/file.csv (tag)', ['https://github.com/a/b/blob/0123abcd/dir/file.csv']],
    ['a/b@0123abcd dir/folder', ['https://github.com/a/b/tree/0123abcd/dir/folder']],
    [
      'https://github.com/a/b/blob/main/c%20d.md@0123abcd | also: e/f@89abcdef',
      ['https://github.com/a/b/blob/0123abcd/c%20d.md', 'https://github.com/e/f/tree/89abcdef'],
    ],
    ['see https://example.org/x; and more', ['https://example.org/x']],
    ['http://example.org', []],
    ['well-known', []],
  ])('%s', (text, urls) => {
    expect(findSourceLinks(text).map((source) => source.url)).toEqual(urls);
  });

  it('names official pages before copies', () => {
    const links = findSourceLinks('a/b@0123abcd x/y.csv; https://www.ic3.gov/PSA/2025/PSA250226');
    expect(links.map((source) => source.key)).toEqual(['fbi-bybit', 'a-b-x-y-csv']);
  });
});
