import { formatShare } from '../core/amount.js';
import type { AssetId, AssetList } from '../core/asset.js';
import type { Attribution } from '../core/attribution.js';
import { formatCanonicalJson, type JsonValue } from '../core/canonicalJson.js';
import { Bug } from '../core/errors.js';
import type { Exposure, ExposureAmount, Hop, PartedAmount } from '../core/exposure.js';
import { formatMoment } from '../core/moment.js';
import type { DatedPrice } from '../core/price.js';
import type { Signal } from '../core/signal.js';
import type { Verdict } from '../core/verdict.js';
import { tellComposition } from './composition.js';
import {
  type DocumentAmount,
  type DocumentAsset,
  type DocumentExposure,
  type DocumentHop,
  type DocumentLabel,
  type DocumentParted,
  type DocumentPrices,
  type DocumentSignal,
  type DocumentSnapshot,
  type DocumentTool,
  type DocumentUpstream,
  SCHEMA_VERSION,
  type ScreeningDocument,
} from './document.js';
import { tellTotals } from './totals.js';
import { formatMicros } from './usd.js';

/** What a document is made of. Times are ISO 8601 texts in UTC. */
export interface DocumentMaterial {
  readonly verdict: Verdict;
  readonly assets: AssetList;
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly asOf: string | null;
  readonly validUntil: string;
  readonly tool: DocumentTool;
  readonly input: string;
  readonly payeeReference: string | null;
  readonly ruleSet: { readonly id: string; readonly digest: string };
  readonly labelSnapshots: readonly DocumentSnapshot[];
  readonly factsDigest: string;
  /** The dated prices that were used. Order: by asset, then by day. */
  readonly prices: readonly DatedPrice[];
  readonly upstream: DocumentUpstream;
  /** Gives `sha256:` and the hex digest of a text. */
  readonly digestOf: (text: string) => string;
}

/**
 * The document of one screening.
 *
 * @throws {Bug} when the verdict names an asset that is not listed.
 */
export function createDocument(material: DocumentMaterial): ScreeningDocument {
  const { verdict, assets } = material;
  const undigested: Omit<ScreeningDocument, 'verdictDigest'> = {
    schemaVersion: SCHEMA_VERSION,
    screeningId: material.screeningId,
    screenedAt: material.screenedAt,
    asOf: material.asOf,
    validUntil: material.validUntil,
    tool: material.tool,
    input: material.input,
    payeeReference: material.payeeReference,
    subjects: verdict.subjects.map(({ account, address, chain, ensName, accountKind }) => ({
      account,
      address,
      chain,
      ensName,
      accountKind,
    })),
    decision: verdict.decision,
    complete: verdict.complete,
    summary: verdict.summary,
    nextStep: { who: verdict.nextStep.who, text: verdict.nextStep.text },
    findings: verdict.findings.map(({ ruleId, severity, sentence, exposures, source }) => ({
      ruleId,
      severity,
      sentence,
      exposures,
      source,
    })),
    exposures: verdict.exposures.map((exposure) => tellExposure(exposure, assets)),
    totals: tellTotals(verdict),
    composition: tellComposition(verdict),
    signals: verdict.signals.map(tellSignal),
    gaps: verdict.gaps.map((gap) => ({
      kind: gap.kind,
      account: gap.account,
      direction: gap.direction,
      channel: gap.channel,
      share: gap.share,
      matters: gap.matters,
      cure: gap.cure,
      sentence: gap.sentence,
    })),
    anchors: verdict.anchors,
    ruleSet: material.ruleSet,
    labelSnapshots: material.labelSnapshots,
    assets: namedAssets(material),
    prices: tellPrices(material.prices),
    factsDigest: material.factsDigest,
    upstream: material.upstream,
  };
  const { factsDigest, upstream, ...rest } = undigested;
  const verdictDigest = verdictDigestOf(undigested, material.digestOf);
  return { ...rest, factsDigest, verdictDigest, upstream };
}

/**
 * The digest that tells whether two screenings came to the same verdict from the same facts: over
 * canonical JSON without what is new at every run (ids, clock times, requests) and without what a
 * person typed.
 *
 * Edge: of a document that has a digest, that one does not count.
 */
export function verdictDigestOf(document: object, digestOf: DocumentMaterial['digestOf']): string {
  return digestOf(formatCanonicalJson(Object.fromEntries(digestedParts(document))));
}

/** The parts of two documents that are not the same, of those that the digest covers. Order: by name. */
export function differingParts(a: object, b: object): readonly string[] {
  const [partsOfA, partsOfB] = [digestedParts(a), digestedParts(b)].map(
    (parts) => new Map(parts.map(([key, value]) => [key, formatCanonicalJson(value)])),
  );
  const names = new Set([...(partsOfA?.keys() ?? []), ...(partsOfB?.keys() ?? [])]);
  return [...names].filter((name) => partsOfA?.get(name) !== partsOfB?.get(name)).sort();
}

function digestedParts(document: object): readonly (readonly [string, JsonValue])[] {
  return Object.entries(toJson(document)).filter(([key]) => !NOT_DIGESTED.has(key));
}

/** The document as the text that `--json` prints. Order: keys as the contract lists them. */
export function formatJson(document: object): string {
  return JSON.stringify(document, null, 2);
}

const NOT_DIGESTED: ReadonlySet<string> = new Set([
  'screeningId',
  'screenedAt',
  'upstream',
  'input',
  'payeeReference',
  'validUntil',
  // The digest of the facts covers every price.
  'prices',
  'verdictDigest',
]);

function toJson(document: object): { readonly [key: string]: JsonValue } {
  return JSON.parse(JSON.stringify(document));
}

function tellExposure(exposure: Exposure, assets: AssetList): DocumentExposure {
  const { attribution, share } = exposure;
  return {
    account: exposure.subject,
    category: attribution.category,
    entity: attribution.entity,
    actor: attribution.actor,
    direction: exposure.direction,
    kind: exposure.kind,
    minHops: exposure.minHops,
    label: tellLabel(attribution),
    entityDesignation: exposure.entityDesignation,
    designation: exposure.designation,
    amounts: exposure.amounts.map((amount) => tellAmount(amount, assets)),
    byDate: exposure.byDate.map(({ asset, entityListed, addressListed, delisted }) => ({
      asset,
      entityListed: tellParted(entityListed),
      addressListed: tellParted(addressListed),
      delisted: tellParted(delisted),
    })),
    share:
      share === null
        ? null
        : {
            asset: share.asset,
            haircut: formatShare(share.haircut),
            fifo: formatShare(share.fifo),
            lower: share.lower === null ? null : formatShare(share.lower),
            upper: share.upper === null ? null : formatShare(share.upper),
          },
    firstSeen: tellMoment(exposure.firstSeenSeconds),
    lastSeen: tellMoment(exposure.lastSeenSeconds),
    paths: exposure.paths.map(({ hops, carried, carriedAsset }) => ({
      hops: hops.map(tellHop),
      carried: carried.toString(),
      carriedAsset,
    })),
  };
}

function tellLabel(attribution: Attribution): DocumentLabel {
  return {
    account: attribution.account,
    source: attribution.source,
    sourceDate: attribution.sourceDate,
    authority: attribution.authority,
    confidence: attribution.confidence,
    entityListedOn: attribution.entityListedOn,
    listedOn: attribution.listedOn,
    delistedOn: attribution.delistedOn,
  };
}

function tellAmount(amount: ExposureAmount, assets: AssetList): DocumentAmount {
  return {
    ...describeAsset(amount.asset, assets),
    haircut: amount.haircut.toString(),
    fifo: amount.fifo.toString(),
    lower: amount.lower?.toString() ?? null,
    upper: amount.upper?.toString() ?? null,
    upperIfUnseenRisky: amount.upperIfUnseenRisky?.toString() ?? null,
    usd: amount.usd === null ? null : formatMicros(amount.usd.haircut),
  };
}

function tellParted({ before, after, unknown }: PartedAmount): DocumentParted {
  return { before: before.toString(), after: after.toString(), unknown: unknown.toString() };
}

function tellHop({ from, to, asset, amount, fact }: Hop): DocumentHop {
  return {
    from,
    to,
    txId: fact.txId,
    time: formatMoment(fact.timeSeconds),
    asset,
    amount: amount.toString(),
  };
}

function tellMoment(seconds: number | null): string | null {
  return seconds === null ? null : formatMoment(seconds);
}

function tellSignal({ kind, account, sentence, attribution }: Signal): DocumentSignal {
  const label = attribution === null ? null : tellLabel(attribution);
  return { kind, account, sentence, label };
}

function tellPrices(prices: readonly DatedPrice[]): DocumentPrices[] {
  const told = new Map<string, DocumentPrices>();
  for (const { asset, source, coin, day } of prices) {
    const key = `${asset}|${source}`;
    const known = told.get(key);
    told.set(key, {
      asset,
      source,
      coins: [...new Set([...(known?.coins ?? []), coin])],
      firstDay: known?.firstDay ?? day,
      lastDay: day,
      days: (known?.days ?? 0) + 1,
    });
  }
  return [...told.values()];
}

function namedAssets({ verdict, assets, prices }: DocumentMaterial): DocumentAsset[] {
  const named = new Set<AssetId>([
    ...prices.map(({ asset }) => asset),
    ...verdict.totals.incoming.totals.map((total) => total.asset),
    ...verdict.totals.outgoing.totals.map((total) => total.asset),
    ...verdict.composition.incoming.map((row) => row.asset),
    ...verdict.composition.outgoing.map((row) => row.asset),
    ...verdict.exposures.flatMap(({ amounts, paths }) => [
      ...amounts.map((amount) => amount.asset),
      ...paths.flatMap(({ hops, carriedAsset }) => [carriedAsset, ...hops.map((hop) => hop.asset)]),
    ]),
  ]);
  return [...named].sort().map((asset) => describeAsset(asset, assets));
}

function describeAsset(asset: AssetId, assets: AssetList): DocumentAsset {
  const listed = assets.get(asset);
  if (listed === undefined) {
    throw new Bug('A verdict names an asset that is not in the list of assets.', { asset });
  }
  return { asset, symbol: listed.symbol, decimals: listed.decimals };
}
