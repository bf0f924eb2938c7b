import type { Account } from '../core/account.js';
import { uniteIntervals } from '../core/coverage.js';
import type { Channel } from '../core/ledger.js';
import type { LiveLookUp } from './liveLookUp.js';

/**
 * Whether what is kept of a channel of an account shows all up to a past moment that is asked about:
 * from the first block on, up to a movement after it. Then nothing that came later counts, nor that
 * the account became busy by it.
 *
 * Edge: of the present nobody can say so. Blind spot: where the rows that are kept end before the
 * moment, an account that is busy now counts as busy then.
 */
export function isSeenUntil(
  from: Pick<LiveLookUp, 'cache' | 'moment' | 'untilSeconds'>,
  asked: { readonly account: Account; readonly channel: Channel; readonly source: string },
): boolean {
  if (from.moment === 'present') return false;
  const { account, channel, source } = asked;
  const [interval] = uniteIntervals(from.cache.readCoverage(account, channel, source));
  if (interval === undefined || interval.from > 0) return false;
  const facts = from.cache.readFacts({ account, channel, source, interval });
  return facts.some((fact) => fact.timeSeconds > from.untilSeconds);
}
