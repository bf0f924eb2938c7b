import type { Config } from '../config.js';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { digestOf } from './records.js';

/**
 * A digest of what of a configuration decides which facts a screening sees and how they are judged,
 * beside labels, rules and policy: the company's own accounts, the chains and their sources, the source
 * of prices, whether the built-in labels are used, and the version of the program with its lists.
 *
 * Edge: what only changes how fast a source is asked counts too; at worst a wallet is screened anew.
 */
export function circumstancesOf(
  { ownAccounts, chains, prices, labels }: Config,
  version: string,
): string {
  const parts = { ownAccounts, chains, prices, builtIn: labels.builtIn, version };
  // Written and read once, so that what is left out and what is undefined are one.
  return digestOf(formatCanonicalJson(JSON.parse(JSON.stringify(parts))));
}
