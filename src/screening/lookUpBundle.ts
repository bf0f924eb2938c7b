import type { Account } from '../core/account.js';
import { chainOfAccount } from '../core/account.js';
import type { RecordedLookup, RecordedReply } from '../core/factBundle.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { lookupKey } from '../core/lookup.js';
import { emptyReply } from './liveLookUp.js';

/** Answers a look-up from what was recorded of a subject, or null where it was not answered then. */
export type BundleLookUp = (lookup: Lookup) => LookupReply | null;

/** Answers from the replies that a search took, whatever it asks for first. */
export function createBundleLookUp(
  subject: Account,
  replies: readonly RecordedReply[],
): BundleLookUp {
  const byKey = new Map(replies.map((reply) => [keyOf(subject, reply.lookup), reply]));
  return (lookup) => {
    const reply = byKey.get(lookupKey(lookup));
    if (reply === undefined) return null;
    const { facts, unseen, busy, unspent, balances, cost } = reply;
    return emptyReply(lookup, { facts, unseen, busy, unspent, balances, cost: cost ?? 0 });
  };
}

/** What is said of a look-up that the search which was recorded did not make. */
export function notInBundle(lookup: Lookup): LookupReply {
  return emptyReply(lookup, { unseen: [NOT_IN_BUNDLE] });
}

/** Whether a gap is a look-up that other labels lead to and that the recorded search did not make. */
export function isNotInBundle({ sentence }: { readonly sentence: string }): boolean {
  return sentence.includes(NOT_IN_BUNDLE.sentence);
}

const NOT_IN_BUNDLE: Unseen = {
  channel: null,
  kind: 'capability',
  sentence: 'The recorded screening did not look this up, and nobody is asked again.',
  cure: 'Screen the wallet anew.',
};

function keyOf(subject: Account, lookup: RecordedLookup): string {
  const chain = chainOfAccount(subject);
  switch (lookup.kind) {
    case 'account':
      return lookupKey({ ...lookup, balance: 'not-wanted' });
    case 'transaction':
    case 'spends':
      return lookupKey({ ...lookup, chain });
  }
}
