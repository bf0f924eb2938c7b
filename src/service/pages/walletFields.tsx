import type { TypedWallet } from './payeeView.js';
import { Field } from './signInPages.js';

const CUSTODY_WORDS = {
  own: 'they keep the key themselves',
  custodial: 'it is an account at an exchange or another custodian',
} as const;

/** The fields of a wallet beside its address. `prefix` keeps the ids of several forms apart. */
export function WalletFields({
  prefix,
  wallet,
  chains,
}: {
  readonly prefix: string;
  readonly wallet: Omit<TypedWallet, 'text'>;
  /** Short names of the chains to choose from. */
  readonly chains: readonly string[];
}) {
  const { custody, validFrom, validUntil } = wallet;
  return (
    <>
      <fieldset class="field choices">
        <legend>Who holds the key</legend>
        {(['own', 'custodial'] as const).map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="custody" value={one} required checked={one === custody} />
            <span>{CUSTODY_WORDS[one]}</span>
          </label>
        ))}
      </fieldset>
      {chains.length === 0 ? null : (
        <fieldset class="field choices">
          <legend>Chains on which it may be paid (none marked: all that fit)</legend>
          {chains.map((chain) => (
            <label key={chain} class="choice">
              <input
                type="checkbox"
                name="chains"
                value={chain}
                checked={wallet.chains.includes(chain)}
              />
              <span>{chain}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="pair">
        <Field id={`${prefix}-from`} label="First day (optional)" hint="In UTC.">
          <input
            id={`${prefix}-from`}
            name="validFrom"
            type="date"
            value={validFrom ?? ''}
            aria-describedby={`${prefix}-from-hint`}
          />
        </Field>
        <Field id={`${prefix}-until`} label="Last day (optional)" hint="In UTC.">
          <input
            id={`${prefix}-until`}
            name="validUntil"
            type="date"
            value={validUntil ?? ''}
            aria-describedby={`${prefix}-until-hint`}
          />
        </Field>
      </div>
    </>
  );
}
