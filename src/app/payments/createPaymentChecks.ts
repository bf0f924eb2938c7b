import { Bug, InputError } from '../../core/errors.js';
import { formatMoment, parseMoment } from '../../core/moment.js';
import type { PaymentCheck } from '../../core/payment.js';
import type { Actor } from '../../core/role.js';
import { atomically } from '../../store/atomically.js';
import type { StoredPayment } from '../../store/paymentRows.js';
import { assertMay } from '../access/accessMeans.js';
import { findAsking, type KeptAsking } from '../service/keptAskings.js';
import { createApproving } from './approving.js';
import { createDeciding } from './deciding.js';
import { createOverriding } from './overriding.js';
import type { Gathering, PaymentAsking, PaymentChecks, PaymentRequest } from './paymentChecks.js';
import type { PaymentMeans } from './paymentPorts.js';
import { type ReadPayment, readPayment } from './readPayment.js';
import { submitWallets } from './submitWallets.js';
import { toCheck } from './toCheck.js';

/** Most rows of a page, whatever is asked for. */
const MOST_ROWS = 200;

/** How long a check waits for a screening of which nobody knows. Units: seconds. */
const STRANDED_SECONDS = 3600;

/** The checks of payments, and how to end what is under way before the database is closed. */
export interface OpenPaymentChecks extends PaymentChecks {
  readonly close: () => Promise<void>;
}

/** The checks of payments over a database. */
export function createPaymentChecks(means: PaymentMeans): OpenPaymentChecks {
  const { db, store } = means;
  const deciding = createDeciding(means);
  const nowSeconds = () => Math.floor(means.nowMs() / 1000);

  /** Edge: one whose screening is nobody's any more has failed, unless its record turns up after all. */
  const tell = (stored: StoredPayment): PaymentCheck => {
    const check = toCheck(stored);
    const sinceSeconds = nowSeconds() - (parseMoment(stored.askedAt) ?? 0);
    if (check.state !== 'screening' || sinceSeconds < STRANDED_SECONDS) return check;
    return means.screening.isOpen(stored.screeningId) ? check : { ...check, ...STRANDED };
  };
  const read = (checkId: string): PaymentCheck | null => {
    deciding.assertNoFailure(checkId);
    const stored = store.readPayment(checkId);
    if (stored === null) return null;
    if (stored.outcome === null) deciding.resume(checkId);
    return tell(stored);
  };
  const beginTogether = (ids: readonly string[], gathering: Gathering | undefined) => {
    const together = gathering ?? deciding.gather();
    together.add(ids);
    if (gathering === undefined) together.end();
  };
  const readAll = (ids: readonly string[]) => ids.flatMap((checkId) => read(checkId) ?? []);

  return {
    ...createApproving(means),
    ...createOverriding(means),
    read,
    problemsOf: (requests) =>
      requests.flatMap((request, index) => {
        const reading = readPayment(request, means);
        if (reading.kind === 'read') return [];
        return reading.problems.map((problem) => ({ index, ...problem }));
      }),
    check: (requests, asking, by) => {
      assertMay(by, 'pay');
      const payments = readRequests(requests, means);
      const kept = keptOf(requests, asking, { means, by });
      if (kept?.keptJson != null) return readAll(decodeIds(kept.keptJson));
      const screeningOf = submitWallets(payments, asking.urgency, { means, by });
      const ids = atomically(db, () => {
        // Of two requests with one key that came at a time, the second answers as the first.
        const first = keptOf(requests, asking, { means, by });
        if (first?.keptJson != null) return decodeIds(first.keptJson);
        const added = payments.map((payment) =>
          add(payment, { screeningId: screeningOf(payment), means, by }),
        );
        first?.keep(JSON.stringify(added));
        asking.note?.(added);
        return added;
      });
      if (asking.urgency === 'single') ids.forEach(deciding.begin);
      else beginTogether(ids, asking.together);
      return readAll(ids);
    },
    gather: deciding.gather,
    resume: (together) => together.add(store.listUndecided().map(({ checkId }) => checkId)),
    lookAhead: async (requests, by, signal) => {
      assertMay(by, 'pay');
      for (const request of requests) {
        if (signal.aborted) return;
        const reading = readPayment(request, means);
        if (reading.kind !== 'read') continue;
        const screeningOf = submitWallets([reading.payment], 'batch', { means, by });
        await means.screening.settled(screeningOf(reading.payment), signal);
      }
    },
    settled: async (checkId, signal) => {
      if (read(checkId)?.state === 'screening') await deciding.settled(checkId, signal);
      const stored = store.readPayment(checkId);
      return stored === null ? null : tell(stored);
    },
    isAbandoned: (checkId) => {
      const stored = store.readPayment(checkId);
      return stored?.outcome === null && !means.screening.isOpen(stored.screeningId);
    },
    list: ({ payeeId, decision, cursor, limit }) => {
      const most = Math.min(MOST_ROWS, Math.max(1, Math.floor(limit)));
      const found = store.listPayments({
        payeeIds: payeeId === null ? null : means.idsOf(payeeId),
        before: cursor === null ? null : parseCursor(cursor),
        limit: most + 1,
        decision,
      });
      const shown = found.slice(0, most);
      const last = shown.at(-1);
      const hasMore = found.length > most && last !== undefined;
      return { checks: shown.map(tell), nextCursor: hasMore ? `${last.sequence}` : null };
    },
    listPaid: (payeeId) => store.listApproved(means.idsOf(payeeId)).map(toCheck),
    assetOf: (id) => {
      const asset = means.assets.get(id);
      if (asset === undefined) throw new Bug('A check names an asset that is not listed.', { id });
      return asset;
    },
    close: deciding.close,
  };
}

const STRANDED = {
  state: 'failed',
  failure: 'What screened its wallet ended before it was done; check the payment again.',
} as const;

/** @throws {InputError} for the first that cannot be used; where there are several it says which one. */
function readRequests(
  requests: readonly PaymentRequest[],
  means: PaymentMeans,
): readonly ReadPayment[] {
  return requests.map((request, at) => {
    const reading = readPayment(request, means);
    if (reading.kind === 'read') return reading.payment;
    const sentence = reading.problems.map((one) => one.sentence).join(' ');
    throw requests.length === 1
      ? new InputError(sentence)
      : new InputError(`Payment ${at + 1} of ${requests.length}: ${sentence}`, { item: at + 1 });
  });
}

function keptOf(
  requests: readonly PaymentRequest[],
  { idempotencyKey, urgency }: PaymentAsking,
  { means, by }: { readonly means: PaymentMeans; readonly by: Actor },
): KeptAsking | null {
  if (idempotencyKey === null) return null;
  return findAsking(
    {
      key: ['payments', by.kind, by.id, idempotencyKey],
      asked: [urgency, ...requests.map((request) => ({ ...request }))],
      what: 'payments',
    },
    { keys: means.keys, nowMs: means.nowMs() },
  );
}

/** Only inside a transaction. */
function add(
  { payee, wallet, chain, asset, amount, invoice, invoiceKey }: ReadPayment,
  asked: { readonly screeningId: string; readonly means: PaymentMeans; readonly by: Actor },
): string {
  const { screeningId, means, by } = asked;
  const checkId = means.newId();
  means.store.addPayment({
    ...{ checkId, payeeId: payee.id, walletId: wallet.id, family: wallet.family },
    ...{ address: wallet.address, chain: chain.name, asset: asset.id, amount, screeningId },
    ...{ invoice, invoiceKey, askedBy: by.personId, actor: { kind: by.kind, id: by.id } },
    askedAt: formatMoment(Math.floor(means.nowMs() / 1000)),
  });
  means.audit.append({ actor: by, action: 'payment-checked', subjectId: checkId });
  return checkId;
}

function parseCursor(cursor: string): number {
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number.parseInt(cursor, 10);
  throw new InputError('The cursor is none that a page gave; begin with the newest page.');
}

function decodeIds(json: string): readonly string[] {
  // Written above; a row never changes.
  const ids: readonly string[] = JSON.parse(json);
  return ids;
}
