import { type Account, addressOfAccount, chainOfAccount } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { findChain } from '../core/chain.js';
import type { End, Origin, UnseenReason } from '../core/composition.js';
import type { Direction } from '../core/exposure.js';
import { describeAmount, describeAsset } from './assetWords.js';
import { describeShare } from './boundWords.js';
import type { DocumentPortion, DocumentTotal, ScreeningDocument } from './document.js';
import { formatDollars, formatPercent } from './format.js';

/** One origin of received value, or one end of sent value. */
export interface ToldPortion {
  readonly place: Origin | End;
  /** Where it came from or went, with the reason where that was not seen. */
  readonly words: string;
  /** Units: a decimal text of six places, 1 is all of it. */
  readonly share: string;
  readonly percent: string;
  readonly amount: string;
}

/** All of one asset, or of all assets together, by origin or end. */
export interface ToldAsset {
  /** Null where there is only one. */
  readonly title: string | null;
  /** Order: as the document has them. */
  readonly portions: readonly ToldPortion[];
}

/** What one account received or sent. */
export interface ToldAccount {
  readonly account: Account;
  /** Null where there is only one account. */
  readonly name: string | null;
  readonly totals: readonly string[];
  /** Order: that of all assets together first. */
  readonly assets: readonly ToldAsset[];
}

/** Where money came from, or where it went. */
export interface ToldDirection {
  readonly title: string;
  /** What all DPRK claims make of it together; null where nothing moved. */
  readonly joint: string | null;
  readonly accounts: readonly ToldAccount[];
}

/** One direction of a document in words: totals, and each origin or end with its share. */
export function tellDirection(document: ScreeningDocument, side: Direction): ToldDirection {
  const { composition, totals } = document;
  const isIncoming = side === 'incoming';
  const { returned } = totals[side];
  const moved = isIncoming ? totals.incoming.received : totals.outgoing.sent;
  const rows: readonly PlacedPortion[] = isIncoming
    ? composition.incoming.map((row) => ({ ...row, place: row.origin }))
    : composition.outgoing.map((row) => ({ ...row, place: row.end }));
  const accounts = [...new Set([...moved, ...returned, ...rows].map((row) => row.account))];
  return {
    title: `Where the money ${isIncoming ? 'came from' : 'went'} (pro rata)`,
    joint: tellJointShare(document, side),
    accounts: accounts.map((account) => {
      const own = (row: { readonly account: Account }) => row.account === account;
      return {
        account,
        name: accounts.length > 1 ? nameOf(account) : null,
        totals: [
          ...tellTotals(document, isIncoming ? 'Received' : 'Sent', moved.filter(own)),
          ...tellTotals(document, 'Left and came back', returned.filter(own)),
        ],
        assets: tellAssets(document, rows.filter(own)),
      };
    }),
  };
}

/** An account of several, of which some may be one address on several chains. */
function nameOf(account: Account): string {
  const chain = findChain(chainOfAccount(account))?.title ?? chainOfAccount(account);
  return `${addressOfAccount(account)} on ${chain}`;
}

type PlacedPortion = DocumentPortion & { readonly place: Origin | End };

/** One asset with a price would be told twice: it is told in dollars alone. */
function tellAssets(
  document: ScreeningDocument,
  rows: readonly PlacedPortion[],
): readonly ToldAsset[] {
  const assets = [...new Set(rows.map((row) => row.asset))];
  const told = assets.length === 2 && assets.includes('usd') ? assets.slice(0, 1) : assets;
  const ordered = [...told].sort((a, b) => Number(b === 'usd') - Number(a === 'usd'));
  return ordered.map((asset) => {
    const own = rows.filter((row) => row.asset === asset);
    return {
      title: ordered.length > 1 ? `Of ${describeAsset(document, asset)}` : null,
      portions: own.map((row) => ({
        place: row.place,
        words: describePlace(row),
        share: row.share,
        percent: formatPercent(row.share, rounded(row, own)),
        amount: describeAmount(document, row.asset, row.amount),
      })),
    };
  });
}

/** How a row's share stands to its amount, which was not rounded to six places; `rows` are of one asset. */
function rounded(
  { amount }: DocumentPortion,
  rows: readonly DocumentPortion[],
): 'some' | 'a part' | 'as the share says' {
  if (isNothing(amount)) return 'as the share says';
  const some = rows.filter((row) => !isNothing(row.amount));
  return some.length > 1 ? 'a part' : 'some';
}

function isNothing(amount: string): boolean {
  return !/[1-9]/.test(amount);
}

function tellTotals(
  document: ScreeningDocument,
  word: string,
  totals: readonly DocumentTotal[],
): readonly string[] {
  return totals.map(({ asset, amount, usd }) => {
    const worth = usd === null ? 'no price' : formatDollars(usd);
    return `${word}: ${describeAmount(document, asset, amount)} (${worth})`;
  });
}

/** What all DPRK claims make of a direction together; it is less than the sum of their upper bounds. */
function tellJointShare(document: ScreeningDocument, side: Direction): string | null {
  const { incoming, outgoing } = document.totals;
  const isIncoming = side === 'incoming';
  const { dprk, returned } = document.totals[side];
  if (dprk.haircut === null) return null;
  const totals = isIncoming ? incoming.received : outgoing.sent;
  const what = `${isIncoming ? 'From' : 'To'} DPRK-linked accounts`;
  const claims = document.exposures.filter(
    ({ direction, kind, actor }) => direction === side && kind !== 'ownership' && actor !== null,
  );
  if (claims.length === 0) return `${what}: nothing of what was seen`;
  const asset = measureOf([...totals, ...returned]);
  const measure = asset === null ? 'the asset most concerned' : describeAsset(document, asset);
  const share = describeShare({
    share: dprk,
    amounts: claims.flatMap(({ amounts }) => amounts),
    asset,
    totals,
    returned,
  });
  return `${what}, all together (${measure}): ${share}`;
}

/** What the joint share is a share of; null for whichever asset is most concerned. */
function measureOf(totals: readonly DocumentTotal[]): AssetId | 'usd' | null {
  const [first] = totals;
  if (first !== undefined && totals.every(({ asset }) => asset === first.asset)) return first.asset;
  return totals.every(({ usd }) => usd !== null) ? 'usd' : null;
}

const PLACE_WORDS: Readonly<Record<Origin | End, string>> = {
  labelled: 'a labelled account',
  service: 'a service',
  mixer: 'a mixer',
  hub: 'a busy account without a label',
  mined: 'newly mined',
  issued: 'newly issued',
  'own-company': 'own accounts of the company',
  'before-window': 'held before the history begins',
  returned: 'left and came back',
  unseen: 'not seen',
  fee: 'fees',
  burned: 'burned',
  held: 'still held there',
  'own-change': 'change to itself',
};

/** What a row of a composition says of its place. */
type DescribedPlace = Pick<PlacedPortion, 'entity' | 'place' | 'reason'>;

/** Where a row's money came from or went, with the reason where that was not seen. */
function describePlace({ entity, place, reason }: DescribedPlace): string {
  const where = entity === null ? PLACE_WORDS[place] : `${entity} (${place})`;
  return reason === null ? where : `${where}: ${REASON_WORDS[reason]}`;
}

const REASON_WORDS: Readonly<Record<UnseenReason, string>> = {
  depth: 'farther than was looked',
  age: 'older than was looked',
  floor: 'too small to follow',
  dust: 'too small to follow',
  'early-stop': 'little was left, so the search ended',
  budget: 'the search was cut off',
  'source-failed': 'a source did not answer',
  'not-covered': 'no source has it',
  'ledger-mismatch': 'spent without being seen to arrive',
  'unknown-script': 'paid without an address',
  'unlisted-asset': 'changed from or into a token that is not listed',
  'ambiguous-conversion': 'one transaction changed several assets',
  contract: 'a contract acted for somebody who was not seen',
};
