import type { Account } from '../core/account.js';
import type { Chain } from '../core/chain.js';
import type { Signal } from '../core/signal.js';

/** The chains to which a person confined the screening of a key that is the same on several. */
export interface Narrowing {
  readonly askedFor: readonly Chain[];
  /** Configured chains that were left out for that. */
  readonly leftOut: readonly Chain[];
}

/** What a verdict says of the chains that were left out on request; the rules do not judge it. */
export function tellNarrowing(narrowing: Narrowing, account: Account): Signal {
  return {
    kind: 'narrowed',
    account,
    sentence: `${sentenceOf(narrowing)} Not looked at: ${titles(narrowing.leftOut)}.`,
    attribution: null,
  };
}

/** The same in one sentence, for the head of a report. */
export function sentenceOf({ askedFor }: Narrowing): string {
  return `Only ${titles(askedFor)} ${askedFor.length === 1 ? 'was' : 'were'} looked at, as asked for; what this key did on other chains was not seen.`;
}

/** What to mind when paying on a verdict about some chains alone. */
export function payOnlyOn({ askedFor }: Narrowing): string {
  return `Pay on ${titles(askedFor)} alone.`;
}

function titles(chains: readonly Chain[]): string {
  return chains.map(({ title }) => title).join(', ');
}
