import { addressOfAccount } from '../core/account.js';
import type { End, Origin, UnseenReason } from '../core/composition.js';
import { describeAmount } from './assetWords.js';
import type { DocumentPortion, DocumentTotal, ScreeningDocument } from './document.js';
import { formatDollars, formatPercent } from './format.js';
import { BLANK, type Line, line, table } from './lines.js';

/** Where money came from and where it went, with totals. */
export function compositionSection(document: ScreeningDocument): Line[] {
  const { composition, totals } = document;
  return [
    ...direction(document, {
      title: 'Where the money came from (pro rata)',
      totals: totals.incoming.received,
      totalsWord: 'Received',
      returned: totals.incoming.returned,
      rows: composition.incoming.map((row) => ({ ...row, place: row.origin })),
    }),
    BLANK,
    ...direction(document, {
      title: 'Where the money went (pro rata)',
      totals: totals.outgoing.sent,
      totalsWord: 'Sent',
      returned: totals.outgoing.returned,
      rows: composition.outgoing.map((row) => ({ ...row, place: row.end })),
    }),
  ];
}

interface DirectionTable {
  readonly title: string;
  readonly totals: readonly DocumentTotal[];
  readonly totalsWord: string;
  readonly returned: readonly DocumentTotal[];
  readonly rows: readonly (DocumentPortion & { readonly place: Origin | End })[];
}

function direction(document: ScreeningDocument, told: DirectionTable): Line[] {
  const { rows, title, totals, totalsWord, returned } = told;
  const several = new Set(rows.map((row) => row.account)).size > 1;
  const cells = rows.map((row) => [
    formatPercent(row.share, /[1-9]/.test(row.amount) ? 'some' : 'as the share says'),
    describeAmount(document, row.asset, row.amount),
    row.entity === null ? placeWords(row.place) : `${row.entity} (${row.place})`,
    row.reason === null ? '' : REASON_WORDS[row.reason],
    several ? addressOfAccount(row.account) : '',
  ]);
  return [
    line(0, { style: 'strong', text: title }),
    ...totalLines(document, totalsWord, totals),
    ...totalLines(document, 'Left and came back', returned),
    ...(rows.length === 0 ? [line(2, 'Nothing was seen.')] : []),
    ...table(cells, { indent: 2, right: [0, 1] }),
  ];
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
