import type { Account } from '../../../src/core/account.js';
import { chainOfAccount } from '../../../src/core/account.js';
import { smallerAmount, sumAmounts } from '../../../src/core/amount.js';
import type { UtxoTx } from '../../../src/core/ledger.js';
import { BITCOIN } from './assets.js';
import type { Cast } from './cast.js';
import type { Luck } from './luck.js';
import { joinTracks, NO_TRACKS, scaleTracks, type TrackBook, type Tracks } from './tracks.js';

/** An output that can be spent. Units: satoshi. */
interface Coin {
  readonly txId: string;
  readonly index: number;
  readonly amount: bigint;
  readonly tracks: Tracks;
}

/** One output of a payment. Units: satoshi. */
export interface Output {
  readonly to: Account;
  readonly amount: bigint;
}

/** What a transaction spends and pays. */
interface Spending {
  readonly owners: readonly { readonly account: Account; readonly coins: readonly Coin[] }[];
  readonly outputs: readonly Output[];
  /** Whether strangers pay together, so that nothing is carried through. */
  readonly isMixed: boolean;
}

/** The chain of a Bitcoin world: takes transactions in the order of time and writes them down whole. */
export class BitcoinLedger {
  readonly facts: UtxoTx[] = [];
  readonly coinJoins: string[] = [];
  readonly #cast: Cast;
  readonly #book: TrackBook;
  readonly #luck: Luck;
  readonly #coins = new Map<Account, Coin[]>();
  #lastSeconds = 0;
  #txs = 0;

  constructor(parts: { readonly cast: Cast; readonly book: TrackBook; readonly luck: Luck }) {
    this.#cast = parts.cast;
    this.#book = parts.book;
    this.#luck = parts.luck;
  }

  /** What an account holds. Units: satoshi. */
  balanceOf(account: Account): bigint {
    return sumAmounts((this.#coins.get(account) ?? []).map(({ amount }) => amount));
  }

  /**
   * A payment. Spends the oldest coins that suffice, or all of them; what is left goes to `change`.
   *
   * Edge: whoever is not followed spends a coin that nobody knows the beginning of, or so many of
   * them as are wanted.
   */
  pay(
    seconds: number,
    payment: {
      readonly from: Account;
      readonly outputs: readonly Output[];
      readonly change: Account;
      readonly spend?: 'all';
      readonly coins?: number;
    },
  ): void {
    const { from, outputs, change, spend, coins: count = 1 } = payment;
    const fee = this.#drawFee(outputs.length);
    const wanted = sumAmounts(outputs.map(({ amount }) => amount)) + fee;
    const coins = this.#isFollowed(from)
      ? this.#takeCoins(from, spend === 'all' ? null : wanted, wanted)
      : Array.from({ length: count }, () =>
          this.#unknownCoin((wanted + BigInt(count) - 1n) / BigInt(count)),
        );
    const left = sumAmounts(coins.map(({ amount }) => amount)) - wanted;
    const withChange = left > 0n ? [...outputs, { to: change, amount: left }] : outputs;
    this.#write(seconds, {
      owners: [{ account: from, coins }],
      outputs: withChange,
      isMixed: false,
    });
  }

  /** All that an account holds, to one receiver, less the fee. */
  payAll(seconds: number, from: Account, to: Account): void {
    const fee = this.#drawFee(1);
    const coins = this.#takeCoins(from, null, 0n);
    const amount = sumAmounts(coins.map((coin) => coin.amount)) - fee;
    this.#write(seconds, {
      owners: [{ account: from, coins }],
      outputs: [{ to, amount }],
      isMixed: false,
    });
  }

  /** One payment that several accounts sign for, out of all that they hold. */
  payTogether(
    seconds: number,
    payment: {
      readonly owners: readonly Account[];
      readonly to: Account;
      readonly amount: bigint;
      readonly change: Account;
    },
  ): void {
    const { to, amount, change } = payment;
    const fee = this.#drawFee(2);
    const part = (amount + fee) / BigInt(payment.owners.length) + 1n;
    const owners = payment.owners.map((account) => ({
      account,
      coins: this.#takeCoins(account, null, part),
    }));
    const spent = sumAmounts(owners.flatMap(({ coins }) => coins.map((coin) => coin.amount)));
    const outputs = [
      { to, amount },
      { to: change, amount: spent - amount - fee },
    ];
    this.#write(seconds, { owners, outputs, isMixed: false });
  }

  /**
   * Strangers' coins in one transaction, with outputs that do not tell whose they are.
   *
   * Edge: whoever is followed and holds anything puts in all of it; others put in exactly the amount
   * given, from a coin that nobody knows the beginning of.
   */
  mix(
    seconds: number,
    round: { readonly inputs: readonly Output[]; readonly outputs: readonly Output[] },
  ): void {
    const owners = round.inputs.map(({ to: account, amount }) => ({
      account,
      coins:
        this.#isFollowed(account) && this.balanceOf(account) > 0n
          ? this.#takeCoins(account, null, amount)
          : [{ ...this.#unknownCoin(amount), amount }],
    }));
    this.#write(seconds, { owners, outputs: round.outputs, isMixed: true });
  }

  #isFollowed(account: Account): boolean {
    return ['person', 'passer', 'subject'].includes(this.#cast.roleOf(account));
  }

  #takeCoins(from: Account, wanted: bigint | null, least: bigint): readonly Coin[] {
    const known = this.#coins.get(from) ?? [];
    if (!this.#isFollowed(from)) return [this.#unknownCoin(least)];
    const taken: Coin[] = [];
    let sum = 0n;
    while (known.length > 0 && (wanted === null || sum < wanted)) {
      const coin = known.shift();
      if (coin === undefined) break;
      taken.push(coin);
      sum += coin.amount;
    }
    if (sum < least) {
      throw new Error(`${this.#cast.world}: ${from} holds ${sum} satoshi, not ${least}.`);
    }
    return taken;
  }

  #unknownCoin(least: bigint): Coin {
    const spare = BigInt(this.#luck.below(50_000_000) + 100_000);
    this.#txs += 1;
    return { txId: this.#cast.txId(this.#txs), index: 0, amount: least + spare, tracks: NO_TRACKS };
  }

  #write(seconds: number, { owners, outputs, isMixed }: Spending): void {
    const { subject } = this.#cast;
    this.#txs += 1;
    const txId = this.#cast.txId(this.#txs);
    const inputs = owners.flatMap(({ account, coins }) =>
      coins.map(({ txId: made, index, amount }) => ({
        account,
        amount,
        previous: { txId: made, index },
      })),
    );
    const spent = sumAmounts(inputs.map(({ amount }) => amount));
    const paid = sumAmounts(outputs.map(({ amount }) => amount));
    const ownIn = sumOf(subject, inputs);
    const ownOut = sumOf(
      subject,
      outputs.map(({ to, amount }) => ({ account: to, amount })),
    );
    if (ownIn > ownOut) this.#book.count('outgoing', BITCOIN.id, ownIn - ownOut);
    if (ownOut > ownIn) this.#book.count('incoming', BITCOIN.id, ownOut - ownIn);
    for (const [index, { to, amount }] of outputs.entries()) {
      const tracks = isMixed
        ? NO_TRACKS
        : this.#tracksTo({ owners, to, amount, spent, ownIn, ownOut });
      const coins = this.#coins.get(to) ?? [];
      coins.push({ txId, index, amount, tracks });
      this.#coins.set(to, coins);
    }
    if (isMixed) this.coinJoins.push(txId);
    this.facts.push({
      kind: 'utxo',
      chain: chainOfAccount(subject),
      height: null,
      blockHash: null,
      txIndex: null,
      txId,
      timeSeconds: this.#nextSeconds(seconds),
      coinbase: false,
      inputs,
      outputs: outputs.map(({ to: account, amount }) => ({ account, amount })),
      fee: spent - paid,
    });
  }

  /** What an output carries: each input in proportion. What the subject gives itself is no payment. */
  #tracksTo(step: {
    readonly owners: Spending['owners'];
    readonly to: Account;
    readonly amount: bigint;
    readonly spent: bigint;
    readonly ownIn: bigint;
    readonly ownOut: bigint;
  }): Tracks {
    const { owners, to, amount, spent, ownIn, ownOut } = step;
    const { subject } = this.#cast;
    if (to === subject && ownIn > 0n) return NO_TRACKS;
    const own = smallerAmount(ownIn, ownOut);
    let carried = NO_TRACKS;
    for (const { account, coins } of owners) {
      const sum = sumAmounts(coins.map((coin) => coin.amount));
      const value = account === subject ? sum - own : sum;
      const held = coins.map(({ tracks }) => tracks).reduce(joinTracks, NO_TRACKS);
      const begun = this.#book.begin(account, { asset: BITCOIN.id, amount: value }, held);
      const part = scaleTracks(begun, amount, spent - own);
      if (account === to) carried = joinTracks(carried, part);
      else
        carried = joinTracks(
          carried,
          this.#book.arrive({ from: account, to, asset: BITCOIN.id, tracks: part }),
        );
    }
    return carried;
  }

  #drawFee(outputs: number): bigint {
    return BigInt(1_000 + 400 * outputs + this.#luck.below(4_000));
  }

  #nextSeconds(seconds: number): number {
    this.#lastSeconds = Math.max(seconds, this.#lastSeconds + 600);
    return this.#lastSeconds;
  }
}

function sumOf(
  account: Account,
  legs: readonly { readonly account: Account; readonly amount: bigint }[],
): bigint {
  return sumAmounts(legs.filter((leg) => leg.account === account).map(({ amount }) => amount));
}
