import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import type { Channel, LedgerFact } from '../core/ledger.js';
import type { Unseen } from '../core/lookup.js';
import type { LiveLookUp } from './liveLookUp.js';
import type { ChannelRead } from './readChannel.js';
import { readChannelAt } from './readChannel.js';

/** What a second source says to the same question, and the requests for it. */
export interface CrossCheck {
  /** Null where both say the same, or nobody was to be asked. */
  readonly unseen: Unseen | null;
  readonly cost: number;
  readonly asked: number;
}

const NOT_CHECKED: CrossCheck = { unseen: null, cost: 0, asked: 0 };

/**
 * Asks the next source for a channel that was read whole, where the configuration wants that, and
 * tells in what the two differ, up to the older of their newest blocks.
 *
 * Edge: sources differ by custom in fees, in rows that move nothing and in worthless tokens; those
 * are not compared. A second source that fails has confirmed nothing, and that is said.
 */
export async function crossCheck(
  from: LiveLookUp,
  first: { readonly account: Account; readonly channel: Channel; readonly read: ChannelRead },
  signal: AbortSignal,
): Promise<CrossCheck> {
  const { account, channel, read } = first;
  const { anchored } = read;
  if (!from.isCrossChecked || anchored === null || read.busy !== null) return NOT_CHECKED;
  const others = from.sources.filter(({ source }) => source.channels.includes(channel));
  const second = others[others.indexOf(anchored) + 1];
  if (second === undefined) return { ...NOT_CHECKED, unseen: nobodyElse(from, first) };
  const again = await readChannelAt(from, { account, channel, anchored: second }, signal);
  const { cost, asked } = again;
  if (again.unseen !== null) {
    const sentence = `No second source confirmed the ${channel} transfers of this account. ${again.unseen.sentence}`;
    return { unseen: { ...again.unseen, sentence }, cost, asked };
  }
  // Neither failed, so both have named their newest block.
  const tips = await Promise.all([anchored.fetchTip(signal), second.fetchTip(signal)]);
  const upTo = Math.min(...tips.map(({ height }) => height));
  const compared = { assets: from.assets, upTo };
  const [a, b] = [movesOf(read.facts, compared), movesOf(again.facts, compared)];
  const [onlyFirst, onlySecond] = [without(a, b), without(b, a)];
  const [example] = [...onlyFirst, ...onlySecond];
  if (example === undefined) return { unseen: null, cost, asked };
  const names = [anchored.source.name, second.source.name];
  const unseen: Unseen = {
    channel,
    kind: 'ledger-mismatch',
    sentence: `Two sources differ about the ${channel} transfers of this account: ${names[0]} alone lists ${onlyFirst.length}, ${names[1]} alone ${onlySecond.length}${example.txId === null ? '' : ` (one of them in transaction ${example.txId})`}.`,
    cure: `Look them up by hand, and keep the source that is right in chains.${from.chain.name}.sources.`,
  };
  return { unseen, cost, asked };
}

/** Something that moved, without what only its source says of it. */
interface Move {
  readonly key: string;
  readonly txId: string | null;
}

function movesOf(
  facts: readonly LedgerFact[],
  { assets, upTo }: { readonly assets: AssetList; readonly upTo: number },
): readonly Move[] {
  return facts.flatMap((fact): Move[] => {
    if (fact.height !== null && fact.height > upTo) return [];
    const { txId } = fact;
    if (fact.kind === 'utxo') return [{ key: fact.txId, txId }];
    const { channel, from, to, asset, amount } = fact;
    if (channel === 'fee' || amount === 0n || !assets.has(asset)) return [];
    return [{ key: [txId, channel, from, to, asset, amount].join(' '), txId }];
  });
}

/** Those of `moves` that `others` do not have as often. */
function without(moves: readonly Move[], others: readonly Move[]): readonly Move[] {
  const left = new Map<string, number>();
  for (const { key } of others) left.set(key, (left.get(key) ?? 0) + 1);
  return moves.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function nobodyElse(from: LiveLookUp, { channel }: { readonly channel: Channel }): Unseen {
  return {
    channel,
    kind: 'capability',
    sentence: `No second source of ${from.chain.title} sees ${channel} transfers, so nobody confirmed them.`,
    cure: `Add another source to chains.${from.chain.name}.sources, or set crossCheck to false.`,
  };
}
