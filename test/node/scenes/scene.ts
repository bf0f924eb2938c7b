/** What somebody gained or lost of one asset in a transaction, its fee aside. */
export interface Net {
  readonly who: string;
  /** `eth`, or the address of a token. */
  readonly asset: string;
  /** Units: atomic units; negative for a loss. */
  readonly amount: bigint;
}

/** A transaction and what it was meant to do. Everybody who is not named neither gains nor loses. */
export interface Step {
  readonly txId: string;
  readonly nets: readonly Net[];
}

/** What was played on a node: who is who, and what happened. */
export interface Scene<Role extends string = string> {
  /** Addresses by what they are to the scene. */
  readonly who: Readonly<Record<Role, string>>;
  /** Order: as applied; each step is alone in its block. */
  readonly steps: readonly Step[];
  /** Value that came or went without any transaction that moved it. */
  readonly unseen: readonly Net[];
}

/** Both sides of a payment. */
export function moved(
  from: string,
  to: string,
  payment: { readonly asset: string; readonly amount: bigint },
): readonly Net[] {
  const { asset, amount } = payment;
  return [
    { who: from, asset, amount: -amount },
    { who: to, asset, amount },
  ];
}
