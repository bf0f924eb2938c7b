import { z } from 'zod';

const share = z
  .string()
  .regex(/^\d+\.\d{6}$/)
  .describe('Six places; 1 is all of it.');
const amount = z.string().regex(/^\d+$/).describe('Atomic units of the asset.');
const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

/** What a payment should do. */
export const decisionSchema = z.enum(['proceed', 'review', 'hold', 'incomplete']);

const labelSchema = z.looseObject({
  account: z.string(),
  source: z.string(),
  sourceDate: orNull(z.string()),
  authority: z.enum(['list', 'government', 'researcher', 'vendor', 'own']),
  confidence: z.number(),
  entityListedOn: orNull(z.string()),
  listedOn: orNull(z.string()),
  delistedOn: orNull(z.string()),
});

const exposureSchema = z.looseObject({
  account: z.string(),
  category: z.string(),
  entity: z.string(),
  actor: orNull(z.string()),
  direction: z.enum(['incoming', 'outgoing']),
  kind: z.enum(['ownership', 'direct', 'indirect']),
  minHops: z.int(),
  label: labelSchema,
  entityDesignation: z.enum(['before', 'after', 'both', 'unknown']),
  designation: z.enum(['before', 'after', 'both', 'unknown']),
  amounts: z.array(
    z.looseObject({
      asset: z.string(),
      symbol: z.string(),
      decimals: z.int(),
      haircut: amount,
      fifo: amount,
      lower: orNull(amount),
      upper: orNull(amount),
      upperIfUnseenRisky: orNull(amount),
      usd: orNull(z.string()),
    }),
  ),
  share: orNull(
    z.looseObject({
      asset: z.string(),
      haircut: share,
      fifo: share,
      lower: orNull(share),
      upper: orNull(share),
    }),
  ),
  firstSeen: orNull(z.string()),
  lastSeen: orNull(z.string()),
  paths: z.array(z.looseObject({ hops: z.array(z.looseObject({})), carried: amount })),
});

/** A screening as it is documented for who reads it: the same JSON that `hopsight screen --json` prints. */
export const documentSchema = z
  .looseObject({
    schemaVersion: z.literal(1),
    screeningId: z.string(),
    screenedAt: z.string(),
    asOf: orNull(z.string()),
    validUntil: z.string(),
    tool: z.looseObject({ name: z.string(), version: z.string(), engineVersion: z.int() }),
    input: z.string(),
    payeeReference: orNull(z.string()),
    subjects: z.array(
      z.looseObject({ account: z.string(), address: z.string(), chain: z.string() }),
    ),
    decision: decisionSchema,
    complete: z.boolean(),
    summary: z.string(),
    nextStep: z.looseObject({ who: z.string(), text: z.string() }),
    findings: z.array(
      z.looseObject({
        ruleId: z.string(),
        severity: z.enum(['info', 'review', 'hold']),
        sentence: z.string(),
        exposures: z.array(z.int()),
        source: z.string(),
      }),
    ),
    exposures: z.array(exposureSchema),
    totals: z.looseObject({}),
    composition: z.looseObject({}),
    signals: z.array(
      z.looseObject({ kind: z.string(), account: orNull(z.string()), sentence: z.string() }),
    ),
    gaps: z.array(
      z.looseObject({
        kind: z.string(),
        matters: z.boolean(),
        cure: z.string(),
        sentence: z.string(),
      }),
    ),
    anchors: z.record(z.string(), z.looseObject({ height: z.int(), hash: z.string() })),
    ruleSet: z.looseObject({ id: z.string(), digest: z.string() }),
    labelSnapshots: z.array(z.looseObject({ set: z.string(), id: z.string() })),
    factsDigest: z.string(),
    verdictDigest: z.string(),
    upstream: z.looseObject({}),
  })
  .describe('One screening. Null is never zero; amounts are texts of atomic units.');
