import { ulid } from 'ulid';
import { openStores } from './app/appStores.js';
import { type CacheApp, createCacheApp } from './app/cacheApp.js';
import { connectLabels } from './app/connectLabels.js';
import { createHaloApp, type HaloApp } from './app/haloApp.js';
import { createHosts } from './app/hosts.js';
import type { LabelApp } from './app/labelApp.js';
import { upkeepMeansOf } from './app/labelUpkeep.js';
import { createLookbackApp, type LookbackApp } from './app/lookbackApp.js';
import { connectPaid } from './app/paid/connectPaid.js';
import type { PaidPayments } from './app/paid/paidPayments.js';
import { connectPayees } from './app/payees/connectPayees.js';
import type { Payees } from './app/payees/payees.js';
import { type Approvals, createApprovals } from './app/payments/approvals.js';
import { payeeLinksOf } from './app/payments/payeeLinks.js';
import { createPaymentsApp, type PaymentsApp } from './app/payments/paymentsApp.js';
import { createPayrollsApp, type PayrollsApp } from './app/payroll/payrollsApp.js';
import { createPayTimeQuestions } from './app/payTime/createPayTimeQuestions.js';
import type { PayTimeQuestions } from './app/payTime/payTimeQuestions.js';
import { createReadDocument, createRecordApp, type RecordApp } from './app/recordApp.js';
import { createRedFlags } from './app/redFlags/createRedFlags.js';
import { redFlagRecords } from './app/redFlags/redFlagRecords.js';
import type { RedFlags } from './app/redFlags/redFlags.js';
import { createRoster } from './app/roster/createRoster.js';
import type { Roster } from './app/roster/roster.js';
import type { ScreenProgress, ScreenRequest } from './app/screenRequest.js';
import { createScreen } from './app/screenWallet.js';
import type { Access } from './app/service/access.js';
import type { AuditLog } from './app/service/audit.js';
import { createAccess } from './app/service/createAccess.js';
import { createAuditLog } from './app/service/createAuditLog.js';
import { accountsNamedBy } from './app/subjects.js';
import { connectMonths, type MonthsApp } from './app/summary/connectMonths.js';
import { monthRecords } from './app/summary/monthRecords.js';
import type { Vouching } from './app/vouching.js';
import { parseSubject } from './chains/registry.js';
import type { Config } from './config.js';
import type { SignedAuditHead } from './core/auditHead.js';
import type { PriceBook } from './core/price.js';
import { migrationsFolder, readAssets, readRedFlags, readRules } from './packageFiles.js';
import { readPackageVersion } from './packageInfo.js';
import type { ScreeningDocument } from './report/document.js';
import type { HostTraffic } from './sources/hostGates.js';
import type { HttpClient } from './sources/http.js';
import { openDatabase } from './store/open.js';

export type { CachePruning, CacheStatus } from './app/cacheKeeping.js';
export type { VerifyRequest } from './app/recordApp.js';
export type { ScreenProgress, ScreenRequest } from './app/screenRequest.js';

/** Changes whenever the same facts under the same rules could give another verdict. */
export const ENGINE_VERSION = 5;

/** Everything that Hopsight does, ready to be called by a command or a server. */
export interface App
  extends LabelApp,
    LookbackApp<ScreenProgress>,
    HaloApp,
    PaymentsApp,
    PayrollsApp,
    MonthsApp,
    RecordApp,
    CacheApp {
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
  /** What was sent to hosts since the application was opened, by host. */
  hostTraffic(): Readonly<Record<string, HostTraffic>>;
  close(): void;
}

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
    const stores = openStores(db, options.random);
    const { screenings, accounts, cache, priceCache, rateCache, labels, vouches, halo, quotas } =
      stores;
    const audit = createAuditLog(db, { nowMs });
    const unit = () => fractionOf(options.random(4));
    const newId = () => ulid(nowMs(), unit);
    const hosts = createHosts({ config, env: options.env, quotas, nowMs, random: unit });
    const connectForMany = (endsAtMs: number) => hosts.connect(endsAtMs, 'batch');
    const labelled = connectLabels(db, {
      ...{ config, labels, vouches, audit, ruleSet, nowMs, random: unit },
      openClient: hosts.openListClient,
    });
    const { openBook } = labelled;
    const questionsOver = (openClient: (endsAtMs: number) => HttpClient) =>
      createPayTimeQuestions({ ...{ config, assets, cache, nowMs, openClient }, env: options.env });

    const screen = createScreen({
      ...{ config, tool, assets, ruleSet, ownAccounts, nowMs },
      ...{ cache, priceCache, labels, db, screenings, audit, accounts, halo, openBook },
      prices: options.prices,
      connect: hosts.connect,
      onRecorded: (recorded) => roster.note(recorded),
      questionsOver: (http) => questionsOver(() => http),
      restingHosts: hosts.restingHosts,
      random: unit,
    });

    const payTime = questionsOver(hosts.openClient);
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
    const payees = connectPayees(db, {
      ...{ config, payTime, nowMs, random: options.random },
      otherRecords: [redFlagRecords(db), monthRecords(db, audit)],
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
      connect: connectForMany,
    });
    return {
      config,
      screen,
      ...lookback,
      ...createHaloApp({
        ...{ config, halo, cache, assets, ownAccounts, openBook, nowMs },
        connect: connectForMany,
      }),
      ...labelled.app,
      vouching: labelled.vouching,
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
        ...{ config, assets, paid, roster, audit, judging, nowMs, prices: options.prices },
        ...{
          cache: priceCache,
          rateCache,
          countRedFlags: redFlags.countAnswers,
          signAuditHead,
          newId,
        },
        connect: connectForMany,
        readDocument: createReadDocument(screenings),
      }),
      ...createPayrollsApp({
        ...{ db, config, audit, payees, assets, nowMs, random: options.random },
      }),
      ...createRecordApp({
        ...{ screenings, labels, vouches, ruleSet },
        ...{ engineVersion: ENGINE_VERSION, prices: options.prices },
      }),
      ...createCacheApp(db, { config, env: options.env, quotas, nowMs }),
      hostTraffic: hosts.traffic,
      close: () => {
        hosts.close();
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
