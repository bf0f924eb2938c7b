import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Transfer } from '../ledger.js';
import { orderFacts } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { endOfTransaction } from '../netting/groupByTransaction.js';
import { netTransaction } from '../netting/netTransaction.js';
import { getterOf, giverOf } from '../netting/parties.js';
import type { NoAccount, Step, StepLeg } from '../netting/step.js';
import { isAccount } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import { isWrapper, isZeroAddress } from '../netting/wrapped.js';
import type { Place, ReplayScope } from './movement.js';
import { nearPlace } from './movement.js';
import type { AssetMovements } from './movementTable.js';
import type { NumberedLeg } from './tableWriter.js';
import { TableWriter } from './tableWriter.js';

/** What a replay of an account-model chain needs to know besides. */
export interface AccountScope extends ReplayScope {
  /** The exchange that keeps an account for one customer to pay into; null for all others. */
  readonly depositOf: (account: Account) => Attribution | null;
}

/**
 * Transfers as movements between places, transaction by transaction, in the order of the chain, by
 * the assets that can mix.
 *
 * Edge: what the subject converts is no movement, for nothing was received or sent by it; movements
 * of nothing, within one place, and between two ends are left out.
 */
export function tabulateAccounts(
  facts: {
    readonly transfers: readonly Transfer[];
    /** Transfers of assets that are not listed, by transaction id. */
    readonly unlisted: ReadonlyMap<string, readonly Transfer[]>;
  },
  scope: AccountScope & NettingScope,
): readonly AssetMovements[] {
  const writer = new TableWriter();
  const places = new PlaceBook(scope, writer);
  const ordered = orderFacts(facts.transfers);
  for (let from = 0; from < ordered.length; ) {
    const to = endOfTransaction(ordered, from);
    const first = ordered[from];
    if (first === undefined) break;
    const unlisted = unlistedOf(facts.unlisted, first);
    const transfers = ordered.slice(from, to);
    if (unlisted.length > 0 || !writePlain(transfers, places, writer)) {
      for (const step of netTransaction({ transfers, unlisted }, scope)) {
        const rest = withoutOwnTrade(step, scope.subject);
        if (rest !== null) writeStep(rest, places, writer);
      }
    }
    from = to;
  }
  return writer.byAssets();
}

const NOTHING: readonly Transfer[] = [];

function unlistedOf(
  unlisted: ReadonlyMap<string, readonly Transfer[]>,
  { txId }: Transfer,
): readonly Transfer[] {
  if (txId === null || unlisted.size === 0) return NOTHING;
  return unlisted.get(txId) ?? NOTHING;
}

/**
 * Writes a transaction in which there is nothing to net, as most are; says whether it was one: after
 * its fees at most one transfer moved something between ordinary accounts, so that nothing passed
 * through and no token was made or taken back.
 */
function writePlain(
  transfers: readonly Transfer[],
  places: PlaceBook,
  writer: TableWriter,
): boolean {
  const last = transfers.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const transfer = transfers[at];
    if (transfer === undefined || !places.isPlain(transfer)) return false;
    if (at < last && transfer.channel !== 'fee') return false;
  }
  for (const fact of transfers) {
    const { asset, amount } = fact;
    const from = places.numberAt(places.spotOf(giverOf(fact), fact), asset);
    const to = places.numberAt(places.spotOf(getterOf(fact), fact), asset);
    if (places.kindOf(from) === 'edge' && places.kindOf(to) === 'edge') continue;
    writer.addPayment({ fact, from, to, amount });
  }
  return true;
}

function writeStep(step: Step, places: PlaceBook, writer: TableWriter): void {
  const numbered = ({ place, asset, amount, weight }: StepLeg): NumberedLeg => ({
    place: places.numberAt(places.spotOf(place, step.fact), asset),
    amount,
    weight,
  });
  const debits = step.debits.map(numbered);
  const credits = step.credits.map(numbered);
  const isEnd = ({ place }: NumberedLeg) => places.kindOf(place) === 'edge';
  if (debits.every(isEnd) && credits.every(isEnd)) return;
  writer.add({ kind: step.kind, fact: step.fact, debits, credits });
}

/** What the replay knows of an account, or of an end that is none. */
interface Spot {
  readonly at: Account | NoAccount;
  /** Whether it is neither the zero address nor the contract of a wrapper. */
  readonly isPlain: boolean;
  /** The numbers of its places, by the number of the asset. */
  readonly places: (number | undefined)[];
}

/** The numbers of places by account and asset; each place is made once. */
class PlaceBook {
  readonly #scope: AccountScope & NettingScope;
  readonly #writer: TableWriter;
  readonly #spots = new Map<Account | NoAccount, Spot>();
  readonly #assets = new Map<AssetId, number>();
  readonly #kinds: Place['kind'][] = [];

  constructor(scope: AccountScope & NettingScope, writer: TableWriter) {
    this.#scope = scope;
    this.#writer = writer;
  }

  spotOf(at: Account | NoAccount, met: Transfer): Spot {
    const known = this.#spots.get(at);
    if (known !== undefined) return known;
    const isSpecial = isAccount(at) && (isZeroAddress(at) || this.#isWrapper(at, met));
    const spot: Spot = { at, isPlain: !isSpecial, places: [] };
    this.#spots.set(at, spot);
    return spot;
  }

  #isWrapper(account: Account, met: Transfer): boolean {
    return isWrapper(account, met, this.#scope.assets);
  }

  /** Whether a transfer moves something, and between ordinary accounts (or to or from nobody). */
  isPlain(transfer: Transfer): boolean {
    const { from, to, amount } = transfer;
    if (amount === 0n || from === to) return false;
    const isPlain = (at: Account | null) => at === null || this.spotOf(at, transfer).isPlain;
    return isPlain(from) && isPlain(to);
  }

  kindOf(number: number): Place['kind'] | undefined {
    return this.#kinds[number];
  }

  numberAt(spot: Spot, asset: AssetId): number {
    let column = this.#assets.get(asset);
    if (column === undefined) {
      column = this.#assets.size;
      this.#assets.set(asset, column);
    }
    const known = spot.places[column];
    if (known !== undefined) return known;
    while (spot.places.length < column) spot.places.push(undefined);
    const place = this.#create(spot.at, asset);
    const number = this.#writer.addPlace(place);
    this.#kinds[number] = place.kind;
    spot.places[column] = number;
    return number;
  }

  #create(at: Account | NoAccount, asset: AssetId): Place {
    if (!isAccount(at)) return { kind: 'edge', account: null, asset, what: { kind: at } };
    const near = nearPlace(at, asset, this.#scope);
    if (near !== null) return near;
    const exchange = this.#scope.depositOf(at);
    if (exchange !== null) {
      const boundary = { kind: 'service', attribution: exchange } as const;
      return { kind: 'edge', account: at, asset, what: { kind: 'boundary', boundary } };
    }
    if (this.#scope.isReplayed(at)) return { kind: 'holding', account: at, asset };
    return { kind: 'edge', account: at, asset, what: { kind: 'not-replayed' } };
  }
}
