import type { Account } from '../../../src/core/account.js';
import { chainOfAccount } from '../../../src/core/account.js';
import type { Asset, AssetId } from '../../../src/core/asset.js';
import { erc20AssetId } from '../../../src/core/asset.js';
import type { Transfer } from '../../../src/core/ledger.js';
import { coinsOf, ETHER, USDC, WETH } from './assets.js';
import type { Cast } from './cast.js';
import type { Luck } from './luck.js';
import {
  convertTracks,
  joinTracks,
  NO_TRACKS,
  scaleTracks,
  type TrackBook,
  type Tracks,
} from './tracks.js';

/** So much of an asset. Units: `amount` atomic. */
export interface Sum {
  readonly asset: Asset;
  readonly amount: bigint;
}

/** A row that a transaction leaves in explorers. */
interface Leg {
  readonly channel: 'native' | 'internal' | 'token';
  readonly from: Account;
  readonly to: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
}

/** What a transaction means: somebody gives and somebody gets, of the same asset or of another. */
interface Flow {
  readonly from: Account;
  readonly to: Account;
  readonly give: Sum;
  /** Null where the same arrives that was given. */
  readonly get: Sum | null;
}

interface Holding {
  readonly amount: bigint;
  readonly tracks: Tracks;
}

const NOTHING: Holding = { amount: 0n, tracks: NO_TRACKS };

/** What one transaction costs its signer, in thousandths of an ether. */
const FEE_FINNEY = { least: 0.2, most: 1.2 };

/** The chain of an Ethereum world: takes transactions in the order of time and writes them down as facts. */
export class EvmLedger {
  readonly facts: Transfer[] = [];
  readonly #cast: Cast;
  readonly #book: TrackBook;
  readonly #luck: Luck;
  readonly #gasExchange: Account;
  readonly #holdings = new Map<string, Holding>();
  #lastSeconds = 0;
  #txs = 0;

  constructor(parts: {
    readonly cast: Cast;
    readonly book: TrackBook;
    readonly luck: Luck;
    /** Pays the gas of whoever has none. */
    readonly gasExchange: Account;
  }) {
    this.#cast = parts.cast;
    this.#book = parts.book;
    this.#luck = parts.luck;
    this.#gasExchange = parts.gasExchange;
  }

  /** What an account holds of an asset. Units: atomic. */
  balanceOf(account: Account, asset: Asset): bigint {
    return this.#holding(account, asset.id).amount;
  }

  /** A payment from one account to another. */
  pay(seconds: number, from: Account, to: Account, sum: Sum): void {
    const leg = this.#legOf(from, to, sum);
    this.#transact(seconds, {
      signer: from,
      legs: [leg],
      flows: [{ from, to, give: sum, get: null }],
    });
  }

  /** Everything that an account holds of an asset; of ether what the fee leaves. */
  payAll(seconds: number, from: Account, to: Account, asset: Asset): void {
    const fee = this.#drawFee();
    const held = this.balanceOf(from, asset);
    const amount = asset === ETHER ? held - fee : held;
    const sum = { asset, amount };
    const flows = [{ from, to, give: sum, get: null }];
    this.#transact(seconds, { signer: from, legs: [this.#legOf(from, to, sum)], flows, fee });
  }

  /** A payment by a contract, which somebody else's call sets off. */
  payFromContract(
    seconds: number,
    call: { signer: Account; contract: Account; to: Account; sum: Sum },
  ): void {
    const { signer, contract, to, sum } = call;
    const leg = { ...this.#legOf(contract, to, sum), channel: channelOf(sum.asset, 'internal') };
    const flows = [{ from: contract, to, give: sum, get: null }];
    this.#transact(seconds, { signer, legs: [leg], flows });
  }

  /**
   * A swap: the trader gives to a router, the route's pools pass it on, and the receiver gets another
   * asset from the last pool.
   */
  swap(
    seconds: number,
    trade: {
      readonly trader: Account;
      readonly receiver: Account;
      readonly router: Account;
      readonly pools: readonly Account[];
      readonly give: Sum;
      readonly get: Sum;
    },
  ): void {
    const { trader, receiver, router, pools, give, get } = trade;
    const legs: Leg[] = [];
    const stops = [router, ...pools];
    let [holder, held] = [trader, give];
    for (const [at, stop] of stops.entries()) {
      legs.push({
        ...this.#legOf(holder, stop, held),
        channel: channelOf(held.asset, at === 0 ? 'native' : 'internal'),
      });
      holder = stop;
      // Between two pools the money is in a third asset.
      const isBetween = at > 0 && at < stops.length - 1;
      if (isBetween) held = { asset: WETH, amount: coinsOf(WETH, 1 + at) };
    }
    legs.push({ ...this.#legOf(holder, receiver, get), channel: channelOf(get.asset, 'internal') });
    this.#transact(seconds, {
      signer: trader,
      legs,
      flows: [{ from: trader, to: receiver, give, get }],
    });
  }

  /** Ether against wrapped ether: the wrapper writes no transfer of its token. */
  wrap(seconds: number, owner: Account, wrapper: Account, amount: bigint): void {
    const give = { asset: ETHER, amount };
    const get = { asset: WETH, amount };
    const legs = [this.#legOf(owner, wrapper, give)];
    this.#transact(seconds, {
      signer: owner,
      legs,
      flows: [{ from: owner, to: owner, give, get }],
    });
  }

  /** Wrapped ether back into ether. */
  unwrap(seconds: number, owner: Account, wrapper: Account, amount: bigint): void {
    const give = { asset: WETH, amount };
    const get = { asset: ETHER, amount };
    const legs = [{ ...this.#legOf(wrapper, owner, get), channel: 'internal' as const }];
    this.#transact(seconds, {
      signer: owner,
      legs,
      flows: [{ from: owner, to: owner, give, get }],
    });
  }

  /** One transaction that pays many through a contract which keeps nothing. */
  payMany(
    seconds: number,
    batch: {
      readonly payer: Account;
      readonly contract: Account;
      readonly payments: readonly { readonly to: Account; readonly sum: Sum }[];
    },
  ): void {
    const { payer, contract, payments } = batch;
    const [first] = payments;
    if (first === undefined) return;
    const { asset } = first.sum;
    const amount = payments.reduce((all, { sum }) => all + sum.amount, 0n);
    const legs = [
      this.#legOf(payer, contract, { asset, amount }),
      ...payments.map(({ to, sum }) => ({
        ...this.#legOf(contract, to, sum),
        channel: channelOf(asset, 'internal'),
      })),
    ];
    const flows = payments.map(({ to, sum }) => ({ from: payer, to, give: sum, get: null }));
    this.#transact(seconds, { signer: payer, legs, flows });
  }

  /** Several plain payments in one transaction. */
  payBothWays(
    seconds: number,
    tx: {
      readonly signer: Account;
      readonly payments: readonly {
        readonly from: Account;
        readonly to: Account;
        readonly sum: Sum;
      }[];
    },
  ): void {
    const legs = tx.payments.map(({ from, to, sum }) => this.#legOf(from, to, sum));
    const flows = tx.payments.map(({ from, to, sum }) => ({ from, to, give: sum, get: null }));
    this.#transact(seconds, { signer: tx.signer, legs, flows });
  }

  /** A row of a token that no list knows, or of nothing: it moves no value. */
  makeNoise(
    seconds: number,
    row: { from: Account; to: Account; token: string | null; amount: bigint },
  ): void {
    const { from, to, token, amount } = row;
    const asset = token === null ? USDC.id : erc20AssetId(chainOfAccount(to), token);
    const at = this.#open(seconds);
    this.#write(at, [{ channel: 'token', from, to, asset, amount: token === null ? 0n : amount }]);
  }

  #transact(
    seconds: number,
    tx: {
      readonly signer: Account;
      readonly legs: readonly Leg[];
      readonly flows: readonly Flow[];
      readonly fee?: bigint;
    },
  ): void {
    const { signer, legs, flows } = tx;
    const paysFee = ['person', 'passer', 'subject'].includes(this.#cast.roleOf(signer));
    const fee = tx.fee ?? this.#drawFee();
    if (paysFee) this.#fillUp(seconds, signer, fee + spentBy(signer, flows, ETHER.id));
    const at = this.#open(seconds);
    this.#write(at, legs);
    for (const flow of flows) this.#settle(flow);
    if (paysFee) this.#payFee(at, signer, fee);
  }

  #settle({ from, to, give, get }: Flow): void {
    const { subject } = this.#cast;
    const got = get ?? give;
    const taken = this.#take(from, give);
    let tracks = this.#book.begin(from, { asset: give.asset.id, amount: give.amount }, taken);
    if (get !== null) {
      tracks = convertTracks(tracks, { give: give.amount, get: get.amount, subject });
    }
    if (from !== to) {
      if (from === subject) this.#book.count('outgoing', give.asset.id, give.amount);
      if (to === subject) this.#book.count('incoming', got.asset.id, got.amount);
      tracks = this.#book.arrive({ from, to, asset: got.asset.id, tracks });
    } else if (from === subject) tracks = NO_TRACKS;
    const key = `${to}|${got.asset.id}`;
    const held = this.#holdings.get(key) ?? NOTHING;
    this.#holdings.set(key, {
      amount: held.amount + got.amount,
      tracks: joinTracks(held.tracks, tracks),
    });
  }

  #take(from: Account, { asset, amount }: Sum): Tracks {
    const role = this.#cast.roleOf(from);
    // Whoever is not followed has as much as a world needs.
    if (role !== 'person' && role !== 'passer' && role !== 'subject') return NO_TRACKS;
    const held = this.#holding(from, asset.id);
    if (held.amount < amount) {
      throw new Error(
        `${this.#cast.world}: ${from} holds ${held.amount} ${asset.symbol}, not ${amount}.`,
      );
    }
    const left = held.amount - amount;
    this.#holdings.set(`${from}|${asset.id}`, {
      amount: left,
      tracks: scaleTracks(held.tracks, left, held.amount),
    });
    return scaleTracks(held.tracks, amount, held.amount);
  }

  /** Gets ether for gas from an exchange before it is needed; who passes money on gets no more than that. */
  #fillUp(seconds: number, signer: Account, needed: bigint): void {
    const lacking = needed - this.balanceOf(signer, ETHER);
    if (lacking <= 0n) return;
    const exact = this.#cast.roleOf(signer) === 'passer';
    const amount = exact ? lacking : lacking + coinsOf(ETHER, this.#luck.between(0.02, 0.05));
    this.pay(seconds, this.#gasExchange, signer, { asset: ETHER, amount });
  }

  #payFee(at: Position, signer: Account, fee: bigint): void {
    this.#take(signer, { asset: ETHER, amount: fee });
    if (signer === this.#cast.subject) this.#book.count('outgoing', ETHER.id, fee);
    const row = { channel: 'fee', from: signer, to: null, asset: ETHER.id, amount: fee } as const;
    this.facts.push({ kind: 'transfer', ...at, ...row, index: '#0' });
  }

  #drawFee(): bigint {
    return coinsOf(ETHER, this.#luck.between(FEE_FINNEY.least, FEE_FINNEY.most) / 1000);
  }

  #holding(account: Account, asset: AssetId): Holding {
    return this.#holdings.get(`${account}|${asset}`) ?? NOTHING;
  }

  #legOf(from: Account, to: Account, { asset, amount }: Sum): Leg {
    return { channel: channelOf(asset, 'native'), from, to, asset: asset.id, amount };
  }

  #open(seconds: number): Position {
    this.#lastSeconds = Math.max(seconds, this.#lastSeconds + 12);
    this.#txs += 1;
    return {
      chain: chainOfAccount(this.#cast.subject),
      height: null,
      blockHash: null,
      txIndex: null,
      txId: this.#cast.txId(this.#txs),
      timeSeconds: this.#lastSeconds,
    };
  }

  #write(at: Position, legs: readonly Leg[]): void {
    legs.forEach((leg, index) => {
      this.facts.push({ kind: 'transfer', ...at, ...leg, index: `#${index + 1}` });
    });
  }
}

type Position = Pick<
  Transfer,
  'chain' | 'height' | 'blockHash' | 'txIndex' | 'txId' | 'timeSeconds'
>;

function channelOf(asset: Asset, coins: 'native' | 'internal'): Leg['channel'] {
  return asset === ETHER ? coins : 'token';
}

function spentBy(account: Account, flows: readonly Flow[], asset: AssetId): bigint {
  return flows
    .filter(({ from, give }) => from === account && give.asset.id === asset)
    .reduce((all, { give }) => all + give.amount, 0n);
}

/** An address that no list knows, for a token that anybody may have made. */
export function strangeToken(cast: Cast, number: number): string {
  return cast.txId(1_000_000 + number).slice(0, 42);
}
