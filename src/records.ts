import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AssetList } from './core/asset.js';
import { formatCanonicalJson } from './core/canonicalJson.js';
import { StoreError } from './core/errors.js';
import type { DatedPrice } from './core/price.js';
import type { ScreeningDocument } from './report/document.js';
import type { ScreeningInput } from './store/screeningStore.js';

/** `sha256:` and the hex digest of a text. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/** The part of a document that the chained record may hold: all but what a person typed. */
export function formatRecordJson(document: ScreeningDocument): string {
  const { input, payeeReference, ...rest } = document;
  return formatCanonicalJson(JSON.parse(JSON.stringify(rest)));
}

/** Words that stand where the personal part of a record was erased. */
const ERASED = '(erased)';

/**
 * A document as it was recorded, with what a person typed put back.
 *
 * @throws {StoreError} when the record is not a document of this version.
 */
export function parseRecordJson(
  verdictJson: string,
  personal: ScreeningInput | null,
): ScreeningDocument {
  const record: unknown = JSON.parse(verdictJson);
  const whole = {
    // Records from before there were prices have none.
    prices: [],
    ...(typeof record === 'object' ? record : {}),
    input: personal?.input ?? ERASED,
    payeeReference: personal?.payeeReference ?? null,
  };
  if (!isDocument(whole)) {
    throw new StoreError(
      'A recorded screening has an unknown form; use the version that wrote it.',
    );
  }
  return whole;
}

const bundleSchema = z.object({
  prices: z.array(
    z.object({
      asset: z.string(),
      day: z.iso.date(),
      usd: z.string().regex(/^\d+(?:\.\d+)?$/),
      timeSeconds: z.int(),
      source: z.string(),
      coin: z.string(),
    }),
  ),
});

/**
 * The dated prices that stand beside the facts of a recorded verdict.
 *
 * Edge: none in a bundle from before there were prices, which is a list of facts.
 *
 * @throws {StoreError} when the bundle is not one of this version.
 */
export function readBundlePrices(bundle: string, assets: AssetList): readonly DatedPrice[] {
  const parsed: unknown = JSON.parse(bundle);
  if (Array.isArray(parsed)) return [];
  const { data } = bundleSchema.safeParse(parsed);
  if (data === undefined) {
    throw new StoreError(
      'The facts of a recorded screening have an unknown form; use the version that wrote them.',
    );
  }
  return data.prices.flatMap((price) => {
    const listed = [...assets.keys()].find((id) => id === price.asset);
    return listed === undefined ? [] : [{ ...price, asset: listed }];
  });
}

function isDocument(value: object): value is ScreeningDocument {
  return 'schemaVersion' in value && value.schemaVersion === 1 && 'decision' in value;
}
