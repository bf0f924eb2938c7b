import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/core/errors.js';
import type { PayrollReading } from '../../../../src/core/payroll.js';
import {
  ANA,
  BOB,
  csvFile,
  EVE,
  numberCell,
  ON_BITCOIN,
  propose,
  read,
  workbook,
} from '../../../support/payrollFiles.js';

const HEADS = 'payee,wallet,chain,asset,amount,invoice';

/** Six columns in our own order. */
const IN_ORDER: PayrollReading['columns'] = {
  payee: 0,
  wallet: 1,
  chain: 2,
  asset: 3,
  amount: 4,
  invoice: 5,
};

describe('the columns of a payroll', () => {
  it('are found by our own names', () => {
    const file = csvFile(HEADS, `Ana,${ANA},ethereum,USDC,12.5,R-1`);
    const { reading, questions } = propose(file);
    expect(questions).toEqual([]);
    expect(reading).toEqual({
      sheet: 'CSV',
      headRow: 0,
      columns: IN_ORDER,
      decimalSign: '.',
      defaultChain: null,
      defaultAsset: null,
    });
  });

  it.each([
    'Contractor;Wallet address;Network;Currency;Net pay;Invoice no.',
    'Empfänger;Adresse;Netzwerk;Währung;Betrag;Rechnung',
    'Proveedor;Dirección;Red;Moneda;Importe;Factura',
    'Bénéficiaire;Adresse;Réseau;Devise;Montant;Facture',
    'Fornitore;Indirizzo;Rete;Valuta;Importo;Fattura',
    'VENDOR NAME;Payout Wallet (ERC-20);Payout network;Token;Amount (USDC);Ref',
  ])('are found by their names: %s', (heads) => {
    const file = csvFile(heads, `Ana;${ANA};Polygon;USDC;1.234,50;R-1`);
    const { reading, questions } = propose(file);
    expect(questions).toEqual([]);
    expect(reading.columns).toEqual(IN_ORDER);
    expect(reading.decimalSign).toBe(',');
  });

  it('are found below the title of the sheet, and left of columns that say nothing', () => {
    const file = csvFile(
      'Payroll May 2026,,,,',
      ',,,,',
      'Team,Contractor,Start,Address,Amount',
      `Design,Ana,2026-05-01,${ANA},10.5`,
      `Design,Bob,2026-05-01,${BOB},11.5`,
    );
    const { reading } = propose(file);
    expect(reading.headRow).toBe(2);
    expect(reading.columns).toMatchObject({ payee: 1, wallet: 3, amount: 4, invoice: null });
  });

  it('are told by what stands in them where no head tells', () => {
    const file = csvFile(`Ana,${ANA},Polygon,USDC,12.5`, `Bob,${BOB},Base,USDC,13.5`);
    const { reading, questions } = propose(file);
    expect(reading.headRow).toBe(-1);
    expect(reading.columns).toMatchObject({ wallet: 1, chain: 2, asset: 3, amount: 4 });
    expect(questions.map(({ about }) => about)).toEqual(['payee']);
  });

  it('take the address on a chain, not the one of a house', () => {
    const file = csvFile(
      'Contractor,Address,Payout,Amount',
      `Ana,Gran Vía 1,${ANA},10.5`,
      `Bob,Strand 2,${BOB},11.5`,
    );
    expect(propose(file).reading.columns.wallet).toBe(2);
  });

  it('do not take a column of coins for one of chains', () => {
    const file = csvFile(
      'Contractor,Wallet,Coin,Amount',
      `Ana,${ANA},ETH,0.5`,
      `Bob,${BOB},ETH,0.6`,
    );
    const { reading, questions } = propose(file);
    expect(reading.columns).toMatchObject({ chain: null, asset: 2 });
    expect(questions.map(({ about, rows }) => [about, rows])).toEqual([['chain', [2, 3]]]);
  });

  it.each([
    ['wallet', 'Name,Old wallet,New wallet,Amount', `Ana,${ANA},${BOB},1.5`],
    ['amount', 'Name,Wallet,Gross amount,Net amount', `Ana,${ANA},2.5,1.5`],
    ['amount', 'Name,Wallet,Amount,Net pay', `Ana,${ANA},2.5,1.5`],
    ['payee', 'Contractor,Vendor,Wallet,Amount', `Ana,Ana Ltd,${ANA},1.5`],
  ] as const)('are asked for where several may say the %s', (field, heads, row) => {
    const { reading, questions } = propose(csvFile(heads, row), {
      defaultChain: 'base',
      defaultAsset: 'USDC',
    });
    expect(questions.map(({ about }) => about)).toEqual([field]);
    expect(reading.columns[field]).toBeNull();
    expect(questions[0]?.examples).toHaveLength(2);
  });

  it('stay asked for while somebody confirms none for the wallet or the amount', () => {
    const file = csvFile('Name,Wallet', `Ana,${ANA}`);
    const columns = {
      ...IN_ORDER,
      wallet: null,
      amount: null,
      chain: null,
      asset: null,
      invoice: null,
    };
    const { questions } = propose(file, { columns });
    expect(questions.map(({ about }) => about)).toEqual(['wallet', 'amount']);
  });

  it('may name nobody, where somebody confirmed that', () => {
    const file = csvFile('Wallet,Amount', `${ON_BITCOIN},0.5`);
    expect(propose(file, { defaultAsset: 'BTC' }).questions.map(({ about }) => about)).toEqual([
      'payee',
    ]);
    const columns = { payee: null, wallet: 0, chain: null, asset: null, amount: 1, invoice: null };
    const { rows } = read(file, { columns, defaultAsset: 'BTC' });
    expect(rows[0]?.payment).toMatchObject({
      payee: '',
      amount: '0.5',
      chain: { name: 'bitcoin' },
    });
  });

  it.each([
    [{ sheet: 'Sheet9' }, 'no sheet'],
    [{ headRow: 9 }, 'row of the heads'],
    [{ columns: { ...IN_ORDER, invoice: 99 } }, 'not in the sheet'],
    [{ columns: { ...IN_ORDER, invoice: 1 } }, 'two things'],
    [{ defaultChain: 'nowhere' }, 'not known'],
    [{ defaultAsset: 'EUR' }, 'none of those'],
  ] satisfies readonly (readonly [Partial<PayrollReading>, string])[])(
    'are refused where they cannot be: %j',
    (confirmed, words) => {
      const file = csvFile(HEADS, `Ana,${ANA},ethereum,USDC,12.5,R-1`);
      expect(() => propose(file, confirmed)).toThrow(InputError);
      expect(() => propose(file, confirmed)).toThrow(words);
    },
  );
});

describe('the decimal sign of a payroll', () => {
  const amounts = (...written: readonly string[]) =>
    csvFile(
      'payee;wallet;chain;asset;amount',
      ...written.map((amount) => `Ana;${ANA};base;USDC;${amount}`),
    );

  it.each([
    ['.', ['1.234', '12.5']],
    ['.', ['1,234', '1,234.50']],
    ['.', ['1,234,567']],
    [',', ['1.234', '1.234,50']],
    [',', ['1.234.567', '1,234']],
    [',', ['1 234,567']],
    ['.', ['0.125']],
    ['.', ['1500', "1'500"]],
  ])('is "%s" where it is told by %j', (sign, written) => {
    const { reading, questions } = propose(amounts(...written));
    expect(questions).toEqual([]);
    expect(reading.decimalSign).toBe(sign);
  });

  it.each(['1.234', '1,234', '12.000', '€ 1.234'])('is asked for "%s" alone', (written) => {
    const { reading, questions } = propose(amounts('500', written));
    expect(reading.decimalSign).toBeNull();
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ about: 'decimalSign', rows: [3], examples: [written] });
  });

  it('is asked for where both are there, and is never chosen by their number', () => {
    const { reading, questions } = propose(amounts('12.5', '13.5', '14,5', '1.234'));
    expect(reading.decimalSign).toBeNull();
    expect(questions[0]?.examples).toEqual(['12.5', '14,5', '1.234']);
  });

  it('is not read before it is settled', () => {
    const file = amounts('1.234');
    expect(() => read(file)).toThrow(InputError);
    expect(read(file, { decimalSign: ',' }).rows[0]?.payment?.amount).toBe('1234');
    expect(read(file, { decimalSign: '.' }).rows[0]?.payment?.amount).toBe('1.234');
  });

  it('does not matter for the numbers of a workbook', () => {
    const file = workbook({
      May: [
        ['payee', 'wallet', 'chain', 'asset', 'amount'],
        ['Ana', ANA, 'base', 'USDC', numberCell('1.234')],
      ],
    });
    expect(propose(file).questions).toEqual([]);
    expect(read(file).rows[0]?.payment?.amount).toBe('1.234');
  });
});

describe('the sheet of a payroll', () => {
  const rows = [
    ['payee', 'wallet', 'chain', 'asset', 'amount'],
    ['Ana', ANA, 'base', 'USDC', numberCell('5')],
  ];

  it('is the one that is shown and has wallets', () => {
    const file = workbook(
      { Old: rows, Notes: [['Ask Eve first']], Empty: [], May: rows },
      { Old: { isHidden: true } },
    );
    expect(propose(file)).toMatchObject({ reading: { sheet: 'May' }, questions: [] });
  });

  it('is asked for where several are like it', () => {
    const file = workbook({ April: rows, May: rows });
    const { questions } = propose(file);
    expect(questions.map(({ about }) => about)).toEqual(['sheet']);
    expect(questions[0]?.sentence).toContain('"April", "May"');
    expect(propose(file, { sheet: 'May' }).questions).toEqual([]);
  });

  it('is refused where the file has no rows', () => {
    expect(() => propose(workbook({ A: [], B: [['', ' ']] }))).toThrow('no rows');
  });
});

describe('the network and coin of a payroll without columns for them', () => {
  const file = csvFile('Name,Wallet,Amount', `Ana,${ANA},10.5`, `Eve,${EVE},20.5`, 'Total,,31.0');

  it('are asked for, and hold for each row once they are given', () => {
    expect(propose(file).questions.map(({ about }) => about)).toEqual(['asset']);
    const withCoin = propose(file, { defaultAsset: 'USDC' });
    expect(withCoin.questions).toMatchObject([{ about: 'chain', rows: [2, 3] }]);
    const { rows, skipped } = read(file, { defaultAsset: 'USDC', defaultChain: 'base' });
    expect(rows.map(({ payment }) => [payment?.chain.name, payment?.asset.symbol])).toEqual([
      ['base', 'USDC'],
      ['base', 'USDC'],
    ]);
    expect(skipped).toEqual([{ row: 4, why: 'sum' }]);
  });
});
