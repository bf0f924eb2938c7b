import type { Account } from '../../src/core/account.js';
import type { Asset, AssetId, AssetList } from '../../src/core/asset.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Transfer } from '../../src/core/ledger.js';
import { SECONDS_PER_DAY } from '../../src/core/moment.js';
import type { PriceBook } from '../../src/core/price.js';
import { chainNamed, claim, ETH, evmAccount } from '../support/world.js';
import type { Luck } from '../validation/generate/luck.js';
import { createLuck } from '../validation/generate/luck.js';

/** A ledger of an account-model chain, and what is known about it. */
export interface BenchLedger {
  readonly subject: Account;
  /** Order: account by account, each with what it sent, as a search reads histories. */
  readonly transfers: readonly Transfer[];
  readonly assets: AssetList;
  readonly prices: PriceBook;
  /** Labelled accounts: value begins and ends there. Each is an entity of its own. */
  readonly origins: readonly Account[];
  readonly claims: ReadonlyMap<Account, readonly Attribution[]>;
  /** The moment of the screening. Units: Unix seconds. */
  readonly nowSeconds: number;
}

/** How large a ledger is. */
export interface LedgerSize {
  readonly transfers: number;
  readonly origins: number;
  readonly assets: number;
  /** Lots that one account still holds when it pays the subject. */
  readonly openLots: number;
  /** Which of several ledgers of this size; the first where it is left out. */
  readonly variant?: number;
}

const ethereum = chainNamed('ethereum');
const FIRST_SECONDS = 1_577_836_800;
const DAYS = 1_200;
const BLOCK_SECONDS = 12;
const SUBJECT = evmAccount(1);
/** The account with many open lots. */
const COLLECTOR = evmAccount(2);
const ORDINARY = 1_000;
const ORIGINS = 10_000_000;
const ONE = 10n ** 18n;

/** Assets of a bench: ether, then made-up tokens. */
export function benchAssets(count: number): AssetList {
  const ids = [ETH];
  while (ids.length < count) {
    ids.push(erc20AssetId(ethereum.id, `0x${(0xa00 + ids.length).toString(16).padStart(40, '0')}`));
  }
  const listed = (id: AssetId): Asset => ({
    id,
    chain: ethereum.id,
    symbol: id === ETH ? 'ETH' : `T${ids.indexOf(id)}`,
    decimals: 18,
    peg: null,
    wraps: null,
    dustAmount: ONE / 100n,
    expansionFloorAmount: ONE / 20n,
  });
  return new Map(ids.map((id) => [id, listed(id)]));
}

/** A price for every day, so that the worth of a part must be carried beside its amount. */
export const BENCH_PRICES: PriceBook = {
  priceOf: (asset, timeSeconds) => ({
    numerator: BigInt(1_000 + asset.length + (Math.floor(timeSeconds / SECONDS_PER_DAY) % 100)),
    denominator: 10n ** 12n,
  }),
};

/**
 * A ledger in which few accounts take part in most transfers: an account's turn comes with a
 * frequency that falls with a power of its rank, and so do the amounts. Accounts give only what they
 * have. One transaction in ten moves two amounts, one in ten is listed with its fee. One account
 * gathers lots of all origins in turn and then pays the subject.
 *
 * Source of the shape: degree distributions of transaction graphs follow power laws, Kondor et al.,
 * https://doi.org/10.1371/journal.pone.0086197
 */
export function createPowerLawLedger(size: LedgerSize): BenchLedger {
  const seed = `power law ${size.transfers}`;
  const luck = createLuck(size.variant ? `${seed}, ${size.variant}` : seed);
  const assets = benchAssets(size.assets);
  const origins = Array.from({ length: size.origins }, (_, at) => evmAccount(ORIGINS + at));
  const claims = new Map(
    origins.map((account, at) => [account, [claim(account, { entity: `Entity ${at}` })]]),
  );
  const transfers = asHistories(new Writer(size, [...assets.keys()], origins, luck).write());
  const nowSeconds = FIRST_SECONDS + DAYS * SECONDS_PER_DAY;
  const known = { assets, prices: BENCH_PRICES, origins, claims, nowSeconds };
  return { subject: SUBJECT, transfers, ...known };
}

class Writer {
  readonly #size: LedgerSize;
  readonly #assets: readonly AssetId[];
  readonly #origins: readonly Account[];
  readonly #isOrigin: ReadonlySet<Account | null>;
  readonly #luck: Luck;
  readonly #accounts: readonly Account[];
  readonly #balances = new Map<AssetId, Map<Account, bigint>>();
  readonly #moves: Move[] = [];
  #transactions = 0;
  #height = 0;

  constructor(
    size: LedgerSize,
    assets: readonly AssetId[],
    origins: readonly Account[],
    luck: Luck,
  ) {
    this.#size = size;
    this.#assets = assets;
    this.#origins = origins;
    this.#isOrigin = new Set(origins);
    this.#luck = luck;
    this.#accounts = Array.from({ length: Math.floor(size.transfers / 5) }, (_, at) => {
      if (at === 20) return SUBJECT;
      return at % 10 === 3 ? this.#origin(at) : evmAccount(ORDINARY + at);
    });
  }

  write(): readonly Move[] {
    const { transfers, openLots } = this.#size;
    const every = openLots === 0 ? 0 : transfers / (openLots + openLots / 10);
    let lots = 0;
    const steps = transfers - Math.floor(openLots / 100);
    while (this.#moves.length < steps) {
      if (every > 0 && this.#moves.length > lots * every) {
        this.#pay({ from: this.#origin(lots), to: COLLECTOR, asset: ETH, amount: ONE });
        lots += 1;
      } else this.#someTransaction();
    }
    while (this.#moves.length < transfers) {
      const amount = 10n * ONE + BigInt(this.#moves.length % 7);
      this.#pay({ from: COLLECTOR, to: SUBJECT, asset: ETH, amount });
    }
    return this.#moves;
  }

  #someTransaction(): void {
    const from = this.#pick();
    const asset = this.#luck.pick(this.#assets);
    if (!this.#pay({ from, to: this.#pick(), asset, amount: this.#wanted() })) return;
    const kind = this.#luck.below(10);
    if (kind === 0) {
      this.#move({ from, to: this.#pick(), asset, amount: this.#wanted(), channel: null });
    }
    if (kind === 1) {
      this.#move({ from, to: null, asset: ETH, amount: ONE / 1_000n, channel: 'fee' });
    }
  }

  #wanted(): bigint {
    const whole = BigInt(Math.ceil(1 / (this.#luck.between(0, 1) + 1e-6)));
    return whole * ONE + BigInt(this.#luck.below(1_000_000));
  }

  #pick(): Account {
    const at = Math.floor(this.#accounts.length * this.#luck.between(0, 1) ** 3);
    return this.#accounts[at] ?? SUBJECT;
  }

  #origin(at: number): Account {
    return this.#origins[at % this.#origins.length] ?? SUBJECT;
  }

  #pay(step: Omit<Step, 'channel'>): boolean {
    const part = this.#moves.length / this.#size.transfers;
    this.#height = Math.floor((part * DAYS * SECONDS_PER_DAY) / BLOCK_SECONDS);
    this.#transactions += 1;
    return this.#move({ ...step, channel: null });
  }

  #move({ from, to, asset, amount, channel }: Step): boolean {
    const balances = this.#balances.get(asset) ?? new Map<Account, bigint>();
    this.#balances.set(asset, balances);
    const held = balances.get(from) ?? 0n;
    const isOrigin = this.#isOrigin.has(from);
    const moved = isOrigin || amount < held ? amount : held;
    if (moved === 0n || from === to || (isOrigin && this.#isOrigin.has(to))) {
      return false;
    }
    balances.set(from, held - moved);
    if (to !== null) balances.set(to, (balances.get(to) ?? 0n) + moved);
    this.#moves.push({
      transaction: this.#transactions,
      height: this.#height,
      from,
      to,
      asset,
      amount: moved,
      channel,
    });
    return true;
  }
}

interface Step {
  readonly from: Account;
  readonly to: Account | null;
  readonly asset: AssetId;
  readonly amount: bigint;
  /** Null for the asset's ordinary one. */
  readonly channel: 'fee' | null;
}

/** A step that was made. */
interface Move extends Step {
  readonly transaction: number;
  readonly height: number;
}

/** Moves as transfers, account by account. */
function asHistories(moves: readonly Move[]): Transfer[] {
  const histories = new Map<Account, Move[]>();
  for (const move of moves) {
    const history = histories.get(move.from);
    if (history === undefined) histories.set(move.from, [move]);
    else history.push(move);
  }
  const transfers: Transfer[] = [];
  for (const history of histories.values())
    for (const move of history) transfers.push(benchTransfer(move));
  return transfers;
}

/** A transfer of a bench; each transaction has a place of its own. */
export function benchTransfer(step: {
  readonly transaction: number;
  readonly height: number;
  readonly from: Account | null;
  readonly to: Account | null;
  readonly asset: AssetId;
  readonly amount: bigint;
  /** Null for the asset's ordinary one. */
  readonly channel?: 'fee' | null;
}): Transfer {
  const { transaction, height, from, to, asset, amount, channel = null } = step;
  return {
    kind: 'transfer',
    chain: ethereum.id,
    height,
    blockHash: null,
    txIndex: transaction % 1_000_000,
    txId: transactionId(transaction),
    timeSeconds: FIRST_SECONDS + height * BLOCK_SECONDS,
    channel: channel ?? (asset === ETH ? 'native' : 'token'),
    from,
    to,
    asset,
    // A copy of its own, as one that came from a page would be.
    amount: BigInt(amount.toString()),
    index: '#0',
  };
}

/** A transaction's id: scattered, as a hash is. */
function transactionId(transaction: number): string {
  const scattered = (Math.imul(transaction, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  const text = `0x${scattered}${transaction.toString(16).padStart(56, '0')}`;
  // Joined texts keep their parts; a copy is as small as one that came from outside.
  return Buffer.from(text, 'latin1').toString('latin1');
}
