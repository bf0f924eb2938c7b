import { ulid } from 'ulid';
import { tracedTwin } from './chains/labelAddress.js';
import { parseSubject, refuseSecret } from './chains/registry.js';
import { compareSnapshots, listSnapshots } from './compareLabels.js';
import type { Config } from './config.js';
import { connectSources } from './connectSources.js';
import { accountsOfBundle } from './core/bundleAccounts.js';
import { InputError } from './core/errors.js';
import { formatFactBundle } from './core/factBundle.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from './core/moment.js';
import { createPriceBook, type PriceBook } from './core/price.js';
import { createDeadline } from './deadline.js';
import type { Standing } from './desk/standing.js';
import { type ImpactRequest, tellImpact, tellStanding } from './labelImpact.js';
import { importBuiltIn, importLabelFile } from './labelImports.js';
import { readUpkeep, tellStatus } from './labelUpkeep.js';
import { type Network, openNetwork } from './network.js';
import { migrationsFolder, readAssets, readRules } from './packageFiles.js';
import { readPackageVersion } from './packageInfo.js';
import { digestOf, formatRecordJson, parseRecordJson } from './records.js';
import type { ScreeningDocument } from './report/document.js';
import type { LabelImpact, Rescreened } from './report/impactDocument.js';
import { createDocument } from './report/json.js';
import type {
  LabelStatus,
  LabelsDiff,
  ListedSnapshot,
  ShownLabels,
} from './report/labelDocument.js';
import { type RescreenRequest, rescreen } from './rescreen.js';
import { ruleSetDigest } from './rules/digest.js';
import { forgetContradictions } from './screening/forgetContradictions.js';
import { createGatheredPrices } from './screening/gatherPrices.js';
import { tellLabelGaps } from './screening/labelGaps.js';
import type { LabelSnapshot } from './screening/ports.js';
import { screenAccounts } from './screening/screenAccounts.js';
import { validUntilSeconds } from './screening/validity.js';
import { showLabels } from './showLabels.js';
import { createBundleAccounts } from './store/bundleAccounts.js';
import { createLabelStore } from './store/labelStore.js';
import { createLedgerStore } from './store/ledgerStore.js';
import { openDatabase } from './store/open.js';
import { createPriceStore } from './store/priceStore.js';
import { createQuotaStore } from './store/quotaStore.js';
import { createScreeningStore } from './store/screeningStore.js';
import { accountsNamedBy, reachSubjects } from './subjects.js';
import type { Verification } from './verifyScreening.js';
import { verifyDocument, verifyScreening } from './verifyScreening.js';

/** Changes whenever the same facts under the same rules could give another verdict. */
const ENGINE_VERSION = 3;

/** One wallet to screen, as a person gave it. */
export interface ScreenRequest {
  readonly text: string;
  /** An ISO day (its end counts) or moment; null for now. */
  readonly asOf: string | null;
  readonly payeeReference: string | null;
  readonly offline: boolean;
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

/** A label file that was taken in. */
export interface LabelImport {
  readonly snapshot: LabelSnapshot;
  readonly rows: number;
}

/** A screening as it was recorded. */
export interface RecordedDocument {
  readonly document: ScreeningDocument;
  readonly sequence: number;
}

/** Everything that Hopsight does, ready to be called by a command or a server. */
export interface App {
  readonly config: Config;
  /** @throws {InputError} when the text is no address that can be screened, or the payee reference may be a secret. */
  screen(request: ScreenRequest): Promise<ScreeningDocument>;
  /** @throws {InputError} naming every bad line; then nothing is imported. */
  importLabels(request: { readonly file: string; readonly set: string }): LabelImport;
  /** @throws {InputError} when the text is no address. */
  showLabels(text: string): ShownLabels;
  /** How the label sets stand now. */
  labelStatus(): LabelStatus;
  /**
   * Snapshots as imported, of one set or of all (null).
   *
   * @throws {InputError} when no set has the name.
   */
  listLabels(set: string | null): readonly ListedSnapshot[];
  /** @throws {InputError} when a text names no snapshot. */
  diffLabels(from: string, to: string): LabelsDiff;
  /**
   * The past screenings that would read differently by the labels of now; asks nobody.
   *
   * @throws {InputError} when there is no such set or snapshot.
   */
  tellImpact(request: ImpactRequest): LabelImpact;
  /** Screens wallets that a look back listed again, as new records. */
  rescreen(request: RescreenRequest<ScreenProgress>): Promise<Rescreened>;
  /**
   * Whether a recorded verdict may still be relied on: its day is not over, and no label that speaks
   * about its accounts came, changed or went since.
   *
   * @throws {InputError} when there is no such screening.
   */
  tellStanding(screeningId: string): Standing;
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
    const screenings = createScreeningStore(db, { randomBytes: options.random });
    const accounts = createBundleAccounts(db, { readBundle: screenings.readFactBundle });
    if (config.labels.builtIn) importBuiltIn(labels, nowMs);
    const quotas = createQuotaStore(db);
    let network: Network | null = null;
    // Opened by the first screening: what sends no request needs neither keys nor certificates.
    const useNetwork = () => {
      network ??= openNetwork(config, { env: options.env, quotas, nowMs });
      return network;
    };
    const unit = () => fractionOf(options.random(4));
    const nowInSeconds = () => Math.floor(nowMs() / 1000);
    const openBook = (timeSeconds: number) =>
      labels.openBook({
        day: formatMoment(timeSeconds).slice(0, 10),
        withBuiltIn: config.labels.builtIn,
      });

    const screen = async (request: ScreenRequest): Promise<ScreeningDocument> => {
      const startedMs = nowMs();
      const nowSeconds = Math.floor(startedMs / 1000);
      const resolved = parseSubject(request.text);
      if (request.payeeReference !== null) refuseSecret(request.payeeReference, 'payee reference');
      const asOfSeconds = request.asOf === null ? null : parseAsOf(request.asOf, nowSeconds);
      const untilSeconds = asOfSeconds ?? nowSeconds;
      const { deadlineMs } = config.policy;
      const shared = useNetwork();
      const connected = connectSources(config, {
        env: options.env,
        nowMs,
        random: unit,
        network: shared,
        endsAtMs: startedMs + deadlineMs,
      });
      const byHost = () => connected.http.requestsByHost();
      let fromCache = 0;
      type Reached = Pick<ScreenProgress, 'accountsSeen' | 'shareExplained' | 'activity'>;
      const report = (at: Reached) =>
        request.onProgress({
          ...at,
          requests: sum(Object.values(byHost())),
          msLeft: Math.max(0, deadlineMs - (nowMs() - startedMs)),
          leftAlone: shared.gates.restingHosts(),
        });
      report({ accountsSeen: 0, shareExplained: '0.000000', activity: 'asking for newest blocks' });
      const deadline = createDeadline(request.signal, deadlineMs);
      try {
        const subjects = await reachSubjects(
          resolved,
          {
            chains: connected.chains,
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
            claimsOf: (account) => book.readClaims(account),
            labelGaps: tellLabelGaps(
              { sets: book.snapshots.length, upkeep: readUpkeep(labels) },
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

    const lookbackMeans = () => ({
      screenings,
      labels,
      accounts,
      withBuiltIn: config.labels.builtIn,
      ruleSet,
      engineVersion: ENGINE_VERSION,
      prices: options.prices,
      nowSeconds: nowInSeconds(),
    });

    return {
      config,
      screen,
      tellImpact: (request) => tellImpact(request, lookbackMeans()),
      rescreen: (request) => rescreen(request, { screen, screenings }),
      tellStanding: (screeningId) => tellStanding(screeningId, lookbackMeans()),
      importLabels: ({ file, set }) => importLabelFile(labels, { file, set, nowMs }),
      showLabels: (text) => showLabels(labels, { text, book: openBook(nowInSeconds()), ruleSet }),
      labelStatus: () =>
        tellStatus(labels, { withBuiltIn: config.labels.builtIn, nowSeconds: nowInSeconds() }),
      listLabels: (set) => listSnapshots(labels, set),
      diffLabels: (from, to) => compareSnapshots(labels, from, to),
      listScreenings: (period) =>
        screenings.listScreenings(period).map(({ sequence, verdictJson, personal }) => ({
          sequence,
          document: parseRecordJson(verdictJson, personal),
        })),
      verify: (what) => {
        const { prices } = options;
        const means = { screenings, labels, ruleSet, engineVersion: ENGINE_VERSION, prices };
        return what.kind === 'recorded'
          ? verifyScreening(what.screeningId, means)
          : verifyDocument(what.text, means);
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

/**
 * The last second that counts for an `--as-of` text: the end of a day, or a moment itself.
 *
 * @throws {InputError} for another text, and for a time that has not come yet.
 */
function parseAsOf(text: string, nowSeconds: number): number {
  const moment = parseMoment(text);
  if (moment === null) {
    throw new InputError(
      'The time of --as-of must be a day such as 2022-04-20 or a moment such as 2022-04-20T12:00:00Z.',
    );
  }
  const last = text.includes('T') ? moment : moment + SECONDS_PER_DAY - 1;
  if (moment > nowSeconds) throw new InputError('The time of --as-of lies in the future.');
  return Math.min(last, nowSeconds);
}

/** Four random bytes as a number from 0 up to, not including, 1. */
function fractionOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0) / 256 ** bytes.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
