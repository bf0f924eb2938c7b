import { type Account, chainOfAccount } from '../../core/account.js';
import type { Chain, ChainId } from '../../core/chain.js';
import { findChain } from '../../core/chain.js';
import { formatMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { Actor } from '../../core/role.js';
import { MOST_DAYS_APART } from '../../desk/paid/matchTold.js';
import { monthSpan } from '../../desk/paid/monthSpan.js';
import { type ChainSources, reachChain } from '../../screening/reachChain.js';
import type { StoredTold } from '../../store/paidRows.js';
import { assertMay } from '../access/accessMeans.js';
import { byTransaction, matchTransactions } from './matchTransactions.js';
import type { PaidMeans } from './paidMeans.js';
import type { PaidMatching, PaidPayments } from './paidPayments.js';
import { type PaidWalk, tellUnseen } from './paidWalk.js';
import { pairUnnamed } from './pairUnnamed.js';
import { type OwnReading, readOwn } from './readOwn.js';

/** Requests of a run unless told otherwise. Source: a policy choice. */
const MOST_REQUESTS = 5000;
/** A run is ended by its requests; a day bounds what it waits for. Units: milliseconds. */
const LONGEST_RUN_MS = SECONDS_PER_DAY * 1000;
/** In some zone it is still the day before, or already the day after. */
const ZONE_DAYS = 1;

/** Looks up a month of payments. */
export async function matchPaid(
  month: string,
  options: Parameters<PaidPayments['match']>[2],
  { means, by }: { readonly means: PaidMeans; readonly by: Actor },
): Promise<PaidMatching> {
  assertMay(by, 'pay');
  const days = monthSpan(month, ZONE_DAYS);
  const span = monthSpan(month, ZONE_DAYS + MOST_DAYS_APART);
  const { store, audit, nowMs } = means;
  audit.append({ actor: by, action: 'payments-matched', subjectId: month });
  const told = store.listTold({ from: days.fromDay, to: days.toDay });
  const { chains } = means.connect(nowMs() + LONGEST_RUN_MS);
  const plan = planOf(told, chains, means);
  const steps = sum(plan.map(({ told: here, own }) => byTransaction(here).size + own.length));
  let done = 0;
  options.onProgress(0, steps);
  const walk = walkOf(means, {
    ...{ month, signal: options.signal, maxRequests: options.maxRequests ?? MOST_REQUESTS },
    step: () => {
      done += 1;
      options.onProgress(done, steps);
    },
  });
  tellUnreachable(walk, told, chains);
  const readings = new Map<ChainId, OwnReading>();
  const payeeOf = payeesByAddress(means);
  for (const { sources, told: here, own } of plan) {
    if (walk.signal.aborted) break;
    const access = await reachChain(sources, reachOptions(means), walk.signal);
    if (access.kind === 'blind') {
      tellUnseen(walk, sources.chain, null, access.gap);
      noteUnread(walk, own, access.gap);
      continue;
    }
    await matchTransactions(walk, access, here);
    if (own.length === 0) continue;
    const expected = new Set(here.map(({ account }) => account));
    readings.set(sources.chain.id, await readOwn(walk, access, { own, span, expected, payeeOf }));
  }
  pairUnnamed(walk, { told, span, readings });
  return countOf(walk, month);
}

interface ChainPlan {
  readonly sources: ChainSources;
  readonly told: readonly StoredTold[];
  readonly own: readonly Account[];
}

function planOf(
  told: readonly StoredTold[],
  chains: ReadonlyMap<string, ChainSources>,
  { ownAccounts }: PaidMeans,
): readonly ChainPlan[] {
  return [...chains.values()].flatMap((sources): ChainPlan[] => {
    const isHere = (account: Account) => chainOfAccount(account) === sources.chain.id;
    const here = told.filter(({ account }) => isHere(account));
    const own = [...ownAccounts].filter(isHere);
    return here.length + own.length === 0 ? [] : [{ sources, told: here, own }];
  });
}

function walkOf(
  means: PaidMeans,
  run: Pick<PaidWalk, 'month' | 'signal' | 'step'> & { readonly maxRequests: number },
): PaidWalk {
  const nowSeconds = Math.floor(means.nowMs() / 1000);
  const book = means.openBook(nowSeconds);
  const { ownAccounts, assets, prices } = means;
  const knowledge = { claimsOf: (one: Account) => book.readClaims(one), ownAccounts };
  return {
    ...{ means, scope: { knowledge, assets, prices }, month: run.month, signal: run.signal },
    ...{ step: run.step, nowIso: formatMoment(nowSeconds), unseen: [] },
    budget: { left: run.maxRequests },
  };
}

function reachOptions({ cache, assets, nowMs }: PaidMeans) {
  const untilSeconds = Math.floor(nowMs() / 1000);
  const upTo = { upTo: 'newest', untilSeconds, moment: 'present' } as const;
  return { cache, assets, reach: 'live', ...upTo } as const;
}

/** Chains of told payments that no configuration names. */
function tellUnreachable(
  walk: PaidWalk,
  told: readonly StoredTold[],
  chains: ReadonlyMap<string, { readonly chain: Chain }>,
): void {
  for (const { account } of told) {
    const chain = findChain(chainOfAccount(account));
    if (chain === undefined || chains.has(chain.name)) continue;
    tellUnseen(walk, chain, null, {
      sentence: `${chain.title} is not configured, so that its payments were not looked up.`,
      cure: `Add a source to chains.${chain.name}.sources in the configuration.`,
    });
  }
}

function noteUnread(
  { means, month, nowIso }: PaidWalk,
  own: readonly Account[],
  { sentence, cure }: { readonly sentence: string; readonly cure: string },
): void {
  for (const account of own) {
    means.store.writeCoverage({
      ...{ month, account, lookedAt: nowIso, seenUntil: null, problem: sentence, cure },
    });
  }
}

/** The payee of an address in use; null where it is nobody's or several's. */
function payeesByAddress({ payees }: PaidMeans): (address: string) => string | null {
  const owners = new Map<string, Set<string>>();
  for (const { address, payeeId, family } of payees.listWalletsInUse()) {
    const key = family === 'evm' ? address.toLowerCase() : address;
    owners.set(key, (owners.get(key) ?? new Set()).add(payeeId));
  }
  return (address) => {
    const [only, ...others] = owners.get(address) ?? [];
    return others.length === 0 ? (only ?? null) : null;
  };
}

function countOf({ means: { store }, unseen }: PaidWalk, month: string): PaidMatching {
  const { fromDay, toDay, from, to } = monthSpan(month, 0);
  const told = store.listTold({ from: fromDay, to: toDay });
  const count = (match: StoredTold['match']) => told.filter((one) => one.match === match).length;
  return {
    ...{ matched: count('matched'), unmatched: count('unmatched') },
    notLookedUp: count('not-looked-up'),
    found: store.listUntold({ from, to }).length,
    unseen,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
