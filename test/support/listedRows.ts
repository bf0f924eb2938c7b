import type { Account } from '../../src/core/account.js';

/** A row that an explorer lists for the addresses which it names. */
export type ListedRow = Readonly<Record<string, string>>;

/** Rows of one action, all and by address. Order: as given. */
export interface ListedRows<Row extends ListedRow> {
  readonly rows: readonly Row[];
  readonly ofParty: ReadonlyMap<string, readonly Row[]>;
}

/** Rows by the addresses for which an explorer lists them, so that each answer does not look at all. */
export function listedRows<Row extends ListedRow>(rows: readonly Row[]): ListedRows<Row> {
  const partiesOf = ({ address, from, to, contractAddress }: ListedRow) => [
    ...[address ?? null, from ?? null, (to === '' ? contractAddress : to) ?? null],
  ];
  return { rows, ofParty: byParty(rows, partiesOf) };
}

/** Things by whom they name; what names nobody is left out. Order: as given. */
export function byParty<One>(
  all: readonly One[],
  partiesOf: (one: One) => readonly (string | null)[],
): ReadonlyMap<string, readonly One[]> {
  const sorted = new Map<string, One[]>();
  for (const one of all) {
    for (const party of new Set(partiesOf(one))) {
      if (party === null) continue;
      const own = sorted.get(party) ?? [];
      sorted.set(party, own);
      own.push(one);
    }
  }
  return sorted;
}

/** The address of a party. @throws where there is none. */
export function addressOf(account: Account | null): string {
  const address = addressOfParty(account);
  if (address === null) throw new Error('An explorer lists no transfer without two parties.');
  return address;
}

/** The address of a party; null for none. */
export function addressOfParty(account: Account | null): string | null {
  return account === null ? null : (account.split(':')[2] ?? '');
}
