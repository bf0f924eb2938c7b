import { addressOfAccount } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { describeAmount, describeAsset, type NamesAssets } from './assetWords.js';
import type { DocumentExposure, DocumentHop, DocumentPath, ScreeningDocument } from './document.js';
import { formatMoment } from './format.js';
import { type Line, line, type TextLayout, wrap } from './lines.js';
import { exposureTitle } from './textExposures.js';

/**
 * The evidence: each path from its first account down to its last, with what passed between them,
 * under the exposure that it proves. Several paths share no hop; the widest comes first.
 */
export function pathsSection(document: ScreeningDocument, layout: TextLayout): Line[] {
  const lines = document.exposures.flatMap((exposure, at) =>
    exposure.paths.flatMap((path, n) => [
      ...wrap(
        `${exposureTitle(exposure, at)}${exposure.paths.length > 1 ? `, path ${n + 1} of ${exposure.paths.length}` : ''}`,
        { indent: 2, hang: 4, width: layout.width, style: 'strong' },
      ),
      ...describePath(document, layout, { exposure, path }),
    ]),
  );
  return lines.length === 0 ? [] : [line(0, { style: 'strong', text: 'Paths' }), ...lines];
}

/** A path, and the exposure that it proves. */
export interface ExposurePath {
  readonly exposure: DocumentExposure;
  readonly path: DocumentPath;
}

/** One path, from its first account down to its last. */
export function describePath(
  document: NamesAssets,
  layout: Pick<TextLayout, 'zone'>,
  told: ExposurePath,
): Line[] {
  const { hops } = told.path;
  const { direction, entity } = told.exposure;
  const isIncoming = direction === 'incoming';
  const [first] = hops;
  if (first === undefined) return [];
  const whose = (isLabelled: boolean) => (isLabelled ? `  ${entity}` : '  this wallet');
  return [
    line(4, addressOfAccount(first.from), whose(isIncoming)),
    ...hops.flatMap((hop, at) => [
      ...describeChange(document, hop, at === 0 ? firstAssetOf(told) : hops[at - 1]?.asset),
      ...describeHop(document, layout, hop),
      line(4, addressOfAccount(hop.to), at === hops.length - 1 ? whose(!isIncoming) : ''),
    ]),
    ...describeCarried(document, told),
  ];
}

/** What an account passed on in another asset than it got. */
function describeChange(
  document: NamesAssets,
  hop: DocumentHop,
  before: AssetId | undefined,
): Line[] {
  if (before === undefined || before === hop.asset) return [];
  const [from, to] = [describeAsset(document, before), describeAsset(document, hop.asset)];
  return [line(6, `here ${from} was changed into ${to}`)];
}

function describeHop(
  document: NamesAssets,
  { zone }: Pick<TextLayout, 'zone'>,
  hop: DocumentHop,
): Line[] {
  return [
    line(
      6,
      `↓ ${describeAmount(document, hop.asset, hop.amount)}  ${formatMoment(hop.time, zone)}`,
    ),
    line(8, hop.txId === null ? 'transaction id not recorded' : `tx ${hop.txId}`),
  ];
}

function describeCarried(document: NamesAssets, told: ExposurePath): Line[] {
  const text = carriedSentence(document, told);
  return text === null ? [] : [line(4, { style: 'faint', text })];
}

/**
 * The most that fits through a path, in the asset that the wallet got or gave. Edge: null for one hop,
 * whose amount says so.
 */
export function carriedSentence(
  document: NamesAssets,
  { exposure, path }: ExposurePath,
): string | null {
  const { hops, carried, carriedAsset } = path;
  if (hops.length === 1) return null;
  const most = describeAmount(document, carriedAsset, carried);
  return `At most ${most} can have ${exposure.direction === 'incoming' ? 'come' : 'gone'} this way.`;
}

/**
 * The asset in which a path begins: an outgoing one in what the wallet gave, which may reach the next
 * account as another asset.
 */
function firstAssetOf({ exposure, path }: ExposurePath): AssetId | undefined {
  return exposure.direction === 'incoming' ? path.hops[0]?.asset : path.carriedAsset;
}
