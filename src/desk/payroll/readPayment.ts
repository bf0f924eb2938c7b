import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { PayrollField, PayrollReading } from '../../core/payroll.js';
import { cellText } from '../../sheets/sheet.js';
import { readAmount } from './amount.js';
import type { KnownMoney } from './known.js';
import { rowMoney } from './money.js';
import { isSwallowed, readText } from './rowTexts.js';
import { cellAt, type Table } from './table.js';

/** A payment as a row of a payroll asks for it. All texts are personal data. */
export interface PayrollPayment {
  /** Empty where no column names anybody: the wallet says who it is. */
  readonly payee: string;
  readonly wallet: string;
  readonly chain: Chain;
  readonly asset: Asset;
  /** A decimal number of whole coins with a point, such as `1500.50`; more than 0. */
  readonly amount: string;
  /** Empty where the row tells none. */
  readonly invoice: string;
}

/** A row of a payroll, as it stands there and as it was understood. */
export type ReadPayrollRow = {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  /** Whether a spreadsheet does not show it: somebody may not know that it is paid. */
  readonly isHidden: boolean;
  /** What stands there; personal data. */
  readonly given: Readonly<Record<PayrollField, string>>;
} & (
  | { readonly problem: null; readonly payment: PayrollPayment }
  /** Why it cannot be read, in sentences that repeat no personal data. */
  | { readonly problem: string; readonly payment: null }
);

/** Says in place of a text that may be a key or a seed phrase. */
const NOT_KEPT = '(not kept)';

/** Reads one row as a payment, with all that is wrong with it. The decimal sign is settled. */
export function readPayment(
  table: Table,
  row: number,
  reading: PayrollReading,
  known: KnownMoney,
): ReadPayrollRow {
  const { sheet } = table;
  const problems: string[] = [];
  const textOf = (field: PayrollField): string => {
    const read = readText(cellAt(sheet, row, reading.columns[field]), field);
    if (read.kind === 'text') return read.text;
    problems.push(read.problem);
    return '';
  };
  const [payee, wallet, chainText, assetText, invoice] = [
    textOf('payee'),
    textOf('wallet'),
    textOf('chain'),
    textOf('asset'),
    textOf('invoice'),
  ];
  const { columns } = reading;
  if (payee === '' && columns.payee !== null && problems.length === 0) {
    const isMerged = isSwallowed(sheet, row, columns.payee);
    problems.push(`The row names no payee${isMerged ? '; split the merged cell' : ''}.`);
  }
  const address = wallet === '' ? null : known.readAddress(wallet);
  if (address === null) problems.push('The row has no wallet.');
  else if (address.kind === 'refused') problems.push(address.message);
  const amount = readAmount(cellAt(sheet, row, columns.amount), reading.decimalSign ?? '.');
  if (amount.kind === 'problem') problems.push(amount.problem);
  if (amount.kind === 'empty') problems.push('The row has no amount.');
  const money = rowMoney(
    {
      chain: chainText,
      asset: assetText,
      unit: amount.kind === 'amount' ? amount.unit : '',
      addressChains: address?.kind === 'address' ? address.chains : [],
    },
    reading,
    known,
  );
  if (money.kind === 'problem') problems.push(money.problem);
  if (money.kind === 'lacks') {
    problems.push(`The row names no ${money.field === 'chain' ? 'network' : 'coin'}.`);
  }
  const given = givenTexts(table, row, columns);
  const kept =
    address?.kind === 'refused' && address.maybeSecret ? { ...given, wallet: NOT_KEPT } : given;
  const place = { row: row + 1, isHidden: table.hiddenRows.has(row), given: kept };
  if (amount.kind !== 'amount' || money.kind !== 'money' || problems.length > 0) {
    return { ...place, problem: problems.join(' '), payment: null };
  }
  const fitted = fitDecimals(amount.decimal, money.asset);
  if (fitted === null) {
    const { symbol, decimals } = money.asset;
    const problem = `The amount has more decimals than the ${decimals} that ${symbol} has.`;
    return { ...place, problem, payment: null };
  }
  const { chain, asset } = money;
  return {
    ...place,
    problem: null,
    payment: { payee, wallet, chain, asset, amount: fitted, invoice },
  };
}

function givenTexts(
  { sheet }: Table,
  row: number,
  columns: PayrollReading['columns'],
): Record<PayrollField, string> {
  const text = (field: PayrollField): string => cellText(cellAt(sheet, row, columns[field])).trim();
  return {
    payee: text('payee'),
    wallet: text('wallet'),
    chain: text('chain'),
    asset: text('asset'),
    amount: text('amount'),
    invoice: text('invoice'),
  };
}

/** The amount without zeros that the asset has no place for; null where more than zeros would go. */
function fitDecimals(decimal: string, asset: Asset): string | null {
  const [whole = '', parts = ''] = decimal.split('.');
  if (parts.length <= asset.decimals) return decimal;
  if (/[1-9]/.test(parts.slice(asset.decimals))) return null;
  const kept = parts.slice(0, asset.decimals);
  return kept === '' ? whole : `${whole}.${kept}`;
}
