import { z } from 'zod';
import { accountByFormat } from '../../../chains/labelAddress.js';
import type { Attribution, Category } from '../../../core/attribution.js';
import { CHAINS } from '../../../core/chain.js';
import { DecodeError } from '../../../core/errors.js';
import type { LeftOut, PublishedLabels } from '../publishedLabels.js';
import { CONFIDENCE_OF_AUTHORITY, decideUse } from '../words.js';
import { plainText } from './publishedText.js';

/** One row of a list: an address with one label. */
const listedRow = z.object({
  address: z.string(),
  chainId: z.int().positive().optional(),
  label: z.string().optional(),
  nameTag: z.string().nullish(),
});

/** One entry of a table by address: all labels of that address at once. */
const tabledRow = z.object({
  name: z.string().nullish(),
  labels: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]),
});

/** An address with its labels, whichever form the dump had. */
interface Tagged {
  readonly where: string;
  readonly address: string;
  readonly chainId: number;
  readonly name: string;
  readonly labels: readonly string[];
}

/**
 * What an explorer's label words mean here, risks first: the first that fits speaks for the address.
 *
 * Only words that say what an account is; the many that name a project's token or a hobby are not.
 */
const MEANINGS: readonly (readonly [RegExp, Category])[] = [
  [/^(?:ofac-sanctions-lists|ofac-sanctioned|sanctioned)$/, 'sanctioned'],
  [/^(?:heist|exploit|[a-z0-9-]+-(?:exploit|exploiter|hack|hacker|heist))$/, 'stolen-funds'],
  [/^(?:ransomware|ransom)$/, 'ransom'],
  [/^(?:tornado-cash|mixer|mixing-service|coin-mixer)$/, 'mixer'],
  [/^(?:exchange|centralized-exchange|cex|hot-wallet)$/, 'exchange'],
  [/^(?:bridge|cross-chain-bridge)$/, 'bridge'],
  [/^(?:dex|decentralized-exchange)$/, 'dex'],
  [/^(?:defi|lending|lending-and-borrowing)$/, 'defi'],
  [/^(?:payment-gateway|payment-processor)$/, 'payment-processor'],
  [/^(?:burn|burn-address)$/, 'burn'],
];

/** What a name tag says where no label does: the explorers' own words for who took what is not theirs. */
const TAGGED_AS_THIEF = /\b(?:exploiter|hacker|heist)\b/i;

/** Pages of explorers on which a name tag can be read, by the chain's EIP-155 number. */
const PAGES: Readonly<Record<number, string>> = {
  1: 'https://etherscan.io/address/',
  10: 'https://optimistic.etherscan.io/address/',
  56: 'https://bscscan.com/address/',
  100: 'https://gnosisscan.io/address/',
  137: 'https://polygonscan.com/address/',
  8453: 'https://basescan.org/address/',
  42161: 'https://arbiscan.io/address/',
  43114: 'https://snowscan.xyz/address/',
};

/**
 * Reads a dump of an explorer's name tags: a list of `{address, chainId, label, nameTag}`, or a table
 * of `{name, labels}` by address.
 *
 * A name tag is a vendor's word. It says "exploiter", never who is behind it, so no row names an actor.
 *
 * Order: the file's. Edge: one claim an address; of several labels the gravest counts.
 * Blind spot: a dump carries no dates.
 * Source: https://github.com/dawsbot/eth-labels, https://github.com/brianleect/etherscan-labels
 *
 * @throws {DecodeError} for text of neither form.
 */
export function parseExplorerLabels(text: string, set: string): PublishedLabels {
  const rows: Attribution[] = [];
  const leftOut: LeftOut[] = [];
  for (const tagged of gather(readDump(text))) {
    const claim = claimOf(tagged, set);
    if (typeof claim === 'string') leftOut.push({ where: tagged.where, problem: claim });
    else rows.push(claim);
  }
  return { rows, asOf: null, leftOut };
}

function readDump(text: string): readonly Tagged[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DecodeError('The label dump is no JSON file; download it again.', {}, { cause });
  }
  const list = z.array(listedRow).safeParse(value);
  if (list.success) {
    return list.data.map(({ address, chainId, label, nameTag }, at) => ({
      where: `row ${at + 1}`,
      address,
      chainId: chainId ?? 1,
      name: nameTag ?? '',
      labels: label === undefined ? [] : [label],
    }));
  }
  const table = z.record(z.string(), tabledRow).safeParse(value);
  if (table.success) {
    return Object.entries(table.data).map(([address, { name, labels }], at) => ({
      where: `row ${at + 1}`,
      address,
      chainId: 1,
      name: name ?? '',
      labels: Array.isArray(labels) ? labels : Object.keys(labels),
    }));
  }
  throw new DecodeError(
    'The label dump is neither a list of {address, chainId, label, nameTag} nor a table of {name, labels} by address.',
  );
}

/** One entry an account: a list has an address once for each of its labels. */
function gather(dump: readonly Tagged[]): readonly Tagged[] {
  const byAccount = new Map<string, Tagged>();
  for (const tagged of dump) {
    const key = `${tagged.chainId}:${tagged.address.toLowerCase()}`;
    const before = byAccount.get(key);
    byAccount.set(
      key,
      before === undefined
        ? tagged
        : {
            ...before,
            name: before.name === '' ? tagged.name : before.name,
            labels: [...before.labels, ...tagged.labels],
          },
    );
  }
  return [...byAccount.values()];
}

function claimOf(tagged: Tagged, set: string): Attribution | string {
  const chain = CHAINS.find(({ id }) => id === `eip155:${tagged.chainId}`);
  const page = PAGES[tagged.chainId];
  if (chain === undefined || page === undefined) {
    return `The chain ${tagged.chainId} is not known here.`;
  }
  const address = accountByFormat(tagged.address.trim(), [chain.name]);
  if (!address.ok) return address.problem;
  const words = tagged.labels.map((label) => label.trim().toLowerCase().replaceAll(/[ _]/g, '-'));
  const labelled = MEANINGS.find(([pattern]) => words.some((one) => pattern.test(one)))?.[1];
  const category = labelled ?? (TAGGED_AS_THIEF.test(tagged.name) ? 'stolen-funds' : undefined);
  if (category === undefined) return 'Its labels say neither a risk nor a service.';
  const entity = plainText(tagged.name) || plainText(tagged.labels[0] ?? '');
  const authority = 'vendor';
  return {
    ...decideUse({ entity, actorWord: '', category, actor: null, authority }),
    confidence: CONFIDENCE_OF_AUTHORITY[authority],
    account: address.account,
    entity,
    event: null,
    authority,
    set,
    source: `${page}${tagged.address.trim()} (name tag of the explorer)`,
    sourceDate: null,
    entityListedOn: null,
    listedOn: null,
    delistedOn: null,
    note: plainText(`Labels: ${tagged.labels.join(', ')}`),
  };
}
