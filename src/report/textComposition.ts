import { addressOfAccount } from '../core/account.js';
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
  const several = new Set(rows.map((row) => row.account)).size > 1;
  const cells = rows.map((row) => [
    formatPercent(row.share, rounded(row, rows)),
    describeAmount(document, row.asset, row.amount),
    row.entity === null ? placeWords(row.place) : `${row.entity} (${row.place})`,
    row.reason === null ? '' : REASON_WORDS[row.reason],
    several ? addressOfAccount(row.account) : '',
  ]);
  return [
    line(0, { style: 'strong', text: title }),
    ...totalLines(document, totalsWord, totals),
    ...totalLines(document, 'Left and came back', returned),
    ...jointShareLines(document, width, told),
    ...(rows.length === 0 ? [line(2, 'Nothing was seen.')] : []),
    ...table(cells, { indent: 2, right: [0, 1] }),
  ];
}

/** How a row's share stands to its amount, which was not rounded to six places. */
function rounded(
  { account, asset, amount }: DocumentPortion,
  rows: readonly DocumentPortion[],
): 'some' | 'a part' | 'as the share says' {
  if (isNothing(amount)) return 'as the share says';
  const some = rows.filter(
    (row) => row.account === account && row.asset === asset && !isNothing(row.amount),
  );
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
  const measure = measureOf(document, [...totals, ...returned]);
  const share = describeShare(
    dprk,
    claims.flatMap(({ amounts }) => amounts),
  );
  return wrap(`${what}, all together (${measure}): ${share}`, { indent: 2, width });
}

/** What the joint share is a share of. */
function measureOf(document: ScreeningDocument, totals: readonly DocumentTotal[]): string {
  const [first] = totals;
  if (first === undefined || totals.every(({ asset }) => asset === first.asset)) {
    return first === undefined ? 'nothing' : describeAsset(document, first.asset);
  }
  return totals.every(({ usd }) => usd !== null)
    ? describeAsset(document, 'usd')
    : 'the asset most concerned';
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

function placeWords(place: Origin | End): string {
  return PLACE_WORDS[place];
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
