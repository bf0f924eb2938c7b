import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Direction } from '../exposure.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/**
 * That the issuer of a token has frozen an account: the token there cannot be moved, and what is paid
 * in it is lost. Told of the account itself, whether or not its chain is traced.
 *
 * Edge: a freeze that was taken back is told by the labels alone.
 */
export function frozenSignals(account: Account, claims: readonly Attribution[]): Signal[] {
  return inForce(claims).map((claim) => ({
    kind: 'frozen-by-issuer' as const,
    account,
    sentence: `This address is ${words(claim)}: what it holds of that token cannot be moved, and what is paid to it in that token is lost.`,
    attribution: claim,
  }));
}

/**
 * Dealings with accounts that an issuer has frozen. Most freezes follow frauds and have nothing to do
 * with the one who was paid, or robbed.
 *
 * Order: as first dealt with; once for each account and direction. Edge: no more than dust of each asset
 * is no dealing, since anybody can send dust to anybody.
 */
export function tellFrozenContacts(trace: Trace, { dealings }: SubjectHistory): Signal[] {
  const { knowledge, assets } = trace.start;
  const sums = new Map<string, FrozenContact>();
  for (const { other, direction, asset, amount } of dealings) {
    const key = `${direction} ${other}`;
    const [claim] = sums.has(key) ? [] : inForce(knowledge.claimsOf(other));
    if (claim !== undefined) sums.set(key, { other, direction, claim, amounts: new Map() });
    const amounts = sums.get(key)?.amounts;
    amounts?.set(asset, (amounts.get(asset) ?? 0n) + amount);
  }
  return [...sums.values()]
    .filter(({ amounts }) =>
      [...amounts].some(([asset, sum]) => sum >= (assets.get(asset)?.dustAmount ?? 0n)),
    )
    .map(({ other, direction, claim }) => ({
      kind: 'frozen-contact' as const,
      account: other,
      sentence: `Value ${direction === 'incoming' ? 'came from' : 'went to'} an address that is ${words(claim)}. Issuers freeze mostly for fraud and theft; ask what the payment was for.`,
      attribution: claim,
    }));
}

interface FrozenContact {
  readonly other: Account;
  readonly direction: Direction;
  readonly claim: Attribution;
  readonly amounts: Map<AssetId, bigint>;
}

function inForce(claims: readonly Attribution[]): readonly Attribution[] {
  return claims.filter(({ category, delistedOn }) => category === 'frozen' && delistedOn === null);
}

/** The entity of such a claim says by whom: `Frozen by Tether (USDT)`. */
function words({ entity, listedOn }: Attribution): string {
  const since = listedOn === null ? '' : ` since ${listedOn}`;
  return `${entity.charAt(0).toLowerCase()}${entity.slice(1)}${since}`;
}
