import { findChainByName } from '../../core/chain.js';
import { type PayeeWallet, type Unpayable, whyUnpayable } from '../../core/payee.js';
import { formatMoment } from '../../report/format.js';
import { GroupedAddress } from './groupedAddress.js';
import { CsrfField, mayDo } from './layout.js';
import type { PayeeView, WalletView } from './payeeView.js';
import { nameOfPerson } from './personText.js';
import { Confirming, LookAlikes, pathOf } from './walletConfirming.js';
import { WalletFields } from './walletFields.js';
import { ProofForms, Proofs } from './walletProofs.js';

/** The wallets of a payee, the newest first, with what may be done to each. */
export function PayeeWalletsPart({ view }: { readonly view: PayeeView }) {
  const { payee, wallets, viewer, chains, typed } = view;
  const mayChange = mayDo(viewer, 'payees') && payee.deactivatedAt === null;
  return (
    <section>
      <h2>Wallets</h2>
      {wallets.length === 0 ? <p>None is registered.</p> : null}
      <ul class="cards">
        {wallets.toReversed().map((one) => (
          <li key={one.wallet.id} class="card">
            <WalletCard view={view} one={one} />
          </li>
        ))}
      </ul>
      {mayChange ? (
        <details open={wallets.length === 0 || typed?.form === 'register'}>
          <summary>Register a wallet</summary>
          <RegisterForm view={view} chains={chains} />
        </details>
      ) : null}
    </section>
  );
}

/** Why a wallet may not be paid, as the first words of a sentence. */
export const UNPAYABLE_WORDS: Readonly<Record<Unpayable, string>> = {
  unconfirmed: 'Waits for a second person',
  ended: 'Ended',
  'not-yet-valid': 'Not payable yet',
  'no-longer-valid': 'Not payable any more',
};

/** Whether a wallet may be paid now. */
function WalletState({ wallet, view }: { readonly wallet: PayeeWallet; readonly view: PayeeView }) {
  const reason = whyUnpayable(wallet, view.today);
  if (reason !== null) {
    const style = reason === 'unconfirmed' ? 'text-warning' : 'text-faint';
    return <strong class={style}>{UNPAYABLE_WORDS[reason]}</strong>;
  }
  return view.payee.deactivatedAt === null ? (
    <strong class="text-good">Payable</strong>
  ) : (
    <strong class="text-faint">Not payable: the payee is deactivated</strong>
  );
}

function WalletCard({ view, one }: { readonly view: PayeeView; readonly one: WalletView }) {
  const { wallet, lookAlikes } = one;
  const isInUse = wallet.endedAt === null;
  const mayChange = mayDo(view.viewer, 'payees') && view.payee.deactivatedAt === null && isInUse;
  return (
    <>
      <h3>
        <WalletState wallet={wallet} view={view} />
      </h3>
      <p class="address">
        <GroupedAddress address={wallet.address} />
      </p>
      <WalletFacts wallet={wallet} view={view} />
      {isInUse ? <LookAlikes wallet={wallet} lookAlikes={lookAlikes} /> : null}
      {isInUse && wallet.confirmedAt === null ? <Confirming view={view} one={one} /> : null}
      <Proofs view={view} wallet={wallet} />
      <div class="actions">
        {isInUse && mayDo(view.viewer, 'screen') ? (
          <WalletAction view={view} wallet={wallet} action="check" title="Check this wallet" />
        ) : null}
        <a href={`/screenings?text=${encodeURIComponent(wallet.address)}`}>Its screenings</a>
      </div>
      {mayChange ? <ProofForms view={view} one={one} /> : null}
      {mayChange ? <ChangeForms view={view} wallet={wallet} /> : null}
    </>
  );
}

function WalletFacts({ wallet, view }: { readonly wallet: PayeeWallet; readonly view: PayeeView }) {
  const { names, zone } = view;
  const { ensName, chains, custody, validFrom, validUntil } = wallet;
  const told = (by: string, at: string) => `${nameOfPerson(names, by)}, ${formatMoment(at, zone)}`;
  return (
    <dl class="facts">
      {ensName === null ? null : (
        <>
          <dt>Given as</dt>
          <dd>{ensName}</dd>
        </>
      )}
      <dt>Chains</dt>
      <dd>{chains.length === 0 ? 'none is configured' : chains.join(', ')}</dd>
      <dt>Key</dt>
      <dd>{custody === 'own' ? 'held by the payee' : 'held by a custodian'}</dd>
      {validFrom === null && validUntil === null ? null : (
        <>
          <dt>Days</dt>
          <dd>{tellDays(wallet)} (UTC)</dd>
        </>
      )}
      <dt>Registered</dt>
      <dd>{told(wallet.registeredBy, wallet.registeredAt)}</dd>
      <dt>Confirmed</dt>
      <dd>
        {wallet.confirmedAt === null || wallet.confirmedBy === null
          ? 'by nobody yet'
          : told(wallet.confirmedBy, wallet.confirmedAt)}
      </dd>
      {wallet.endedAt === null ? null : (
        <>
          <dt>Ended</dt>
          <dd>{formatMoment(wallet.endedAt, zone)}</dd>
        </>
      )}
    </dl>
  );
}

function tellDays({ validFrom, validUntil }: PayeeWallet): string {
  if (validFrom === null) return `until and with ${validUntil}`;
  return validUntil === null ? `from ${validFrom} on` : `${validFrom} to ${validUntil}`;
}

function RegisterForm({
  view,
  chains,
}: {
  readonly view: PayeeView;
  readonly chains: readonly string[];
}) {
  const { viewer, payee, typed } = view;
  const wallet = typed?.form === 'register' ? typed.wallet : NO_WALLET;
  return (
    <form class="stack" method="post" action={`/payees/${payee.id}/wallets`}>
      <CsrfField viewer={viewer} />
      <div class="field">
        <label for="wallet-text">Address, as the payee gave it</label>
        <input
          id="wallet-text"
          name="text"
          value={wallet.text}
          required
          autocomplete="off"
          spellcheck={false}
          aria-describedby="wallet-text-hint"
        />
        <p id="wallet-text-hint" class="hint">
          An address, a payment link or an ENS name. It is not payable before somebody else confirms
          it.
        </p>
      </div>
      <WalletFields prefix="register" wallet={wallet} chains={chains} />
      <button type="submit">Register the wallet</button>
    </form>
  );
}

const NO_WALLET = {
  text: '',
  chains: [],
  custody: 'own',
  validFrom: null,
  validUntil: null,
} as const;

function ChangeForms({ view, wallet }: { readonly view: PayeeView; readonly wallet: PayeeWallet }) {
  const { viewer, typed } = view;
  const isTyped = typed?.form === 'wallet' && typed.walletId === wallet.id;
  const fits = view.chains.filter((one) => findChainByName(one)?.family === wallet.family);
  return (
    <details open={isTyped}>
      <summary>Change or end it</summary>
      <form class="stack" method="post" action={pathOf(view, wallet, 'edit')}>
        <CsrfField viewer={viewer} />
        <WalletFields
          prefix={`wallet-${wallet.id}`}
          wallet={isTyped ? typed.wallet : wallet}
          chains={fits.length > 1 ? fits : []}
        />
        <p class="hint">
          Other chains, another holder of the key or more days have to be confirmed again by a
          second person.
        </p>
        <button type="submit" class="quiet">
          Change it
        </button>
      </form>
      <form method="post" action={pathOf(view, wallet, 'end')}>
        <CsrfField viewer={viewer} />
        <p class="hint">
          Nothing is paid to a wallet that ended; what was paid stays in the record.
        </p>
        <button type="submit" class="quiet">
          End it
        </button>
      </form>
    </details>
  );
}

function WalletAction({
  view,
  wallet,
  action,
  title,
}: {
  readonly view: PayeeView;
  readonly wallet: PayeeWallet;
  readonly action: string;
  readonly title: string;
}) {
  return (
    <form method="post" action={pathOf(view, wallet, action)}>
      <CsrfField viewer={view.viewer} />
      <button type="submit" aria-label={`${title}: ${wallet.address}`}>
        {title}
      </button>
    </form>
  );
}
