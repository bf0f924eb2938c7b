import { join } from 'node:path';
import { createMonthAnswers } from '../../src/app/service/monthAsks.js';
import { formatMoment } from '../../src/core/moment.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { openDatabase } from '../../src/store/open.js';
import { createMonthRows, type MonthRows } from '../support/monthRows.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { ETH, evmAccount } from '../support/world.js';
import { medianAsyncMs, tellPeak, tellTime } from './measure.js';
import { BENCH_PRICES } from './powerLawLedger.js';

const PAYMENTS = 10_000;
/** Payees, each paid several times in the month. */
const PAYEES = 2_500;
/** Bytes of the evidence in a verdict that met somebody. */
const PATH_BYTES = 20_000;
/** Of so many verdicts one met somebody. */
const MET_EVERY = 10;

const AUGUST = Date.UTC(2026, 7, 1) / 1000;
const OCTOBER = Date.UTC(2026, 9, 1) / 1000;
const MONTH_SECONDS = 31 * 86_400;
const NOW_MS = Date.UTC(2026, 10, 3, 9);

/**
 * How long a month of 10,000 payments takes to tell, each checked and screened before, with as many
 * screenings in the two months before: what is read, summed and compared with the month before. What is
 * judged again is left out, for it takes as long as its facts do.
 */
export async function main(): Promise<number> {
  const app = openTestApp(
    { labels: { builtIn: false }, chains: {} },
    { nowMs: () => NOW_MS, prices: BENCH_PRICES },
  );
  try {
    fill(app);
    const sums: number[] = [];
    const ms = await medianAsyncMs(async () => {
      const { payments, paid } = await summarise(app);
      sums.push(payments.length, paid.total[0]?.payments ?? 0);
    });
    if (sums.some((count) => count !== PAYMENTS)) throw new Error('Payments are missing.');
    const answer = createMonthAnswers(app.app);
    const look = () => answer(VIEW, PROGRESS);
    await look();
    const reading = await app.app.months.read('2026-10', { kind: 'now' }, PROGRESS);
    const print = () => app.app.months.makeFile(reading, 'pdf');
    const met = [
      tellTime({ what: 'a month of 10,000 payments, told', ms, aimMs: 5_000 }),
      tellTime({
        what: 'its page, where nothing changed',
        ms: await medianAsyncMs(look),
        aimMs: 200,
      }),
      tellTime({ what: 'its document, printed', ms: await medianAsyncMs(print), aimMs: 15_000 }),
    ];
    tellPeak('after all', null);
    return met.every(Boolean) ? 0 : 1;
  } finally {
    app.close();
  }
}

const PROGRESS = { onProgress: () => undefined, signal: new AbortController().signal };
const VIEW = { kind: 'view', month: '2026-10', edition: { kind: 'now' }, asOf: null } as const;

function summarise({ app }: TestApp) {
  return app.monthlySummaries.summarise('2026-10', PROGRESS);
}

function fill({ folder }: TestApp): void {
  const db = openDatabase({
    ...{ file: join(folder, 'test.sqlite'), migrationsFolder, now: () => NOW_MS },
  });
  try {
    const rows = createMonthRows(db);
    const step = Math.floor(MONTH_SECONDS / PAYMENTS);
    db.transaction(() => {
      for (let at = 0; at < PAYMENTS; at += 1)
        screen(rows, `old ${at}`, at, AUGUST + 2 * at * step);
      for (let at = 0; at < PAYMENTS; at += 1) pay(rows, at, OCTOBER + at * step);
    })();
  } finally {
    db.close();
  }
}

function screen(rows: MonthRows, id: string, at: number, seconds: number): void {
  const isMet = at % MET_EVERY === 0;
  rows.screened({
    ...{ id, account: evmAccount(1000 + (at % PAYEES)), screenedAt: formatMoment(seconds) },
    ...{ validUntil: formatMoment(seconds + 86_400), decision: isMet ? 'review' : 'proceed' },
    verdict: isMet ? MET : {},
  });
}

const MET = {
  findings: [{ ruleId: 'dprk-indirect', severity: 'review', sentence: 'Why.', exposures: [0] }],
  exposures: [
    {
      ...{ entity: 'Lazarus Group', category: 'stolen-funds', direction: 'incoming' },
      ...{ kind: 'indirect', designation: 'after', label: { account: evmAccount(9) } },
      share: { haircut: '0.010000', fifo: '0.020000', lower: null, upper: '0.030000', asset: ETH },
      ...{ paths: [], evidence: 'x'.repeat(PATH_BYTES) },
    },
  ],
};

/** Screened, checked and paid within the hour; every other one is told by the accounts as well. */
function pay(rows: MonthRows, at: number, seconds: number): void {
  const row = {
    ...{ account: evmAccount(1000 + (at % PAYEES)), asset: ETH },
    amount: 10n ** 18n + BigInt(at % 100),
  };
  screen(rows, `s${at}`, at, seconds);
  const decidedAt = formatMoment(seconds + 1);
  const asked = { screeningId: `s${at}`, invoice: `i${at}`, decidedAt };
  rows.checked({
    ...{ ...row, ...asked, id: `c${at}`, decision: at % MET_EVERY === 0 ? 'review' : 'proceed' },
  });
  const paidAt = formatMoment(seconds + 3);
  if (at % 2 === 0) rows.found({ ...row, id: `p${at}`, at: paidAt, rail: 'direct' });
  else {
    rows.told({ ...row, id: `p${at}`, day: paidAt.slice(0, 10), at: paidAt, invoice: `i${at}` });
  }
}
