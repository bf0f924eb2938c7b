import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import type { Attribution, Category } from '../attribution.js';
import { isDprk } from '../attribution.js';
import { primaryAttribution, standingOf } from '../claims.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import { isInfrastructure } from '../patterns/infrastructure.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import { labelledAs } from './labelWords.js';
import type { SubjectHistory } from './subjectHistory.js';

/**
 * Who paid the first native coins that the subject could spend on fees.
 *
 * Passed over are, as nobody's funding: issue by the protocol and the zero address; infrastructure,
 * behind which whoever paid it in the same transaction stands, where that was seen; what the
 * subject's own tokens were exchanged for (a wrapper, a DEX, a lending pool); faucets; and coins too
 * few to pay for anything, unless they were all it had when it first spent some.
 * Edge: coins from inside a transaction (internal transfers) count like any other.
 * Source: who pays the first fees often sets a wallet up,
 * https://docs.misttrack.io/api-endpoints/get-risk-score-async-api.md (`first_address` of its trace).
 */
export function tellFirstGasFunder(trace: Trace, history: SubjectHistory): Signal[] {
  const funder = firstFunder(trace, history);
  if (funder === null) return [];
  const attribution = primaryAttribution(trace.start.knowledge.claimsOf(funder));
  return [
    {
      kind: 'first-gas-funder',
      account: funder,
      sentence: `The first coins for fees came from ${describe(trace, funder, attribution)}.`,
      attribution: attribution !== null && isDprk(attribution) ? attribution : null,
    },
  ];
}

function describe(trace: Trace, funder: Account, attribution: Attribution | null): string {
  if (trace.start.knowledge.ownAccounts.has(funder)) return 'an account of your own company';
  if (attribution !== null) return labelledAs(attribution);
  return trace.busy.has(funder)
    ? 'an account without a label that deals with many'
    : 'an account without a label';
}

function firstFunder(trace: Trace, { subject, transfers }: SubjectHistory): Account | null {
  const { assets } = trace.start;
  const payerOf = createPayerOf(trace);
  let small: Account | null = null;
  for (const transfer of transfers) {
    if (!isNative(transfer) || transfer.amount === 0n || transfer.from === transfer.to) continue;
    if (transfer.from === subject) {
      // It spent some, so what had come until then did pay for something.
      if (small !== null) return small;
      continue;
    }
    const payer = payerOf(transfer);
    if (payer === null) continue;
    if (paysForSomething(transfer, assets)) return payer;
    small ??= payer;
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
function createPayerOf(trace: Trace): (receipt: Transfer) => Account | null {
  const { subject, knowledge } = trace.start;
  const { claimsOf } = knowledge;
  let paidInto: ReadonlyMap<string, Account> | null = null;
  const funds = (account: Account) => {
    const { risks, service } = standingOf(claimsOf(account));
    if (service === null || risks.length > 0) return true;
    return !EXCHANGES_ONLY.includes(service.category) && !/\bfaucet\b/i.test(service.entity);
  };
  return ({ from, txId }) => {
    if (from === null) return null;
    if (!isInfrastructure(from, claimsOf)) return funds(from) ? from : null;
    // Few wallets need it, and it looks at every fact.
    paidInto ??= nativePayers(trace.facts.values());
    const behind = paidInto.get(`${txId}|${from}`) ?? null;
    if (behind === null || behind === subject || isInfrastructure(behind, claimsOf)) return null;
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
