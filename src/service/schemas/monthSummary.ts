import { z } from 'zod';
import { CATEGORIES } from '../../core/attribution.js';
import { LET_PASS, PAYMENT_CONCERNS, SUMMARY_CUTS } from '../../core/monthlySummary.js';
import { LINK_KINDS } from '../../core/rosterLink.js';
import { SEVERITIES } from '../../core/verdict.js';
import { decisionSchema } from './document.js';

const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const amount = z.string().regex(/^\d+$/).describe('Atomic units of the asset.');
const worth = orNull(z.string().regex(/^\d+$/)).describe(
  'Millionths of the currency; null where a price is not known.',
);
const share = orNull(z.string().regex(/^\d+\.\d{6}$/)).describe('Six places; 1 is all of it.');
const ids = z.array(z.string());
const text = z.string();
const count = z.int();

const payment = z.looseObject({
  id: text,
  at: text,
  source: z.enum(['accounts', 'chain', 'both']),
  payeeId: orNull(text),
  payeeReference: orNull(text),
  account: text,
  chain: text,
  asset: text,
  symbol: text,
  decimals: count,
  amount,
  worth,
  invoice: orNull(text),
  txId: orNull(text),
  approver: orNull(text),
  rail: z.enum(['direct', 'batch', 'custodian', 'unknown']),
  checkId: orNull(text),
  screeningId: orNull(text),
  decision: orNull(decisionSchema).describe('Of the newest valid screening at its time.'),
  checkDecision: orNull(decisionSchema).describe('Of its check, which counts signals too.'),
  letPass: orNull(z.enum(LET_PASS)).describe(
    'What people had done by then about the worse of both.',
  ),
  concerns: z.array(z.enum(PAYMENT_CONCERNS)),
});

const sum = z.looseObject({
  key: text,
  payments: count,
  amounts: z.array(z.looseObject({ asset: text, symbol: text, decimals: count, amount })),
  worth,
  unpriced: count,
  paymentIds: ids,
});

const cuts = z
  .looseObject({
    total: z.array(sum),
    ...Object.fromEntries(SUMMARY_CUTS.map((cut) => [cut, z.array(sum)])),
  })
  .describe(
    'By decision the keys are such as `review` or `review-released`: what people let pass stands apart.',
  );

const decided = z.looseObject({ count, ids });

const exposure = z.looseObject({
  entity: text,
  category: z.enum(CATEGORIES),
  direction: z.enum(['incoming', 'outgoing', 'ownership']),
  listing: z.enum(['before', 'after', 'both', 'unknown']),
  listedBetween: orNull(z.looseObject({ after: orNull(text), by: text })).describe(
    'Where no list tells the day: the syncs of our own between which it was listed.',
  ),
  haircut: share,
  fifo: share,
  lower: share,
  upper: share,
  screeningIds: ids,
  paymentIds: ids,
});

const link = z.looseObject({
  linkId: text,
  kind: z.enum(LINK_KINDS),
  severity: z.enum(SEVERITIES),
  payeeIds: ids,
  firstSeenAt: text,
  isNew: z.boolean(),
  sentence: text,
});

const override = z.looseObject({
  id: text,
  kind: z.enum(['override', 'release']),
  checkId: orNull(text),
  payeeId: orNull(text),
  at: text,
  by: ids,
  reason: text,
  expiresAt: orNull(text),
});

const coverage = z.looseObject({
  paid: orNull(
    z.looseObject({
      payees: count,
      screened: count,
      share,
      paymentIds: ids,
      unknownIds: ids,
      unscreened: z.array(
        z.looseObject({ payeeId: text, reference: orNull(text), paymentIds: ids }),
      ),
    }),
  ).describe('Payees who were paid, and how many of them on a valid screening each time.'),
  roster: z
    .looseObject({
      wallets: count,
      screened: count,
      share,
      screeningIds: ids,
      unscreened: z.array(
        z.looseObject({ payeeId: orNull(text), reference: orNull(text), walletIds: ids }),
      ),
    })
    .describe('Wallets in use, and how many had a valid screening at the end.'),
});

const earlier = z.looseObject({
  month: text,
  payments: count,
  worth,
  held: count,
  heldWorth: worth,
  concerns: count,
  origin: z.enum(['signed', 'kept', 'summed']),
});

const redFlags = z.looseObject({
  ...{ seen: count, notSeen: count, notApplicable: count, payeeIds: ids },
});

/** The summary of a month. */
export const monthSchema = z
  .looseObject({
    schemaVersion: z.union([z.literal(1), z.literal(2)]),
    month: text,
    zone: text,
    currency: text,
    priceSource: text,
    asOf: text,
    isRunning: z.boolean(),
    payments: z.array(payment),
    concerns: z.array(z.looseObject({ concern: z.enum(PAYMENT_CONCERNS), paymentIds: ids })),
    paid: cuts,
    held: cuts,
    screenings: z.looseObject({
      ...{ proceed: decided, review: decided, hold: decided, incomplete: decided },
    }),
    exposures: z.array(exposure),
    links: z.array(link),
    overrides: z.array(override),
    clearRates: z.array(
      z.looseObject({ ruleId: text, fired: count, cleared: count, screeningIds: ids }),
    ),
    openHolds: z.array(
      z.looseObject({ checkId: orNull(text), screeningId: text, since: text, days: count }),
    ),
    coverage,
    ruleSets: z.array(z.looseObject({ digest: text, firstUsedAt: text, screenings: count })),
    labelSets: z.array(
      z.looseObject({
        ...{ set: text, imports: count, added: count, removed: count, staleDays: count },
      }),
    ),
    redFlags,
    recheck: z.array(
      z.looseObject({
        ...{ screeningId: text, before: decisionSchema, now: orNull(decisionSchema), why: text },
      }),
    ),
    changes: z.array(
      z.looseObject({ what: text, before: text, now: text, kind: z.enum(['words', 'share']) }),
    ),
    trend: orNull(z.array(earlier)).describe('The months before. Order: in time.'),
    audit: z.looseObject({ rows: count, headHash: orNull(text) }),
  })
  .describe(
    'Amounts are atomic units and worths millionths of the currency, both as texts. A month that was signed or kept in version 1 is given word for word, without what came in version 2: `trend`, `letPass` and `checkDecision` of a payment, `listedBetween`, `kind` of a change, and both parts of `coverage`.',
  );
