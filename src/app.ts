import { ulid } from 'ulid';
import { LOCAL_ACTOR } from './app/access/localActor.js';
import { auditImports } from './app/auditedImports.js';
import {
  type CachePruning,
  type CacheStatus,
  pruneCache,
  readCacheStatus,
} from './app/cacheKeeping.js';
import { connectSources } from './app/connectSources.js';
import { createHaloApp, type HaloApp } from './app/haloApp.js';
import { createLabelApp, type LabelApp } from './app/labelApp.js';
import { importBuiltIn } from './app/labelImports.js';
import { upkeepMeansOf } from './app/labelUpkeep.js';
import { createLookbackApp, type LookbackApp } from './app/lookbackApp.js';
import { type Network, openNetwork } from './app/network.js';
import { connectPaid, paidRecords } from './app/paid/connectPaid.js';
import type { PaidPayments } from './app/paid/paidPayments.js';
import { connectPayees } from './app/payees/connectPayees.js';
import type { Payees } from './app/payees/payees.js';
import { type Approvals, createApprovals } from './app/payments/approvals.js';
import { payeeLinksOf } from './app/payments/payeeLinks.js';
import {
  createPaymentsApp,
  type PaymentsApp,
  paymentsOfPayees,
} from './app/payments/paymentsApp.js';
import { payrollRecords } from './app/payroll/payrollRecords.js';
import { createPayrollsApp, type PayrollsApp } from './app/payroll/payrollsApp.js';
import { createPayTimeQuestions } from './app/payTime/createPayTimeQuestions.js';
import type { PayTimeQuestions } from './app/payTime/payTimeQuestions.js';
import { parseRecordJson } from './app/records.js';
import { createRedFlags } from './app/redFlags/createRedFlags.js';
import { redFlagRecords } from './app/redFlags/redFlagRecords.js';
import type { RedFlags } from './app/redFlags/redFlags.js';
import { createRoster } from './app/roster/createRoster.js';
import type { Roster } from './app/roster/roster.js';
import { rosterRecords } from './app/roster/rosterRecords.js';
import type { ScreenProgress, ScreenRequest, Urgency } from './app/screenRequest.js';
import { createScreen } from './app/screenWallet.js';
import type { Access } from './app/service/access.js';
import type { AuditLog } from './app/service/audit.js';
import { createAccess } from './app/service/createAccess.js';
import { createAuditLog } from './app/service/createAuditLog.js';
import { accountsNamedBy } from './app/subjects.js';
import { connectMonths, type MonthsApp } from './app/summary/connectMonths.js';
import { connectSummaries } from './app/summary/connectSummaries.js';
import { monthRecords } from './app/summary/monthRecords.js';
import type { Verification } from './app/verifyScreening.js';
import { verifyDocument, verifyScreening } from './app/verifyScreening.js';
import { createVouching, type Vouching } from './app/vouching.js';
import { tracedTwin } from './chains/labelAddress.js';
import { parseSubject } from './chains/registry.js';
import type { Config } from './config.js';
import type { SignedAuditHead } from './core/auditHead.js';
import { formatMoment, SECONDS_PER_DAY } from './core/moment.js';
import type { PriceBook } from './core/price.js';
import { migrationsFolder, readAssets, readRedFlags, readRules } from './packageFiles.js';
import { readPackageVersion } from './packageInfo.js';
import type { ScreeningDocument } from './report/document.js';
import type { HostTraffic } from './sources/hostGates.js';
import { createHttpClient, type HttpClient } from './sources/http.js';
import { createRecordings } from './sources/recorded.js';
import { createBundleAccounts } from './store/bundleAccounts.js';
import { createCacheStore } from './store/cacheStore.js';
import { createHaloStore } from './store/haloStore.js';
import { createLabelStore } from './store/labelStore.js';
import { createLedgerStore } from './store/ledgerStore.js';
import { openDatabase } from './store/open.js';
import { createPriceStore } from './store/priceStore.js';
import { createQuotaStore } from './store/quotaStore.js';
import { createScreeningStore } from './store/screeningStore.js';
import { createVouchStore } from './store/vouchStore.js';

export type { CachePruning, CacheStatus } from './app/cacheKeeping.js';
export type { ScreenProgress, ScreenRequest } from './app/screenRequest.js';

/** Changes whenever the same facts under the same rules could give another verdict. */
export const ENGINE_VERSION = 3;

/** How long a list's host may think before it answers; OFAC's takes its time. Units: milliseconds. */
const FIRST_BYTE_MS = 120_000;

/** A screening as it was recorded. */
export interface RecordedDocument {
  readonly document: ScreeningDocument;
  readonly sequence: number;
}

/** Everything that Hopsight does, ready to be called by a command or a server. */
export interface App
  extends LabelApp,
    LookbackApp<ScreenProgress>,
    HaloApp,
    PaymentsApp,
    PayrollsApp,
    MonthsApp {
  readonly config: Config;
  /** @throws {InputError} when the text is no address that can be screened, or the payee reference may be a secret. */
  screen(request: ScreenRequest): Promise<ScreeningDocument>;
  readonly vouching: Vouching;
  /** What is asked of a chain when somebody is about to be paid. */
  readonly payTime: PayTimeQuestions;
  /** People, their sessions and the tokens of machines. */
  readonly access: Access;
  readonly audit: AuditLog;
  /** The head of the audit log as of now, signed, so that it can be handed to somebody outside. */
  signAuditHead(): SignedAuditHead;
  readonly roster: Roster;
  /** Payments that were made: told by the accounting system, and found on the chain. */
  readonly paid: PaidPayments;
  /** Signs apart from the chain, answered payee by payee; no decision depends on them. */
  readonly redFlags: RedFlags;
  /** Signed approvals of payments, and their keys, which lie outside the database. */
  readonly approvals: Approvals;
  readonly payees: Payees;
  /** Order: newest last. */
  listScreenings(period: {
    readonly fromIso: string;
    readonly toIso: string;
  }): readonly RecordedDocument[];
  /**
   * Builds a recorded verdict again; asks nobody. Order: a document is compared with itself first.
   *
   * @throws {InputError} when there is no such screening, or the text is no document of one.
   */
  verify(what: VerifyRequest): Verification;
  cacheStatus(): CacheStatus;
  /** What was sent to hosts since the application was opened, by host. */
  hostTraffic(): Readonly<Record<string, HostTraffic>>;
  /** Drops what was read from sources longer ago; `try` only counts. */
  pruneCache(request: {
    readonly olderThanDays: number;
    readonly mode: 'try' | 'drop';
    readonly onCompacting: (fileBytes: number) => void;
  }): CachePruning;
  close(): void;
}

/** What is verified: a screening of the record, or the text of a document that was printed. */
export type VerifyRequest =
  | { readonly kind: 'recorded'; readonly screeningId: string }
  | { readonly kind: 'document'; readonly text: string };

/** What an application is opened with. */
export interface AppOptions {
  readonly config: Config;
  /** A rule set of the user's; null for the default policy. */
  readonly rulesFile: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What coins were worth, in place of the configured source of prices; null to use that. */
  readonly prices: PriceBook | null;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
}

/**
 * Opens the database, the rules and the sources; the only place that knows every part.
 *
 * @throws {ConfigError} @throws {RuleSetError} @throws {StoreError} when one of them cannot be used.
 */
export function openApp(options: AppOptions): App {
  const { config, nowMs } = options;
  const assets = readAssets();
  const ruleSet = readRules(options.rulesFile);
  const tool = {
    name: 'hopsight',
    version: readPackageVersion(),
    engineVersion: ENGINE_VERSION,
  } as const;
  const ownAccounts = new Set(
    config.ownAccounts.flatMap((text) => accountsNamedBy(parseSubject(text))),
  );
  const db = openDatabase({ file: config.database, migrationsFolder, now: nowMs });
  try {
    const cache = createLedgerStore(db);
    const priceCache = createPriceStore(db);
    const labels = createLabelStore(db, { tracedTwin });
    const halo = createHaloStore(db);
    const screenings = createScreeningStore(db, { randomBytes: options.random });
    const accounts = createBundleAccounts(db, { readBundle: screenings.readFactBundle });
    const audit = createAuditLog(db, { nowMs });
    const auditedLabels = auditImports(labels, { db, audit, by: null });
    if (config.labels.builtIn) importBuiltIn(auditedLabels, nowMs);
    const quotas = createQuotaStore(db);
    const cacheStore = createCacheStore(db);
    let network: Network | null = null;
    // Opened by the first screening: what sends no request needs neither keys nor certificates.
    const useNetwork = () => {
      network ??= openNetwork(config, { env: options.env, quotas, nowMs });
      return network;
    };
    const unit = () => fractionOf(options.random(4));
    const openRecorded = createRecordings();
    const connectUntil = (endsAtMs: number, urgency: Urgency) => {
      const { env } = options;
      const sent = { network: useNetwork(), endsAtMs, urgency };
      return connectSources(config, { env, nowMs, random: unit, openRecorded, ...sent });
    };
    const vouches = createVouchStore(db, { randomBytes: options.random });
    const openBook = (timeSeconds: number) => {
      const iso = formatMoment(timeSeconds);
      const day = iso.slice(0, 10);
      const book = labels.openBook({ day, withBuiltIn: config.labels.builtIn });
      return vouches.answer(book, { iso, day });
    };

    const questionsOver = (openClient: (endsAtMs: number) => HttpClient) =>
      createPayTimeQuestions({ ...{ config, assets, cache, nowMs, openClient }, env: options.env });

    const screen = createScreen({
      ...{ config, tool, assets, ruleSet, ownAccounts, nowMs },
      ...{ cache, priceCache, labels, db, screenings, audit, accounts, halo, openBook },
      prices: options.prices,
      connect: connectUntil,
      onRecorded: (recorded) => roster.note(recorded),
      questionsOver: (http) => questionsOver(() => http),
      restingHosts: () => useNetwork().gates.restingHosts(),
      random: unit,
    });

    const payTime = questionsOver((endsAtMs) => {
      const { gates, agents } = useNetwork();
      return createHttpClient({
        ...{ gates, agents, endsAtMs, random: unit, now: nowMs },
        urgency: 'single',
      });
    });
    const judging = {
      ...{ screenings, labels, vouches, accounts, ruleSet },
      withBuiltIn: config.labels.builtIn,
      upkeep: upkeepMeansOf(config),
      engineVersion: ENGINE_VERSION,
      prices: options.prices,
    };
    const lookback = createLookbackApp({
      means: judging,
      nowSeconds: () => Math.floor(nowMs() / 1000),
      screen,
    });
    const approvals = createApprovals({
      folder: { path: config.approvals.keyFolder, platform: process.platform },
      ...{ nowMs, audit },
    });
    const signAuditHead = () =>
      approvals.signHead(() => {
        const head = audit.readHead();
        return { rows: head?.sequence ?? 0, hash: head?.hash ?? null };
      });
    const payments = paymentsOfPayees(db, options.random);
    const made = paidRecords(db);
    const payees = connectPayees(db, {
      ...{ config, payTime, nowMs, random: options.random },
      countPayments: (payeeId) => payments.countPayments(payeeId) + made.countPayments(payeeId),
      countWalletPayments: payments.countWalletPayments,
      records: [
        ...[redFlagRecords(db), rosterRecords(db), payments.records, made.records],
        ...[payrollRecords(db), monthRecords(db, audit)],
      ],
    });
    const roster = createRoster(db, {
      ...{ payees, audit, openBook, ownAccounts, assets, nowMs },
      readBundle: screenings.readFactBundle,
    });
    const redFlags = createRedFlags(db, {
      ...{ nowMs, random: options.random, list: readRedFlags() },
    });
    const paid = connectPaid({
      ...{ db, audit, payees, assets, ownAccounts, cache, openBook, nowMs },
      ...{ random: options.random, prices: options.prices },
      connect: (endsAtMs) => connectUntil(endsAtMs, 'batch'),
    });
    return {
      config,
      screen,
      ...lookback,
      ...createHaloApp({
        ...{ config, halo, cache, assets, ownAccounts, openBook, nowMs },
        connect: (endsAtMs) => connectUntil(endsAtMs, 'batch'),
      }),
      ...createLabelApp({
        labels: auditedLabels,
        ownImports: auditImports(labels, { db, audit, by: LOCAL_ACTOR }),
        audit,
        feeds: config.labels.feeds,
        upkeep: upkeepMeansOf(config),
        ruleSet,
        openBook,
        openClient: () => {
          const { gates, agents } = useNetwork();
          return createHttpClient({
            ...{ gates, agents, random: unit, now: nowMs },
            timeoutMs: FIRST_BYTE_MS,
          });
        },
        nowMs,
      }),
      vouching: createVouching({
        ...{ db, vouches, audit, nowMs },
        newId: () => ulid(nowMs(), unit),
        openBook: () =>
          labels.openBook({
            day: formatMoment(Math.floor(nowMs() / 1000)).slice(0, 10),
            withBuiltIn: config.labels.builtIn,
          }),
      }),
      payTime,
      access: createAccess(db, { nowMs, random: options.random }),
      roster,
      redFlags,
      audit,
      signAuditHead,
      approvals,
      payees,
      ...createPaymentsApp({
        ...{ db, config, audit, approvals, payees, assets, ruleSet, ownAccounts, payTime, nowMs },
        ...{ labels, vouches, accounts, screenings, screen, random: options.random },
        linksOf: (payeeId) => payeeLinksOf(roster.listOf(payeeId)),
        stands: (screeningId) => lookback.tellStanding(screeningId) === 'stands',
        engineVersion: ENGINE_VERSION,
      }),
      paid,
      ...connectMonths(db, {
        ...{ config, audit, nowMs, signAuditHead, newId: () => ulid(nowMs(), unit) },
        monthlySummaries: connectSummaries(db, {
          ...{ config, assets, paid, roster, audit, judging, nowMs, prices: options.prices },
          ...{ cache: priceCache, countRedFlags: redFlags.countAnswers },
          connect: (endsAtMs) => connectUntil(endsAtMs, 'batch').prices,
        }),
        readDocument: (screeningId) => {
          const stored = screenings.readScreening(screeningId);
          return stored === null ? null : parseRecordJson(stored.verdictJson, stored.personal);
        },
      }),
      ...createPayrollsApp({
        ...{ db, config, audit, payees, assets, nowMs, random: options.random },
      }),
      listScreenings: (period) =>
        screenings.listScreenings(period).map(({ sequence, verdictJson, personal }) => ({
          sequence,
          document: parseRecordJson(verdictJson, personal),
        })),
      verify: (what) => {
        const { prices } = options;
        const means = {
          screenings,
          labels,
          vouches,
          ruleSet,
          engineVersion: ENGINE_VERSION,
          prices,
        };
        return what.kind === 'recorded'
          ? verifyScreening(what.screeningId, means)
          : verifyDocument(what.text, means);
      },
      cacheStatus: () =>
        readCacheStatus(cacheStore, { config, env: options.env, quotas, nowMs: nowMs() }),
      pruneCache: ({ olderThanDays, ...asked }) => {
        const beforeSeconds = Math.floor(nowMs() / 1000) - olderThanDays * SECONDS_PER_DAY;
        return pruneCache(cacheStore, { ...asked, beforeSeconds });
      },
      hostTraffic: () => network?.gates.traffic() ?? {},
      close: () => {
        network?.close();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Four random bytes as a number from 0 up to, not including, 1. */
function fractionOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0) / 256 ** bytes.length;
}
