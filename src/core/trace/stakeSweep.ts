import type { Account } from '../account.js';
import { smallerAmount, splitProRata } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { Step, StepLeg } from '../netting/step.js';
import type { AccountLedger } from './accountLedger.js';
import type { LedgerEntry } from './ledgerEntry.js';
import { RankedQueue } from './rankedQueue.js';
import type { StakeShare, WaitingStake } from './stake.js';
import { mergeStakes, stakeKey } from './stake.js';
import { throughSteps } from './throughSteps.js';
import type { TxPosition } from './txPosition.js';

/**
 * One haircut sweep over an account's history, in steps of one transaction: hands stakes of one asset
 * on to those that funded them (incoming) or were paid by them (outgoing), pro rata to what the
 * account held at the time. Stakes may be added between the steps.
 *
 * Units: as the stakes. Time-respecting: money that arrived after it left funds nothing. A
 * conversion moves the stake to the asset that was given (or got). What the account only passed
 * through a transaction is handed straight on, also where it added (or kept) something of its own.
 * Edge: what an overdraft covered is handed to nobody.
 */
export class StakeSweep {
  readonly #ledger: AccountLedger;
  readonly #direction: Direction;
  readonly #of: AssetId;
  /** By turn: entries are numbered in the order in which they are swept. */
  readonly #waiting = new RankedQueue<WaitingStake, number>((a, b) => b - a);
  #added = 0;
  /** The part of the stakes that rests in each asset. */
  readonly #held = new Map<AssetId, bigint>();
  readonly #passed = new Set<string>();
  #last = -1;

  constructor(ledger: AccountLedger, direction: Direction, of: AssetId) {
    this.#ledger = ledger;
    this.#direction = direction;
    this.#of = of;
  }

  /**
   * Adds a stake; says whether the sweep will come by it, or has only just.
   *
   * Edge: one of a transaction that the account has no part in is taken, and goes nowhere.
   */
  add(stake: WaitingStake): boolean {
    const turn = this.#turnOf(stake.tx);
    if (turn === null) return true;
    if (turn < this.#last || this.hasPassed(stake)) return false;
    this.#waiting.add({ item: stake, rank: turn, order: this.#added });
    this.#added += 1;
    return true;
  }

  /** The turn of a transaction; null where the account has no part in it. */
  #turnOf(tx: string): number | null {
    // What comes while this one is swept mostly comes in the transaction that is next here too.
    const at = this.#ledger.places.get(tx, this.#inTurn(this.#last + 1));
    return at === undefined ? null : this.#inTurn(at);
  }

  /** From a turn to the place of its entry, and back. */
  #inTurn(at: number): number {
    return this.#direction === 'incoming' ? this.#ledger.entries.length - 1 - at : at;
  }

  /** Whether such a stake was passed on already: it has come round in a circle, or by two ways. */
  hasPassed(stake: WaitingStake): boolean {
    return this.#passed.size > 0 && this.#passed.has(stakeKey(stake));
  }

  /** Where the next step is; null when there is none, though stake may rest at the end. */
  position(): TxPosition | null {
    return this.#entryAt(this.#turn()) ?? null;
  }

  /** Makes the next step. */
  step(): StakeShare[] {
    const turn = this.#turn();
    const entry = this.#entryAt(turn);
    if (turn === null || entry === undefined) return [];
    const shares: StakeShare[] = [];
    if (turn > this.#last) this.#sweep(entry, shares);
    this.#last = turn;
    for (const stake of mergeStakes(this.#takeWaiting(turn))) this.#start(entry, stake, shares);
    return shares;
  }

  /** Takes what waits for a turn. Order: as it came. */
  #takeWaiting(turn: number): readonly WaitingStake[] {
    const taken: WaitingStake[] = [];
    for (let first = this.#waiting.first(); first?.rank === turn; first = this.#waiting.first()) {
      this.#waiting.remove(first);
      taken.push(first.item);
    }
    return taken;
  }

  #turn(): number | null {
    const waiting = this.#waiting.first()?.rank ?? null;
    if (this.#held.size === 0) return waiting;
    return Math.min(waiting ?? this.#last + 1, this.#last + 1);
  }

  #entryAt(turn: number | null): LedgerEntry | undefined {
    return turn === null ? undefined : this.#ledger.entries[this.#inTurn(turn)];
  }

  /** Takes what the account got (or gave) in a transaction out of what rests, and hands it on. */
  #sweep(entry: LedgerEntry, shares: StakeShare[]): void {
    if (this.#held.size === 0) return;
    const isBack = this.#direction === 'incoming';
    const told = isBack ? entry.after : entry.before;
    const { steps } = entry;
    const [only] = steps;
    const legs = only === undefined ? [] : isBack ? only.credits : only.debits;
    const [leg] = legs;
    // Mostly there is one leg on the account's side, and no balance need be run down.
    if (only !== undefined && leg !== undefined && steps.length === 1 && legs.length === 1) {
      const balance = told.get(leg.asset) ?? 0n;
      this.#handOn({ entry, step: only, leg, balance }, shares);
      return;
    }
    const balances = new Map(told);
    for (const step of isBack ? steps.toReversed() : steps) {
      for (const leg of isBack ? step.credits : step.debits) {
        const balance = balances.get(leg.asset) ?? 0n;
        if (!this.#handOn({ entry, step, leg, balance }, shares)) continue;
        balances.set(leg.asset, balance - smallerAmount(leg.amount, balance));
      }
    }
  }

  /** Hands on what rests of one leg of a transaction; says whether it is the account's own. */
  #handOn({ entry, step, leg, balance }: OwnLeg, shares: StakeShare[]): boolean {
    if (leg.place !== this.#ledger.account) return false;
    const stake = this.#take(leg, balance);
    if (stake !== null) this.#spread(entry, { step, stake }, shares);
    return true;
  }

  /** Null where nothing was there; a part may round to nothing, and is handed on all the same. */
  #take({ asset, amount }: StepLeg, balance: bigint): bigint | null {
    const held = this.#held.get(asset) ?? 0n;
    if (held === 0n || balance === 0n) return null;
    const part = (held * smallerAmount(amount, balance)) / balance;
    if (part === held) this.#held.delete(asset);
    else this.#held.set(asset, held - part);
    return part;
  }

  #rest(asset: AssetId, stake: bigint): void {
    if (stake === 0n) return;
    this.#held.set(asset, (this.#held.get(asset) ?? 0n) + stake);
  }

  #spread(
    entry: LedgerEntry,
    { step, stake: whole }: { readonly step: Step; readonly stake: bigint },
    shares: StakeShare[],
  ): void {
    const { account } = this.#ledger;
    const legs = this.#direction === 'incoming' ? step.debits : step.credits;
    const parts = splitProRata(
      whole,
      legs.map(({ weight }) => weight),
    );
    const { tx } = entry;
    const of = this.#of;
    legs.forEach((leg, at) => {
      const stake = parts[at] ?? 0n;
      if (leg.place === account) this.#keep(entry, leg, stake);
      else {
        const [towards, beside] = [account, account];
        shares.push({ leg, towards, beside, step, tx, of, stake, isTransit: false });
      }
    });
  }

  /**
   * Hands a stake on by the step next to the account; what the account gave (or got) there itself
   * rests with it. Where there is no such step, all of it rests as far as the account moved anything.
   */
  #start(entry: LedgerEntry, waiting: WaitingStake, shares: StakeShare[]): void {
    const { account } = this.#ledger;
    const { beside, asset, stake } = waiting;
    const { tx, steps } = entry;
    const [near, far] = this.#direction === 'incoming' ? SIDES : SIDES.toReversed();
    const isNext = ({ place, asset: moved }: StepLeg) => place === beside && moved === asset;
    if (!steps.some((step) => step[near].some(isNext))) {
      const amount = own(steps, far, { account, asset });
      if (amount > 0n) this.#keep(entry, { asset, amount }, stake);
      return;
    }
    for (const share of throughSteps({ tx, steps }, { ...waiting, towards: beside }, near)) {
      if (share.leg.place === account) this.#keep(entry, share.leg, share.stake);
      else {
        this.#passed.add(stakeKey(waiting));
        shares.push({ ...share, towards: waiting.towards, beside: account });
      }
    }
  }

  /**
   * What an account gave itself came from what it had, as far as that covers it; what it got itself
   * rests there.
   */
  #keep(
    { before }: LedgerEntry,
    { asset, amount }: Pick<StepLeg, 'asset' | 'amount'>,
    stake: bigint,
  ): void {
    if (this.#direction === 'outgoing') this.#rest(asset, stake);
    else {
      const had = before.get(asset) ?? 0n;
      const covered = smallerAmount(had, amount);
      this.#rest(asset, (stake * covered) / amount);
    }
  }
}

/** A leg that may be the account's own, and what the account had of its asset. */
interface OwnLeg {
  readonly entry: LedgerEntry;
  readonly step: Step;
  readonly leg: StepLeg;
  /** Units: atomic. */
  readonly balance: bigint;
}

/** Where a step gets to and where it comes from, as money is followed back. */
const SIDES = ['credits', 'debits'] as const;

function own(
  steps: readonly Step[],
  side: 'debits' | 'credits',
  { account, asset }: { readonly account: Account; readonly asset: AssetId },
): bigint {
  let sum = 0n;
  for (const step of steps) {
    for (const leg of step[side]) {
      if (leg.place === account && leg.asset === asset) sum += leg.amount;
    }
  }
  return sum;
}
