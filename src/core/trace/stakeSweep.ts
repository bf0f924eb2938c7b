import type { Account } from '../account.js';
import { smallerAmount, splitProRata } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { Step, StepLeg } from '../netting/step.js';
import type { AccountLedger, LedgerEntry } from './accountLedger.js';

/** A part of the subject's value that a transaction brought to an account. */
export interface WaitingStake {
  /** The transaction, and the asset in which it moved there. */
  readonly tx: string;
  readonly asset: AssetId;
  /** The account that got it (incoming) or gave it (outgoing) on balance in that transaction. */
  readonly towards: Account;
  /** The account next to this one there, which may itself only have passed it on. */
  readonly beside: Account;
  readonly timeSeconds: number;
  /** Null where the source gave none. */
  readonly height: number | null;
  /** The asset that the subject moved, in which the stake is told. */
  readonly of: AssetId;
  /** Units: atomic, of `of`. */
  stake: bigint;
}

/** A part of a stake that moves on by one step. */
export interface StakeShare {
  readonly leg: StepLeg;
  /** As of a waiting stake. */
  readonly towards: Account;
  readonly beside: Account;
  readonly step: Step;
  readonly tx: string;
  readonly of: AssetId;
  readonly stake: bigint;
  /** Whether the account that hands on was only passed through: no hop of its own. */
  readonly isTransit: boolean;
}

/**
 * Hands an account's waiting stakes on to those that funded them (incoming) or were paid by them
 * (outgoing): one haircut sweep over its history, pro rata to what it held at the time.
 *
 * Units: as the stakes. Time-respecting: money that arrived after it left funds nothing. A
 * conversion moves the stake to the asset that was given (or got). What the account only passed
 * through a transaction is handed straight on, also where it added (or kept) something of its own.
 * Edge: what an overdraft covered is handed to nobody.
 */
export function sweepStakes(
  ledger: AccountLedger,
  direction: Direction,
  waiting: readonly WaitingStake[],
): StakeShare[] {
  const { entries } = ledger;
  return [...groupByOwnAsset(waiting)].flatMap(([of, stakes]) => {
    const sweep = new StakeSweep(ledger.account, of, stakes);
    if (direction === 'incoming') {
      for (let at = entries.length - 1; at >= 0; at -= 1) sweep.back(entries[at]);
    } else {
      for (const entry of entries) sweep.forth(entry);
    }
    return sweep.shares;
  });
}

function groupByOwnAsset(waiting: readonly WaitingStake[]): Map<AssetId, WaitingStake[]> {
  const groups = new Map<AssetId, WaitingStake[]>();
  for (const stake of waiting) {
    const group = groups.get(stake.of) ?? [];
    groups.set(stake.of, group);
    group.push(stake);
  }
  return groups;
}

class StakeSweep {
  readonly shares: StakeShare[] = [];
  readonly #account: Account;
  readonly #of: AssetId;
  readonly #waiting = new Map<string, WaitingStake[]>();
  /** The part of the stakes that rests in each asset. */
  readonly #held = new Map<AssetId, bigint>();

  constructor(account: Account, of: AssetId, waiting: readonly WaitingStake[]) {
    this.#account = account;
    this.#of = of;
    for (const stake of waiting) {
      const ofTx = this.#waiting.get(stake.tx) ?? [];
      this.#waiting.set(stake.tx, ofTx);
      ofTx.push(stake);
    }
  }

  back(entry: LedgerEntry | undefined): void {
    if (entry === undefined) return;
    for (const step of entry.steps.toReversed()) {
      for (const credit of step.credits) {
        if (credit.place !== this.#account) continue;
        const part = this.#take(credit, entry.after.get(credit.asset) ?? 0n);
        if (part !== null) this.#spread(entry, step, { legs: step.debits, stake: part });
      }
    }
    for (const stake of this.#waiting.get(entry.tx) ?? []) {
      if (this.#passThrough(entry, stake, 'credits')) continue;
      const paid = own(entry.steps, 'debits', this.#account, stake.asset);
      if (paid > 0n) this.#restCovered(entry, { ...stake, amount: paid });
    }
  }

  forth(entry: LedgerEntry): void {
    for (const step of entry.steps) {
      for (const debit of step.debits) {
        if (debit.place !== this.#account) continue;
        const part = this.#take(debit, entry.before.get(debit.asset) ?? 0n);
        if (part !== null) this.#spread(entry, step, { legs: step.credits, stake: part });
      }
    }
    for (const stake of this.#waiting.get(entry.tx) ?? []) {
      if (this.#passThrough(entry, stake, 'debits')) continue;
      if (own(entry.steps, 'credits', this.#account, stake.asset) > 0n) {
        this.#rest(stake.asset, stake.stake);
      }
    }
  }

  /** Null where nothing was there; a part may round to nothing, and is handed on all the same. */
  #take({ asset, amount }: StepLeg, balance: bigint): bigint | null {
    const held = this.#held.get(asset) ?? 0n;
    if (held === 0n || balance === 0n) return null;
    const part = (held * smallerAmount(amount, balance)) / balance;
    this.#held.set(asset, held - part);
    return part;
  }

  #rest(asset: AssetId, stake: bigint): void {
    this.#held.set(asset, (this.#held.get(asset) ?? 0n) + stake);
  }

  #spread(
    entry: LedgerEntry,
    step: Step,
    part: { readonly legs: readonly StepLeg[]; readonly stake: bigint },
  ): void {
    const parts = splitProRata(
      part.stake,
      part.legs.map(({ weight }) => weight),
    );
    part.legs.forEach((leg, at) => {
      const stake = parts[at] ?? 0n;
      if (leg.place !== this.#account) {
        this.shares.push({
          leg,
          towards: this.#account,
          beside: this.#account,
          step,
          tx: entry.tx,
          of: this.#of,
          stake,
          isTransit: false,
        });
        return;
      }
      this.#keep(entry, { leg, stake, isDebit: part.legs === step.debits });
    });
  }

  /**
   * Hands a stake on by the step next to the account; what the account gave (or got) there itself
   * rests with it. Says whether there is such a step.
   */
  #passThrough(entry: LedgerEntry, waiting: WaitingStake, near: 'debits' | 'credits'): boolean {
    const { beside } = waiting;
    const found = entry.steps.some((step) =>
      step[near].some(({ place, asset }) => place === beside && asset === waiting.asset),
    );
    if (!found) return false;
    for (const share of throughSteps(entry, { ...waiting, towards: beside }, near)) {
      const { leg, stake } = share;
      if (leg.place === this.#account) {
        this.#keep(entry, { leg, stake, isDebit: near === 'credits' });
      } else this.shares.push({ ...share, towards: waiting.towards, beside: this.#account });
    }
    return true;
  }

  /** What an account gave itself came from what it had; what it got itself rests there. */
  #keep(
    entry: LedgerEntry,
    {
      leg,
      stake,
      isDebit,
    }: { readonly leg: StepLeg; readonly stake: bigint; readonly isDebit: boolean },
  ): void {
    if (isDebit) this.#restCovered(entry, { ...leg, stake });
    else this.#rest(leg.asset, stake);
  }

  /** Rests stake as far as what the account had before covers what it gave. */
  #restCovered(
    entry: LedgerEntry,
    given: { readonly asset: AssetId; readonly amount: bigint; readonly stake: bigint },
  ): void {
    const { asset, amount, stake } = given;
    const covered = smallerAmount(entry.before.get(asset) ?? 0n, amount);
    this.#rest(asset, (stake * covered) / amount);
  }
}

/**
 * Hands a stake through a transaction, from the account it was seen to move towards to those on the
 * other side of that account's steps.
 */
export function throughSteps(
  { tx, steps }: Pick<LedgerEntry, 'tx' | 'steps'>,
  { asset, of, towards, stake }: WaitingStake,
  near: 'debits' | 'credits',
): StakeShare[] {
  const step = steps.find((one) =>
    one[near].some((leg) => leg.place === towards && leg.asset === asset),
  );
  if (step === undefined) return [];
  const far = near === 'debits' ? step.credits : step.debits;
  const parts = splitProRata(
    stake,
    far.map(({ weight }) => weight),
  );
  return far.flatMap((leg, at) =>
    leg.place === towards
      ? []
      : [{ leg, towards, beside: towards, step, tx, of, stake: parts[at] ?? 0n, isTransit: true }],
  );
}

function own(
  steps: readonly Step[],
  side: 'debits' | 'credits',
  account: Account,
  asset: AssetId,
): bigint {
  let sum = 0n;
  for (const step of steps) {
    for (const leg of step[side]) {
      if (leg.place === account && leg.asset === asset) sum += leg.amount;
    }
  }
  return sum;
}
