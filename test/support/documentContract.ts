import { z } from 'zod';

/**
 * The JSON contract as a reader of another team would write it down: every field, every closed list
 * word by word. A word or a field that is added, renamed or left out is refused.
 */

const amount = z.string().regex(/^(0|[1-9]\d*)$/);
const share = z.string().regex(/^(0\.\d{6}|1\.000000)$/);
const dollars = z.string().regex(/^(0|[1-9]\d*)\.\d{6}$/);
const moment = z.iso.datetime();
const day = z.iso.date();
const digest = z.string().startsWith('sha256:');
const account = z.string().regex(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}:\S+$/);
const asset = z.string().regex(/^\S+:\S+\/\S+:\S+$/);

const category = z.enum([
  'stolen-funds',
  'ransom',
  'laundering',
  'it-worker',
  'sanctioned',
  'mixer',
]);
const authority = z.enum(['list', 'government', 'researcher', 'vendor', 'own']);
const designation = z.enum(['before', 'after', 'both', 'unknown']);
const direction = z.enum(['incoming', 'outgoing']);

/** Why an origin or end was not seen. */
export const REASONS = [
  'depth',
  'age',
  'floor',
  'dust',
  'early-stop',
  'budget',
  'source-failed',
  'not-covered',
  'ledger-mismatch',
  'unknown-script',
  'unlisted-asset',
  'ambiguous-conversion',
  'contract',
] as const;

/** Where value came from. */
export const ORIGIN_WORDS = [
  'labelled',
  'service',
  'mixer',
  'hub',
  'mined',
  'issued',
  'own-company',
  'before-window',
  'returned',
  'unseen',
] as const;

/** Where value went. */
export const END_WORDS = [
  'labelled',
  'service',
  'mixer',
  'hub',
  'fee',
  'burned',
  'held',
  'own-company',
  'own-change',
  'returned',
  'unseen',
] as const;

/** What a signal can be. */
export const SIGNAL_WORDS = [
  'first-gas-funder',
  'deposit-address',
  'deposit-box',
  'contract',
  'dust-contact',
  'possible-victim',
  'co-spend',
  'lookalike',
  'pass-through',
  'chain-hopping',
  'income-shape',
  'fresh-wallet',
  'dormant-then-active',
  'coinjoin',
  'shared-coinjoin',
  'no-history',
  'busy',
  'custodial',
  'frozen-by-issuer',
  'frozen-contact',
  'label-note',
  'vouched',
  'noise',
  'spoofed-transfers',
  'missing-transaction-ids',
  'narrowed',
] as const;

/** What a gap can be. */
export const GAP_WORDS = [
  'source-failed',
  'capability',
  'budget',
  'unsupported-chain',
  'unpriced',
  'labels-stale',
  'ledger-mismatch',
] as const;

const label = z.strictObject({
  account,
  source: z.string().min(1),
  sourceDate: day.nullable(),
  authority,
  confidence: z.number().min(0).max(1),
  entityListedOn: day.nullable(),
  listedOn: day.nullable(),
  delistedOn: day.nullable(),
});

const figures = { haircut: share, fifo: share, lower: share.nullable(), upper: share.nullable() };

const parted = z.strictObject({ before: amount, after: amount, unknown: amount });

const exposure = z.strictObject({
  account,
  category,
  entity: z.string().min(1),
  actor: z.enum(['lazarus', 'dprk-it-worker', 'dprk-facilitator', 'dprk-other']).nullable(),
  direction,
  kind: z.enum(['ownership', 'direct', 'indirect']),
  minHops: z.int().min(0),
  label,
  entityDesignation: designation,
  designation,
  amounts: z.array(
    z.strictObject({
      asset,
      symbol: z.string().min(1),
      decimals: z.int().min(0),
      haircut: amount,
      fifo: amount,
      lower: amount.nullable(),
      upper: amount.nullable(),
      upperIfUnseenRisky: amount.nullable(),
      usd: dollars.nullable(),
    }),
  ),
  byDate: z.array(
    z.strictObject({
      asset,
      entityListed: parted,
      addressListed: parted,
      delisted: parted,
    }),
  ),
  share: z.strictObject({ asset: z.union([z.literal('usd'), asset]), ...figures }).nullable(),
  firstSeen: moment.nullable(),
  lastSeen: moment.nullable(),
  paths: z
    .array(
      z.strictObject({
        hops: z
          .array(
            z.strictObject({
              from: account,
              to: account,
              txId: z.string().min(1).nullable(),
              time: moment,
              asset,
              amount,
            }),
          )
          .min(1),
        carried: amount,
        carriedAsset: asset,
      }),
    )
    .max(4),
});

const totals = z.array(z.strictObject({ account, asset, amount, usd: dollars.nullable() }));

const jointShare = z.strictObject({
  lower: share.nullable(),
  upper: share.nullable(),
  haircut: share.nullable(),
  fifo: share.nullable(),
});

const portion = {
  account,
  asset: z.union([z.literal('usd'), asset]),
  entity: z.string().min(1).nullable(),
  reason: z.enum(REASONS).nullable(),
  amount: z.union([amount, dollars]),
  share,
};

/** The document of one screening, as `--json` prints it. */
export const documentContract = z.strictObject({
  schemaVersion: z.literal(1),
  screeningId: z.string().length(26),
  screenedAt: moment,
  asOf: moment.nullable(),
  validUntil: moment,
  tool: z.strictObject({
    name: z.literal('hopsight'),
    version: z.string(),
    engineVersion: z.int(),
  }),
  input: z.string(),
  payeeReference: z.string().nullable(),
  subjects: z.array(
    z.strictObject({
      account,
      address: z.string().min(1),
      chain: z.string().min(1),
      ensName: z.string().nullable(),
      accountKind: z.enum(['key', 'contract', 'unknown']),
    }),
  ),
  decision: z.enum(['proceed', 'review', 'hold', 'incomplete']),
  complete: z.boolean(),
  summary: z.string().min(1),
  nextStep: z.strictObject({
    who: z.enum(['finance', 'compliance', 'admin']),
    text: z.string().min(1),
  }),
  findings: z.array(
    z.strictObject({
      ruleId: z.string().min(1),
      severity: z.enum(['info', 'review', 'hold']),
      sentence: z.string().min(1),
      exposures: z.array(z.int().min(0)),
      source: z.string().min(1),
    }),
  ),
  exposures: z.array(exposure),
  totals: z.strictObject({
    incoming: z.strictObject({ received: totals, returned: totals, dprk: jointShare }),
    outgoing: z.strictObject({ sent: totals, returned: totals, dprk: jointShare }),
  }),
  composition: z.strictObject({
    incoming: z.array(z.strictObject({ ...portion, origin: z.enum(ORIGIN_WORDS) })),
    outgoing: z.array(z.strictObject({ ...portion, end: z.enum(END_WORDS) })),
  }),
  signals: z.array(
    z.strictObject({
      kind: z.enum(SIGNAL_WORDS),
      account,
      sentence: z.string().min(1),
      label: label.nullable(),
    }),
  ),
  gaps: z.array(
    z.strictObject({
      kind: z.enum(GAP_WORDS),
      account: account.nullable(),
      direction: direction.nullable(),
      channel: z
        .enum(['native', 'internal', 'token', 'utxo', 'fee', 'withdrawal', 'reward', 'deposit'])
        .nullable(),
      share: share.nullable(),
      matters: z.boolean(),
      cure: z.string().min(1),
      sentence: z.string().min(1),
    }),
  ),
  anchors: z.record(
    z.string(),
    z.strictObject({
      height: z.int().nullable(),
      hash: z.string().nullable(),
      time: moment.nullable(),
    }),
  ),
  ruleSet: z.strictObject({ id: z.string().min(1), digest }),
  labelSnapshots: z.array(
    z.strictObject({
      set: z.string().min(1),
      id: z.string().min(1),
      rows: z.int().min(0),
      digest,
      asOf: day.nullable(),
    }),
  ),
  assets: z.array(z.strictObject({ asset, symbol: z.string().min(1), decimals: z.int().min(0) })),
  prices: z.array(
    z.strictObject({
      asset,
      source: z.string().min(1),
      coins: z.array(z.string().min(1)).min(1),
      firstDay: day,
      lastDay: day,
      days: z.int().min(1),
    }),
  ),
  factsDigest: digest,
  verdictDigest: digest,
  upstream: z.strictObject({
    requests: z.int().min(0),
    fromCache: z.int().min(0),
    elapsedMs: z.number().min(0),
    byHost: z.record(z.string(), z.int().min(0)),
  }),
});
