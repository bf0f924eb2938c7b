import { CapabilityError } from '../../core/errors.js';
import type { Transfer } from '../../core/ledger.js';
import type { TransactionQuery } from '../../screening/ports.js';
import type { BlockscoutApi } from './blockscoutApi.js';
import { decodePage } from './blockscoutFields.js';
import { comparePlaces } from './blockscoutPaging.js';
import { type BlockscoutRow, decodeRows } from './blockscoutRows.js';
import { explorerLie } from './explorerApi.js';
import { type Movement, numberFacts } from './numberFacts.js';

/** The transaction, its token movements and its calls, where each fits on one page. */
export const REQUESTS_PER_TRANSACTION = 3;

/** Most pages of one list of a transaction. Source: a policy choice; 1,000 rows as at other explorers. */
const MOST_PAGES = 20;

/**
 * Every movement of one transaction, or null when no block that the instance knows holds it.
 *
 * Order: fee, native, internal, token. Edge: what failed moves nothing but its fee.
 * Source: https://docs.blockscout.com/api-reference/get-transaction-info
 *
 * @throws {SourceError}
 */
export async function fetchTransaction(
  api: BlockscoutApi,
  query: TransactionQuery,
  signal: AbortSignal,
): Promise<readonly Transfer[] | null> {
  const { txId } = query;
  query.onRequest();
  const request = { route: 'transactions', path: ['transactions', txId] };
  const body = await api.fetchIfKnown(request, signal);
  if (body === null) return null;
  const asked = { host: api.host, route: request.route };
  const [tx] = decodeRows([body], 'native', { chain: api.chain, asked, payer: null });
  if (tx === undefined || tx.place === null) return null;
  assertOneTx(tx.movements, txId, asked);
  const hasFailed = !tx.movements.some(({ channel }) => channel === 'native');
  const parts: Movement[] = [...tx.movements];
  if (!hasFailed) {
    for (const channel of ['internal', 'token'] as const) {
      const rows = await fetchRows(api, { query, channel }, signal);
      const [height, position] = tx.place;
      parts.push(
        ...rows.flatMap((row) => {
          if (row.place?.[0] !== height) {
            throw explorerLie('lists rows of another block', { ...asked, route: LISTS[channel] });
          }
          return row.movements.map((moved) => ({ ...moved, txIndex: position ?? null }));
        }),
      );
    }
  }
  return numberFacts(parts, 0);
}

/** Tokens without an amount are left out by the instance itself. */
const FILTERS = { internal: {}, token: { type: 'ERC-20' } } as const;

const LISTS = { internal: 'internal-transactions', token: 'token-transfers' } as const;

/** A list of a transaction, whole. Order: ascending, whichever way the instance lists it. */
async function fetchRows(
  api: BlockscoutApi,
  asked: { readonly query: TransactionQuery; readonly channel: keyof typeof LISTS },
  signal: AbortSignal,
): Promise<readonly BlockscoutRow[]> {
  const { query, channel } = asked;
  const route = LISTS[channel];
  const at = { host: api.host, route };
  const rows: BlockscoutRow[] = [];
  let params: Readonly<Record<string, string>> = {};
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    query.onRequest();
    const path = ['transactions', query.txId, route];
    const request = { route, path, params: { ...FILTERS[channel], ...params } };
    const { items, next } = decodePage(await api.fetchBody(request, signal), at);
    const page = decodeRows(items, channel, { chain: api.chain, asked: at, payer: null });
    assertOneTx(
      page.flatMap(({ movements }) => movements),
      query.txId,
      at,
    );
    rows.push(...page);
    if (next === null) return inOrder(rows, at);
    params = next;
  }
  throw new CapabilityError(
    `The explorer at ${api.host} lists more than ${MOST_PAGES} pages of one transaction (${route}); add another source for ${api.chain.title}.`,
    at,
  );
}

function inOrder(
  rows: readonly BlockscoutRow[],
  asked: { readonly host: string; readonly route: string },
): readonly BlockscoutRow[] {
  const moving = rows.filter(({ movements }) => movements.length > 0);
  const ordered = moving.sort((a, b) => comparePlaces(a.place ?? [], b.place ?? []));
  ordered.forEach((row, at) => {
    const before = ordered[at - 1];
    if (before !== undefined && comparePlaces(before.place ?? [], row.place ?? []) === 0) {
      throw explorerLie('answers with the same row again', asked);
    }
  });
  return ordered;
}

function assertOneTx(
  movements: readonly Movement[],
  txId: string,
  asked: { readonly host: string; readonly route: string },
): void {
  if (movements.some((movement) => movement.txId !== txId)) {
    throw explorerLie('answers with rows of another transaction', asked);
  }
}
