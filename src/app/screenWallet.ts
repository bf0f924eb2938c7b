import { ulid } from 'ulid';
import { refuseSecret } from '../chains/registry.js';
import type { Config } from '../config.js';
import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import { accountsOfBundle } from '../core/bundleAccounts.js';
import { type FactBundle, formatFactBundle } from '../core/factBundle.js';
import { formatMoment } from '../core/moment.js';
import { createPriceBook, type PriceBook } from '../core/price.js';
import type { ScreeningDocument } from '../report/document.js';
import { createDocument } from '../report/json.js';
import { ruleSetDigest } from '../rules/digest.js';
import type { RuleSet } from '../rules/ruleSet.js';
import { forgetContradictions } from '../screening/forgetContradictions.js';
import { createGatheredPrices } from '../screening/gatherPrices.js';
import { createHaloLookUp } from '../screening/haloLookUp.js';
import type { HaloStore } from '../screening/haloPorts.js';
import { tellLabelGaps } from '../screening/labelGaps.js';
import type { LabelBook, LedgerCache } from '../screening/ports.js';
import type { PriceCache } from '../screening/pricePorts.js';
import { type Screened, screenAccounts } from '../screening/screenAccounts.js';
import { validUntilSeconds } from '../screening/validity.js';
import type { RestingHost } from '../sources/hostGates.js';
import type { HttpClient } from '../sources/http.js';
import { atomically } from '../store/atomically.js';
import type { BundleAccounts } from '../store/bundleAccounts.js';
import type { LabelStore } from '../store/labelStore.js';
import type { DatabaseHandle } from '../store/open.js';
import type { ScreeningStore } from '../store/screeningStore.js';
import { circumstancesOf } from './circumstances.js';
import type { Connected } from './connectSources.js';
import { createDeadline } from './deadline.js';
import { readUpkeep, upkeepMeansOf } from './labelUpkeep.js';
import type { PayTimeQuestions } from './payTime/payTimeQuestions.js';
import { digestOf, formatRecordJson } from './records.js';
import {
  type ScreeningTimes,
  type ScreenProgress,
  type ScreenRequest,
  timesOf,
  type Urgency,
} from './screenRequest.js';
import type { AuditLog } from './service/audit.js';
import { readScreenable, resolveScreenable } from './subjectNames.js';
import { narrowingOf, reachSubjects } from './subjects.js';

/** What wallets are screened with. */
export interface ScreeningParts {
  readonly config: Config;
  readonly tool: ScreeningDocument['tool'];
  readonly assets: AssetList;
  readonly ruleSet: RuleSet;
  readonly ownAccounts: ReadonlySet<Account>;
  /** What coins were worth, in place of the configured source of prices; null to use that. */
  readonly prices: PriceBook | null;
  readonly cache: LedgerCache;
  readonly priceCache: PriceCache;
  readonly labels: LabelStore;
  /** The handle of the record and of the audit log, which tells of each screening together with it. */
  readonly db: DatabaseHandle;
  readonly screenings: ScreeningStore;
  readonly audit: Pick<AuditLog, 'append'>;
  /** Which accounts the facts of a record touch. */
  readonly accounts: BundleAccounts;
  readonly halo: HaloStore;
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  /** The configured sources, for work that ends at a moment. Units: milliseconds since 1970. */
  readonly connect: (endsAtMs: number, urgency: Urgency) => Connected;
  /** Told of each screening about the present once it is recorded, with what it was made from. */
  readonly onRecorded: (recorded: {
    readonly bundle: FactBundle;
    readonly sequence: number;
    /** Units: Unix seconds. */
    readonly nowSeconds: number;
  }) => void;
  /** What is asked of chains about names, over a client. */
  readonly questionsOver: (http: HttpClient) => Pick<PayTimeQuestions, 'resolveName'>;
  readonly restingHosts: () => readonly RestingHost[];
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Screens one wallet after another, and records each. @throws {InputError} as `App.screen` does. */
export function createScreen(
  parts: ScreeningParts,
): (request: ScreenRequest) => Promise<ScreeningDocument> {
  const { config, nowMs, assets } = parts;
  const { deadlineMs } = config.policy;
  return async (request) => {
    const startedMs = nowMs();
    const read = readScreenable(request);
    if (request.payeeReference !== null) refuseSecret(request.payeeReference, 'payee reference');
    const times = timesOf(request, startedMs);
    const { asOfSeconds, untilSeconds } = times;
    const { urgency = 'single' } = request;
    const connected = parts.connect(startedMs + deadlineMs, urgency);
    let fromCache = 0;
    type Reached = Pick<ScreenProgress, 'accountsSeen' | 'shareExplained' | 'activity'>;
    const report = (at: Reached) =>
      request.onProgress({
        ...at,
        requests: sum(Object.values(connected.http.requestsByHost())),
        msLeft: Math.max(0, deadlineMs - (nowMs() - startedMs)),
        leftAlone: parts.restingHosts(),
      });
    report({ accountsSeen: 0, shareExplained: '0.000000', activity: 'asking for newest blocks' });
    const deadline = createDeadline(request.signal, deadlineMs);
    const reach = request.offline ? 'cache-only' : 'live';
    try {
      const { chains, http } = connected;
      const { resolveName } = parts.questionsOver(http);
      const { resolved, ensName } = await resolveScreenable(read, resolveName, deadline.signal);
      const onlyOn = request.onlyOn === undefined ? null : new Set(request.onlyOn);
      const narrowing = narrowingOf(resolved, { chains, onlyOn });
      const subjects = await reachSubjects(
        resolved,
        {
          ...{ chains, onlyOn, ensName },
          onCached: () => {
            fromCache += 1;
          },
          options: {
            ...{ cache: parts.cache, assets, reach, untilSeconds },
            upTo: urgency === 'batch' ? 'lately-known' : 'newest',
            moment: asOfSeconds === null ? 'present' : 'past',
          },
        },
        deadline.signal,
      );
      const book = parts.openBook(untilSeconds);
      const claimsOf = (account: Account) => book.readClaims(account);
      const gathered =
        connected.prices === null || parts.prices !== null
          ? null
          : createGatheredPrices({
              ...{ assets, reach, nowMs },
              source: connected.prices,
              cache: parts.priceCache,
            });
      const screened = await screenAccounts(
        {
          subjects,
          claimsOf,
          labelGaps: tellLabelGaps(
            {
              sets: book.snapshots.length,
              upkeep: readUpkeep(parts.labels, upkeepMeansOf(config)),
            },
            untilSeconds,
          ),
          ownAccounts: parts.ownAccounts,
          assets,
          prices: createPriceBook(assets, parts.prices ?? gathered?.book ?? null),
          ...(gathered === null ? {} : { gathered }),
          ruleSet: parts.ruleSet,
          policy: config.policy,
          nowSeconds: untilSeconds,
          isPast: asOfSeconds !== null,
          narrowing,
          halo: createHaloLookUp(parts.halo, { claimsOf, nowSeconds: untilSeconds }),
        },
        {
          signal: deadline.signal,
          onProgress: ({ accountsSeen, shareExplained, chain }) =>
            report({ accountsSeen, shareExplained, activity: `tracing on ${chain}` }),
        },
      );
      if (!request.offline && asOfSeconds === null) {
        const live = { chains: chains.values(), cache: parts.cache };
        forgetContradictions(screened.verdict.gaps, live);
      }
      return record(parts, { request, times, screened, book, connected, fromCache });
    } finally {
      deadline.clear();
    }
  };
}

/** Writes a verdict with its facts into the record, and gives its document. */
function record(
  parts: ScreeningParts,
  done: {
    readonly request: ScreenRequest;
    readonly times: ScreeningTimes;
    readonly screened: Screened;
    readonly book: LabelBook;
    readonly connected: Connected;
    /** Look-ups that were answered without asking anyone. */
    readonly fromCache: number;
  },
): ScreeningDocument {
  const { screenings, ruleSet, nowMs } = parts;
  const { request, times, book, fromCache } = done;
  const { startedMs, nowSeconds, asOfSeconds, untilSeconds } = times;
  const { verdict, bundle } = done.screened;
  const byHost = done.connected.http.requestsByHost();
  const factsDigest = screenings.writeFactBundle(formatFactBundle(bundle));
  parts.accounts.write(factsDigest, accountsOfBundle(bundle));
  const document = createDocument({
    verdict,
    assets: parts.assets,
    tool: parts.tool,
    screeningId: request.screeningId ?? ulid(startedMs, parts.random),
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
      requests: sum(Object.values(byHost)),
      fromCache,
      elapsedMs: nowMs() - startedMs,
      byHost,
    },
    digestOf,
  });
  const row = {
    ...document,
    factsDigest,
    ruleSetDigest: document.ruleSet.digest,
    policyJson: JSON.stringify(parts.config.policy),
    engineVersion: parts.tool.engineVersion,
    anchorsJson: JSON.stringify(document.anchors),
    subjects: verdict.subjects.map(({ account }) => account),
    verdictJson: formatRecordJson(document),
    // Prices from elsewhere are no configuration's, and what the cache alone says a source may add to.
    circumstancesDigest:
      request.offline || parts.prices !== null
        ? null
        : circumstancesOf(parts.config, parts.tool.version),
  };
  const { sequence } = atomically(parts.db, () => {
    const { screeningId } = document;
    const actor = request.by ?? null;
    parts.audit.append({ actor, action: 'screening-recorded', subjectId: screeningId });
    return screenings.appendScreening(row);
  });
  if (asOfSeconds === null) parts.onRecorded({ bundle, sequence, nowSeconds: untilSeconds });
  return document;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
