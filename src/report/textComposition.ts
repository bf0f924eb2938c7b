import { type Account, addressOfAccount, chainOfAccount } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { findChain } from '../core/chain.js';
import type { End, Origin, UnseenReason } from '../core/composition.js';
import type { Direction } from '../core/exposure.js';
import { describeAmount, describeAsset } from './assetWords.js';
import { describeShare } from './boundWords.js';
import type {
  DocumentJointShare,
  DocumentPortion,
  DocumentTotal,
  ScreeningDocument,
} from './document.js';
import { formatDollars, formatPercent } from './format.js';
import { BLANK, type Line, line, type TextLayout, table, wrap } from './lines.js';

/** Where money came from and where it went, with totals. */
export function compositionSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  const { composition, totals } = document;
  return [
    ...direction(document, width, {
      title: 'Where the money came from (pro rata)',
      side: 'incoming',
      totals: totals.incoming.received,
      totalsWord: 'Received',
      returned: totals.incoming.returned,
      dprk: totals.incoming.dprk,
      rows: composition.incoming.map((row) => ({ ...row, place: row.origin })),
    }),
    BLANK,
    ...direction(document, width, {
      title: 'Where the money went (pro rata)',
      side: 'outgoing',
      totals: totals.outgoing.sent,
      totalsWord: 'Sent',
      returned: totals.outgoing.returned,
      dprk: totals.outgoing.dprk,
      rows: composition.outgoing.map((row) => ({ ...row, place: row.end })),
    }),
  ];
}

interface DirectionTable {
  readonly title: string;
  readonly side: Direction;
  readonly totals: readonly DocumentTotal[];
  readonly totalsWord: string;
  readonly returned: readonly DocumentTotal[];
  readonly dprk: DocumentJointShare;
  readonly rows: readonly (DocumentPortion & { readonly place: Origin | End })[];
}

function direction(document: ScreeningDocument, width: number, told: DirectionTable): Line[] {
  const { rows, title, totals, totalsWord, returned } = told;
  const accounts = new Set([...totals, ...returned, ...rows].map((row) => row.account));
  return [
    line(0, { style: 'strong', text: title }),
    ...jointShareLines(document, width, told),
    ...(accounts.size === 0 ? [line(2, 'Nothing was seen.')] : []),
    ...[...accounts].flatMap((account) => {
      const own = (row: { readonly account: Account }) => row.account === account;
      return [
        ...(accounts.size > 1 ? [line(2, `${nameOf(account)}:`)] : []),
        ...totalLines(document, totalsWord, totals.filter(own)),
        ...totalLines(document, 'Left and came back', returned.filter(own)),
        ...assetTables(document, width, rows.filter(own)),
      ];
    }),
  ];
}

/** An account of several, of which some may be one address on several chains. */
function nameOf(account: Account): string {
  const chain = findChain(chainOfAccount(account))?.title ?? chainOfAccount(account);
  return `${addressOfAccount(account)} on ${chain}`;
}

type PlacedPortion = DirectionTable['rows'][number];

/** A table for each asset, that of all assets together first. A title says which, if there are several. */
function assetTables(
  document: ScreeningDocument,
  width: number,
  rows: readonly PlacedPortion[],
): Line[] {
  const assets = [...new Set(rows.map((row) => row.asset))];
  // One asset with a price makes the same table twice.
  const told = assets.length === 2 && assets.includes('usd') ? assets.slice(0, 1) : assets;
  const ordered = [...told].sort((a, b) => Number(b === 'usd') - Number(a === 'usd'));
  return ordered.flatMap((asset) => {
    const own = rows.filter((row) => row.asset === asset);
    const cells = own.map((row) => [
      formatPercent(row.share, rounded(row, own)),
      describeAmount(document, row.asset, row.amount),
      placeWords(row),
    ]);
    return [
      ...(ordered.length > 1 ? [line(2, `Of ${describeAsset(document, asset)}:`)] : []),
      ...table(cells, { indent: ordered.length > 1 ? 4 : 2, width, right: [0, 1] }),
    ];
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

function totalLines(
  document: ScreeningDocument,
  word: string,
  totals: readonly DocumentTotal[],
): Line[] {
  return totals.map(({ asset, amount, usd }) =>
    line(
      2,
      `${word}: ${describeAmount(document, asset, amount)}`,
      usd === null ? ' (no price)' : ` (${formatDollars(usd)})`,
    ),
  );
}

/** What all DPRK claims make of a direction together; it is less than the sum of their upper bounds. */
function jointShareLines(
  document: ScreeningDocument,
  width: number,
  { side, totals, returned, dprk }: DirectionTable,
): Line[] {
  if (dprk.haircut === null) return [];
  const what = `${side === 'incoming' ? 'From' : 'To'} DPRK-linked accounts`;
  const claims = document.exposures.filter(
    ({ direction, kind, actor }) => direction === side && kind !== 'ownership' && actor !== null,
  );
  if (claims.length === 0) return [line(2, `${what}: nothing of what was seen`)];
  const asset = measureOf([...totals, ...returned]);
  const measure = asset === null ? 'the asset most concerned' : describeAsset(document, asset);
  const share = describeShare({
    share: dprk,
    amounts: claims.flatMap(({ amounts }) => amounts),
    asset,
    totals,
    returned,
  });
  return wrap(`${what}, all together (${measure}): ${share}`, { indent: 2, hang: 2, width });
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

function placeWords({ entity, place, reason }: PlacedPortion): string {
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
