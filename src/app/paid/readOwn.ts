import { type Account, addressOfAccount } from '../../core/account.js';
import { factKey, type LedgerFact } from '../../core/ledger.js';
import type { LookupReply } from '../../core/lookup.js';
import { formatMoment } from '../../core/moment.js';
import type { DaySpan } from '../../desk/paid/monthSpan.js';
import { type ChainPayment, paidByTransaction } from '../../desk/paid/paidByTransaction.js';
import { withoutDust } from '../../desk/paid/withoutDust.js';
import { atomically } from '../../store/atomically.js';
import type { NewFound } from '../../store/paidRows.js';
import { lookUpWithin, type PaidWalk, type ReadyChain, tellUnseen } from './paidWalk.js';

/** What was read of our accounts on a chain. */
export interface OwnReading {
  /** Whether all of them were read whole; false where there is none. */
  readonly isWhole: boolean;
  /** The time of the newest block; null where it is not known. */
  readonly seenUntil: string | null;
}

/** What is looked for on a chain. */
export interface OwnQuestion {
  readonly own: readonly Account[];
  readonly span: DaySpan;
  /** Whom the accounts tell as paid there: what went to nobody of them and no payee is looked at twice. */
  readonly expected: ReadonlySet<Account>;
  /** The payee of an address; null where nobody's or several's. */
  readonly payeeOf: (address: string) => string | null;
}

/**
 * Reads what left our accounts on a chain in some days, and writes it in place of what was found before.
 *
 * What was not seen is told and kept beside it; then nothing that was found before is taken back.
 */
export async function readOwn(
  walk: PaidWalk,
  access: ReadyChain,
  asked: OwnQuestion,
): Promise<OwnReading> {
  const facts = new Map<string, LedgerFact>();
  let whole = 0;
  for (const account of asked.own) {
    const lookup = { kind: 'account', account, balance: 'not-wanted' } as const;
    const reply = await lookUpWithin(walk, access, lookup);
    if (reply === null) break;
    for (const fact of reply.facts) facts.set(factKey(fact), fact);
    if (writeCoverage(walk, access, { account, reply })) whole += 1;
    walk.step();
  }
  const inSpan = [...facts.values()].filter(
    ({ timeSeconds }) =>
      timeSeconds >= asked.span.fromSeconds && timeSeconds <= asked.span.toSeconds,
  );
  const found = await foundIn(walk, access, { ...asked, facts: inSpan });
  const isWhole = asked.own.length > 0 && whole === asked.own.length && !found.isCut;
  writeFound(walk, access, { ...asked, found: found.paid, isWhole });
  return { isWhole, seenUntil: access.anchor.time };
}

type FoundPaid = Omit<NewFound, 'id' | 'payeeId'>;

async function foundIn(
  walk: PaidWalk,
  access: ReadyChain,
  asked: OwnQuestion & { readonly facts: readonly LedgerFact[] },
): Promise<{ readonly paid: readonly FoundPaid[]; readonly isCut: boolean }> {
  const { chain } = access;
  const paid: FoundPaid[] = [];
  let isCut = false;
  for (const [txId, facts] of transactionsOf(walk, access, asked.facts)) {
    const own = ownPayments(walk, facts);
    const isExpected = own.every(
      ({ account }) =>
        asked.expected.has(account) || asked.payeeOf(addressOfAccount(account)) !== null,
    );
    // Somebody whom we do not know may be a contract that hands it on to those whom we paid.
    const isAsked = !isExpected && chain.family !== 'utxo';
    const lookup = { kind: 'transaction', chain: chain.id, txId } as const;
    const reply = isAsked ? await lookUpWithin(walk, access, lookup) : null;
    if (isAsked && reply === null) isCut = true;
    const [gap] = reply?.unseen ?? [];
    if (gap !== undefined) tellUnseen(walk, chain, null, gap);
    const payments = reply === null || gap !== undefined ? own : ownPayments(walk, reply.facts);
    const blockTime = formatMoment(facts[0]?.timeSeconds ?? 0);
    for (const { account, asset, amount, rail } of payments) {
      paid.push({ txId, account, asset, amount, rail, blockTime });
    }
  }
  return { paid: withoutDust(paid, walk.means.assets), isCut };
}

function ownPayments({ scope }: PaidWalk, facts: readonly LedgerFact[]): readonly ChainPayment[] {
  return paidByTransaction(facts, scope).filter(({ by }) => by === 'own');
}

function transactionsOf(
  walk: PaidWalk,
  { chain }: ReadyChain,
  facts: readonly LedgerFact[],
): ReadonlyMap<string, LedgerFact[]> {
  const groups = new Map<string, LedgerFact[]>();
  for (const fact of facts) {
    if (fact.txId === null) {
      tellUnseen(walk, chain, null, {
        sentence: 'What is recorded names no transactions, so that its payments are not known.',
        cure: 'Configure a live source of the chain.',
      });
      continue;
    }
    groups.set(fact.txId, [...(groups.get(fact.txId) ?? []), fact]);
  }
  return groups;
}

/** Notes how far an account was read; tells whether it was read whole. */
function writeCoverage(
  walk: PaidWalk,
  { chain, anchor, behind }: ReadyChain,
  { account, reply }: { readonly account: Account; readonly reply: LookupReply },
): boolean {
  const busy =
    reply.busy === null
      ? null
      : {
          sentence: `An account of ours was not read whole: ${reply.busy.reason}.`,
          cure: 'Import its payments with their transaction ids; each of them is looked up.',
        };
  const problem = busy ?? reply.unseen[0] ?? behind;
  if (problem !== null) tellUnseen(walk, chain, account, problem);
  walk.means.store.writeCoverage({
    ...{ month: walk.month, account, lookedAt: walk.nowIso, seenUntil: anchor.time },
    ...{ problem: problem?.sentence ?? null, cure: problem?.cure ?? null },
  });
  return problem === null;
}

function writeFound(
  walk: PaidWalk,
  { chain }: ReadyChain,
  found: OwnQuestion & { readonly found: readonly FoundPaid[]; readonly isWhole: boolean },
): void {
  const { store, db, newId } = walk.means;
  const byTx = new Map<string, NewFound[]>();
  for (const one of found.found) {
    const payeeId = found.payeeOf(addressOfAccount(one.account));
    byTx.set(one.txId, [...(byTx.get(one.txId) ?? []), { ...one, id: newId(), payeeId }]);
  }
  atomically(db, () => {
    for (const [txId, paid] of byTx) store.writeFound({ chain: chain.id, txId }, paid);
    if (!found.isWhole) return;
    for (const { txId, account } of store.listFound(found.span)) {
      if (byTx.has(txId) || !account.startsWith(`${chain.id}:`)) continue;
      store.writeFound({ chain: chain.id, txId }, []);
    }
  });
}
