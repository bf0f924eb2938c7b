import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import { foldCase } from '../payees/payeeTexts.js';
import { invoiceKeyOf } from '../payments/invoiceNumber.js';
import type { ToldPayment } from './readPaidRows.js';

/** A payment that was told before; its texts are null once they were erased. */
export interface KnownTold {
  readonly id: string;
  readonly day: string;
  readonly payee: string | null;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly invoice: string | null;
  readonly txId: string | null;
  readonly approver: string | null;
}

/** What a row of a file is to what was told before. */
export type PlannedRow = { readonly row: number; readonly told: ToldPayment } & (
  | { readonly kind: 'added' }
  | { readonly kind: 'known'; readonly known: KnownTold }
  /** It is told otherwise than before. */
  | { readonly kind: 'changed'; readonly known: KnownTold }
);

type Row = { readonly row: number; readonly told: ToldPayment };

/**
 * Finds which rows of a file were told before, so that the same file, or one that overlaps, adds nothing.
 *
 * A row with a transaction id is known by it, its asset, its account and how many of them there are;
 * one without by its day, account, asset, amount, invoice and how many of them there are. A row that
 * has an id is also the one that was told before it had: accounting often learns the id later. Of
 * several that may be meant the one that says the same is taken.
 * Order: as given. Edge: what is alike in two files counts as the same, so that rows that are told
 * twice on purpose belong into one file.
 */
export function planImport(
  rows: readonly Row[],
  known: readonly KnownTold[],
): readonly PlannedRow[] {
  const book = createBook(known);
  const planned = new Map<Row, PlannedRow>();
  const withId = rows.filter(({ told }) => told.txId !== null);
  const without = rows.filter(({ told }) => told.txId === null);
  // What says the very same goes first, whatever the order of the rows.
  const rounds: readonly (readonly [readonly Row[], Key, Fits])[] = [
    [withId, idKey, (told, one) => paymentKey(told) === paymentKey(one)],
    [withId, idKey, (told, one) => told.amount === one.amount],
    [withId, idKey, () => true],
    [withId, paymentKey, (_, one) => one.txId === null],
    [without, paymentKey, (_, one) => one.txId === null],
    [without, paymentKey, () => true],
  ];
  for (const [some, key, fits] of rounds) {
    for (const one of some) {
      if (planned.has(one)) continue;
      const found = book.take(one.told, key, fits);
      if (found === null) continue;
      const kind = isSame(one.told, found) ? 'known' : 'changed';
      planned.set(one, { ...one, kind, known: found });
    }
  }
  return rows.map((one) => planned.get(one) ?? { ...one, kind: 'added' });
}

type Told = Omit<KnownTold, 'id'>;
type Key = (told: Told) => string;
type Fits = (told: ToldPayment, known: KnownTold) => boolean;

function createBook(known: readonly KnownTold[]) {
  const byKey = new Map<string, KnownTold[]>();
  const add = (key: string, one: KnownTold) => {
    const there = byKey.get(key);
    if (there === undefined) byKey.set(key, [one]);
    else there.push(one);
  };
  for (const one of known) {
    if (one.txId !== null) add(idKey(one), one);
    add(paymentKey(one), one);
  }
  const taken = new Set<KnownTold>();
  const take = (told: ToldPayment, key: Key, fits: Fits): KnownTold | null => {
    const found = byKey.get(key(told))?.find((one) => !taken.has(one) && fits(told, one));
    if (found !== undefined) taken.add(found);
    return found ?? null;
  };
  return { take };
}

/**
 * Whether a row tells nothing new. Edge: what it leaves out, an id, an invoice or an approver, is no
 * news; neither are texts that were erased.
 */
function isSame(told: ToldPayment, known: KnownTold): boolean {
  const says = (text: string, before: string | null, keyOf: (one: string) => string): boolean =>
    text === '' || before === null || keyOf(text) === keyOf(before);
  return (
    told.amount === known.amount &&
    told.day === known.day &&
    (told.txId === null || told.txId === known.txId) &&
    says(told.invoice, known.invoice, invoiceKeyOf) &&
    says(told.approver, known.approver, foldCase) &&
    says(told.payee, known.payee, foldCase)
  );
}

function idKey({ txId, asset, account }: Told): string {
  return `id ${txId ?? ''} ${asset} ${account}`;
}

function paymentKey({ day, account, asset, amount, invoice }: Told): string {
  return `${day} ${account} ${asset} ${amount} ${invoiceKeyOf(invoice ?? '')}`;
}

/** A payment as it is told now. What a row leaves out is kept as it was. */
export function mergeTold(known: KnownTold, told: ToldPayment): ToldPayment {
  return {
    ...told,
    txId: told.txId ?? known.txId,
    payee: told.payee === '' ? (known.payee ?? '') : told.payee,
    invoice: told.invoice === '' ? (known.invoice ?? '') : told.invoice,
    approver: told.approver === '' ? (known.approver ?? '') : told.approver,
  };
}
