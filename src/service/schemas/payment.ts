import { z } from 'zod';
import { PAYMENT_SIGNAL_KINDS } from '../../core/payment.js';
import { LIMITS } from '../limits.js';
import { decisionSchema } from './document.js';

const text = () => z.string().min(1).max(LIMITS.textCharacters);
const reference = () => z.string().min(1).max(LIMITS.referenceCharacters);
const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

const paymentItemSchema = z.strictObject({
  payee: reference().describe('Id or reference of the payee.'),
  wallet: text().describe('Id of a wallet that is registered for them, or its address.'),
  chain: z.string().min(1).max(40).describe('Short name of the chain, such as "ethereum".'),
  asset: z.string().min(1).max(200).describe('Symbol on that chain, or CAIP-19 id.'),
  amount: z
    .string()
    .min(1)
    .max(200)
    .describe('Whole coins with a point, such as "1500.50"; a text, so that nothing is rounded.'),
  invoice: reference().describe('The number of the invoice that it pays; kept apart.'),
  externalId: reference().nullish().describe('Comes back as it was given; kept nowhere.'),
});

/** Payments to check: one, or a list. */
export const paymentsSchema = z.union([
  z.array(paymentItemSchema).min(1).max(LIMITS.items),
  paymentItemSchema,
]);

/** The headers that such a request may have. */
export const paymentHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional()
    .describe('The same key with the same payments is the same request, for a day.'),
});

/** The id of a check. */
export const paymentParams = z.strictObject({ checkId: z.string().min(1).max(40) });

/** A check of a payment, as it is told. */
export const paymentSchema = z.object({
  checkId: z.string(),
  href: z.string(),
  state: z
    .enum(['screening', 'decided', 'failed'])
    .describe('A failure is no decision: nothing was decided.'),
  payeeId: z.string(),
  walletId: z.string(),
  address: z.string(),
  chain: z.string(),
  asset: z.string(),
  symbol: z.string(),
  decimals: z.int(),
  amount: z.string().regex(/^\d+$/).describe('Atomic units of the asset.'),
  invoice: z.string(),
  askedAt: z.string(),
  askedBy: z.string(),
  screeningId: z.string().describe('The screening that it rests on.'),
  decision: orNull(decisionSchema).describe('Null until it is decided.'),
  complete: z
    .boolean()
    .describe('Whether everything was known that has to be; else a review cannot be released.'),
  decidedAt: orNull(z.string()),
  summary: z.string(),
  nextStep: z.string(),
  signals: z.array(
    z.object({
      kind: z.enum(PAYMENT_SIGNAL_KINDS),
      severity: z.enum(['info', 'review', 'hold', 'incomplete']),
      sentence: z.string(),
    }),
  ),
  failure: orNull(z.string()),
  release: orNull(z.object({ at: z.string(), by: z.string(), reason: z.string() })),
  withdrawnAt: orNull(z.string()),
  approval: orNull(z.object({ id: z.string(), expiresAt: z.string(), href: z.string() })),
  warning: orNull(z.string()).describe('What to know of an approval that was withdrawn.'),
});

/** What a request for checks is answered with. Order: as sent. */
export const checkedPaymentsSchema = z.object({
  payments: z.array(paymentSchema.extend({ externalId: orNull(z.string()) })),
});

/** What of past checks is asked for. */
export const paymentQuerySchema = z.strictObject({
  payee: z.string().min(1).max(40).optional().describe('Id of a payee.'),
  decision: decisionSchema.optional(),
  cursor: z.string().min(1).max(200).optional().describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(50),
});

/** A page of checks. */
export const paymentPageSchema = z.object({
  payments: z.array(paymentSchema),
  nextCursor: orNull(z.string()).describe('Null on the last page.'),
});

/** Why a payment is released. */
export const releaseSchema = z.strictObject({
  reason: z
    .string()
    .min(1)
    .max(1000)
    .describe('What was looked at, and why it may be paid; kept apart.'),
});

/** A signed approval. */
export const approvalSchema = z
  .object({
    kind: z.literal('hopsight-payment-approval'),
    version: z.literal(1),
    keyId: z.string(),
    id: z.string(),
    checkId: z.string(),
    screeningId: z.string(),
    payeeId: z.string(),
    walletId: z.string(),
    address: z.string(),
    chain: z.string(),
    asset: z.string(),
    amount: z.string(),
    invoiceDigest: z.string(),
    decision: z.enum(['proceed', 'released-review']),
    issuedAt: z.string(),
    expiresAt: z.string(),
    signature: z.string(),
  })
  .describe('Written into a file, `hopsight verify FILE` checks it without a database.');
