import { expect } from 'vitest';
import type { OpenPaymentChecks } from '../../src/app/payments/createPaymentChecks.js';
import type { PaymentRequest } from '../../src/app/payments/paymentChecks.js';
import type { PaymentCheck } from '../../src/core/payment.js';
import { COMPANY, type CompanyPayee } from './companyPeople.js';
import { openTestApp, type TestApp } from './openTestApp.js';
import { ANN, BEN } from './paymentWorld.js';
import { assetOf, openYearChains, type YearChains } from './yearChains.js';
import { foundLives } from './yearLives.js';
import { COIN_EXCHANGE, COIN_TREASURY, EXCHANGE, LISTED, TREASURY } from './yearPlan.js';
import { startYearPublisher, type YearPublisher } from './yearPublisher.js';

/** The company with its forty payees, its chains and its clock. */
export interface CompanyYear extends Omit<TestApp, 'close' | 'screen'> {
  readonly checks: OpenPaymentChecks;
  readonly chains: YearChains;
  readonly publisher: YearPublisher;
  /** Units: milliseconds since 1970. */
  readonly clock: { readonly ms: number };
  /** Lets time go on to a moment, in which lists are synced every few days, unless nobody does. */
  readonly goTo: (iso: string, lists?: 'synced' | 'left') => Promise<void>;
  /** Registers a wallet of a payee, which a second person confirms. Gives its id. */
  readonly register: (payeeId: string, payee: CompanyPayee, address: string) => Promise<string>;
  readonly payeeIdOf: (payee: CompanyPayee) => string;
  /** Checks payments all at once. Order: as asked for. */
  readonly check: (requests: readonly PaymentRequest[]) => Promise<readonly PaymentCheck[]>;
  /** Takes a table of payments in, as the accounting system gives it, and looks its month up. */
  readonly tell: (month: string, rows: readonly string[]) => Promise<void>;
  /** The same company once it tells its months in another currency. */
  readonly openIn: (currency: string, parts: object) => TestApp['app'];
  readonly close: () => Promise<void>;
}

/** Never ends. */
export const NEVER = new AbortController().signal;

const DAY_MS = 86_400_000;
/** Lists are too old after a week. */
const SYNC_EVERY_MS = 6 * DAY_MS;

/** Opens it at the beginning of the year. Nothing goes by the clock of the machine. */
export async function openCompanyYear(): Promise<CompanyYear> {
  const clock = { ms: Date.UTC(2026, 0, 3, 8) };
  const chains = await openYearChains();
  foundLives(chains);
  const publisher = await startYearPublisher('2026-01-02', [LISTED]);
  const config = {
    labels: { builtIn: false, feeds: [publisher.feed] },
    timeZone: 'Europe/Berlin',
    ownAccounts: [TREASURY, COIN_TREASURY],
    approvals: { keyFolder: './approval-keys' },
    chains: chains.config,
    policy: { requiredDepth: 2, depth: 3 },
  };
  const means = { nowMs: () => clock.ms, prices: { priceOf } };
  const opened = openTestApp(config, means);
  const { app } = opened;
  const checks = app.openPaymentsHere({
    offline: false,
    onProgress: () => undefined,
    signal: NEVER,
  });
  const file = opened.write('company.csv', exchangeTable());
  await app.importLabels({ file, set: 'company' });
  const payeeIds = new Map<string, string>();
  let syncedMs = 0;
  const sync = async () => {
    const asked = { sets: [], acceptsLess: true, signal: NEVER, onProgress: () => undefined };
    const [outcome] = await app.syncLabels(asked);
    expect(outcome?.result).toMatch(/^(?:imported|unchanged)$/);
    syncedMs = clock.ms;
  };
  const setTo = (ms: number) => {
    clock.ms = ms;
    chains.showUntil(ms / 1000);
  };
  setTo(clock.ms);
  return {
    ...opened,
    ...{ checks, chains, publisher, clock },
    goTo: async (iso, lists = 'synced') => {
      const endMs = Date.parse(iso);
      if (endMs < clock.ms) throw new Error(`It is later than ${iso} already.`);
      while (lists === 'synced' && syncedMs + SYNC_EVERY_MS <= endMs) {
        setTo(Math.max(clock.ms, syncedMs + SYNC_EVERY_MS));
        await sync();
      }
      setTo(endMs);
    },
    register: async (payeeId, { chain, custody }, text) => {
      const anyDay = { chains: [chain], custody, validFrom: null, validUntil: null };
      const { id } = await app.payees.registerWallet(payeeId, { text, ...anyDay }, ANN);
      if (custody === 'custodial') {
        await app.payees.recordProof(id, { kind: 'statement', note: 'Of December.' }, BEN);
      }
      app.payees.confirmWallet(id, BEN);
      return id;
    },
    payeeIdOf: (payee) => {
      const { reference, name } = payee;
      const known = payeeIds.get(reference);
      if (known !== undefined) return known;
      const { id } = app.payees.add({ reference, name, told: 'How wallets are looked at.' }, ANN);
      payeeIds.set(reference, id);
      return id;
    },
    check: async (requests) => {
      const asked = checks.check(requests, { urgency: 'batch', idempotencyKey: null }, ANN);
      return Promise.all(
        asked.map(async ({ id }) => {
          const settled = await checks.settled(id, new AbortController().signal);
          if (settled === null) throw new Error('A check that was asked for is not known.');
          return settled;
        }),
      );
    },
    tell: async (month, rows) => {
      const bytes = Buffer.from([HEADS, ...rows].join('\n'));
      const told = app.paid.importFile({ name: `${month}.csv`, bytes }, ANN);
      expect(told).toMatchObject({ added: rows.length, problems: [], questions: [] });
      const progress = { onProgress: () => undefined, signal: NEVER };
      const { unseen, notLookedUp } = await app.paid.match(month, ANN, progress);
      expect({ unseen, notLookedUp }).toEqual({ unseen: [], notLookedUp: 0 });
    },
    openIn: (currency, parts) => {
      const { folder } = opened;
      return openTestApp({ ...config, currency, ...parts }, { ...means, folder, seed: currency })
        .app;
    },
    close: async () => {
      await checks.close();
      opened.close();
      await Promise.all([chains.close(), publisher.close()]);
    },
  };
}

/** The whole company: each payee with a wallet. */
export async function registerCompany(year: CompanyYear): Promise<void> {
  for (const payee of COMPANY) await year.register(year.payeeIdOf(payee), payee, payee.address);
}

const HEADS = 'Date,Payee,Wallet,Network,Coin,Amount,Invoice,Transaction hash,Approved by';

/** What a bitcoin costs in a month of the year. Units: US dollars. */
export function bitcoinUsd(month: number): bigint {
  return 60_000n + 1_000n * BigInt(month);
}

const PRICES = new Map([
  [assetOf('ethereum', 'coin'), { usd: 2_000n, decimals: 18n }],
  [assetOf('polygon', 'coin'), { usd: 1n, decimals: 18n }],
]);

function priceOf(asset: ReturnType<typeof assetOf>, timeSeconds: number) {
  const month = new Date(timeSeconds * 1000).getUTCMonth() + 1;
  const known =
    asset === assetOf('bitcoin', 'coin')
      ? { usd: bitcoinUsd(month), decimals: 8n }
      : PRICES.get(asset);
  return known === undefined
    ? null
    : { numerator: known.usd * 1_000_000n, denominator: 10n ** known.decimals };
}

function exchangeTable(): string {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const places = [
    ['ethereum', EXCHANGE],
    ['polygon', EXCHANGE],
    ['bitcoin', COIN_EXCHANGE],
  ];
  const claim = 'Quayside Exchange,exchange,,,https://example.org/labels,2025-12-01,official';
  return [header, ...places.map((place) => `${place.join()},${claim}`), ''].join('\n');
}
