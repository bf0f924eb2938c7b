import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatCanonicalJson } from '../core/canonicalJson.js';
import { StoreError } from '../core/errors.js';
import type { Policy } from '../core/policy.js';
import type { ScreeningDocument } from '../report/document.js';
import type { ScreeningInput } from '../store/screeningStore.js';

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

const policySchema = z.strictObject({
  requiredDepth: z.int(),
  depth: z.int(),
  window: z.int().positive(),
  lookbackDays: z.int(),
  maxRequests: z.int(),
  deadlineMs: z.number(),
});

/** The policy that stands beside a recorded verdict. @throws {StoreError} when it is not one of this version. */
export function readPolicy(policyJson: string): Policy {
  const { data } = policySchema.safeParse(JSON.parse(policyJson));
  if (data !== undefined) return data;
  throw new StoreError(
    'The policy of a recorded screening has an unknown form; use the version that wrote it.',
  );
}

function isDocument(value: object): value is ScreeningDocument {
  return 'schemaVersion' in value && value.schemaVersion === 1 && 'decision' in value;
}
