import type { ChainId } from '../chain.js';
import { TransferColumns } from '../columns/transferColumns.js';
import type { LedgerFact, Transfer, UtxoTx } from '../ledger.js';
import { factKey, keyWithoutIndex } from '../ledger.js';

/** Several facts of one transaction, by what tells them apart. */
interface FactsOfTransaction {
  readonly kind: 'several';
  /** By `factKey`. */
  readonly byKey: Map<string, LedgerFact>;
  /** By what equal movements have in common. Order: as they came. */
  readonly byMovement: Map<string, Transfer[]>;
}

/**
 * The facts that a trace has seen, each once.
 *
 * They are found by their transaction. Mostly it has one fact, which is compared as it is: no text is
 * made of it, for anyone can send an account hundreds of thousands.
 */
export class KnownFacts {
  readonly #facts: LedgerFact[] = [];
  /** Those that are transfers. Order: as they came. */
  readonly transfers = new TransferColumns();
  readonly #byTransaction = new Map<string, LedgerFact | FactsOfTransaction>();

  /** How many there are. */
  get size(): number {
    return this.#facts.length;
  }

  /** All of them. Order: as they came. */
  values(): readonly LedgerFact[] {
    return this.#facts;
  }

  /** Adds a fact; says whether it was not known. */
  add(fact: LedgerFact): boolean {
    const transaction = transactionOf(fact);
    const known = this.#byTransaction.get(transaction);
    if (known === undefined) this.#byTransaction.set(transaction, fact);
    else {
      if (sameIn(known, fact) !== undefined) return false;
      const several = known.kind === 'several' ? known : severalOf(known);
      note(several, fact);
      this.#byTransaction.set(transaction, several);
    }
    this.#facts.push(fact);
    if (fact.kind === 'transfer') this.transfers.add(fact);
    return true;
  }

  /** The known fact with the key of another, maybe as somebody else told it. */
  same(fact: LedgerFact): LedgerFact | undefined {
    const known = this.#byTransaction.get(transactionOf(fact));
    return known === undefined ? undefined : sameIn(known, fact);
  }

  /**
   * Known movements that equal another in all but their index. Order: as they came.
   *
   * Edge: none where that cannot be told, for the transaction id is unknown.
   */
  alike(fact: LedgerFact): readonly Transfer[] {
    if (fact.kind === 'utxo' || fact.txId === null) return NONE;
    const known = this.#byTransaction.get(fact.txId);
    if (known === undefined || known.kind === 'utxo') return NONE;
    if (known.kind === 'several') return known.byMovement.get(keyWithoutIndex(fact)) ?? NONE;
    return isAlike(known, fact) ? [known] : NONE;
  }

  /** A transaction of an unspent-output chain, if it is known. */
  utxoTx(chain: ChainId, txId: string): UtxoTx | undefined {
    const known = this.#byTransaction.get(txId);
    const tx = known?.kind === 'several' ? known.byKey.get(`${chain}|${txId}`) : known;
    return tx?.kind === 'utxo' && tx.chain === chain ? tx : undefined;
  }
}

const NONE: readonly Transfer[] = [];

/** Edge: a fact whose transaction is unknown stands alone. */
function transactionOf(fact: LedgerFact): string {
  return fact.txId ?? factKey(fact);
}

function sameIn(known: LedgerFact | FactsOfTransaction, fact: LedgerFact): LedgerFact | undefined {
  if (known.kind === 'several') return known.byKey.get(factKey(fact));
  return isSame(known, fact) ? known : undefined;
}

/** Whether two facts of one transaction id have one key. */
function isSame(a: LedgerFact, b: LedgerFact): boolean {
  if (a.kind === 'utxo' || b.kind === 'utxo') return a.kind === b.kind && a.chain === b.chain;
  return a.index === b.index && isAlike(a, b);
}

/** Whether two movements of one transaction id equal one another in all but their index. */
function isAlike(a: Transfer, b: Transfer): boolean {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.amount === b.amount &&
    a.asset === b.asset &&
    a.channel === b.channel &&
    a.chain === b.chain
  );
}

function severalOf(fact: LedgerFact): FactsOfTransaction {
  const several = { kind: 'several', byKey: new Map(), byMovement: new Map() } as const;
  note(several, fact);
  return several;
}

function note({ byKey, byMovement }: FactsOfTransaction, fact: LedgerFact): void {
  byKey.set(factKey(fact), fact);
  if (fact.kind === 'utxo') return;
  const movement = keyWithoutIndex(fact);
  const alike = byMovement.get(movement);
  if (alike === undefined) byMovement.set(movement, [fact]);
  else alike.push(fact);
}
