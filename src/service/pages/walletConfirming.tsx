import type { PayeeWallet } from '../../core/payee.js';
import { GroupedAddress } from './groupedAddress.js';
import { CsrfField, mayDo } from './layout.js';
import type { PayeeView, WalletView } from './payeeView.js';

/** Other wallets in use that look alike, with where they differ and whose they are. */
export function LookAlikes({ wallet, lookAlikes }: Pick<WalletView, 'wallet' | 'lookAlikes'>) {
  return (
    <>
      {lookAlikes.map(({ wallet: other, payee }) => (
        <div key={other.id} class="problem">
          <p>
            <strong>Another wallet in use looks alike.</strong> It begins and ends as this one and
            differs where it is marked. Whoever compares only the ends pays the wrong one.
          </p>
          <p>
            <GroupedAddress address={other.address} unlike={wallet.address} />
          </p>
          {payee === null ? null : (
            <p>
              It is of <a href={`/payees/${payee.id}`}>{payee.reference}</a>.
            </p>
          )}
        </div>
      ))}
    </>
  );
}

/** The step of the second person: the whole address, compared. */
export function Confirming({ view, one }: { readonly view: PayeeView; readonly one: WalletView }) {
  const { viewer, payee } = view;
  const { wallet, whyNotConfirmable } = one;
  if (!mayDo(viewer, 'payees') || payee.deactivatedAt !== null) return null;
  if (whyNotConfirmable !== null) return <p class="hint">{whyNotConfirmable}</p>;
  const id = `compared-${wallet.id}`;
  return (
    <form class="stack confirm" method="post" action={pathOf(view, wallet, 'confirm')}>
      <CsrfField viewer={viewer} />
      <h4>Confirm it as the second person</h4>
      <p>
        Ask {payee.name} for the address by another way than the one by which it came, such as a
        call to a number that you had before. Compare every group, not the ends alone.
      </p>
      <p class="compare">
        <GroupedAddress address={wallet.address} />
      </p>
      <label class="choice" for={id}>
        <input id={id} type="checkbox" name="compared" value="yes" required />
        <span>I compared the whole address with what the payee told me.</span>
      </label>
      <p>
        <button type="submit">Confirm the wallet</button>
      </p>
    </form>
  );
}

/** Where something is done to a wallet. */
export function pathOf({ payee }: PayeeView, wallet: PayeeWallet, action: string): string {
  return `/payees/${payee.id}/wallets/${wallet.id}/${action}`;
}
