import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { type AssetId, erc20AssetId } from '../../src/core/asset.js';
import type { SummarySum } from '../../src/core/monthlySummary.js';
import type { PriceBook } from '../../src/core/price.js';
import type { Decision } from '../../src/core/verdict.js';
import { createRateStore } from '../../src/store/rateStore.js';
import { createMonthRows } from '../support/monthRows.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { recordOf } from '../support/recordOf.js';
import { chainNamed, ETH, evmAccount } from '../support/world.js';

const USDC = erc20AssetId(chainNamed('ethereum').id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 8, 29);
const NOW_MS = Date.UTC(2026, 10, 20);
const WORKERS = 4;

/** A payment to one of a few: its moment in seconds from some days before October on. */
interface Made {
  readonly second: number;
  readonly isFound: boolean;
  readonly isDated: boolean;
  readonly isCoin: boolean;
  readonly worker: number;
  readonly amount: bigint;
  /** An hour before it; null where nobody checked it. Only what the accounts tell has one. */
  readonly check: { readonly decision: Decision; readonly isReleased: boolean } | null;
}
interface Looked {
  readonly second: number;
  readonly hours: number;
  readonly worker: number;
  readonly decision: Decision;
}

interface Checked {
  readonly second: number;
  readonly worker: number;
  readonly invoice: number;
  readonly decision: Decision;
  readonly isReleased: boolean;
}

const second = fc.integer({ min: 0, max: 36 * 86_400 - 1 });
const worker = fc.integer({ min: 0, max: WORKERS - 1 });
const decision = fc.constantFrom<Decision>('proceed', 'review', 'hold', 'incomplete');
const check = fc.option(fc.record({ decision, isReleased: fc.boolean() }));
const made: fc.Arbitrary<Made> = fc.record({
  ...{ second, worker, isFound: fc.boolean(), isDated: fc.boolean(), isCoin: fc.boolean() },
  ...{ check, amount: fc.bigInt({ min: 1n, max: 10n ** 24n }) },
});
const looked: fc.Arbitrary<Looked> = fc.record({
  ...{ second, worker, decision },
  hours: fc.integer({ min: 1, max: 800 }),
});

const checked: fc.Arbitrary<Checked> = fc.record({
  ...{ second, worker, decision, isReleased: fc.boolean() },
  invoice: fc.integer({ min: 0, max: 1 }),
});

/** What is checked and never paid, so that no payment rests on a check. */
const NEVER_PAID = 10n ** 25n;

/** So that no other payment has the amount of one that was checked. */
const CHECKED = 10n ** 26n;
const amountOf = ({ amount, check: its, isFound }: Made, at: number) =>
  its === null || isFound ? amount : CHECKED * BigInt(at + 1) + amount;

const isoOf = (ms: number) => new Date(ms).toISOString().replace('.000', '');
const momentOf = (given: { readonly second: number }) => FIRST_MS + given.second * 1000;
const accountOf = (given: { readonly worker: number }): Account => evmAccount(100 + given.worker);

/** What an ether cost on a UTC day, in cents; nobody knows of each fifth day. */
function centsOn(ms: number): bigint | null {
  const day = Math.floor(ms / DAY_MS);
  return day % 5 === 0 ? null : BigInt(200_000 + (day % 7) * 1_234);
}

const PRICES: PriceBook = {
  priceOf: (asset, timeSeconds) => {
    const cents = asset === ETH ? centsOn(timeSeconds * 1000) : null;
    return cents === null ? null : { numerator: cents * 10_000n, denominator: 10n ** 18n };
  },
};

/** What a euro cost on a UTC day, in ten-thousandths; nothing was published on weekends, and for ten days. */
const EURO_RATES: Readonly<Record<string, (day: number) => bigint>> = {
  USD: (day) => BigInt(11_000 + (day % 17) * 31),
  JPY: (day) => BigInt(1_650_000 + (day % 13) * 977),
};
const isPublished = (day: number) =>
  ![0, 6].includes(new Date(day * DAY_MS).getUTCDay()) &&
  (day < dayNumber(2026, 9, 12) || day > dayNumber(2026, 9, 22));
const dayNumber = (year: number, month: number, day: number) => Date.UTC(year, month, day) / DAY_MS;

/** Dollars in millionths as told in a currency, by a search of its own; null where no rate is new enough. */
function told(micros: bigint | null, currency: string, ms: number): bigint | null {
  if (micros === null || currency === 'USD') return micros;
  let day = Math.floor(ms / DAY_MS);
  for (let back = 0; back <= 7; back += 1, day -= 1) {
    if (!isPublished(day)) continue;
    const dollars = EURO_RATES.USD?.(day) ?? 0n;
    const units = currency === 'EUR' ? 10_000n : (EURO_RATES[currency]?.(day) ?? 0n);
    return (micros * units) / dollars;
  }
  return null;
}

/** Writes all rates of a year, as the bank would have told them. */
function writeRates(app: TestApp): void {
  const days = Array.from({ length: 365 }, (_, at) => dayNumber(2026, 0, 1) + at);
  createRateStore(recordOf(app).db).writeRates({
    ...{ source: 'ecb data-api.ecb.europa.eu', currencies: Object.keys(EURO_RATES) },
    ...{ firstDay: dayNumber(2026, 0, 1), lastDay: dayNumber(2026, 11, 31), fetchedAtMs: NOW_MS },
    rates: Object.entries(EURO_RATES).flatMap(([currency, rateOn]) =>
      days.filter(isPublished).map((day) => {
        const digits = `${rateOn(day)}`;
        return { currency, day, perEuro: `${digits.slice(0, -4)}.${digits.slice(-4)}` };
      }),
    ),
  });
}

const apps: TestApp[] = [];
afterEach(() => {
  for (const app of apps.splice(0)) app.close();
});

interface Given {
  readonly zone: string;
  readonly currency: string;
  readonly payments: readonly Made[];
  readonly screenings: readonly Looked[];
  readonly checks: readonly Checked[];
}

function write({ zone: timeZone, currency, payments, screenings, checks }: Given) {
  const app = openTestApp(
    { timeZone, currency, labels: { builtIn: false }, chains: {} },
    { nowMs: () => NOW_MS, prices: PRICES },
  );
  apps.push(app);
  if (currency !== 'USD') writeRates(app);
  const { db } = recordOf(app);
  const rows = createMonthRows(db);
  db.transaction(() => {
    for (const [at, one] of screenings.entries()) {
      rows.screened({
        ...{ id: `s${at}`, account: accountOf(one), decision: one.decision },
        screenedAt: isoOf(momentOf(one)),
        validUntil: isoOf(momentOf(one) + one.hours * 3_600_000),
      });
    }
    for (const [at, one] of payments.entries()) {
      const ms = momentOf(one);
      const row = {
        ...{ id: `p${at}`, account: accountOf(one), amount: amountOf(one, at) },
        asset: one.isCoin ? ETH : USDC,
      };
      if (one.isFound) rows.found({ ...row, at: isoOf(ms), rail: at % 2 ? 'batch' : 'direct' });
      else {
        const day = isoOf(ms).slice(0, 10);
        rows.told({ ...row, day, at: one.isDated ? isoOf(ms) : null, invoice: `i${at}` });
        if (one.check === null) continue;
        const decidedAt = isoOf(ms - HOUR_MS);
        const its = { id: `k${at}`, screeningId: 'none', invoice: `i${at}`, decidedAt };
        rows.checked({ ...row, ...its, decision: one.check.decision });
        const isLetPass = one.check.decision === 'review' && one.check.isReleased;
        if (isLetPass) rows.released(`k${at}`, decidedAt);
      }
    }
    for (const [at, one] of checks.entries()) {
      const decidedAt = isoOf(momentOf(one));
      rows.checked({
        ...{ id: `c${at}`, account: accountOf(one), asset: ETH, amount: NEVER_PAID },
        ...{ screeningId: 'none', invoice: `I-${one.invoice}`, decidedAt, decision: one.decision },
      });
      if (one.decision === 'review' && one.isReleased) rows.released(`c${at}`, decidedAt);
    }
  })();
  return app;
}

/** The same by other code: one loop over what was put in. */
function recount({ zone, currency, payments, screenings }: Given) {
  const sums = new Map<string, Recounted>();
  const add = (key: string, id: string, asset: AssetId, amount: bigint, worth: bigint | null) => {
    const none: Recounted = { ids: [], amounts: new Map(), worth: 0n, unpriced: 0 };
    const sum = sums.get(key) ?? none;
    sum.ids.push(id);
    sum.amounts.set(asset, (sum.amounts.get(asset) ?? 0n) + amount);
    if (worth === null) sum.unpriced += 1;
    else sum.worth += worth;
    sums.set(key, sum);
  };
  for (const [at, one] of payments.entries()) {
    const ms = momentOf(one);
    const isKnown = one.isFound || one.isDated;
    const local = new Date(ms).toLocaleDateString('sv-SE', { timeZone: zone });
    const day = isKnown ? local : isoOf(ms).slice(0, 10);
    if (!day.startsWith('2026-10')) continue;
    // Without a block it was made by the end of its day.
    const madeMs = isKnown ? ms : (Math.floor(ms / DAY_MS) + 1) * DAY_MS - 1000;
    const cents = centsOn(ms);
    const amount = amountOf(one, at);
    let worth: bigint | null = amount;
    if (one.isCoin) worth = cents === null ? null : (amount * cents * 10_000n) / 10n ** 18n;
    worth = told(worth, currency, ms);
    let newest = -1;
    let word: Decision | 'none' = 'none';
    for (const seen of screenings) {
      const from = momentOf(seen);
      if (seen.worker !== one.worker || from > madeMs) continue;
      if (madeMs >= from + seen.hours * 3_600_000) continue;
      if (from < newest) continue;
      newest = from;
      word = seen.decision;
    }
    const asset = one.isCoin ? ETH : USDC;
    const rail = one.isFound ? (at % 2 ? 'batch' : 'direct') : one.isDated ? 'direct' : 'unknown';
    const said = one.isFound ? null : one.check;
    for (const key of [
      'total',
      `decision ${lineOf(word, said)}`,
      `asset ${asset}`,
      `rail ${rail}`,
    ]) {
      add(key, `p${at}`, asset, amount, worth);
    }
  }
  return sums;
}

/** Under which line a payment stands, by what its screening and its check say. */
function lineOf(word: Decision | 'none', said: Made['check']): string {
  if (word === 'none' || said === null) return word;
  const both = [word, said.decision];
  if (both.includes('hold')) return 'hold';
  if (both.includes('review')) {
    return said.decision === 'review' && said.isReleased ? 'review-released' : 'review';
  }
  return both.includes('incomplete') ? 'incomplete' : 'proceed';
}

/** What was held by the same other code: ids of checks, and their worth where it is known. */
function recountHeld({ zone, currency, checks }: Given) {
  const ids: string[] = [];
  let worth: bigint | null = 0n;
  for (const [at, one] of checks.entries()) {
    const ms = momentOf(one);
    const localDay = (time: number) =>
      new Date(time).toLocaleDateString('sv-SE', { timeZone: zone });
    if (!localDay(ms).startsWith('2026-10')) continue;
    const isAskedAgain = checks.some(
      (other) =>
        other.worker === one.worker &&
        other.invoice === one.invoice &&
        other.second > one.second &&
        localDay(momentOf(other)).startsWith('2026-10'),
    );
    if (isAskedAgain) continue;
    if (one.decision !== 'hold' && (one.decision !== 'review' || one.isReleased)) continue;
    ids.push(`c${at}`);
    const cents = centsOn(ms);
    const own = told(cents === null ? null : cents * 10_000n * 10n ** 7n, currency, ms);
    worth = worth === null || own === null ? null : worth + own;
  }
  return { ids: ids.sort(), worth };
}

interface Recounted {
  readonly ids: string[];
  readonly amounts: Map<string, bigint>;
  worth: bigint;
  unpriced: number;
}

const plain = (sum: SummarySum) => ({
  ids: [...sum.paymentIds].sort(),
  amounts: Object.fromEntries(sum.amounts.map(({ asset, amount }) => [asset, `${amount}`])),
  worth: sum.worth,
  unpriced: sum.unpriced,
});
const plainAgain = ({ ids, amounts, worth, unpriced }: Recounted) => ({
  ids: [...ids].sort(),
  amounts: Object.fromEntries([...amounts].map(([asset, amount]) => [asset, `${amount}`])),
  worth: unpriced > 0 ? null : worth,
  unpriced,
});

describe('the sums of a month', () => {
  it.each(['USD', 'EUR', 'JPY'])('are those that other code counts, in %s', async (currency) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
        fc.array(made, { minLength: 8, maxLength: 60 }),
        // Each at a second of its own, so that the order of ids decides nothing here.
        fc.uniqueArray(looked, { minLength: 6, maxLength: 16, selector: (one) => one.second }),
        fc.uniqueArray(checked, { maxLength: 12, selector: (one) => one.second }),
        async (zone, payments, screenings, checks) => {
          const given: Given = { zone, currency, payments, screenings, checks };
          const app = write(given);
          const progress = { onProgress: () => undefined, signal: new AbortController().signal };
          const summarise = (month: string) => app.app.monthlySummaries.summarise(month, progress);
          const { paid, held } = await summarise('2026-10');
          const told = new Map(
            [
              ...paid.total.map((sum) => ['total', plain(sum)] as const),
              ...(['decision', 'asset', 'rail'] as const).flatMap((cut) =>
                paid[cut].map((sum) => [`${cut} ${sum.key}`, plain(sum)] as const),
              ),
            ].sort(([a], [b]) => (a < b ? -1 : 1)),
          );
          const again = [...recount(given)]
            .map(([key, sum]) => [key, plainAgain(sum)] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1));
          expect([...told]).toEqual(again);
          const heldInAll = held.total.map(({ paymentIds, worth }) => ({
            ...{ ids: [...paymentIds].sort(), worth },
          }));
          const heldAgain = recountHeld(given);
          expect(heldInAll).toEqual(heldAgain.ids.length === 0 ? [] : [heldAgain]);
          const all = recount(given).get('total');
          const october = (await summarise('2026-11')).trend?.find(
            ({ month }) => month === '2026-10',
          );
          expect(october?.payments ?? 0).toBe(all?.ids.length ?? 0);
          expect(october?.held ?? 0).toBe(heldAgain.ids.length);
          if (october === undefined) return;
          expect(october.heldWorth).toBe(heldAgain.worth);
          expect(october.worth).toBe(all === undefined ? 0n : plainAgain(all).worth);
        },
      ),
      { numRuns: 25 },
    );
  });
});
