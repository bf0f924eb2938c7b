import { ScreenError } from '../../core/errors.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { ScreenRequest } from '../screenRequest.js';
import type { Submission, Work, WorkItem, WorkState } from '../service/work.js';
import { failureOf } from '../service/workFailure.js';
import type { PaymentScreening, WalletToScreen } from './paymentPorts.js';

/** Screenings by the queue of the service, which outlive this process. */
export function screenByWork(
  work: Pick<Work, 'submit' | 'readState' | 'settled' | 'readDocument'>,
): PaymentScreening {
  return {
    submit: (wallets, urgency, by) =>
      work
        .submit({ items: wallets.map(toItem), urgency, idempotencyKey: null }, by)
        .map(({ screeningId }) => screeningId),
    settled: work.settled,
    isOpen: (screeningId) => work.readState(screeningId) !== null,
    readDocument: work.readDocument,
  };
}

/** What wallets are screened with where no service is asked. */
export interface LocalScreening {
  readonly screen: (request: ScreenRequest) => Promise<ScreeningDocument>;
  /** The record that answers for a wallet still; null where it has to be screened. */
  readonly findReusable: (item: Pick<WorkItem, 'text' | 'onlyOn'>) => string | null;
  readonly readDocument: (screeningId: string) => ScreeningDocument | null;
  /** Whether a service is to make it still. */
  readonly isQueued: (screeningId: string) => boolean;
  readonly newId: () => string;
  readonly offline: boolean;
  readonly onProgress: ScreenRequest['onProgress'];
  /** Ends the screenings early; each answers with what it has. */
  readonly signal: AbortSignal;
}

/** A wallet that is not screened yet, and whether somebody waits for it alone. */
type WaitingWallet = WalletToScreen & Pick<Submission, 'urgency'>;

/**
 * Screenings in this process, one after the other as they are waited for.
 *
 * Edge: two payments to one wallet rest on one screening. What is not screened when the process ends was
 * not screened; its payments are checked again.
 */
export function screenHere(local: LocalScreening): PaymentScreening {
  const waiting = new Map<string, WaitingWallet>();
  const states = new Map<string, WorkState>();
  let last: Promise<unknown> = Promise.resolve();

  const screen = async (
    screeningId: string,
    { address, payeeReference, urgency }: WaitingWallet,
  ) => {
    const { offline, onProgress, signal } = local;
    const request = { ...{ text: address, asOf: null, payeeReference }, screeningId };
    try {
      await local.screen({ ...request, offline, onProgress, signal, urgency });
      states.set(screeningId, { kind: 'done', screeningId, isReused: false });
    } catch (error) {
      if (!(error instanceof ScreenError)) throw error;
      states.set(screeningId, { kind: 'failed', screeningId, failure: failureOf(error) });
    } finally {
      waiting.delete(screeningId);
    }
  };

  return {
    submit: (wallets, urgency) =>
      wallets.map((wallet) => {
        const same = [...waiting].find(([, { address }]) => address === wallet.address);
        const known = same?.[0] ?? local.findReusable({ text: wallet.address, onlyOn: null });
        if (known !== null) return known;
        const screeningId = local.newId();
        waiting.set(screeningId, { ...wallet, urgency });
        return screeningId;
      }),
    settled: (screeningId) => {
      const run = last.then(async () => {
        const wallet = waiting.get(screeningId);
        if (wallet !== undefined) await screen(screeningId, wallet);
      });
      // The next one goes on whatever became of this one, which tells it itself.
      last = run.catch(() => undefined);
      return run.then(() => states.get(screeningId) ?? null);
    },
    isOpen: (screeningId) =>
      waiting.has(screeningId) ||
      local.readDocument(screeningId) !== null ||
      local.isQueued(screeningId),
    readDocument: local.readDocument,
  };
}

function toItem({ address, payeeReference }: WalletToScreen): WorkItem {
  return { text: address, payeeReference, onlyOn: null, asOf: null, reuse: 'valid-verdict' };
}
