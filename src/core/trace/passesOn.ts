import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import { SECONDS_PER_DAY } from '../moment.js';
import type { Step } from '../netting/step.js';
import type { AccountLedger } from './accountLedger.js';

/** Share of its income that an account passes on to count as passing money on. Units: per cent. */
const PASS_ON_PERCENT = 95n;
/** Time within which it passes the money on. Units: seconds. */
const PASS_ON_SECONDS = 7 * SECONDS_PER_DAY;
/** Accounts to which it may pass the money on. */
const PASS_ON_ACCOUNTS = 3;

interface Lot {
  amount: bigint;
  /** When it came to the account, also before a conversion. Units: Unix seconds. */
  readonly timeSeconds: number;
}

/** What came in of one asset (or of what it was converted from), and how much of it left in time. */
interface Flow {
  readonly lots: Lot[];
  first: number;
  income: bigint;
  passed: bigint;
}

/**
 * Whether an account only passes money on: at least 95 % of what it got of every asset leaves
 * within 7 days of its arrival, to at most 3 accounts. Such an account uses no depth.
 *
 * Arrival is taken first in, first out. What it converts counts as the income of the new asset, at
 * the time at which the old one came. Fees count as passed on and as no account.
 * Source: peeling and pass-through chains as described by Meiklejohn et al., "A Fistful of
 * Bitcoins" (IMC 2013), https://doi.org/10.1145/2504730.2504747; the numbers are policy choices.
 */
export function passesOn({ account, entries }: AccountLedger): boolean {
  const flows = new Map<AssetId, Flow>();
  const receivers = new Set<string>();
  for (const { steps, timeSeconds } of entries) {
    for (const step of steps) moveLots({ step, account, timeSeconds, flows, receivers });
  }
  const all = [...flows.values()].filter(({ income }) => income > 0n);
  if (all.length === 0 || receivers.size > PASS_ON_ACCOUNTS) return false;
  return all.every(({ income, passed }) => passed * 100n >= income * PASS_ON_PERCENT);
}

function moveLots(move: {
  readonly step: Step;
  readonly account: Account;
  readonly timeSeconds: number;
  readonly flows: Map<AssetId, Flow>;
  readonly receivers: Set<string>;
}): void {
  const { step, account, timeSeconds, flows, receivers } = move;
  const given = step.debits.find(({ place }) => place === account);
  const got = step.credits.find(({ place }) => place === account);
  const taken = given === undefined ? [] : takeLots(flowOf(flows, given.asset), given.amount);
  if (given !== undefined && got !== undefined) {
    // A conversion: the same money in another asset, as old as it was.
    const flow = flowOf(flows, given.asset);
    const to = flowOf(flows, got.asset);
    for (const lot of taken) {
      flow.income -= lot.amount;
      const amount = (lot.amount * got.amount) / given.amount;
      to.income += amount;
      to.lots.push({ amount, timeSeconds: lot.timeSeconds });
    }
    return;
  }
  if (got !== undefined) {
    const flow = flowOf(flows, got.asset);
    flow.income += got.amount;
    flow.lots.push({ amount: got.amount, timeSeconds });
  }
  if (given === undefined) return;
  const flow = flowOf(flows, given.asset);
  for (const lot of taken) {
    if (timeSeconds - lot.timeSeconds <= PASS_ON_SECONDS) flow.passed += lot.amount;
  }
  for (const { place } of step.credits) if (place !== 'fee') receivers.add(place);
}

function flowOf(flows: Map<AssetId, Flow>, asset: AssetId): Flow {
  const known = flows.get(asset);
  if (known !== undefined) return known;
  const flow: Flow = { lots: [], first: 0, income: 0n, passed: 0n };
  flows.set(asset, flow);
  return flow;
}

function takeLots(flow: Flow, amount: bigint): Lot[] {
  const taken: Lot[] = [];
  let left = amount;
  while (left > 0n) {
    const lot = flow.lots[flow.first];
    if (lot === undefined) break;
    const part = smallerAmount(lot.amount, left);
    taken.push({ amount: part, timeSeconds: lot.timeSeconds });
    lot.amount -= part;
    left -= part;
    if (lot.amount === 0n) flow.first += 1;
  }
  return taken;
}
