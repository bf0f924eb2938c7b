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
    if (to - from === 1 && unlisted.length === 0 && places.isPlain(first)) {
      writePlain(first, places, writer);
    } else {
      const transfers = ordered.slice(from, to);
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

/** A transaction of one transfer in which there is nothing to net: most are so. */
function writePlain(transfer: Transfer, places: PlaceBook, writer: TableWriter): void {
  const { asset, amount } = transfer;
  const from = places.numberOf(giverOf(transfer), asset);
  const to = places.numberOf(getterOf(transfer), asset);
  if (places.kindOf(from) === 'edge' && places.kindOf(to) === 'edge') return;
  writer.addPayment(transfer, from, to, amount);
}

function writeStep(step: Step, places: PlaceBook, writer: TableWriter): void {
  const numbered = ({ place, asset, amount, weight }: StepLeg): NumberedLeg => ({
    place: places.numberOf(place, asset),
    amount,
    weight,
  });
  const debits = step.debits.map(numbered);
  const credits = step.credits.map(numbered);
  const isEnd = ({ place }: NumberedLeg) => places.kindOf(place) === 'edge';
  if (debits.every(isEnd) && credits.every(isEnd)) return;
  writer.add({ kind: step.kind, fact: step.fact, debits, credits });
}

/** The numbers of places by account and asset; each place is made once. */
class PlaceBook {
  readonly #scope: AccountScope & NettingScope;
  readonly #writer: TableWriter;
  readonly #numbers = new Map<AssetId, Map<Account | NoAccount, number>>();
  readonly #kinds: Place['kind'][] = [];
  /** Whether accounts are plain, by account. */
  readonly #plain = new Map<Account, boolean>();

  constructor(scope: AccountScope & NettingScope, writer: TableWriter) {
    this.#scope = scope;
    this.#writer = writer;
  }

  /**
   * Whether a transfer moves something from one ordinary account to another (or to nobody): it makes
   * no token and takes none back.
   */
  isPlain(transfer: Transfer): boolean {
    const { from, to, amount } = transfer;
    if (amount === 0n || from === to) return false;
    return this.#isPlainEnd(from, transfer) && this.#isPlainEnd(to, transfer);
  }

  #isPlainEnd(account: Account | null, transfer: Transfer): boolean {
    if (account === null) return true;
    const known = this.#plain.get(account);
    if (known !== undefined) return known;
    const isPlain = !isZeroAddress(account) && !isWrapper(account, transfer, this.#scope.assets);
    this.#plain.set(account, isPlain);
    return isPlain;
  }

  kindOf(number: number): Place['kind'] | undefined {
    return this.#kinds[number];
  }

  numberOf(at: Account | NoAccount, asset: AssetId): number {
    let ofAsset = this.#numbers.get(asset);
    if (ofAsset === undefined) {
      ofAsset = new Map();
      this.#numbers.set(asset, ofAsset);
    }
    const known = ofAsset.get(at);
    if (known !== undefined) return known;
    const place = this.#create(at, asset);
    const number = this.#writer.addPlace(place);
    this.#kinds[number] = place.kind;
    ofAsset.set(at, number);
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
