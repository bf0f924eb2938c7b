import type { Account } from '../../src/core/account.js';
import type { Transfer } from '../../src/core/ledger.js';
import { lookupKey } from '../../src/core/lookup.js';
import type { Policy } from '../../src/core/policy.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { absorb, createTrace, isFinished, nextLookups } from '../../src/core/trace/trace.js';
import { answerFrom, ETH, evmAccount } from '../support/world.js';
import type { Clock } from './measure.js';
import {
  explainGrowth,
  medianPhases,
  onceMs,
  smallOnes,
  tellGrowth,
  tellPeak,
  tellTime,
} from './measure.js';
import { BENCH_PRICES, benchAssets, benchTransfer } from './powerLawLedger.js';

const ONE = 10n ** 18n;
const SUBJECT = evmAccount(1);

/** Histories by account: what a chain seen whole answers. */
interface Chain {
  readonly histories: ReadonlyMap<Account, readonly Transfer[]>;
  readonly policy: Partial<Policy>;
}

/** How large a chain is, and the first of its accounts: those of another begin elsewhere. */
interface ChainSize {
  readonly count: number;
  readonly firstAccount: number;
}

const FIRST_ACCOUNT = 100;

/** What taking replies costs: in proportion to them, whatever they make of the trace. */
export function main(): number {
  const shapes = [
    { what: 'dust senders', create: dustSenders, small: 30_000, large: 300_000 },
    {
      what: 'small replies, one behind the other',
      create: chainOfReplies,
      small: 300,
      large: 3_000,
    },
    {
      what: 'alternating transfers of two accounts',
      create: pingPong,
      small: 800,
      large: 8_000,
    },
  ];
  explainGrowth();
  const met = shapes.map(({ what, create, small, large }) => {
    const chain = create({ count: large, firstAccount: FIRST_ACCOUNT });
    const phases = medianPhases(absorbEach([chain]));
    tellTime({
      what: `${large.toLocaleString('en')} ${what}`,
      ms: phases.get('sum') ?? 0,
      aimMs: null,
    });
    return tellGrowth({
      what,
      large: chain,
      ten: smallOnes((variant) =>
        create({ count: small, firstAccount: FIRST_ACCOUNT + variant * (small + 10) }),
      ),
      timeOf: (chains) => onceMs(absorbEach(chains)),
    });
  });
  tellPeak('after all', null);
  return met.every((one) => one) ? 0 : 1;
}

function absorbEach(chains: readonly Chain[]) {
  return (clock: Clock<'absorb'>) => {
    for (const chain of chains) absorbAll(chain, clock);
  };
}

function absorbAll({ histories, policy }: Chain, clock: Clock<'absorb'>): void {
  const trace = createTrace({
    subject: SUBJECT,
    policy: { ...DEFAULT_POLICY, ...policy },
    assets: benchAssets(1),
    prices: BENCH_PRICES,
    knowledge: { claimsOf: () => [], ownAccounts: new Set<Account>() },
    nowSeconds: 1_700_000_000,
  });
  while (!isFinished(trace)) {
    for (const lookup of nextLookups(trace)) {
      const account = lookup.kind === 'account' ? lookup.account : null;
      const facts = (account && histories.get(account)) ?? [];
      const reply = { ...answerFrom([], lookup), facts };
      clock('absorb', () => absorb(trace, lookupKey(lookup), reply));
    }
  }
}

/** So many strangers sent the subject dust, beside one payment of worth. */
function dustSenders({ count, firstAccount }: ChainSize): Chain {
  const received = [transfer(0, evmAccount(firstAccount), SUBJECT, BigInt(count) * ONE)];
  for (let at = 1; at <= count; at += 1) {
    received.push(transfer(at, evmAccount(firstAccount + at), SUBJECT, 1_000n));
  }
  return { histories: new Map([[SUBJECT, received]]), policy: {} };
}

/** Money came to the subject through so many accounts. */
function chainOfReplies({ count, firstAccount }: ChainSize): Chain {
  const accountAt = (hop: number) => (hop === 0 ? SUBJECT : evmAccount(firstAccount + hop));
  const hops = Array.from({ length: count }, (_, at) =>
    transfer(count - at, accountAt(at + 1), accountAt(at), ONE),
  );
  const histories = new Map<Account, Transfer[]>();
  for (const hop of hops) {
    for (const account of [hop.from, hop.to]) {
      if (account === null) continue;
      histories.set(account, [...(histories.get(account) ?? []), hop]);
    }
  }
  return { histories, policy: { depth: count, maxRequests: count + 10 } };
}

/** Two accounts send one another the same money to and fro, and pay the subject a little each time. */
function pingPong({ count, firstAccount }: ChainSize): Chain {
  const [one, other] = [evmAccount(firstAccount), evmAccount(firstAccount + 1)];
  const first = transfer(0, evmAccount(firstAccount + 2), one, BigInt(count) * ONE);
  const between: Transfer[] = [first];
  const paid: Transfer[] = [];
  for (let at = 1; at <= count; at += 1) {
    const [from, to] = at % 2 === 1 ? [one, other] : [other, one];
    between.push(transfer(2 * at, from, to, BigInt(count - at) * ONE + ONE / 2n));
    if (at % 10 === 0) paid.push(transfer(2 * at + 1, to, SUBJECT, ONE / 4n));
  }
  const histories = new Map([
    [SUBJECT, paid],
    [one, [...between, ...paid.filter(({ from }) => from === one)]],
    [other, [...between.slice(1), ...paid.filter(({ from }) => from === other)]],
  ]);
  return { histories, policy: {} };
}

function transfer(at: number, from: Account, to: Account, amount: bigint): Transfer {
  return benchTransfer({ transaction: at, height: at, from, to, asset: ETH, amount });
}
