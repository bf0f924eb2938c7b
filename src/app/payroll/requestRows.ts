import { parseSubject } from '../../chains/registry.js';
import type { PayeeWallet } from '../../core/payee.js';
import type { PayrollPayment, ReadPayrollRow } from '../../desk/payroll/readPayment.js';
import type { NewPayrollRow } from '../../store/payrollStore.js';
import type { PaymentRequest } from '../payments/paymentChecks.js';
import type { PayrollMeans } from './payrollMeans.js';

type Named = { readonly payee: string } | { readonly problem: string };

/**
 * The payments that rows ask for, with all that keeps them from being checked. Order: as given.
 *
 * A payee is named by reference, by id, or by a name that one of them alone has; a row that names nobody
 * is of whoever has its wallet, if that is one payee.
 */
export function requestRows(
  rows: readonly ReadPayrollRow[],
  means: PayrollMeans,
): readonly NewPayrollRow[] {
  const inUse = means.payees.listWalletsInUse();
  const named = rows.map((row) => ({ row, asked: askFor(row, { means, inUse }) }));
  const asked = named.flatMap(({ asked: one }) => ('request' in one ? one.request : []));
  const refused = new Map<PaymentRequest, string[]>();
  for (const { index, sentence } of means.payments.problemsOf(asked)) {
    const request = asked[index];
    if (request === undefined) continue;
    refused.set(request, [...(refused.get(request) ?? []), sentence]);
  }
  return named.map(({ row, asked: one }) => {
    const place = { row: row.row, givenJson: JSON.stringify(row.given) };
    if ('problem' in one) return { ...place, problem: one.problem, requestJson: null };
    const sentences = refused.get(one.request);
    return sentences === undefined
      ? { ...place, problem: null, requestJson: JSON.stringify(one.request) }
      : { ...place, problem: sentences.join(' '), requestJson: null };
  });
}

function askFor(
  row: ReadPayrollRow,
  known: { readonly means: PayrollMeans; readonly inUse: readonly PayeeWallet[] },
): { readonly request: PaymentRequest } | { readonly problem: string } {
  if (row.payment === null) return { problem: row.problem };
  const named = namePayee(row.payment, known);
  if ('problem' in named) return named;
  const { wallet, chain, asset, amount, invoice } = row.payment;
  const { payee } = named;
  return {
    request: { ...{ payee, wallet, amount, invoice }, chain: chain.name, asset: asset.id },
  };
}

/** Who is named by reference, id or name, or else has the wallet; or why it is nobody. */
export function namePayee(
  { payee, wallet }: Pick<PayrollPayment, 'payee' | 'wallet'>,
  {
    means,
    inUse,
  }: {
    readonly means: Pick<PayrollMeans, 'payees'>;
    readonly inUse: readonly PayeeWallet[];
  },
): Named {
  if (payee === '') {
    const wanted = addressOf(wallet);
    const owners = new Set(
      inUse.filter(({ address }) => address === wanted).map(({ payeeId }) => payeeId),
    );
    const [only, ...others] = owners;
    if (only !== undefined && others.length === 0) return { payee: only };
    return {
      problem:
        only === undefined
          ? 'The row names no payee, and its wallet is registered for nobody.'
          : 'The row names no payee, and its wallet is registered for several; name the one who is meant.',
    };
  }
  const found = means.payees.find(payee) ?? means.payees.read(payee);
  if (found !== null) return { payee: found.id };
  const [only, ...others] = payeesNamed(payee, means);
  if (only === undefined) {
    return { problem: 'No payee has this reference or name; register the payee first.' };
  }
  return others.length === 0
    ? { payee: only }
    : { problem: 'Several payees have this name; give the reference of the one who is meant.' };
}

/** Ids of those who may be paid and have a name, up to two. */
function payeesNamed(name: string, { payees }: Pick<PayrollMeans, 'payees'>): readonly string[] {
  const wanted = nameKey(name);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = payees.search({ text: name, state: 'active', cursor, limit: SIMILAR });
    ids.push(...page.payees.filter((one) => nameKey(one.name) === wanted).map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < 2);
  return ids;
}

/** As its chain writes it; of an address that nobody can be paid at, as it was given. */
function addressOf(text: string): string {
  const resolved = parseSubject(text);
  return resolved.kind === 'untraced' ? text : resolved.address;
}

/** So many payees of like names are looked at a time. */
const SIMILAR = 200;

function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
