import { describe, expect, it } from 'vitest';
import type { CellValue } from '../../../../src/sheets/sheet.js';
import {
  ANA,
  BOB,
  csvFile,
  EVE,
  numberCell,
  ON_BITCOIN,
  ON_TRON,
  read,
  workbook,
} from '../../../support/payrollFiles.js';

const HEADS = ['payee', 'wallet', 'chain', 'asset', 'amount', 'invoice'] as const;

/** What becomes of one row, with a decimal point. */
function readRow(row: Partial<Record<(typeof HEADS)[number], string | CellValue>>) {
  const whole = {
    payee: 'Ana',
    wallet: ANA,
    chain: 'base',
    asset: 'USDC',
    amount: '10.5',
    invoice: 'R-1',
  };
  const given = { ...whole, ...row };
  const rows = [[...HEADS], HEADS.map((head) => whole[head]), HEADS.map((head) => given[head])];
  return read(workbook({ May: rows }), { decimalSign: '.' }).rows[1];
}

describe('a row of a payroll', () => {
  it('is read with what stands there beside what was understood', () => {
    expect(readRow({ chain: 'Polygon POS', asset: 'usdc', amount: '1,500.50' })).toMatchObject({
      row: 3,
      isHidden: false,
      problem: null,
      given: { payee: 'Ana', wallet: ANA, chain: 'Polygon POS', asset: 'usdc', amount: '1,500.50' },
      payment: {
        payee: 'Ana',
        wallet: ANA,
        chain: { name: 'polygon' },
        asset: { symbol: 'USDC' },
        amount: '1500.50',
        invoice: 'R-1',
      },
    });
  });

  it.each([
    ['ETH mainnet', 'ethereum'],
    ['ERC-20', 'ethereum'],
    ['Arbitrum One', 'arbitrum'],
    ['OP Mainnet', 'optimism'],
    ['BEP20', 'bsc'],
    ['BNB Smart Chain', 'bsc'],
    ['137', 'polygon'],
    ['eip155:8453', 'base'],
  ])('knows the network "%s"', (chain, name) => {
    expect(readRow({ chain })?.payment?.chain.name ?? readRow({ chain })?.problem).toBe(name);
  });

  it.each([
    ['USDC on Base', '', 'USDC', 'base'],
    ['usdt (ERC20)', '', 'USDT', 'ethereum'],
    ['USDC-Polygon', 'polygon', 'USDC', 'polygon'],
    ['Polygon USDC', '', 'USDC', 'polygon'],
    ['Tether', 'ethereum', 'USDT', 'ethereum'],
    ['eip155:1/slip44:60', '', 'ETH', 'ethereum'],
  ])('knows the coin "%s" and its network', (asset, chain, symbol, name) => {
    const payment = readRow({ asset, chain })?.payment;
    expect([payment?.asset.symbol, payment?.chain.name]).toEqual([symbol, name]);
  });

  it.each([
    ['1500', '1500'],
    ['1,500.00', '1500.00'],
    ["1'500.5", '1500.5'],
    ['1 500.5', '1500.5'],
    ['1\u00a0500.5', '1500.5'],
    ['1\u202f500.5', '1500.5'],
    ['1 500 USDC', '1500'],
    ['USDC 1,500.5', '1500.5'],
    ['$1,500.5', '1500.5'],
    ['1.50000000', '1.500000'],
    ['0010.5', '10.5'],
    ['12,34,567.5', '1234567.5'],
  ])('reads the amount "%s"', (amount, decimal) => {
    expect(readRow({ amount })?.payment?.amount).toBe(decimal);
  });

  it.each([
    ['0.30000000000000004', '0.3'],
    ['1234.5599999999999', '1234.56'],
    ['1500', '1500'],
    ['1234567890.123456', '1234567890.12346'],
  ])('reads the number %s of a workbook as a spreadsheet shows it', (text, decimal) => {
    expect(readRow({ amount: numberCell(text) })?.payment?.amount).toBe(decimal);
  });

  it.each([
    [{ amount: '' }, 'has no amount'],
    [{ amount: '0.00' }, 'zero'],
    [{ amount: '-5.5' }, 'negative'],
    [{ amount: '(5.5)' }, 'negative'],
    [{ amount: numberCell('-5') }, 'negative'],
    [{ amount: '5%' }, 'percentage'],
    [{ amount: 'five' }, 'no number'],
    [{ amount: '1.5.5' }, 'no number'],
    [{ amount: '1,2345.5' }, 'no number'],
    [{ amount: '14,5' }, 'no number with a point'],
    [{ amount: '1.5E+3' }, 'power of ten'],
    [{ amount: '10.1234567' }, 'more decimals than the 6'],
    [{ amount: '€1,500.5' }, 'money of a state'],
    [{ amount: '1,500.5 EUR' }, 'money of a state'],
    [{ amount: '5 USDT' }, 'Beside the amount stands USDT'],
    [{ amount: '5 apples' }, 'no coin'],
    [{ asset: 'ETH', amount: '$5.5' }, 'money of a state'],
    [{ amount: { kind: 'number', text: '0.05', caution: 'percent' } }, 'percentage'],
    [{ amount: { kind: 'number', text: '5000', caution: 'scaled' } }, 'thousands'],
    [{ amount: { kind: 'number', text: '1234567890123456', caution: 'too-long' } }, 'more digits'],
    [{ amount: { kind: 'date', iso: '2026-05-01' } }, 'stored as a date'],
    [{ amount: { kind: 'error', text: '#N/A' } }, 'error of a formula'],
    [{ amount: { kind: 'formula', result: null } }, 'without a saved result'],
    [{ wallet: '' }, 'has no wallet'],
    [{ wallet: 'ana.eth' }, 'name'],
    [{ wallet: ANA.slice(0, -1) }, 'EVM address'],
    [{ wallet: ANA.replace('E0F', 'e0F') }, 'checksum'],
    [{ wallet: ON_BITCOIN }, 'The address is one of Bitcoin, and the network is Base'],
    [{ payee: '' }, 'no payee'],
    [
      { payee: { kind: 'number', text: '1234567890123456', caution: 'too-long' } },
      'payee is a number',
    ],
    [{ invoice: '1.23457E+15' }, 'invoice is a number'],
    [{ invoice: { kind: 'error', text: '#REF!' } }, 'invoice is an error'],
    [{ chain: '' }, 'no network'],
    [{ chain: 'Moon' }, 'network is none'],
    [{ chain: 'TRC20' }, 'does not trace'],
    [{ chain: '', asset: 'USDT (TRC20)', wallet: ON_TRON }, 'TRON and does not trace it'],
    [{ asset: '' }, 'no coin'],
    [{ asset: 'DOGE' }, 'coin is none'],
    [{ asset: 'EUR' }, 'money of a state'],
    [{ asset: 'BTC' }, 'BTC is none of the coins that Hopsight follows on Base'],
    [{ chain: 'Base', asset: 'USDC (Polygon)' }, 'network is Base, and the coin is one on Polygon'],
  ] satisfies readonly (readonly [Parameters<typeof readRow>[0], string])[])(
    'says what is wrong with %j',
    (row, words) => {
      const seen = readRow(row);
      expect(seen?.payment).toBeNull();
      expect(seen?.problem).toContain(words);
    },
  );

  it('reads the saved result of a formula', () => {
    const amount: CellValue = { kind: 'formula', result: numberCell('12.25') };
    expect(readRow({ amount })?.payment?.amount).toBe('12.25');
  });

  it('repeats neither names nor addresses in a problem, and keeps no key', () => {
    const key =
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
    const seen = readRow({ payee: 'Ana Secret', wallet: key });
    expect(JSON.stringify(seen)).not.toContain('abandon');
    expect(seen?.problem).not.toContain('Secret');
  });

  it('tells one that a spreadsheet hides', () => {
    const row = ['Ana', ANA, 'base', 'USDC', '10.5', 'R-1'];
    const file = workbook({ May: [[...HEADS], row, row] }, { May: { hiddenRows: [2] } });
    expect(read(file).rows.map(({ isHidden }) => isHidden)).toEqual([false, true]);
  });

  it('does not spread a merged name over the rows below it', () => {
    const merged = [{ firstRow: 1, lastRow: 2, firstColumn: 0, lastColumn: 0 }];
    const rows = [
      [...HEADS],
      ['Ana', ANA, 'base', 'USDC', '10.5', 'R-1'],
      ['', BOB, 'base', 'USDC', '11.5', 'R-2'],
    ];
    const seen = read(workbook({ May: rows }, { May: { merged } })).rows;
    expect(seen.map(({ problem }) => problem)).toEqual([
      null,
      'The row names no payee; split the merged cell.',
    ]);
  });
});

describe('rows that are no payments', () => {
  it('are told, and none that has a wallet or an amount without a word for it is among them', () => {
    const file = csvFile(
      HEADS.join(','),
      `Ana,${ANA},base,USDC,10.5,R-1`,
      '',
      'Design team,,,,,',
      HEADS.join(','),
      `Total,${BOB},base,USDC,11.5,R-2`,
      `,${EVE},base,USDC,12.5,R-3`,
      ',,,,13.5,',
      'Bob,,,,14.5,R-4',
      'Grand total,,,,62.5,',
    );
    const { rows, skipped } = read(file);
    expect(skipped).toEqual([
      { row: 3, why: 'empty' },
      { row: 4, why: 'note' },
      { row: 5, why: 'head' },
      { row: 10, why: 'sum' },
    ]);
    expect(rows.map(({ row, problem }) => [row, problem === null])).toEqual([
      [2, true],
      [6, true],
      [7, false],
      [8, false],
      [9, false],
    ]);
  });
});
