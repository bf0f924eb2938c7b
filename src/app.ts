import { ulid } from 'ulid';
import { parseAsOf } from './asOf.js';
import {
  type CachePruning,
  type CacheStatus,
  pruneCache,
  readCacheStatus,
} from './cacheKeeping.js';
import { tracedTwin } from './chains/labelAddress.js';
import { parseSubject, refuseSecret } from './chains/registry.js';
import type { Config } from './config.js';
import { connectSources } from './connectSources.js';
import type { Account } from './core/account.js';
import { accountsOfBundle } from './core/bundleAccounts.js';
import { formatFactBundle } from './core/factBundle.js';
import { formatMoment, SECONDS_PER_DAY } from './core/moment.js';
import { createPriceBook, type PriceBook } from './core/price.js';
import { createDeadline } from './deadline.js';
import { createHaloApp, type HaloApp } from './haloApp.js';
import { createLabelApp, type LabelApp } from './labelApp.js';
import { importBuiltIn } from './labelImports.js';
import { readUpkeep } from './labelUpkeep.js';
import { createLookbackApp, type LookbackApp } from './lookbackApp.js';
import { type Network, openNetwork } from './network.js';
import { migrationsFolder, readAssets, readRules } from './packageFiles.js';
import { readPackageVersion } from './packageInfo.js';
import { digestOf, formatRecordJson, parseRecordJson } from './records.js';
import type { ScreeningDocument } from './report/document.js';
import { createDocument } from './report/json.js';
import { ruleSetDigest } from './rules/digest.js';
import { forgetContradictions } from './screening/forgetContradictions.js';
import { createGatheredPrices } from './screening/gatherPrices.js';
import { createHaloLookUp } from './screening/haloLookUp.js';
import { tellLabelGaps } from './screening/labelGaps.js';
import { screenAccounts } from './screening/screenAccounts.js';
import { validUntilSeconds } from './screening/validity.js';
import { createHttpClient } from './sources/http.js';
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
import { accountsNamedBy, narrowingOf, reachSubjects } from './subjects.js';
import type { Verification } from './verifyScreening.js';
import { verifyDocument, verifyScreening } from './verifyScreening.js';
import { createVouching, type Vouching } from './vouching.js';

export type { CachePruning, CacheStatus } from './cacheKeeping.js';

/** Changes whenever the same facts under the same rules could give another verdict. */
const ENGINE_VERSION = 3;

/** How long a list's host may think before it answers; OFAC's takes its time. Units: milliseconds. */
const FIRST_BYTE_MS = 120_000;

/** One wallet to screen, as a person gave it. */
export interface ScreenRequest {
  readonly text: string;
  /** An ISO day (its end counts) or moment; null for now. */
  readonly asOf: string | null;
  readonly payeeReference: string | null;
  readonly offline: boolean;
  /** Short names of the chains on which alone an EVM address is looked at; all configured ones where left out. */
  readonly onlyOn?: readonly string[];
  readonly onProgress: (progress: ScreenProgress) => void;
  /** Ends the screening early; it answers with what it has. */
  readonly signal: AbortSignal;
}

/** How far a screening has come. */
export interface ScreenProgress {
  readonly requests: number;
  readonly accountsSeen: number;
  /** Six places. */
  readonly shareExplained: string;
  readonly msLeft: number;
  readonly activity: string;
  /** Hosts that do not answer and are left alone for a while. */
  readonly leftAlone: readonly { readonly host: string; readonly msLeft: number }[];
}

/** A screening as it was recorded. */
export interface RecordedDocument {
  readonly document: ScreeningDocument;
  readonly sequence: number;
}

/** Everything that Hopsight does, ready to be called by a command or a server. */
export interface App extends LabelApp, LookbackApp<ScreenProgress>, HaloApp {
  readonly config: Config;
  /** @throws {InputError} when the text is no address that can be screened, or the payee reference may be a secret. */
  screen(request: ScreenRequest): Promise<ScreeningDocument>;
  readonly vouching: Vouching;
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
    if (config.labels.builtIn) importBuiltIn(labels, nowMs);
    const quotas = createQuotaStore(db);
    const cacheStore = createCacheStore(db);
    let network: Network | null = null;
    // Opened by the first screening: what sends no request needs neither keys nor certificates.
    const useNetwork = () => {
      network ??= openNetwork(config, { env: options.env, quotas, nowMs });
      return network;
    };
    const unit = () => fractionOf(options.random(4));
    const connectUntil = (endsAtMs: number) => {
      const { env } = options;
      return connectSources(config, { env, nowMs, random: unit, network: useNetwork(), endsAtMs });
    };
    const vouches = createVouchStore(db, { randomBytes: options.random });
    const openBook = (timeSeconds: number) => {
      const iso = formatMoment(timeSeconds);
      const day = iso.slice(0, 10);
      const book = labels.openBook({ day, withBuiltIn: config.labels.builtIn });
      return vouches.answer(book, { iso, day });
    };

    const screen = async (request: ScreenRequest): Promise<ScreeningDocument> => {
      const startedMs = nowMs();
      const nowSeconds = Math.floor(startedMs / 1000);
      const resolved = parseSubject(request.text);
      if (request.payeeReference !== null) refuseSecret(request.payeeReference, 'payee reference');
      const asOfSeconds = request.asOf === null ? null : parseAsOf(request.asOf, nowSeconds);
      const untilSeconds = asOfSeconds ?? nowSeconds;
      const { deadlineMs } = config.policy;
      const connected = connectUntil(startedMs + deadlineMs);
      const byHost = () => connected.http.requestsByHost();
      let fromCache = 0;
      type Reached = Pick<ScreenProgress, 'accountsSeen' | 'shareExplained' | 'activity'>;
      const report = (at: Reached) =>
        request.onProgress({
          ...at,
          requests: sum(Object.values(byHost())),
          msLeft: Math.max(0, deadlineMs - (nowMs() - startedMs)),
          leftAlone: useNetwork().gates.restingHosts(),
        });
      report({ accountsSeen: 0, shareExplained: '0.000000', activity: 'asking for newest blocks' });
      const deadline = createDeadline(request.signal, deadlineMs);
      try {
        const scope = {
          chains: connected.chains,
          onlyOn: request.onlyOn === undefined ? null : new Set(request.onlyOn),
        };
        const narrowing = narrowingOf(resolved, scope);
        const subjects = await reachSubjects(
          resolved,
          {
            ...scope,
            onCached: () => {
              fromCache += 1;
            },
            options: {
              cache,
              assets,
              reach: request.offline ? 'cache-only' : 'live',
              untilSeconds,
              moment: asOfSeconds === null ? 'present' : 'past',
            },
          },
          deadline.signal,
        );
        const book = openBook(untilSeconds);
        const claimsOf = (account: Account) => book.readClaims(account);
        const gathered =
          connected.prices === null || options.prices !== null
            ? null
            : createGatheredPrices({
                assets,
                source: connected.prices,
                cache: priceCache,
                reach: request.offline ? 'cache-only' : 'live',
                nowMs,
              });
        const { verdict, bundle } = await screenAccounts(
          {
            subjects,
            claimsOf,
            labelGaps: tellLabelGaps(
              { sets: book.snapshots.length, upkeep: readUpkeep(labels, config.labels.feeds) },
              untilSeconds,
            ),
            ownAccounts,
            assets,
            prices: createPriceBook(assets, options.prices ?? gathered?.book ?? null),
            ...(gathered === null ? {} : { gathered }),
            ruleSet,
            policy: config.policy,
            nowSeconds: untilSeconds,
            isPast: asOfSeconds !== null,
            narrowing,
            halo: createHaloLookUp(halo, { claimsOf, nowSeconds: untilSeconds }),
          },
          {
            signal: deadline.signal,
            onProgress: ({ accountsSeen, shareExplained, chain }) =>
              report({ accountsSeen, shareExplained, activity: `tracing on ${chain}` }),
          },
        );
        if (!request.offline && asOfSeconds === null) {
          forgetContradictions(verdict.gaps, { chains: connected.chains.values(), cache });
        }
        const factsDigest = screenings.writeFactBundle(formatFactBundle(bundle));
        accounts.write(factsDigest, accountsOfBundle(bundle));
        const document = createDocument({
          verdict,
          assets,
          tool,
          screeningId: ulid(startedMs, unit),
          screenedAt: formatMoment(nowSeconds),
          asOf: asOfSeconds === null ? null : formatMoment(asOfSeconds),
          validUntil: formatMoment(validUntilSeconds(verdict.anchors, untilSeconds)),
          input: request.text,
          payeeReference: request.payeeReference,
          ruleSet: { id: ruleSet.id, digest: ruleSetDigest(ruleSet) },
          labelSnapshots: book.snapshots,
          factsDigest,
          prices: bundle.prices,
          upstream: {
            requests: sum(Object.values(byHost())),
            fromCache,
            elapsedMs: nowMs() - startedMs,
            byHost: byHost(),
          },
          digestOf,
        });
        screenings.appendScreening({
          ...document,
          factsDigest,
          ruleSetDigest: document.ruleSet.digest,
          policyJson: JSON.stringify(config.policy),
          engineVersion: ENGINE_VERSION,
          anchorsJson: JSON.stringify(document.anchors),
          subjects: subjects.map(({ subject }) => subject.account),
          verdictJson: formatRecordJson(document),
        });
        return document;
      } finally {
        deadline.clear();
      }
    };

    return {
      config,
      screen,
      ...createLookbackApp({
        means: {
          ...{ screenings, labels, vouches, accounts, ruleSet },
          withBuiltIn: config.labels.builtIn,
          engineVersion: ENGINE_VERSION,
          prices: options.prices,
        },
        nowSeconds: () => Math.floor(nowMs() / 1000),
        screen,
      }),
      ...createHaloApp({
        ...{ config, halo, cache, assets, ownAccounts, openBook, nowMs },
        connect: connectUntil,
      }),
      ...createLabelApp({
        labels,
        feeds: config.labels.feeds,
        withBuiltIn: config.labels.builtIn,
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
        vouches,
        nowMs,
        newId: () => ulid(nowMs(), unit),
        openBook: () =>
          labels.openBook({
            day: formatMoment(Math.floor(nowMs() / 1000)).slice(0, 10),
            withBuiltIn: config.labels.builtIn,
          }),
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
