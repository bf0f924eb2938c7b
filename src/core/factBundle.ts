import type { Account } from './account.js';
import type { Asset, AssetId } from './asset.js';
import type { JsonValue } from './canonicalJson.js';
import { formatCanonicalJson } from './canonicalJson.js';
import type { ChainId } from './chain.js';
import { encodeFact } from './factJson.js';
import type { HaloEntry } from './halo/haloEntry.js';
import type { LedgerFact } from './ledger.js';
import type { Lookup, LookupReply, Unseen } from './lookup.js';
import type { DatedPrice, UnpricedDay } from './price.js';

/**
 * A look-up that was answered, without what only spares requests.
 *
 * Its chain is that of the subject.
 */
export type RecordedLookup =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'transaction'; readonly txId: string }
  | { readonly kind: 'spends'; readonly txId: string; readonly outputs: readonly number[] };

/** What a look-up answered, without what differs between a live run and one from the cache. */
export interface RecordedReply
  extends Pick<LookupReply, 'facts' | 'unseen' | 'busy' | 'unspent' | 'balances'> {
  readonly lookup: RecordedLookup;
  /** Requests that it counted for; null where the budget decided nothing. */
  readonly cost: number | null;
}

/** What cut a search short. Null where it ended by itself. */
export type SearchCut = 'budget' | 'time' | null;

/** What was seen of one subject. */
export type RecordedSubject = {
  readonly account: Account;
  /** Accounts of the same key whose labels are this subject's too. */
  readonly aliases: readonly Account[];
} & (
  | {
      readonly kind: 'seen';
      /** What was said of a newest block that was too old, or null. */
      readonly behind: Unseen | null;
      /** Order: as the search took them. */
      readonly replies: readonly RecordedReply[];
      readonly cut: SearchCut;
    }
  | {
      /** Nothing of the chain was seen. */
      readonly kind: 'blind';
      readonly gap: Unseen;
    }
);

/** What else decided a verdict and stands in no other part of its record. */
export interface Circumstances {
  /** The payer's own accounts, as far as the facts touch them. */
  readonly ownAccounts: readonly Account[];
  /** The listed assets that the facts move, as they were listed; all others carry no value. */
  readonly assets: readonly Asset[];
  /** Whether dated prices were gathered, or only what a peg fixes was worth something. */
  readonly prices: 'dated' | 'pegged';
  /** Days of assets for which no price was found, and why. */
  readonly unpriced: readonly UnpricedDay[];
  /** The chains to which a screening was confined, and those left out for that; null where it was not. */
  readonly narrowing: {
    readonly askedFor: readonly ChainId[];
    readonly leftOut: readonly ChainId[];
  } | null;
  /** What the halo said of the places that the searches met; left out where it said nothing. */
  readonly halo?: readonly MetHaloEntry[];
}

/** What the halo said of a place, by the key of its look-up. */
export interface MetHaloEntry extends HaloEntry {
  readonly key: string;
}

/** All that a verdict was made from, besides its labels, its rules and its policy. */
export interface FactBundle {
  readonly version: 2;
  readonly subjects: readonly RecordedSubject[];
  readonly prices: readonly DatedPrice[];
  readonly circumstances: Circumstances;
}

/**
 * A bundle as one text: canonical JSON, in which each fact stands once and replies name it by its
 * place.
 *
 * Order: facts, prices and circumstances by their own text, replies as they were taken, so that the
 * same search gives the same text whatever came first.
 */
export function formatFactBundle({ subjects, prices, circumstances }: FactBundle): string {
  const texts = new Map<LedgerFact, string>();
  const textOf = (fact: LedgerFact): string => {
    const known = texts.get(fact) ?? formatCanonicalJson(encodeFact(fact));
    texts.set(fact, known);
    return known;
  };
  const facts = sortedOnce(
    subjects.flatMap((subject) =>
      subject.kind === 'blind' ? [] : subject.replies.flatMap((reply) => reply.facts.map(textOf)),
    ),
  );
  const places = new Map(facts.map((text, at) => [text, at]));
  const placeOf = (fact: LedgerFact) => places.get(textOf(fact)) ?? 0;
  const rest = formatCanonicalJson({
    prices: inTextOrder(prices.map(encodePrice)),
    subjects: subjects.map((subject) => encodeSubject(subject, placeOf)),
    version: 2,
  });
  const circumstance = formatCanonicalJson(encodeCircumstances(circumstances));
  // The facts are texts by now; all other members stand after them in the order of their names.
  return `{"circumstances":${circumstance},"facts":[${facts.join(',')}],${rest.slice(1)}`;
}

function encodeSubject(subject: RecordedSubject, placeOf: (fact: LedgerFact) => number): JsonValue {
  const { account, kind, aliases } = subject;
  const named = { account, kind, aliases: [...aliases] };
  if (subject.kind === 'blind') return { ...named, gap: encodeUnseen(subject.gap) };
  return {
    ...named,
    behind: subject.behind === null ? null : encodeUnseen(subject.behind),
    cut: subject.cut,
    replies: subject.replies.map((reply) => ({
      lookup: encodeLookup(reply.lookup),
      facts: reply.facts.map(placeOf),
      unseen: reply.unseen.map(encodeUnseen),
      busy: reply.busy === null ? null : { reason: reply.busy.reason },
      unspent: [...reply.unspent],
      balances: reply.balances === null ? null : encodeBalances(reply.balances),
      cost: reply.cost,
    })),
  };
}

function encodeLookup(lookup: RecordedLookup): JsonValue {
  switch (lookup.kind) {
    case 'account':
      return { kind: lookup.kind, account: lookup.account };
    case 'transaction':
      return { kind: lookup.kind, txId: lookup.txId };
    case 'spends':
      return { kind: lookup.kind, txId: lookup.txId, outputs: [...lookup.outputs] };
  }
}

function encodeUnseen({ channel, kind, sentence, cure }: Unseen): JsonValue {
  return { channel, kind, sentence, cure };
}

function encodeBalances(balances: ReadonlyMap<AssetId, bigint>): JsonValue {
  return Object.fromEntries([...balances].map(([asset, amount]) => [asset, amount.toString()]));
}

function encodeCircumstances(circumstances: Circumstances): JsonValue {
  const { ownAccounts, assets, prices, unpriced, narrowing, halo = [] } = circumstances;
  return {
    ownAccounts: [...new Set(ownAccounts)].sort(),
    assets: inTextOrder(assets.map(encodeAsset)),
    prices,
    unpriced: inTextOrder(unpriced.map(({ asset, day, why }) => ({ asset, day, why }))),
    narrowing:
      narrowing === null
        ? null
        : { askedFor: [...narrowing.askedFor], leftOut: [...narrowing.leftOut] },
    ...(halo.length === 0 ? {} : { halo: inTextOrder(halo.map(encodeHaloEntry)) }),
  };
}

function encodeHaloEntry({ key, hops, isRead }: MetHaloEntry): JsonValue {
  return { key, hops, isRead };
}

/** An asset as it was listed. What its price is known by is left out: the price stands beside it. */
function encodeAsset(asset: Asset): JsonValue {
  const { id, symbol, decimals, peg, wraps } = asset;
  return {
    ...{ id, symbol, decimals, peg, wraps },
    tellsWraps: asset.tellsWraps === true,
    dustAmount: asset.dustAmount.toString(),
    expansionFloorAmount: asset.expansionFloorAmount.toString(),
  };
}

function encodePrice({ asset, day, usd, timeSeconds, source, coin }: DatedPrice): JsonValue {
  return { asset, day, usd, timeSeconds, source, coin };
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** Values by their own text, each once. */
function inTextOrder(values: readonly JsonValue[]): readonly JsonValue[] {
  const byText = new Map(values.map((value) => [formatCanonicalJson(value), value]));
  return sortedOnce([...byText.keys()]).flatMap((text) => byText.get(text) ?? []);
}

/** A look-up as it is recorded. */
export function recordLookup(lookup: Lookup): RecordedLookup {
  switch (lookup.kind) {
    case 'account':
      return { kind: lookup.kind, account: lookup.account };
    case 'transaction':
      return { kind: lookup.kind, txId: lookup.txId };
    case 'spends':
      return { kind: lookup.kind, txId: lookup.txId, outputs: lookup.outputs };
  }
}
