import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { orderFacts } from '../chainOrder.js';
import { primaryAttribution } from '../claims.js';
import type { UtxoTx } from '../ledger.js';
import { detectCoinJoin } from './coinJoin.js';

/** Who owns what together, as payments show: whoever signs for two inputs of one usually holds both keys. */
export interface Owners {
  /** The accounts known to have the same owner, this one first. Order: as they were joined. */
  readonly accountsWith: (account: Account) => readonly Account[];
  /**
   * The transaction by which two accounts became one owner's; null where nothing says that they are.
   *
   * Edge: null for an account and itself. Where they pay together, it is the first transaction that
   * connects them, be it by way of other accounts.
   */
  readonly joiningTx: (a: Account, b: Account) => string | null;
}

/**
 * Accounts that one owner is taken to have at most; a merge to more is not made, since one missed
 * CoinJoin would join half the world. A policy choice, like the cluster size at which GraphSense
 * skips one: https://github.com/graphsense/graphsense-lib
 */
const MOST_ACCOUNTS = 500;

/**
 * Owners by co-spending: the inputs of every transaction that is no CoinJoin by any detector belong
 * to one owner. An inference, never more than evidence to weigh; what an account's own label says
 * goes before it (`ownLabelFirst`).
 *
 * Order: transactions are taken in the chain's order, whatever the order given, so that the answer
 * depends on the facts alone.
 * Source: Meiklejohn et al., "A Fistful of Bitcoins" (IMC 2013), heuristic 1,
 * https://doi.org/10.1145/2504730.2504747; that every merge keeps the transaction that proves it:
 * https://github.com/citp/BlockSci/issues/401
 */
export function ownersOf(txs: Iterable<UtxoTx>): Owners {
  const groups = new Map<Account, Group>();
  let merges = 0;
  for (const tx of orderFacts(txs)) {
    if (tx.coinbase || detectCoinJoin(tx) !== null) continue;
    let first: Account | null = null;
    for (const { account } of tx.inputs) {
      if (account === null) continue;
      first ??= account;
      if (join(groups, { a: first, b: account, txId: tx.txId, merge: merges })) merges += 1;
    }
  }
  return {
    accountsWith: (account) => {
      const root = rootOf(groups, account);
      const all = root === null ? [] : (groups.get(root)?.accounts ?? []);
      return [account, ...all.filter((other) => other !== account)];
    },
    joiningTx: (a, b) => joiningTxOf(groups, a, b),
  };
}

/** One account in the forest of merges. */
interface Group {
  /** The account that it was joined under, and by what; null for the head of an owner's accounts. */
  under: { readonly head: Account; readonly txId: string; readonly merge: number } | null;
  /** All accounts of the owner, at the head; accounts joined under another keep none. */
  accounts: readonly Account[];
}

function join(
  groups: Map<Account, Group>,
  pair: {
    readonly a: Account;
    readonly b: Account;
    readonly txId: string;
    readonly merge: number;
  },
): boolean {
  const [one, other] = [headOf(groups, pair.a), headOf(groups, pair.b)];
  if (one.account === other.account) return false;
  if (one.group.accounts.length + other.group.accounts.length > MOST_ACCOUNTS) return false;
  const isLarger = one.group.accounts.length >= other.group.accounts.length;
  const [head, joined] = isLarger ? [one, other] : [other, one];
  head.group.accounts = [...head.group.accounts, ...joined.group.accounts];
  joined.group.accounts = [];
  joined.group.under = { head: head.account, txId: pair.txId, merge: pair.merge };
  return true;
}

function headOf(
  groups: Map<Account, Group>,
  account: Account,
): { readonly account: Account; readonly group: Group } {
  const head = rootOf(groups, account) ?? account;
  const group = groups.get(head) ?? { under: null, accounts: [head] };
  groups.set(head, group);
  return { account: head, group };
}

/** The way up is short: the smaller part is always joined under the larger. */
function rootOf(groups: ReadonlyMap<Account, Group>, account: Account): Account | null {
  let at = groups.get(account);
  if (at === undefined) return null;
  let head = account;
  while (at?.under) {
    head = at.under.head;
    at = groups.get(head);
  }
  return head;
}

/** The latest merge on the way between two accounts is the one by which they became connected. */
function joiningTxOf(groups: ReadonlyMap<Account, Group>, a: Account, b: Account): string | null {
  const root = rootOf(groups, a);
  if (a === b || root === null || root !== rootOf(groups, b)) return null;
  let [left, right] = [groups.get(a)?.under ?? null, groups.get(b)?.under ?? null];
  let [leftAt, rightAt] = [a, b];
  let latest: { readonly txId: string; readonly merge: number } | null = null;
  while (leftAt !== rightAt) {
    // Merges get later on the way up, so the earlier side climbs until both meet.
    const leftFirst = right === null || (left !== null && left.merge < right.merge);
    const step = leftFirst ? left : right;
    if (step === null) break;
    latest = step;
    if (leftFirst) [leftAt, left] = [step.head, groups.get(step.head)?.under ?? null];
    else [rightAt, right] = [step.head, groups.get(step.head)?.under ?? null];
  }
  return latest?.txId ?? null;
}

/** A label that speaks for an account, and the transaction that connects it where it is another's. */
export interface OwnerLabel {
  readonly attribution: Attribution;
  /** Null where the label is the account's own. */
  readonly joiningTx: string | null;
}

/**
 * The label of an account: its own, whatever it says, else the strongest risk claim about an account
 * of the same owner. A cluster never overrides what an address's own label says.
 */
export function ownLabelFirst(
  account: Account,
  owners: Owners,
  labelOf: (account: Account) => Attribution | null,
): OwnerLabel | null {
  const own = labelOf(account);
  if (own !== null) return { attribution: own, joiningTx: null };
  const others = owners.accountsWith(account).flatMap((other) => labelOf(other) ?? []);
  const attribution = primaryAttribution(others.filter(({ use }) => use === 'exposure'));
  if (attribution === null) return null;
  return { attribution, joiningTx: owners.joiningTx(account, attribution.account) };
}

/** A payment of several inputs, one of which a risk claim names: the whole payment is that owner's. */
export interface JointPayment {
  /** The account whose owner the payment counts as. */
  readonly payer: Account;
  readonly attribution: Attribution;
  /** The transaction itself, which all of them signed. */
  readonly provingTx: string;
  /**
   * The account that each input counts as, in the order of the inputs: one with a label of its own
   * counts as itself, whatever that says; all others as the payer.
   */
  readonly countsAs: readonly Account[];
}

/**
 * Whose payment a transaction is, when a risk claim names the account of one of its inputs; else null.
 *
 * Order: where several inputs are named the strongest claim speaks, whatever their order.
 * Edge: null for a CoinJoin by any detector and for newly mined money. Where the screened account
 * itself is among the inputs it must not be used: then it is a sign that needs a person's eye.
 * Source: as `ownersOf`. That a listed input makes the whole payment that owner's is a policy choice:
 * whoever signs beside it could have stopped the payment.
 */
export function payerOf(
  tx: UtxoTx,
  labelOf: (account: Account) => Attribution | null,
): JointPayment | null {
  if (tx.coinbase) return null;
  const labels = new Map<Account, Attribution>();
  for (const { account } of tx.inputs) {
    const label = account === null || labels.has(account) ? null : labelOf(account);
    if (account !== null && label !== null) labels.set(account, label);
  }
  // Of equally strong claims the first account by name speaks, so that no order of inputs matters.
  const named = [...labels]
    .filter(([, { use }]) => use === 'exposure')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const attribution = primaryAttribution(named.map(([, claim]) => claim));
  const [payer] = named.find(([, claim]) => claim === attribution) ?? [];
  if (attribution === null || payer === undefined || detectCoinJoin(tx) !== null) return null;
  const countsAs = tx.inputs.map(({ account }) =>
    account !== null && labels.has(account) ? account : payer,
  );
  return { payer, attribution, provingTx: tx.txId, countsAs };
}
