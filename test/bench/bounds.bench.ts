import type { Bounder, FlowBounds } from '../../src/core/accounting/bounds.js';
import { createBounder } from '../../src/core/accounting/bounds.js';
import type { Movement, Place } from '../../src/core/accounting/movement.js';
import { tabulate } from '../../src/core/accounting/tabulate.js';
import type { Direction } from '../../src/core/exposure.js';
import { ETH, ether, evmAccount } from '../support/world.js';

// How long bounds take on large ledgers. Prints the median of five runs beside what is aimed at.
// It is a script, not a test: times depend on the machine. Run it from the repository:
//   npx tsc --ignoreConfig --rootDir . --outDir dist/bench --module nodenext --target es2023 \
//     --types node --strict --skipLibCheck test/bench/bounds.bench.ts
//   node dist/bench/test/bench/bounds.bench.js

const RUNS = 5;
const SUBJECT: Place = { kind: 'subject', account: evmAccount(1), asset: ETH };

/** Numbers from 0 up to 1, the same on every run. Source: https://en.wikipedia.org/wiki/Xorshift */
function createLuck(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function holding(number: number): Place {
  return { kind: 'holding', account: evmAccount(number), asset: ETH };
}

function edge(number: number): Place {
  const what = { kind: 'not-replayed' } as const;
  return { kind: 'edge', account: evmAccount(number), asset: ETH, what };
}

interface Ledger {
  readonly movements: readonly Movement[];
  readonly edges: readonly Place[];
}

/**
 * Transfers between accounts of which few are in most: an account's turn comes with a frequency
 * that falls with a power of its rank. One account in ten is an edge.
 */
function createPowerLawLedger(transfers: number): Ledger {
  const luck = createLuck(20_240_917);
  const accounts = Math.floor(transfers / 5);
  const places = Array.from({ length: accounts }, (_, at) =>
    at === 20 ? SUBJECT : at % 10 === 3 ? edge(100 + at) : holding(100 + at),
  );
  const balances = new Map<Place, bigint>();
  const movements: Movement[] = [];
  const pick = () => places[Math.floor(accounts * luck() ** 3)] ?? SUBJECT;
  while (movements.length < transfers) {
    const [from, to] = [pick(), pick()];
    const held = balances.get(from) ?? 0n;
    const wanted = BigInt(Math.ceil(1 / (luck() + 1e-6))) * 10n ** 18n + BigInt(movements.length);
    const amount = from.kind === 'edge' || wanted < held ? wanted : held;
    if (from === to || amount === 0n || (from.kind === 'edge' && to.kind === 'edge')) continue;
    balances.set(from, held - amount);
    balances.set(to, (balances.get(to) ?? 0n) + amount);
    movements.push(transfer({ from, to, amount, at: movements.length }));
  }
  return { movements, edges: places.filter(({ kind }) => kind === 'edge') };
}

/** One payment passed on from account to account; at each hop a little is paid to an edge. */
function createPeelChain(hops: number, direction: Direction): Ledger {
  const [risky, other] = [edge(2), edge(3)];
  const start = direction === 'incoming' ? risky : SUBJECT;
  const end = direction === 'incoming' ? SUBJECT : risky;
  const movements: Movement[] = [];
  let amount = 10n ** 24n;
  let from = start;
  for (let hop = 0; hop < hops; hop += 1) {
    const to = hop === hops - 1 ? end : holding(100 + hop);
    movements.push(transfer({ from, to, amount, at: movements.length }));
    const peel = 10n ** 18n + BigInt(hop);
    if (to.kind === 'holding') {
      movements.push(transfer({ from: to, to: other, amount: peel, at: movements.length }));
    }
    amount -= peel;
    from = to;
  }
  return { movements, edges: [risky, other] };
}

function transfer(step: {
  readonly from: Place;
  readonly to: Place;
  readonly amount: bigint;
  readonly at: number;
}): Movement {
  const { from, to, amount, at } = step;
  return {
    kind: 'payment',
    fact: ether(from.account, to.account, amount, at),
    debits: [{ place: from, amount }],
    credits: [{ place: to, amount }],
  };
}

/** What bounds are asked of; laid out once for all questions, as a screening does it. */
function createLedgerBounder({ movements }: Ledger, direction: Direction): Bounder {
  return createBounder({
    table: tabulate(movements),
    direction,
    recentSeconds: Number.POSITIVE_INFINITY,
    chainBalanceOf: () => null,
  });
}

function boundRisky(bounder: Bounder, ledger: Ledger, risky: ReadonlySet<Place>): FlowBounds {
  return bounder.boundFlow({
    asset: ETH,
    period: 'whole',
    isRisky: (place) => risky.has(place),
    isUnseen: (place) => place === ledger.edges[0],
    conversions: [],
  });
}

function medianMs(run: () => void): number {
  const times: number[] = [];
  for (let at = 0; at < RUNS; at += 1) {
    const started = performance.now();
    run();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

function print(what: string, ms: number, aim: string): void {
  process.stdout.write(`${what.padEnd(58)} ${ms.toFixed(0).padStart(6)} ms  aim: ${aim}\n`);
}

const small = createPowerLawLedger(10_000);
const large = createPowerLawLedger(100_000);

for (const direction of ['incoming', 'outgoing'] as const) {
  for (const share of [0.02, 0.2]) {
    const some = (ledger: Ledger) =>
      new Set(ledger.edges.slice(1, 1 + Math.floor(ledger.edges.length * share)));
    const ask = (ledger: Ledger) =>
      boundRisky(createLedgerBounder(ledger, direction), ledger, some(ledger));
    const told = `${direction}, ${share * 100} % of the edges risky`;
    const before = medianMs(() => ask(small));
    const after = medianMs(() => ask(large));
    print(`10,000 transfers, ${told}`, before, '-');
    print(`100,000 transfers, ${told}`, after, '1,000 ms');
    process.stdout.write(`  ${(after / before).toFixed(1)} times as long; aim: 12\n`);
    const { lower, upper, upperIfUnseenRisky, total } = ask(large);
    process.stdout.write(`  ${[lower, upper, upperIfUnseenRisky, total].join(' ≤ ')}\n`);
  }
  const ten = medianMs(() => {
    const bounder = createLedgerBounder(large, direction);
    for (let at = 0; at < 10; at += 1) {
      boundRisky(bounder, large, new Set(large.edges.slice(at * 20, at * 20 + 20)));
    }
  });
  print(`100,000 transfers, ${direction}, ten exposures`, ten, '5,000 ms');
  const chain = createPeelChain(100_000, direction);
  const peel = medianMs(() =>
    boundRisky(createLedgerBounder(chain, direction), chain, new Set([chain.edges[0] ?? SUBJECT])),
  );
  print(`peel chain of 100,000 hops, ${direction}`, peel, '3,000 ms');
}
