import type { Exposure } from '../exposure.js';
import type { Signal } from '../signal.js';
import { labelledAs } from './labelWords.js';
import type { SubjectHistory } from './subjectHistory.js';

/**
 * Contact of no value, or of no more than dust, with accounts that carry a risk claim.
 *
 * Edge: an empty token transfer that the subject did not sign is no contact of its own.
 */
export function tellDustContacts(
  exposures: readonly Exposure[],
  { dealings, spoofed }: SubjectHistory,
): Signal[] {
  const sentTo = new Set(
    dealings.flatMap(({ direction, other }) => (direction === 'outgoing' ? other : [])),
  );
  const named = new Set(spoofed.map(({ to }) => to));
  const isSpoofed = ({ kind, direction, accounts }: Exposure) =>
    kind === 'direct' &&
    direction === 'outgoing' &&
    accounts.every((account) => named.has(account) && !sentTo.has(account));
  return exposures
    .filter((exposure) => exposure.dust && !isSpoofed(exposure))
    .map((exposure) => ({
      kind: 'dust-contact' as const,
      account: exposure.accounts[0] ?? exposure.subject,
      sentence: describe(exposure),
      attribution: exposure.attribution,
    }));
}

function describe({ kind, direction, attribution, amounts }: Exposure): string {
  const who = labelledAs(attribution);
  const what = amounts.some(({ haircut, fifo }) => haircut > 0n || fifo > 0n)
    ? 'Dust'
    : 'An empty message';
  if (kind === 'indirect') {
    return direction === 'incoming'
      ? `No more than dust of what came through others came from ${who}.`
      : `No more than dust of what went on through others went to ${who}.`;
  }
  return direction === 'incoming'
    ? `${what} came from ${who}; anyone can send that.`
    : `${what} went to ${who}.`;
}
