import { id } from 'ethers/hash';
import { z } from 'zod';
import { accountByFormat } from '../../../chains/labelAddress.js';
import type { Attribution } from '../../../core/attribution.js';
import type { Chain } from '../../../core/chain.js';
import { findChainByName } from '../../../core/chain.js';
import { DecodeError } from '../../../core/errors.js';
import { formatMoment } from '../../../core/moment.js';
import type { LeftOut, PublishedLabels } from '../publishedLabels.js';
import { CONFIDENCE_OF_AUTHORITY } from '../words.js';

const hexWord = z.string().regex(/^0x[0-9a-fA-F]{64}$/);

const logSchema = z.object({
  address: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  topics: z.array(z.string()).min(1),
  data: z.string(),
  blockNumber: z.string().regex(/^(?:0x[0-9a-fA-F]+|\d+)$/),
  logIndex: z.string().regex(/^0x[0-9a-fA-F]*$|^\d+$/),
  // Seconds up to the year 9999.
  timeStamp: z.string().regex(/^(?:0x[0-9a-fA-F]{1,9}|\d{1,11})$/),
  transactionHash: hexWord,
});

const replySchema = z.object({ result: z.array(logSchema) });

/**
 * Events that an explorer puts into one reply at most: as many are the oldest, and not all.
 *
 * Source: https://docs.etherscan.io/etherscan-v2/api-endpoints/logs
 */
const MOST_EVENTS = 1_000;

type Log = z.infer<typeof logSchema>;

/** What an issuer's event does to the account that it names. */
const EVENTS: ReadonlyMap<string, 'freeze' | 'release'> = new Map([
  [id('AddedBlackList(address)'), 'freeze'],
  [id('RemovedBlackList(address)'), 'release'],
  [id('Blacklisted(address)'), 'freeze'],
  [id('UnBlacklisted(address)'), 'release'],
]);

/** Whose tokens the two kinds of events are, by the token's contract. */
const ISSUERS: Readonly<Record<string, string>> = {
  '0xdac17f958d2ee523a2206206994597c13d831ec7': 'Tether (USDT)',
  '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48': 'Circle (USDC)',
  '0x2791bca1f2de4661ed88a30c99a7a9449aa84174': 'Circle (USDC.e)',
  '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359': 'Circle (USDC)',
  '0xaf88d065e77c8cc2239327c5edb3a432268e5831': 'Circle (USDC)',
  '0x0b2c639c533813f4aa9d7837caf62653d097ff85': 'Circle (USDC)',
  '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913': 'Circle (USDC)',
  '0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e': 'Circle (USDC)',
};

/**
 * Reads an issuer's freeze list from the token's own events: the reply of an explorer's `getLogs`
 * for the events that freeze and release accounts.
 *
 * The events are replayed in chain order and the last one of each account counts; an account that
 * was released stays known, with the day as `delistedOn`.
 *
 * Edge: an event of another kind is left out. A reply that is as long as an explorer makes one is
 * refused; several replies may be put together as one plain list of their events. Blind spot: a list
 * that was put together without its end reads as one that ends there; the last day is given as `asOf`.
 * Source: https://etherscan.io/token/0xdac17f958d2ee523a2206206994597c13d831ec7#code,
 * https://github.com/circlefin/stablecoin-evm (Blacklistable)
 *
 * @throws {DecodeError} for text that is no such reply, and for a chain without EVM events.
 */
export function parseFreezeLogs(
  text: string,
  { set, chainName }: { readonly set: string; readonly chainName: string },
): PublishedLabels {
  const chain = findChainByName(chainName);
  if (chain?.family !== 'evm') {
    throw new DecodeError('Freeze events are read from an EVM chain; name it, such as ethereum.');
  }
  const logs = [...readLogs(text)].sort(byPlace);
  const frozen = new Map<string, Attribution>();
  const leftOut: LeftOut[] = [];
  for (const log of logs) {
    const event = readEvent(log, chain, set);
    if (typeof event === 'string') leftOut.push({ where: log.transactionHash, problem: event });
    else apply(frozen, event);
  }
  const last = logs.at(-1);
  return {
    rows: [...frozen.values()],
    asOf: last === undefined ? null : dayOfLog(last),
    leftOut,
  };
}

interface FreezeEvent {
  readonly does: 'freeze' | 'release';
  readonly claim: Attribution;
}

/** A release ends the freeze before it; one without a freeze says only that there was one. */
function apply(frozen: Map<string, Attribution>, { does, claim }: FreezeEvent): void {
  const key = `${claim.account} ${claim.entity}`;
  const before = frozen.get(key);
  if (does === 'freeze') frozen.set(key, claim);
  else frozen.set(key, { ...(before ?? { ...claim, listedOn: null }), delistedOn: claim.listedOn });
}

function readLogs(text: string): readonly Log[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DecodeError('The freeze list is no JSON file; download it again.', {}, { cause });
  }
  const logs = z.array(logSchema).safeParse(value);
  if (logs.success) return logs.data;
  const reply = replySchema.safeParse(value);
  if (reply.success && reply.data.result.length < MOST_EVENTS) return reply.data.result;
  if (reply.success) {
    throw new DecodeError(
      `The reply holds ${MOST_EVENTS} events, which is as many as an explorer gives, so the newest may be missing; ask again for the blocks after the last, and save the events of all replies as one list.`,
      { field: 'result' },
    );
  }
  const field = reply.error.issues[0]?.path.join('.') ?? '';
  throw new DecodeError(
    `The freeze list has no readable "${field}"; save the reply of getLogs as it is.`,
    { field },
  );
}

function readEvent(log: Log, chain: Chain, set: string): FreezeEvent | string {
  const does = EVENTS.get((log.topics[0] ?? '').toLowerCase());
  if (does === undefined) return 'It is no event that freezes or releases an account.';
  const issuer = ISSUERS[log.address.toLowerCase()];
  if (issuer === undefined) return 'Its contract is none of an issuer that is known here.';
  // One issuer indexes the account and the other puts it into the data.
  const word = log.topics[1] ?? log.data;
  if (!hexWord.safeParse(word).success || !/^0x0{24}/.test(word)) return 'It names no account.';
  const address = accountByFormat(`0x${word.slice(-40).toLowerCase()}`, [chain.name]);
  if (!address.ok) return address.problem;
  const day = dayOfLog(log);
  return {
    does,
    claim: {
      account: address.account,
      entity: `Frozen by ${issuer}`,
      category: 'frozen',
      actor: null,
      event: null,
      authority: 'vendor',
      confidence: CONFIDENCE_OF_AUTHORITY.list,
      use: 'note',
      set,
      source: `https://blockscan.com/tx/${log.transactionHash} (event of the token)`,
      sourceDate: day,
      entityListedOn: null,
      listedOn: day,
      delistedOn: null,
      note: null,
    },
  };
}

function dayOfLog({ timeStamp }: Log): string {
  return formatMoment(Number(timeStamp)).slice(0, 10);
}

function byPlace(a: Log, b: Log): number {
  return Number(a.blockNumber) - Number(b.blockNumber) || logIndex(a) - logIndex(b);
}

/** Edge: Etherscan writes the first log of a block as a bare `0x`. */
function logIndex({ logIndex: text }: Log): number {
  return text === '0x' ? 0 : Number(text);
}
