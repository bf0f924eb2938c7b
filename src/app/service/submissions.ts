import { refuseSecret } from '../../chains/registry.js';
import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import type { SubmissionKeys } from '../../store/submissionKeys.js';
import { timesOf } from '../screenRequest.js';
import { readScreenable } from '../subjectNames.js';
import { accountsToScreen, type ChainChoice } from '../subjects.js';
import { findAsking } from './keptAskings.js';
import type { Submission, WorkItem } from './work.js';

/** One wallet of a submission, as it was taken. */
export interface TakenItem {
  readonly screeningId: string;
  readonly isReused: boolean;
}

/**
 * Refuses a submission of which a wallet cannot be screened.
 *
 * @throws {InputError} for the first of them; where there are several it says which one.
 */
export function assertScreenable(
  items: readonly WorkItem[],
  { chains, nowMs }: { readonly chains: ChainChoice['chains']; readonly nowMs: number },
): void {
  for (const [at, { text, payeeReference, onlyOn, asOf }] of items.entries()) {
    try {
      const read = readScreenable({ text, asOf, offline: false });
      if (read.kind === 'address') {
        const choice = { chains, onlyOn: onlyOn === null ? null : new Set(onlyOn) };
        accountsToScreen(read.resolved, choice);
      }
      if (payeeReference !== null) refuseSecret(payeeReference, 'payee reference');
      timesOf({ asOf }, nowMs);
    } catch (error) {
      if (!(error instanceof InputError) || items.length === 1) throw error;
      const message = `Wallet ${at + 1} of ${items.length}: ${error.message}`;
      throw new InputError(message, { ...error.details, item: at + 1 }, { cause: error });
    }
  }
}

/** What is known of a submission's key. */
export interface KeyedSubmission {
  /** What was taken under the key before; null where nothing was, or there is no key. */
  readonly taken: readonly TakenItem[] | null;
  readonly keep: (taken: readonly TakenItem[]) => void;
}

/**
 * Looks a submission up by its key. Keys of two people are two keys.
 *
 * @throws {InputError} when the key was used for other items within a day.
 */
export function findSubmission(
  { idempotencyKey, items, urgency }: Submission,
  asked: { readonly keys: SubmissionKeys; readonly by: Actor; readonly nowMs: number },
): KeyedSubmission {
  if (idempotencyKey === null) return { taken: null, keep: () => undefined };
  const { by, ...means } = asked;
  const { keptJson, keep } = findAsking(
    {
      key: [by.kind, by.id, idempotencyKey],
      asked: [urgency, ...items.map((item) => ({ ...item }))],
      what: 'wallets',
    },
    means,
  );
  return {
    taken: keptJson === null ? null : decodeTaken(keptJson),
    keep: (taken) =>
      keep(JSON.stringify(taken.map(({ screeningId: id, isReused }) => ({ id, isReused })))),
  };
}

function decodeTaken(json: string): readonly TakenItem[] {
  // Written above; a row never changes.
  const states: readonly { readonly id: string; readonly isReused: boolean }[] = JSON.parse(json);
  return states.map(({ id, isReused }) => ({ screeningId: id, isReused }));
}
