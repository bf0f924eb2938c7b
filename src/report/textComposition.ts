import type { Direction } from '../core/exposure.js';
import { type ToldAccount, tellDirection } from './directionWords.js';
import type { ScreeningDocument } from './document.js';
import { BLANK, type Line, line, type TextLayout, table, wrap } from './lines.js';

/** Where money came from and where it went, with totals. */
export function compositionSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  return [
    ...directionLines(document, 'incoming', width),
    BLANK,
    ...directionLines(document, 'outgoing', width),
  ];
}

function directionLines(document: ScreeningDocument, side: Direction, width: number): Line[] {
  const { title, joint, accounts } = tellDirection(document, side);
  return [
    line(0, { style: 'strong', text: title }),
    ...(joint === null ? [] : wrap(joint, { indent: 2, hang: 2, width })),
    ...(accounts.length === 0 ? [line(2, 'Nothing was seen.')] : []),
    ...accounts.flatMap((account) => accountLines(account, width)),
  ];
}

/** A table for each asset. A title says which, if there are several. */
function accountLines({ name, totals, assets }: ToldAccount, width: number): Line[] {
  return [
    ...(name === null ? [] : [line(2, `${name}:`)]),
    ...totals.map((total) => line(2, total)),
    ...assets.flatMap(({ title, portions }) => [
      ...(title === null ? [] : [line(2, `${title}:`)]),
      ...table(
        portions.map(({ percent, amount, words }) => [percent, amount, words]),
        { indent: title === null ? 2 : 4, width, right: [0, 1] },
      ),
    ]),
  ];
}
