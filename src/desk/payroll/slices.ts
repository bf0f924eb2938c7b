/**
 * Parts rows into slices that are taken one after the other. Rows of one wallet stay in one slice, so that
 * their wallet is screened once. `most` is the number of rows from which on a slice takes no more wallets.
 *
 * Order: of the first row of each wallet.
 */
export function sliceByWallet<Row>(
  rows: readonly Row[],
  { walletOf, most }: { readonly walletOf: (row: Row) => string; readonly most: number },
): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const wallet = walletOf(row);
    const group = groups.get(wallet) ?? [];
    groups.set(wallet, group);
    group.push(row);
  }
  const slices: Row[][] = [];
  for (const group of groups.values()) {
    const last = slices.at(-1);
    if (last === undefined || last.length >= most) slices.push([...group]);
    else last.push(...group);
  }
  return slices;
}
