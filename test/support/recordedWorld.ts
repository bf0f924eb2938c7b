import { createHash } from 'node:crypto';
import type { Account } from '../../src/core/account.js';
import { addressOfAccount, chainOfAccount } from '../../src/core/account.js';
import type { AssetList } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import { findChain } from '../../src/core/chain.js';
import { decodeFactBundle } from '../../src/core/decodeBundle.js';
import { TransportError } from '../../src/core/errors.js';
import type { FactBundle } from '../../src/core/factBundle.js';
import { formatFactBundle } from '../../src/core/factBundle.js';
import type { HaloLookUp } from '../../src/core/halo/haloEntry.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../src/core/lookup.js';
import { formatMoment } from '../../src/core/moment.js';
import type { Policy } from '../../src/core/policy.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { createPriceBook } from '../../src/core/price.js';
import type { Verdict } from '../../src/core/verdict.js';
import { readRules } from '../../src/packageFiles.js';
import { createDocument } from '../../src/report/json.js';
import { createGatheredPrices, type GatheredPrices } from '../../src/screening/gatherPrices.js';
import type { DayPrice, PriceCache } from '../../src/screening/pricePorts.js';
import { rejudge } from '../../src/screening/rejudge.js';
import type { ScreeningInput } from '../../src/screening/screenAccounts.js';
import { screenAccounts } from '../../src/screening/screenAccounts.js';
import { answerFrom, claimsOf } from './world.js';

/** The moment of the screenings. Units: Unix seconds. */
const WORLD_NOW = 1_660_000_000;

/** An invented world, and how its look-ups are answered. */
export interface RecordedWorld {
  readonly subject: Account;
  readonly facts: readonly LedgerFact[];
  readonly assets: AssetList;
  readonly claims: readonly Attribution[];
  readonly own?: readonly Account[];
  readonly policy?: Partial<Policy>;
  /** Where labelled money went; nothing is known of that by default. */
  readonly halo?: HaloLookUp;
  /** Changes the answer of a chain seen whole: what fails, what is busy, what is held. */
  readonly alter?: (lookup: Lookup, reply: LookupReply) => LookupReply;
  /** Dollars for a coin on a day, null where there is no price, `down` where the source fails. */
  readonly priceOf?: (coin: string, day: number) => string | null | 'down';
  /** A chain of the same key of which nothing can be seen. */
  readonly blindTwin?: Account;
  readonly behind?: boolean;
}

/** How answers come: turns of the event loop that each waits, and after how many the time is up. */
export interface Latency {
  readonly turnsOf: (nth: number) => number;
  readonly endsAfter: number | null;
}

/** At once, and to the end. */
const PROMPT: Latency = { turnsOf: () => 0, endsAfter: null };

/** A verdict's digest, with the text of all that it was made from. */
export interface RecordedVerdict {
  readonly verdict: Verdict;
  readonly digest: string;
  readonly text: string;
  readonly bundle: FactBundle;
}

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const ruleSet = readRules(null);

/** Screens the subject of a world. */
export async function screenRecorded(
  world: RecordedWorld,
  latency: Latency = PROMPT,
): Promise<RecordedVerdict> {
  const controller = new AbortController();
  let asked = 0;
  const lookUp = async (lookup: Lookup): Promise<LookupReply> => {
    asked += 1;
    const nth = asked;
    if (latency.endsAfter !== null && nth > latency.endsAfter) {
      controller.abort();
      return new Promise(() => undefined);
    }
    for (let turn = latency.turnsOf(nth); turn > 0; turn -= 1) await Promise.resolve();
    const reply = answerFrom(world.facts, lookup);
    return world.alter?.(lookup, reply) ?? reply;
  };
  const input = inputOf(world, lookUp);
  const { verdict, bundle } = await screenAccounts(input, {
    onProgress: () => undefined,
    signal: controller.signal,
  });
  const text = formatFactBundle(bundle);
  return { verdict, bundle, text, digest: digestOfVerdict(verdict, world.assets, text) };
}

/** Judges what was recorded of a world again; other claims where they are given. */
export function rejudgeRecorded(
  world: RecordedWorld,
  text: string,
  claims = world.claims,
): { readonly verdict: Verdict; readonly digest: string } {
  const bundle = decodeFactBundle(text);
  if (bundle.version !== 2) throw new Error('the bundle came back in another version');
  const input = inputOf(world, () => Promise.reject(new Error('nobody is asked')));
  const { verdict, assets } = rejudge({
    bundle,
    subjects: input.subjects.map(({ subject }) => subject),
    anchors: anchorsOf(world),
    prices: null,
    claimsOf: claimsOf(claims),
    labelGaps: [],
    ruleSet,
    policy: input.policy,
    nowSeconds: WORLD_NOW,
    isPast: false,
  });
  return { verdict, digest: digestOfVerdict(verdict, assets, text) };
}

function digestOfVerdict(verdict: Verdict, assets: AssetList, text: string): string {
  return createDocument({
    verdict,
    assets,
    screeningId: '',
    screenedAt: '',
    asOf: null,
    validUntil: '',
    tool: { name: 'hopsight', version: '0.1.0', engineVersion: 3 },
    input: '',
    payeeReference: null,
    ruleSet: { id: ruleSet.id, digest: 'sha256:aa' },
    labelSnapshots: [],
    factsDigest: digestOf(text),
    prices: [],
    upstream: { requests: 0, fromCache: 0, elapsedMs: 0, byHost: {} },
    digestOf,
  }).verdictDigest;
}

function inputOf(world: RecordedWorld, lookUp: (lookup: Lookup) => Promise<LookupReply>) {
  const { assets, blindTwin, subject } = world;
  const chain = chainOf(subject);
  const gathered = world.priceOf === undefined ? null : gatheredFrom(world, world.priceOf);
  const behind = {
    channel: null,
    kind: 'source-failed',
    sentence: 'Nothing after a day was seen.',
    cure: 'Screen again.',
  } as const;
  const input: ScreeningInput = {
    subjects: [
      {
        subject: subjectOf(subject),
        aliases: blindTwin === undefined ? [] : [blindTwin],
        access: {
          kind: 'ready',
          chain,
          anchor: anchorOf(),
          behind: world.behind === true ? behind : null,
          lookUp,
        },
      },
      ...(blindTwin === undefined
        ? []
        : [
            {
              subject: subjectOf(blindTwin),
              aliases: [subject],
              access: {
                kind: 'blind',
                chain: chainOf(blindTwin),
                gap: { ...behind, sentence: 'No source answers.' },
              } as const,
            },
          ]),
    ],
    claimsOf: claimsOf(world.claims),
    labelGaps: [],
    ownAccounts: new Set(world.own),
    assets,
    prices: createPriceBook(assets, gathered?.book ?? null),
    ...(gathered === null ? {} : { gathered }),
    ...(world.halo === undefined ? {} : { halo: world.halo }),
    ruleSet,
    policy: { ...DEFAULT_POLICY, ...world.policy },
    nowSeconds: WORLD_NOW,
    isPast: false,
    narrowing: null,
  };
  return input;
}

function chainOf(account: Account) {
  const chain = findChain(chainOfAccount(account));
  if (chain === undefined) throw new Error('the account is on no known chain');
  return chain;
}

function subjectOf(account: Account) {
  return {
    account,
    address: addressOfAccount(account),
    chain: chainOf(account).name,
    ensName: null,
    accountKind: 'unknown',
  } as const;
}

const anchorOf = () => ({ height: 1, hash: '0x01', time: formatMoment(WORLD_NOW) });
const anchorsOf = ({ subject }: RecordedWorld) => ({ [chainOf(subject).id]: anchorOf() });

function gatheredFrom(
  { assets }: RecordedWorld,
  priceOf: NonNullable<RecordedWorld['priceOf']>,
): GatheredPrices {
  return createGatheredPrices({
    assets,
    reach: 'live',
    nowMs: () => WORLD_NOW * 1000,
    cache: pricesInMemory(),
    source: {
      name: 'prices host.test',
      coinsOf: ({ id }) => [`first ${id}`, `second ${id}`],
      fetchPrices: async ({ coin, startSeconds, days }) =>
        Array.from({ length: days }, (_, at) => startSeconds + at * 86_400).flatMap((seconds) => {
          const usd = priceOf(coin, Math.floor(seconds / 86_400));
          if (usd === 'down') throw new TransportError('The source of prices is down.');
          return usd === null ? [] : [{ askedSeconds: seconds, usd, timeSeconds: seconds }];
        }),
    },
  });
}

function pricesInMemory(): PriceCache {
  const kept = new Map<string, DayPrice & { provisional: boolean; fetchedAtMs: number }>();
  const asked = new Map<string, number>();
  const keyOf = (coin: string, day: number) => `${coin} ${day}`;
  return {
    readPrice: ({ coin, day }) => kept.get(keyOf(coin, day)) ?? null,
    readAskedMs: ({ coin, day }) => asked.get(keyOf(coin, day)) ?? null,
    writePrices: ({ coin, firstDay, lastDay, provisional, fetchedAtMs, prices }) => {
      for (let day = firstDay; day <= lastDay; day += 1) asked.set(keyOf(coin, day), fetchedAtMs);
      for (const price of prices) {
        kept.set(keyOf(coin, price.day), { ...price, provisional, fetchedAtMs });
      }
    },
  };
}
