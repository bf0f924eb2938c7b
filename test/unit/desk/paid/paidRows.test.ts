import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../src/core/account.js';
import type { PaidReadingSaid } from '../../../../src/core/paidSheet.js';
import { readPaidRows } from '../../../../src/desk/paid/readPaidRows.js';
import type { SheetFile } from '../../../../src/sheets/sheet.js';
import { ANA, BOB, csvFile, KNOWN, ON_BITCOIN, workbook } from '../../../support/payrollFiles.js';

const known = {
  ...KNOWN,
  accountOn: (address: string, chain: (typeof KNOWN.chains)[number]) =>
    createAccount(chain.id, chain.family === 'evm' ? address.toLowerCase() : address),
  nowSeconds: Date.UTC(2026, 10, 22) / 1000,
};
const read = (file: SheetFile, said: PaidReadingSaid = {}) => readPaidRows(file, known, said);
const TX = 'ab'.repeat(32);

const days = (...written: readonly string[]) =>
  read(
    csvFile(
      'Datum;Wallet;Netzwerk;Währung;Betrag',
      ...written.map((day) => `${day};${ANA};ethereum;USDC;5`),
    ),
  );

describe('the days of payments', () => {
  it.each([
    ['2026-10-05', '2026-10-05'],
    ['2026-10-05T23:30:00+02:00', '2026-10-05'],
    ['25.10.2026', '2026-10-25'],
    ['10/25/2026', '2026-10-25'],
    ['5 Oct 2026', '2026-10-05'],
    ['October 5, 2026', '2026-10-05'],
    ['03/03/2026', '2026-03-03'],
  ])('are read: %s', (written, day) => {
    expect(days(written).rows.map(({ told }) => told.day)).toEqual([day]);
  });

  it.each(['31.02.2026', '5/10/26', 'soon', '45000', '2026-11-24'])(
    'are told as a problem of their row: %s',
    (written) => {
      const { rows, problems } = days('2026-10-01', written);
      expect(rows.length).toBe(1);
      expect(problems).toMatchObject([{ row: 3 }]);
    },
  );

  it('are asked where they begin with the day or the month, and nothing is read', () => {
    const asked = days('03/04/2026', '05/06/2026');
    expect(asked.questions).toMatchObject([{ about: 'dateOrder', rows: [2, 3] }]);
    expect(asked.rows).toEqual([]);
  });

  it('are settled by one that can be read in one way, and asked where two contradict', () => {
    expect(days('03/04/2026', '25/04/2026').rows.map(({ told }) => told.day)).toEqual([
      '2026-04-03',
      '2026-04-25',
    ]);
    expect(days('13/04/2026', '04/25/2026').questions).toMatchObject([{ about: 'dateOrder' }]);
  });

  it('of a workbook are dates', () => {
    const cell = { kind: 'date', iso: '2026-03-04' } as const;
    const rows = [
      ['Date', 'Wallet', 'Chain', 'Asset', 'Amount'],
      [cell, ANA, 'ethereum', 'USDC', { kind: 'number', text: '1.234', caution: null } as const],
    ];
    expect(read(workbook({ Paid: rows })).rows).toMatchObject([
      { told: { day: '2026-03-04', amount: 1_234_000n } },
    ]);
  });
});

describe('a file of payments', () => {
  it('is read by heads in other words and by what stands in the cells', () => {
    const { rows, problems, questions } = read(
      csvFile(
        'Paid on,Contractor,Recipient address,Network,Token,Net pay,Invoice no,Hash,Approved by',
        `2026-10-05,Ana,${ANA},Ethereum,USDC,12.5,INV-1,https://etherscan.io/tx/0x${TX.toUpperCase()},Kim`,
        `2026-10-06,,${ON_BITCOIN},BTC,BTC,0.5,INV-2,${TX},`,
        `2026-10-07,Bob,${BOB},Ethereum,USDC,1,INV-3,not an id,`,
      ),
    );
    expect(questions).toEqual([]);
    expect(rows).toMatchObject([
      {
        row: 2,
        told: {
          ...{ payee: 'Ana', amount: 12_500_000n, invoice: 'INV-1', txId: `0x${TX}` },
          approver: 'Kim',
        },
      },
      { row: 3, told: { payee: '', amount: 50_000_000n, txId: TX } },
    ]);
    expect(problems).toMatchObject([{ row: 4 }]);
  });

  it('without a date is asked about', () => {
    const { questions } = read(csvFile('Wallet,Chain,Asset,Amount', `${ANA},ethereum,USDC,5`));
    expect(questions.map(({ about }) => about)).toEqual(['date']);
  });
});
