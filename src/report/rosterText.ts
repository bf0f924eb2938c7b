import { addressOfAccount } from '../core/account.js';
import type { LinkSeverity } from '../core/rosterLink.js';
import { describeAmount } from './assetWords.js';
import { type Line, line, type TextStyle, wrap } from './lines.js';
import type { LinkDocument, RosterDocument } from './rosterDocument.js';
import { describeCoverage, describeStanding, LINK_TITLES, SEVERITY_WORDS } from './rosterWords.js';

const STYLES: Readonly<Record<LinkSeverity, TextStyle>> = {
  info: 'plain',
  review: 'warning',
  hold: 'alarm',
};

/** What a payee's wallet is called where it is printed, by the id of the wallet. */
export type NameOfWallet = (walletId: string) => string;

/** All links in short, and how much was seen. Units: `width` is columns. */
export function describeRoster(
  { links, coverage }: RosterDocument,
  { nameOf, width }: { readonly nameOf: NameOfWallet; readonly width: number },
): readonly Line[] {
  return [
    ...wrap(describeCoverage(coverage), { indent: 0, width }),
    ...coverage.unseen.map((walletId) => line(2, `${nameOf(walletId)}: not screened yet`)),
    ...(links.length === 0 ? [line(0, 'No payees are linked by what was seen.')] : []),
    ...links.flatMap((link) => [
      headOf(link),
      line(2, addressOfAccount(link.account)),
      line(
        2,
        `Payees: ${[...new Set(link.members.map((one) => nameOf(one.walletId)))].join('; ')}`,
      ),
      ...wrap(link.sentence, { indent: 2, width }),
    ]),
  ];
}

/** One link with every step that shows it. */
export function describeRosterLink(
  link: LinkDocument,
  { nameOf, width }: { readonly nameOf: NameOfWallet; readonly width: number },
): readonly Line[] {
  const { answer, claims, members, firstSeenAt, changedAt } = link;
  return [
    headOf(link),
    line(2, addressOfAccount(link.account)),
    ...wrap(link.sentence, { indent: 2, width }),
    line(2, `First seen ${firstSeenAt}, last changed ${changedAt}.`),
    ...claims.map(({ account, entity, authority, source, hops }) =>
      line(
        2,
        `${hops === 0 ? 'It' : addressOfAccount(account)}: ${entity} (${authority}), ${source}`,
      ),
    ),
    ...members.flatMap(({ walletId, hops }) => [
      line(2, `${nameOf(walletId)}${hops.length === 0 ? ': the wallet itself' : ''}`),
      ...hops.flatMap(({ from, to, txId, time, asset, amount }) => [
        line(4, `${time} ${describeAmount(link, asset, amount)}`),
        line(6, `${addressOfAccount(from)} to ${addressOfAccount(to)}`),
        line(6, txId ?? 'transaction id not recorded'),
      ]),
    ]),
    ...(answer === null
      ? []
      : wrap(`Answered ${answer.at}, ${answer.meaning}: ${answer.reason ?? '(erased)'}`, {
          ...{ indent: 2, width },
        })),
  ];
}

function headOf(link: LinkDocument): Line {
  const { id, kind, weighs } = link;
  return line(
    0,
    { style: STYLES[weighs], text: `${weighs} (${SEVERITY_WORDS[weighs]})` },
    ` ${LINK_TITLES[kind]}, ${describeStanding(link)}, ${id}`,
  );
}
