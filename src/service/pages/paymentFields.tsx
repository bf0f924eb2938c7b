import type { ComponentChildren } from 'preact';
import type { PaymentRequest } from '../../app/payments/paymentChecks.js';
import { findChainByName } from '../../core/chain.js';
import { whyUnpayable } from '../../core/payee.js';
import { UNPAYABLE_WORDS } from './payeeWalletsPart.js';
import type { PaymentFormView } from './paymentForm.js';
import { Field } from './signInPages.js';

interface FieldOf {
  readonly view: PaymentFormView;
}

/** Who is paid, as a reference that is typed or taken from those there are. */
export function PayeeInput({ view }: FieldOf) {
  return (
    <ProblemField
      view={view}
      name="payee"
      label="Reference of the payee"
      hint="Your own mark for them; whom you pay is listed under Payees."
    >
      <input {...textOf(view, 'payee')} list="payees" />
    </ProblemField>
  );
}

/** Where it is paid to: one of the payee's wallets, or an address where it is not known whose to list. */
export function WalletField({ view }: FieldOf) {
  const { payee, typed, today } = view;
  if (payee === null) {
    return (
      <ProblemField view={view} name="wallet" label="Wallet" hint="Its address.">
        <input {...textOf(view, 'wallet')} />
      </ProblemField>
    );
  }
  const wallets = payee.wallets.filter(({ endedAt }) => endedAt === null).toReversed();
  return (
    <ProblemField
      view={view}
      name="wallet"
      label="Wallet"
      hint="Compare it with the invoice, sign by sign: it is the one that is paid."
    >
      <select {...attributesOf(view, 'wallet')} class="code">
        {wallets.length === 1 ? null : <option value="">choose one</option>}
        {wallets.map((wallet) => {
          const { id, address } = wallet;
          const reason = whyUnpayable(wallet, today);
          return (
            <option key={id} value={id} selected={typed.wallet === id || typed.wallet === address}>
              {address}
              {reason === null ? '' : ` (${UNPAYABLE_WORDS[reason]})`}
            </option>
          );
        })}
      </select>
    </ProblemField>
  );
}

/** What is paid, and for what. */
export function AmountFields({ view }: FieldOf) {
  const { typed } = view;
  const chains = chainsFor(view);
  return (
    <>
      <div class="pair">
        <ProblemField view={view} name="chain" label="Chain" hint="On which it is paid.">
          <select {...attributesOf(view, 'chain')}>
            {chains.length === 1 ? null : <option value="">choose one</option>}
            {chains.map((chain) => (
              <option key={chain} value={chain} selected={chain === typed.chain}>
                {findChainByName(chain)?.title ?? chain}
              </option>
            ))}
          </select>
        </ProblemField>
        <ProblemField view={view} name="asset" label="Asset" hint="Its symbol, such as USDC.">
          <input {...textOf(view, 'asset')} />
        </ProblemField>
      </div>
      <div class="pair">
        <ProblemField
          view={view}
          name="amount"
          label="Amount"
          hint="Whole coins, with a point and nothing else, such as 1500.50."
        >
          <input {...textOf(view, 'amount')} inputmode="decimal" />
        </ProblemField>
        <ProblemField
          view={view}
          name="invoice"
          label="Invoice"
          hint="Its number. The same one twice is told."
        >
          <input {...textOf(view, 'invoice')} />
        </ProblemField>
      </div>
    </>
  );
}

/** The chains on which any wallet of the payee can be paid. */
function chainsFor({ payee, chains }: PaymentFormView): readonly string[] {
  if (payee === null) return chains;
  const inUse = payee.wallets.filter(({ endedAt }) => endedAt === null);
  return chains.filter((name) => {
    const family = findChainByName(name)?.family;
    return inUse.some((wallet) => wallet.family === family);
  });
}

function textOf(view: PaymentFormView, name: keyof PaymentRequest) {
  const { typed } = view;
  const plain = { autocomplete: 'off', spellcheck: false };
  return { ...attributesOf(view, name), ...plain, value: typed[name] };
}

/** What ties a field to its label, its hint and what is wrong with it. */
function attributesOf({ problems }: PaymentFormView, name: keyof PaymentRequest) {
  const id = `pay-${name}`;
  return {
    ...{ id, name, required: true },
    'aria-describedby': problems.has(name) ? `${id}-problem ${id}-hint` : `${id}-hint`,
    'aria-invalid': problems.has(name) ? true : undefined,
  };
}

function ProblemField({
  view: { problems },
  name,
  label,
  hint,
  children,
}: FieldOf & {
  readonly name: keyof PaymentRequest;
  readonly label: string;
  readonly hint: string;
  readonly children: ComponentChildren;
}) {
  const id = `pay-${name}`;
  const problem = problems.get(name);
  return (
    <Field id={id} label={label} hint={hint}>
      {children}
      {problem === undefined ? null : (
        <p id={`${id}-problem`} class="field-problem">
          {problem}
        </p>
      )}
    </Field>
  );
}
