import type { Chain } from '../core/chain.js';
import type { SourceError } from '../core/errors.js';
import { RateLimitError } from '../core/errors.js';
import type { Channel } from '../core/ledger.js';
import type { Unseen } from '../core/lookup.js';
import { WrongChainError } from './chainProof.js';

/** What a failed request leaves unseen, and what would cure it. */
export function unseenFrom(
  error: SourceError,
  at: { readonly chain: Chain; readonly channel: Channel | null },
): Unseen {
  const setting = `chains.${at.chain.name}.sources`;
  if (error instanceof WrongChainError) {
    const { cure, message: sentence } = error;
    return { channel: at.channel, kind: 'capability', sentence, cure };
  }
  switch (error.code) {
    case 'aborted':
      return {
        channel: at.channel,
        kind: 'budget',
        sentence: error.message,
        cure: 'Screen again, with a longer --deadline if it recurs; what was fetched is kept.',
      };
    case 'rate-limit':
      return {
        channel: at.channel,
        kind: 'source-failed',
        sentence: error.message,
        cure:
          error instanceof RateLimitError && error.window === 'day'
            ? `Wait until the daily quota is renewed, or add a key or another source to ${setting}.`
            : `Screen again in a minute, or lower requestsPerSecond in ${setting}.`,
      };
    case 'capability':
      return {
        channel: at.channel,
        kind: 'capability',
        sentence: error.message,
        cure: `Add a source that offers this to ${setting}.`,
      };
    default:
      return {
        channel: at.channel,
        kind: 'source-failed',
        sentence: error.message,
        cure: `Screen again later, or add another source to ${setting}.`,
      };
  }
}
