import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import type { Accounting } from '../../src/core/accounting/accounting.js';
import { formatShare, formatShares } from '../../src/core/amount.js';
import type { Exposure, ExposureAmount } from '../../src/core/exposure.js';
import type { Transfer } from '../../src/core/ledger.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { formatAmount, formatDollars, formatPercent } from '../../src/report/format.js';
import { formatMicros } from '../../src/report/usd.js';
import { measureFigure } from '../../src/rules/figure.js';
import { screenLedger } from '../support/screenLedger.js';
import { accountWorld } from '../support/traceWorld.js';
import {
  day,
  eth,
  facts,
  NAMES,
  pay,
  payToken,
  SWAP,
  USDC,
  usdc,
  who,
  workedExample,
} from '../support/workedExample.js';
import { claim, ETH, exchange } from '../support/world.js';
import { ROOT } from './sourceFiles.js';

const PAGE = readFileSync(join(ROOT, 'rules/figures.md'), 'utf8');

/** What is left of the page when all that was held against the engine is taken out. */
let rest = PAGE;

/** Holds lines or sentences of the page against what the engine says. */
function holds(...texts: readonly string[]): void {
  for (const text of texts) {
    expect(PAGE).toContain(text);
    rest = rest.replace(text, '');
  }
}

const inEther = (amount: bigint | null | undefined) =>
  told(amount, { symbol: 'ETH', decimals: 18 });
const inUsdc = (amount: bigint | null | undefined) => told(amount, { symbol: 'USDC', decimals: 6 });
const inDollars = (micros: bigint | null | undefined) =>
  formatDollars(formatMicros(micros ?? failMissing()));

function told(
  amount: bigint | null | undefined,
  asset: { readonly symbol: string; readonly decimals: number },
): string {
  return formatAmount((amount ?? failMissing()).toString(), asset);
}

function failMissing(): never {
  throw new Error('the engine told no amount');
}

function nameOf(account: Account | null): string {
  return NAMES.find((name) => who(name) === account) ?? 'fee';
}

/** The only exposure of an account, and its only amount. */
function onlyAmount({ exposures }: Accounting): { exposure: Exposure; amount: ExposureAmount } {
  const [exposure, ...others] = exposures;
  const [amount, ...more] = exposure?.amounts ?? [];
  if (exposure === undefined || amount === undefined) return failMissing();
  expect([...others, ...more]).toEqual([]);
  return { exposure, amount };
}

/** Amounts of an account's income in USDC by origin, told by one method. */
function originsOf(accounting: Accounting, method: 'haircut' | 'fifo'): Map<string, bigint> {
  const split = accounting.splits.find((one) => one.asset === USDC && one.direction === 'incoming');
  return new Map(
    (split?.splits.whole[method].buckets ?? []).flatMap(({ bucket, amount }) =>
      bucket.kind === 'place' ? [[nameOf(bucket.place.account), amount] as const] : [],
    ),
  );
}

const labels = [claim(who('L')), exchange(who('K'), 'Kraken')];
const small = (steps: readonly Transfer[], claims = labels) =>
  accountWorld({ ...workedExample, facts: steps, claims, hubs: [] });

const FIGURES = ['lower', 'fifo', 'haircut', 'upper', 'upperIfUnseenRisky'] as const;

describe('the page about the figures', () => {
  const whole = accountWorld(workedExample);
  const { exposure, amount } = onlyAmount(whole);

  it('tells the facts of the case', () => {
    for (const fact of facts) {
      const on = new Date(fact.timeSeconds * 1000).toISOString().slice(0, 10);
      const moved =
        fact.asset === ETH
          ? inEther(fact.amount)
          : fact.asset === USDC
            ? inUsdc(fact.amount)
            : 'a token that is not listed';
      const step = `${nameOf(fact.from)} → ${nameOf(fact.to)}`;
      holds(`| ${fact.height} | ${on} | ${step} | ${moved} |\n`);
    }
    const price = workedExample.prices.priceOf(ETH);
    const worth = ((price?.numerator ?? 0n) * eth('1')) / (price?.denominator ?? 1n);
    const dollars = inDollars(worth).replace('.00', '');
    holds(`P1 and P2 are S's clients`, `One ETH is worth ${dollars} all the time.`);
  });

  it('tells what each figure says at X', () => {
    const got = facts.filter(({ to, asset }) => to === who('X') && asset === ETH);
    const total = got.reduce((sum, one) => sum + one.amount, 0n);
    const fromK = got
      .filter(({ from }) => from === who('K'))
      .reduce((sum, one) => sum + one.amount, 0n);
    const [first, second, third] = got.map((one) => inEther(one.amount));
    const paid = inEther(facts.find(({ from }) => from === who('X'))?.amount);
    const dust = inEther(facts.find(({ from }) => from === who('F'))?.amount);
    const part = formatPercent(
      formatShare({ numerator: got[1]?.amount ?? 0n, denominator: total }),
      'some',
    );
    holds(
      `X got ${inEther(total)}: ${first} from Kraken, then ${second} from L, then ${third} from Kraken. Of these it paid S ${paid}.`,
      `| \`lower\` | ${inEther(amount.lower)} | Kraken's money is ${inEther(fromK)}. Even if X paid S all of it, the rest of the ${paid} came from L. |`,
      `| \`fifo\` | ${inEther(amount.fifo)} | Kraken's first ${first} leaves first,`,
      `| \`haircut\` | ${inEther(amount.haircut)} | L's part of the mixture is ${part}. |`,
      `| \`upper\` | ${inEther(amount.upper)} | L gave more`,
      `| \`upperIfUnseenRisky\` | ${inEther(amount.upperIfUnseenRisky)} | Nobody saw where the friend's ${dust} came from.`,
    );
  });

  it('tells the shares of what S received', () => {
    const { totals } = whole.totals.incoming;
    const totalOf = (asset: typeof ETH) => totals.find((one) => one.asset === asset)?.amount;
    const worth = totals.reduce((sum, one) => sum + (one.usdMicros ?? 0n), 0n);
    const swapped = inUsdc(facts.find(({ from }) => from === who('pool'))?.amount);
    holds(
      `S received ${inEther(totalOf(ETH))} and ${inUsdc(totalOf(USDC))}, together ${inDollars(worth)}. The ${swapped} from the pool are no income:`,
    );
    for (const figure of FIGURES) {
      const { boundJointly } = whole;
      const scope = { basis: 'whole', totals: whole.totals.incoming, boundJointly } as const;
      const share = measureFigure([exposure], { ...scope, figure, unit: 'share' }).atLeast;
      const usd = measureFigure([exposure], { ...scope, figure, unit: 'usd' }).atLeast;
      const tokens = boundJointly([exposure], 'whole').find(({ asset }) => asset === USDC);
      const more = figure === 'upperIfUnseenRisky' ? ` and ${inUsdc(tokens?.[figure])}` : '';
      expect(more !== '' || tokens?.upper === 0n).toBe(true);
      holds(
        `| \`${figure}\` | ${inEther(amount[figure])}${more} | ${inDollars(usd.numerator)} | ${formatShare(share)} |`,
      );
    }
    const hidden = inUsdc(facts.find(({ from }) => from === who('P2'))?.amount);
    holds(`also the ${hidden} that came from the hub by way of P2.`);
    const unpriced = accountWorld({ ...workedExample, prices: { priceOf: () => null } });
    const share = onlyAmount(unpriced).exposure.share;
    holds(
      `without a price for ETH the haircut share of this case would be 1.25 of ${inEther(totalOf(ETH))}, or ${share === null ? '' : formatShare(share.haircut)}.`,
    );
  });

  it('tells what the rules make of it', async () => {
    const { decision, findings } = await screenLedger(workedExample);
    expect(decision).toBe('hold');
    const holding = findings.filter(({ severity }) => severity === 'hold');
    expect(holding.map(({ sentence }) => sentence).join(' ')).toMatch(
      /estimates at least 10 %\..*the lower bound at least USD 1,000\./,
    );
    holds('two hops back, `x` is over 10 %. They would also hold it by the amount.');
  });

  it('tells what the swap and the cash-out carried on', () => {
    const until = facts.filter(
      ({ timeSeconds, from }) =>
        timeSeconds <= day(SWAP) && from !== who('P1') && from !== who('C'),
    );
    const onward = payToken(pay(who('S'), who('D'), usdc(2_990), '2022-05-04', 20), USDC);
    const swap = accountWorld({ ...workedExample, facts: [...until, onward], subject: who('D') });
    const [haircut, fifo] = [originsOf(swap, 'haircut'), originsOf(swap, 'fifo')];
    for (const [name, account] of [
      ['Lazarus Group', 'L'],
      ['Kraken', 'K'],
      ['the friend', 'F'],
    ] as const) {
      holds(`| ${name} | ${inUsdc(haircut.get(account))} | ${inUsdc(fifo.get(account) ?? 0n)} |`);
    }
    const cashOut = accountWorld({ ...workedExample, subject: who('D') });
    holds(
      `| Lazarus Group | ${inUsdc(originsOf(cashOut, 'haircut').get('L'))} | ${inUsdc(originsOf(cashOut, 'fifo').get('L'))} |`,
    );
    const amountOf = (height: number, asset: typeof ETH, from: Account | null = null) =>
      facts.find(
        (one) =>
          one.height === height && one.asset === asset && (from === null || one.from === from),
      )?.amount;
    const swapGot = amountOf(8, USDC);
    const [fromP1, fromP2] = [amountOf(6, USDC), amountOf(10, USDC)];
    const held = (swapGot ?? 0n) + (fromP1 ?? 0n) + (fromP2 ?? 0n);
    const gave = facts.find(({ to }) => to === who('pool'))?.amount;
    const feePaid = facts.find(({ channel }) => channel === 'fee')?.amount;
    const kraken = amountOf(1, ETH) ?? 0n;
    holds(
      `S holds ${inEther(whole.totals.incoming.totals.find(({ asset }) => asset === ETH)?.amount)}. First it pays ${inEther(feePaid)} as a fee, then it swaps ${inEther(gave)} into ${inUsdc(swapGot)}.`,
      `| of the ${inUsdc(swapGot)} |`,
      `Then Kraken's ${inEther(kraken)} left, and ${inEther((gave ?? 0n) - kraken)} of L's.`,
      `Before the cash-out S holds ${inUsdc(held)}: ${inUsdc(fromP1)} from P1, then what it got for its ETH, then ${inUsdc(fromP2)} from P2. It pays D ${inUsdc(amountOf(11, USDC))}.`,
      `| of the ${inUsdc(amountOf(11, USDC))} |`,
      "By `fifo` P1's money leaves first",
    );
  });

  it('tells where every dollar came from and went', () => {
    const sides = [
      {
        rows: whole.composition.incoming,
        names: ['Coinbase', 'a hub', 'Lazarus Group', 'Kraken', 'not seen: dust'],
      },
      { rows: whole.composition.outgoing, names: ['Binance', 'fees'] },
    ];
    const words = { hub: 'a hub', fee: 'fees' };
    for (const { rows, names } of sides) {
      const sums = new Map<string, bigint>();
      for (const { place, entity, reason, usdMicros } of rows) {
        const plain = reason === null ? (entity ?? place) : `not seen: ${reason}`;
        const name = plain === 'hub' || plain === 'fee' ? words[plain] : plain;
        sums.set(name, (sums.get(name) ?? 0n) + (usdMicros ?? 0n));
      }
      expect([...sums.keys()].sort()).toEqual([...names].sort());
      const shares = formatShares([...sums.values()]);
      [...sums.keys()].forEach((name, at) => {
        holds(`| ${name} | ${shares[at]} |`);
      });
    }
  });

  it('tells what only came back', () => {
    const accounting = small([
      pay(who('K'), who('S'), eth('1'), '2022-04-01', 1),
      pay(who('L'), who('S'), eth('1'), '2022-04-02', 2),
      pay(who('S'), who('F'), eth('1'), '2022-04-03', 3),
      pay(who('F'), who('S'), eth('1'), '2022-04-04', 4),
    ]);
    const [total] = accounting.totals.incoming.totals;
    const { share } = onlyAmount(accounting).exposure;
    const told = (figure: 'haircut' | 'fifo' | 'lower' | 'upper') =>
      formatShare(share?.[figure] ?? failMissing());
    expect(told('haircut')).toBe(told('fifo'));
    const one = inEther(eth('1'));
    holds(
      `Say S gets ${one} from Kraken and ${one} from L, sends ${one} to a friend and gets it back. It received ${inEther(total?.amount)}, of which ${inEther(total?.returned.haircut.amount)} is \`returned\`, a row of its own. The share of L is ${told('haircut')} by both methods, not a third.`,
      `\`lower\` divides by all that was received (${told('lower')}), \`upper\` by as little as can be income (${told('upper')}).`,
    );
  });

  it('tells that money is spent once', () => {
    const ten = eth('10');
    const accounting = small([
      pay(who('L'), who('X'), ten, '2022-04-01', 1),
      pay(who('X'), who('F'), ten, '2022-04-02', 2),
      pay(who('K'), who('X'), ten, '2022-04-03', 3),
      pay(who('X'), who('S'), ten, '2022-04-04', 4),
    ]);
    expect(accounting.exposures).toEqual([]);
    const split = accounting.splits.find(({ direction }) => direction === 'incoming');
    const bounds = split?.bounder.boundFlow({
      asset: ETH,
      period: 'whole',
      isRisky: ({ account }) => account === who('L'),
      isUnseen: () => false,
      conversions: [],
    });
    const told = inEther(ten);
    holds(
      `Say L pays X ${told}, X pays them to somebody else, then Kraken pays X ${told}, and X pays S ${told}. Then \`upper\` is ${inEther(bounds?.upper)}: S is not linked to L at all.`,
    );
  });

  it('tells why upper bounds are never added', () => {
    const other = claim(who('H'), { entity: 'Another group' });
    const one = eth('1');
    const accounting = small(
      [
        pay(who('L'), who('X'), one, '2022-04-01', 1),
        pay(who('H'), who('X'), one, '2022-04-02', 2),
        pay(who('X'), who('S'), one, '2022-04-03', 3),
        pay(who('K'), who('S'), one, '2022-04-04', 4),
      ],
      [...labels, other],
    );
    const each = ['Lazarus Group', 'Another group'].map((entity) => {
      const found = accounting.exposures.find((one) => one.attribution.entity === entity);
      return found?.amounts[0] ?? failMissing();
    });
    const added = (bound: 'lower' | 'upper') =>
      each.reduce((sum, part) => sum + (part[bound] ?? failMissing()), 0n);
    const [both] = accounting.boundJointly(accounting.exposures, 'whole');
    const told = inEther(one);
    const [lazarus, another] = each.map(
      ({ lower, upper }) => `${inEther(lower)} | ${inEther(upper)} |`,
    );
    holds(
      `Say Lazarus Group and another DPRK-linked group pay X ${told} each, X pays S ${told}, and Kraken pays S ${told}.`,
      `| Lazarus Group | ${lazarus}`,
      `| the other group | ${another}`,
      `| both, added up (wrong) | ${inEther(added('lower'))} | ${inEther(added('upper'))} |`,
      `| both together | ${inEther(both?.lower)} | ${inEther(both?.upper)} |`,
    );
  });

  it('tells what a swap does to bounds', () => {
    const accounting = small([
      pay(who('K'), who('X'), eth('1'), '2022-04-01', 1),
      pay(who('L'), who('X'), eth('3'), '2022-04-02', 2),
      pay(who('X'), who('pool'), eth('2'), '2022-04-03', 3),
      payToken(pay(who('pool'), who('X'), usdc(4_000), '2022-04-03', 3), USDC),
      payToken(pay(who('X'), who('S'), usdc(4_000), '2022-04-04', 4), USDC),
    ]);
    const { lower, fifo, haircut, upper } = onlyAmount(accounting).amount;
    // The same swap as a payment in ether: what of it is L's before it is changed.
    const before = onlyAmount(
      small([
        pay(who('K'), who('X'), eth('1'), '2022-04-01', 1),
        pay(who('L'), who('X'), eth('3'), '2022-04-02', 2),
        pay(who('X'), who('S'), eth('2'), '2022-04-03', 3),
      ]),
    ).amount;
    holds(
      `Say Kraken pays X ${inEther(eth('1'))}, then L pays X ${inEther(eth('3'))}. X swaps ${inEther(eth('2'))} into ${inUsdc(usdc(4_000))} and pays them to S. Of what was swapped at least ${inEther(before.lower)} and at most ${inEther(before.upper)} is L's: at least half, at most all of it. So of the ${inUsdc(usdc(4_000))} \`lower\` is ${inUsdc(lower)}, \`fifo\` ${inUsdc(fifo)}, \`haircut\` ${inUsdc(haircut)} and \`upper\` ${inUsdc(upper)}.`,
    );
  });

  it('tells which swaps are believed', () => {
    const gave = facts.find(({ to }) => to === who('pool'))?.amount;
    const [even, uneven] = [usdc(2_850), usdc(2_849)];
    const receivedFor = (got: bigint, prices = workedExample.prices) => {
      const changed = facts.map((fact) =>
        fact.asset === USDC && fact.from === who('pool') ? { ...fact, amount: got } : fact,
      );
      const { totals, composition } = accountWorld({ ...workedExample, facts: changed, prices });
      // What is no swap came from the pool, and where the pool had it from nobody saw.
      const unseen = composition.incoming.filter(
        ({ asset, place }) => asset === USDC && place === 'unseen',
      );
      const isSwap = got === even;
      expect(unseen.map((row) => row.amount)).toEqual(isSwap ? [] : [got]);
      return totals.incoming.totals.find(({ asset }) => asset === USDC)?.amount;
    };
    expect(receivedFor(even)).toBe(usdc(7_000));
    // 2,850 of what is worth 3,000 is 5 % less.
    expect(even * 100n).toBe(usdc(3_000) * 95n);
    const unpriced = receivedFor(usdc(2_990), { priceOf: () => null });
    holds(
      "worth the same within 5 % at that day's prices",
      `Had S got ${inUsdc(even)} for its ${inEther(gave)}, it would still be a swap; ${inUsdc(uneven)} would be two payments, and S would have received ${inUsdc(receivedFor(uneven))}.`,
      `then S received ${inUsdc(unpriced)}, and the trail of the ${inUsdc(usdc(2_990))} ends at the pool.`,
    );
  });

  it('tells what happens when amounts do not add up', async () => {
    const steps = [
      pay(who('K'), who('X'), eth('1'), '2022-04-01', 1),
      pay(who('L'), who('X'), eth('1'), '2022-04-02', 2),
      pay(who('X'), who('S'), eth('3'), '2022-04-03', 3),
    ];
    const accounting = small(steps);
    const { lower, haircut, fifo, upper, upperIfUnseenRisky } = onlyAmount(accounting).amount;
    const unseen = accounting.composition.incoming.find(({ place }) => place === 'unseen');
    expect(unseen?.reason).toBe('ledger-mismatch');
    const verdict = await screenLedger({
      ...workedExample,
      facts: steps,
      claims: labels,
      hubs: [],
    });
    expect(verdict.complete).toBe(false);
    const [gap] = verdict.gaps;
    expect(gap).toMatchObject({ kind: 'ledger-mismatch', matters: true });
    holds(
      `Say Kraken and L pay X ${inEther(eth('1'))} each, and X pays S ${inEther(eth('3'))}. Then ${inEther(unseen?.amount)} came to X by a way that nobody saw.`,
      `with a share of ${gap?.share}, and a gap.`,
      `| ${[lower, haircut, fifo, upper, upperIfUnseenRisky].map(inEther).join(' | ')} |`,
    );
  });

  it('tells how far the policy follows', () => {
    const { depth, requiredDepth } = DEFAULT_POLICY;
    holds(
      `more owner hops than the policy follows (${depth} by default)`,
      `gaps within ${requiredDepth} owner hops matter once they hide more than a tenth`,
    );
  });

  it('has no number that nothing holds', () => {
    holds(
      'When 1 ETH from a thief and 1 ETH from an exchange lie in one wallet and 1 ETH leaves it',
      "after Clayton's case of 1816",
      '50 Percent Rule',
      'came from the hub by way of P2.',
    );
    const words = rest
      .replace(/\]\(https:[^)]*\)/g, ']')
      .replace(/\[[A-Z][\w\u00c0-\u017f, ]+ (19|20)\d\d\]/g, '');
    expect(words.split('\n').filter((line) => /\d/.test(line))).toEqual([]);
  });
});
