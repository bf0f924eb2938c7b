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
  /** The account it was seen to move to (incoming) or from (outgoing) in that transaction. */
  readonly towards: Account;
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
  /** The account next to it on the way to the subject. */
  readonly towards: Account;
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
 * conversion moves the stake to the asset that was given (or got). A transaction in which the
 * account only passed value through hands its stake straight on.
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
        if (part > 0n) this.#spread(entry, step, { legs: step.debits, stake: part });
      }
    }
    for (const stake of this.#waiting.get(entry.tx) ?? []) {
      const paid = own(entry.steps, 'debits', this.#account, stake.asset);
      if (paid > 0n) {
        const covered = smallerAmount(entry.before.get(stake.asset) ?? 0n, paid);
        this.#rest(stake.asset, (stake.stake * covered) / paid);
      } else this.#passThrough(entry, stake, 'credits');
    }
  }

  forth(entry: LedgerEntry): void {
    for (const step of entry.steps) {
      for (const debit of step.debits) {
        if (debit.place !== this.#account) continue;
        const part = this.#take(debit, entry.before.get(debit.asset) ?? 0n);
        if (part > 0n) this.#spread(entry, step, { legs: step.credits, stake: part });
      }
    }
    for (const stake of this.#waiting.get(entry.tx) ?? []) {
      if (own(entry.steps, 'credits', this.#account, stake.asset) > 0n) {
        this.#rest(stake.asset, stake.stake);
      } else this.#passThrough(entry, stake, 'debits');
    }
  }

  #take({ asset, amount }: StepLeg, balance: bigint): bigint {
    const held = this.#held.get(asset) ?? 0n;
    if (held === 0n || balance === 0n) return 0n;
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
        const towards = this.#account;
        this.shares.push({
          leg,
          towards,
          step,
          tx: entry.tx,
          of: this.#of,
          stake,
          isTransit: false,
        });
        return;
      }
      const isDebit = part.legs === step.debits;
      const before = isDebit ? (entry.before.get(leg.asset) ?? 0n) : leg.amount;
      this.#rest(leg.asset, (stake * smallerAmount(before, leg.amount)) / leg.amount);
    });
  }

  /** The account itself neither gave nor got: the stake goes on by the steps next to it. */
  #passThrough(entry: LedgerEntry, waiting: WaitingStake, near: 'debits' | 'credits'): void {
    this.shares.push(...throughSteps(entry, waiting, near));
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
      : [{ leg, towards, step, tx, of, stake: parts[at] ?? 0n, isTransit: true }],
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
