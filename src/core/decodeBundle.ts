import { chainOfAccount, parseAccount } from './account.js';
import type { Asset, AssetId } from './asset.js';
import { nativeAssetId, parseAssetId } from './asset.js';
import { findChain } from './chain.js';
import { DecodeError } from './errors.js';
import type {
  Circumstances,
  FactBundle,
  MetHaloEntry,
  RecordedReply,
  RecordedSubject,
} from './factBundle.js';
import { readAccount, readAssetId, readFact } from './factJson.js';
import { GAP_KINDS } from './gap.js';
import type { ReadJson } from './jsonFields.js';
import {
  fieldsOf,
  isObject,
  listOf,
  misshapen,
  named,
  oneOf,
  orNull,
  readAmount,
  readCount,
  readText,
  readTruth,
  readWhole,
} from './jsonFields.js';
import type { LedgerFact } from './ledger.js';
import { CHANNELS } from './ledger.js';
import type { Unseen } from './lookup.js';
import { parseMoment } from './moment.js';
import type { DatedPrice } from './price.js';
import { UNPRICED } from './price.js';

/** Facts and prices of a verdict from before it was recorded how they were come by. */
export interface FactsAlone {
  readonly version: 1;
  readonly facts: readonly LedgerFact[];
  readonly prices: readonly DatedPrice[];
}

/**
 * A bundle from its text, of any version that was ever written.
 *
 * @throws {DecodeError} for anything else, naming the path of the first bad field.
 */
export function decodeFactBundle(text: string): FactBundle | FactsAlone {
  const value = parseJson(text);
  if (Array.isArray(value)) return { version: 1, facts: readFacts(value, 'facts'), prices: [] };
  if (isObject(value) && value.version === undefined) {
    return { version: 1, ...fieldsOf({ facts: readFacts, prices: listOf(readPrice) })(value, '') };
  }
  const { facts, ...bundle } = fieldsOf({
    version: oneOf([2] as const),
    facts: readFacts,
    // Read below, once the facts that it names are known.
    subjects: listOf((subject: unknown) => subject),
    prices: listOf(readPrice),
    circumstances: readCircumstances,
  })(value, '');
  return { ...bundle, subjects: listOf(subjectReader(facts))(bundle.subjects, 'subjects') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DecodeError(
      'The recorded facts are not as Hopsight writes them: they are no JSON.',
      { field: '' },
      { cause },
    );
  }
}

const readFacts = listOf(readFact);

const readDay: ReadJson<string> = (value, at) => {
  const day = readText(value, at);
  if (day.length === 10 && parseMoment(day) !== null) return day;
  throw misshapen(at, 'must be an ISO date');
};

const readDecimal: ReadJson<string> = (value, at) => {
  const decimal = readText(value, at);
  if (/^\d+(?:\.\d+)?$/.test(decimal)) return decimal;
  throw misshapen(at, 'must be a plain decimal number');
};

const readPrice = fieldsOf<DatedPrice>({
  asset: readAssetId,
  day: readDay,
  usd: readDecimal,
  timeSeconds: readWhole,
  source: readText,
  coin: readText,
});

const readUnseen = fieldsOf<Unseen>({
  channel: orNull(oneOf(CHANNELS)),
  kind: oneOf(GAP_KINDS),
  sentence: readText,
  cure: readText,
});

const readBalances: ReadJson<ReadonlyMap<AssetId, bigint>> = (value, at) => {
  if (!isObject(value)) throw misshapen(at, 'must be an object');
  return new Map(
    Object.entries(value).map(([text, amount]) => {
      const asset = named(parseAssetId, 'an asset on a known chain')(text, at);
      return [asset, readAmount(amount, `${at}.${text}`)] as const;
    }),
  );
};

const readLookup: ReadJson<RecordedReply['lookup']> = (value, at) => {
  const kind = isObject(value) ? value.kind : null;
  switch (kind) {
    case 'account':
      return fieldsOf({ kind: oneOf([kind]), account: readAccount })(value, at);
    case 'transaction':
      return fieldsOf({ kind: oneOf([kind]), txId: readText })(value, at);
    default: {
      const spends = { kind: oneOf(['spends'] as const), txId: readText };
      return fieldsOf({ ...spends, outputs: listOf(readCount) })(value, at);
    }
  }
};

function subjectReader(facts: readonly LedgerFact[]): ReadJson<RecordedSubject> {
  const readPlace: ReadJson<LedgerFact> = (value, at) => {
    const fact = facts[readCount(value, at)];
    if (fact !== undefined) return fact;
    throw misshapen(at, 'must be the place of a fact');
  };
  const readReply = fieldsOf<RecordedReply>({
    lookup: readLookup,
    facts: listOf(readPlace),
    unseen: listOf(readUnseen),
    busy: orNull(fieldsOf({ reason: readText })),
    unspent: listOf(readCount),
    balances: orNull(readBalances),
    cost: orNull(readCount),
  });
  const who = { account: readAccount, aliases: listOf(readAccount) };
  const readTraced = named((text) => {
    const account = parseAccount(text);
    const family = account === null ? undefined : findChain(chainOfAccount(account))?.family;
    return family === 'untraced' ? null : account;
  }, 'an account on a chain that is traced');
  const readBlind = fieldsOf({ ...who, kind: oneOf(['blind'] as const), gap: readUnseen });
  const readSeen = fieldsOf({
    ...who,
    account: readTraced,
    kind: oneOf(['seen'] as const),
    behind: orNull(readUnseen),
    replies: listOf(readReply),
    cut: orNull(oneOf(['budget', 'time'] as const)),
  });
  return (value, at) =>
    isObject(value) && value.kind === 'blind' ? readBlind(value, at) : readSeen(value, at);
}

/** No listed asset has more; a larger one would take an amount beyond all memory. */
const MOST_DECIMALS = 36;

const readAsset: ReadJson<Asset> = (value, at) => {
  const { tellsWraps, ...asset } = fieldsOf({
    id: readAssetId,
    symbol: readText,
    decimals: readCount,
    peg: orNull(oneOf(['usd'] as const)),
    wraps: orNull(readAssetId),
    tellsWraps: readTruth,
    dustAmount: readAmount,
    expansionFloorAmount: readAmount,
  })(value, at);
  const chain = findChain(asset.id.slice(0, asset.id.indexOf('/')));
  if (chain === undefined) throw misshapen(`${at}.id`, 'must name an asset on a known chain');
  if (asset.decimals > MOST_DECIMALS) throw misshapen(`${at}.decimals`, 'is too large');
  const coin = nativeAssetId(chain);
  if (asset.wraps !== null && (asset.wraps !== coin || asset.id === coin)) {
    throw misshapen(`${at}.wraps`, 'must be the native coin of its chain');
  }
  return { ...asset, chain: chain.id, ...(tellsWraps ? { tellsWraps } : {}) };
};

const readChain = named((text) => findChain(text)?.id ?? null, 'a known chain');

const CIRCUMSTANCES = {
  ownAccounts: listOf(readAccount),
  assets: listOf(readAsset),
  prices: oneOf(['dated', 'pegged'] as const),
  unpriced: listOf(fieldsOf({ asset: readAssetId, day: readDay, why: oneOf(UNPRICED) })),
  narrowing: orNull(fieldsOf({ askedFor: listOf(readChain), leftOut: listOf(readChain) })),
};

const readHalo = listOf(
  fieldsOf<MetHaloEntry>({ key: readText, hops: readCount, isRead: readTruth }),
);

const readCircumstances: ReadJson<Circumstances> = (value, at) => {
  if (!isObject(value) || value.halo === undefined) return fieldsOf(CIRCUMSTANCES)(value, at);
  return fieldsOf({ ...CIRCUMSTANCES, halo: readHalo })(value, at);
};
