import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import type { Attribution, Category } from '../attribution.js';
import { standingOf } from '../claims.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import { isInfrastructure } from './infrastructure.js';

/** Who paid the first coins for fees, and the receipt that shows it. */
export interface GasFunding {
  readonly funder: Account;
  readonly receipt: Transfer;
}

/** What is known of an account whose first coins for fees are looked for. */
interface SeenForGas {
  /** Those of the account, fees included. Order: the chain's. */
  readonly transfers: readonly Transfer[];
  /** All that was seen, by which it is told who stands behind infrastructure. Asked when it is needed. */
  readonly facts: () => Iterable<LedgerFact>;
  readonly assets: AssetList;
  readonly claimsOf: (account: Account) => readonly Attribution[];
}

/**
 * Who paid the first native coins that an account could spend on fees; null where nobody is seen to.
 *
 * Passed over are, as nobody's funding: issue by the protocol and the zero address; infrastructure,
 * behind which whoever paid it in the same transaction stands, where that was seen; what the
 * account's own tokens were exchanged for (a wrapper, a DEX, a lending pool); faucets; and coins too
 * few to pay for anything, unless they were all it had when it first spent some.
 * Edge: coins from inside a transaction (internal transfers) count like any other.
 * Source: who pays the first fees often sets a wallet up,
 * https://docs.misttrack.io/api-endpoints/get-risk-score-async-api.md (`first_address` of its trace).
 */
export function findGasFunding(account: Account, seen: SeenForGas): GasFunding | null {
  const payerOf = createPayerOf(account, seen);
  let small: GasFunding | null = null;
  for (const transfer of seen.transfers) {
    if (!isNative(transfer) || transfer.amount === 0n || transfer.from === transfer.to) continue;
    if (transfer.from === account) {
      // It spent some, so what had come until then did pay for something.
      if (small !== null) return small;
      continue;
    }
    const funder = payerOf(transfer);
    if (funder === null) continue;
    const funding = { funder, receipt: transfer };
    if (paysForSomething(transfer, seen.assets)) return funding;
    small ??= funding;
  }
  return null;
}

/**
 * Part of the dust limit from which coins can pay for a transaction: 1/100, about ten US cents or
 * 0.00003 ether (21,000 gas at 1.4 gwei). A policy choice: on a chain with fees below that, coins of
 * less count once they were spent.
 */
const GAS_PART_OF_DUST = 100n;

function paysForSomething({ asset, amount }: Transfer, assets: AssetList): boolean {
  const dust = assets.get(asset)?.dustAmount ?? 0n;
  return amount >= dust / GAS_PART_OF_DUST;
}

function isNative({ channel }: Transfer): boolean {
  return channel === 'native' || channel === 'internal' || channel === 'fee';
}

/** What an account gives out in exchange for tokens that it was sent. */
const EXCHANGES_ONLY: readonly Category[] = ['token-contract', 'dex', 'defi', 'burn'];

/** Who stands behind a receipt of native coins; null for nobody that counts. */
function createPayerOf(
  account: Account,
  { facts, claimsOf }: SeenForGas,
): (receipt: Transfer) => Account | null {
  let paidInto: ReadonlyMap<string, Account> | null = null;
  const funds = (payer: Account) => {
    const { risks, service } = standingOf(claimsOf(payer));
    if (service === null || risks.length > 0) return true;
    return !EXCHANGES_ONLY.includes(service.category) && !/\bfaucet\b/i.test(service.entity);
  };
  return ({ from, txId }) => {
    if (from === null) return null;
    if (!isInfrastructure(from, claimsOf)) return funds(from) ? from : null;
    // Few wallets need it, and it looks at every fact.
    paidInto ??= nativePayers(facts());
    const behind = paidInto.get(`${txId}|${from}`) ?? null;
    if (behind === null || behind === account || isInfrastructure(behind, claimsOf)) return null;
    return funds(behind) ? behind : null;
  };
}

/** Who sent native coins to whom, by transaction and receiver. */
function nativePayers(facts: Iterable<LedgerFact>): ReadonlyMap<string, Account> {
  const payers = new Map<string, Account>();
  for (const fact of facts) {
    if (fact.kind !== 'transfer' || fact.txId === null || fact.amount === 0n) continue;
    if (fact.channel !== 'native' || fact.from === null || fact.to === null) continue;
    payers.set(`${fact.txId}|${fact.to}`, fact.from);
  }
  return payers;
}
