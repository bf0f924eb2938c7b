import { type Account, addressOfAccount } from '../../core/account.js';
import { linkToAccount, linkToSource, linkToTransaction } from '../../report/explorerLinks.js';

/** A link that leaves this server, and tells the other one nothing of where it stood. */
export function OutLink({ href, text }: { readonly href: string; readonly text: string }) {
  return (
    <a href={href} rel="noreferrer noopener" target="_blank">
      {text}
    </a>
  );
}

/** An address, with a link to its public page where there is one. */
export function AccountText({ account }: { readonly account: Account }) {
  const href = linkToAccount(account);
  const address = addressOfAccount(account);
  return (
    <span class="code">{href === null ? address : <OutLink href={href} text={address} />}</span>
  );
}

/** A transaction id, with a link to its public page where there is one. */
export function TransactionText({
  account,
  txId,
}: {
  /** Of the same chain. */
  readonly account: Account;
  readonly txId: string | null;
}) {
  if (txId === null) return <span>transaction id not recorded</span>;
  const href = linkToTransaction(account, txId);
  return <span class="code">{href === null ? txId : <OutLink href={href} text={txId} />}</span>;
}

/** Where something can be read: the link that it begins with, and what stands behind that. */
export function SourceText({ source }: { readonly source: string }) {
  const href = linkToSource(source);
  const [shown = '', ...rest] = source.trim().split(/(?<=^\S+)(?=\s)/);
  return (
    <span class="source">
      {href === null ? source : <OutLink href={href} text={shown} />}
      {href === null ? null : rest}
    </span>
  );
}
