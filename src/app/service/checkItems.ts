import { refuseSecret } from '../../chains/registry.js';
import { findChainByName } from '../../core/chain.js';
import { InputError } from '../../core/errors.js';
import { parseMoment } from '../../core/moment.js';
import { readScreenable } from '../subjectNames.js';
import type { WorkItem } from './work.js';

/** Why a wallet of a submission cannot be screened. */
export interface ItemProblem {
  /** Place in the submission, from 0. */
  readonly index: number;
  readonly field: 'text' | 'payeeReference' | 'onlyOn' | 'asOf';
  /** Never repeats what was typed. */
  readonly sentence: string;
}

/**
 * Everything that is wrong with wallets that somebody wants screened, so that all of it can be told at
 * once. Order: as given.
 */
export function problemsOfItems(items: readonly WorkItem[], nowMs: number): readonly ItemProblem[] {
  return items.flatMap(({ text, payeeReference, onlyOn, asOf }, index): ItemProblem[] => {
    const found = [
      {
        field: 'text',
        sentence: inputProblem(() => readScreenable({ text, asOf, offline: false })),
      },
      {
        field: 'payeeReference',
        sentence: inputProblem(() => refuseSecret(payeeReference ?? '', 'payee reference')),
      },
      { field: 'onlyOn', sentence: problemOfChains(onlyOn ?? []) },
      { field: 'asOf', sentence: asOf === null ? null : problemOfMoment(asOf, nowMs) },
    ] as const;
    return found.flatMap(({ field, sentence }) =>
      sentence === null ? [] : [{ index, field, sentence }],
    );
  });
}

/** Only what a person typed wrongly is a problem of theirs; any other failure is thrown on. */
function inputProblem(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function problemOfChains(names: readonly string[]): string | null {
  const isKnown = names.every(
    (name) => (findChainByName(name)?.family ?? 'untraced') !== 'untraced',
  );
  return isKnown ? null : 'A chain is named by its short name, such as "ethereum" or "base".';
}

function problemOfMoment(text: string, nowMs: number): string | null {
  const moment = parseMoment(text);
  if (moment === null) {
    return 'A time is a day such as 2022-04-20 or a moment such as 2022-04-20T12:00:00Z.';
  }
  return moment * 1000 > nowMs ? 'The time lies in the future.' : null;
}
