import type { LinkSeverity } from '../../core/rosterLink.js';
import { describeAmount } from '../../report/assetWords.js';
import { formatMoment } from '../../report/format.js';
import type { LinkDocument, LinkMemberDocument } from '../../report/rosterDocument.js';
import { DecisionMark } from './decisionMark.js';
import { AccountText, SourceText, TransactionText } from './links.js';
import { ScrollArea } from './scrollArea.js';

/** A payee and wallet of a link, as people know them. */
export interface WalletOwner {
  readonly payeeId: string;
  readonly reference: string;
  readonly name: string;
}

/** Whose a wallet is; null where the payee is no more. */
export type OwnerOf = (walletId: string) => WalletOwner | null;

/** A wallet in one text, for pictures and captions. */
export function ownerText(ownerOf: OwnerOf, walletId: string): string {
  const owner = ownerOf(walletId);
  return owner === null ? 'a payee who was deleted' : `${owner.reference}, ${owner.name}`;
}

/** What a link counts with, as a small mark. */
export function SeverityMark({ weighs }: { readonly weighs: LinkSeverity }) {
  return weighs === 'info' ? (
    <span class="mark">Information</span>
  ) : (
    <DecisionMark decision={weighs} />
  );
}

/** The payees of a link, each with the way to their page. */
export function LinkPayees({
  link,
  ownerOf,
}: {
  readonly link: LinkDocument;
  readonly ownerOf: OwnerOf;
}) {
  const first = new Map(link.members.map(({ payeeId, walletId }) => [payeeId, walletId]));
  return (
    <ul class="plain">
      {[...first].map(([payeeId, walletId]) => {
        const text = ownerText(ownerOf, walletId);
        return (
          <li key={payeeId}>
            {ownerOf(walletId) === null ? text : <a href={`/payees/${payeeId}`}>{text}</a>}
          </li>
        );
      })}
    </ul>
  );
}

/** Every step by which each payee reaches what is shared. */
export function LinkSteps({
  link,
  ownerOf,
  zone,
}: {
  readonly link: LinkDocument;
  readonly ownerOf: OwnerOf;
  readonly zone: string;
}) {
  return (
    <>
      {link.members.map((member) => {
        const title = ownerText(ownerOf, member.walletId);
        return member.hops.length === 0 ? (
          <p key={member.walletId}>{title}: the shared account is the wallet itself.</p>
        ) : (
          <ScrollArea key={member.walletId} label={title}>
            <StepTable link={link} member={member} title={title} zone={zone} />
          </ScrollArea>
        );
      })}
    </>
  );
}

function StepTable({
  link,
  member,
  title,
  zone,
}: {
  readonly link: LinkDocument;
  readonly member: LinkMemberDocument;
  readonly title: string;
  readonly zone: string;
}) {
  return (
    <table class="paths">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Amount</th>
          <th scope="col">Time</th>
          <th scope="col">Transaction</th>
        </tr>
      </thead>
      <tbody>
        {member.hops.map((hop, at) => (
          <tr key={at}>
            <td>
              <AccountText account={hop.from} />
            </td>
            <td>
              <AccountText account={hop.to} />
            </td>
            <td class="number">{describeAmount(link, hop.asset, hop.amount)}</td>
            <td class="moment">{formatMoment(hop.time, zone)}</td>
            <td>
              <TransactionText account={hop.from} txId={hop.txId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The claims near a link, with where each can be read. */
export function LinkClaims({ link }: { readonly link: LinkDocument }) {
  if (link.claims.length === 0) return null;
  return (
    <section>
      <h2>What sources say near it</h2>
      <ul>
        {link.claims.map(({ account, hops, entity, authority, source }) => (
          <li key={account}>
            {hops === 0 ? 'The shared account: ' : 'It dealt directly with '}
            <AccountText account={account} />, {entity} ({authority}),{' '}
            <SourceText source={source} />
          </li>
        ))}
      </ul>
    </section>
  );
}
