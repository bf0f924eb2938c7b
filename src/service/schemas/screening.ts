import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { decisionSchema, documentSchema } from './document.js';

const text = () => z.string().min(1).max(LIMITS.textCharacters);
const reference = () => z.string().min(1).max(LIMITS.referenceCharacters);
const chainName = z.string().min(1).max(40);

/** A wallet to screen, as a client sends it. */
export const itemSchema = z
  .strictObject({
    text: text()
      .optional()
      .describe('What a payee sent: an address in any form that people paste.'),
    address: text().optional().describe('The same as `text`; give one of them.'),
    chain: z
      .union([chainName, z.array(chainName).min(1).max(20)])
      .optional()
      .describe('Short names of the chains on which alone an EVM address is looked at.'),
    payeeReference: reference().nullish().describe('Whom it is for; kept apart from the record.'),
    externalId: reference().nullish().describe('Comes back as it was given; kept nowhere.'),
    asOf: z.string().max(40).nullish().describe('A day or a moment; now where left out.'),
    reuse: z
      .enum(['valid-verdict', 'never'])
      .default('valid-verdict')
      .describe('Whether a verdict that is still valid may answer.'),
  })
  .refine((item) => (item.text === undefined) !== (item.address === undefined), {
    error: 'give the wallet as "text" or as "address", one of them',
    path: ['text'],
  });

/** A wallet to screen. */
export type SentItem = z.output<typeof itemSchema>;

/** Wallets to screen together. */
export const submissionSchema = z.array(itemSchema).min(1).max(LIMITS.items);

/** How long an answer is waited for. Units: seconds. */
export const waitSchema = z.strictObject({
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(LIMITS.waitSeconds)
    .default(0)
    .describe('Seconds to wait for all to be done.'),
});

/** The headers that a submission may have. */
export const submissionHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional()
    .describe('The same key with the same wallets is the same submission.'),
});

/** The id of a screening. */
export const screeningParams = z.strictObject({ screeningId: z.string().min(1).max(40) });

/** Where a screening stands, as it is told. */
export const stateSchema = z.object({
  screeningId: z.string(),
  href: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  ahead: z.int().optional().describe('While queued: how many come first.'),
  progress: z
    .union([
      z.object({
        requests: z.int(),
        accountsSeen: z.int(),
        shareExplained: z.string(),
        msLeft: z.number(),
        activity: z.string(),
        leftAlone: z.array(z.object({ host: z.string(), msLeft: z.number() })),
      }),
      z.null(),
    ])
    .optional()
    .describe('While running.'),
  isReused: z.boolean().optional().describe('When done: whether an earlier verdict answered.'),
  failure: z
    .object({ code: z.string(), sentence: z.string() })
    .optional()
    .describe('When failed. A failure is no verdict: nothing was decided.'),
});

/** What a submission is answered with. Order: as sent. */
export const submittedSchema = z.object({
  screenings: z.array(
    stateSchema.extend({
      externalId: z.union([z.string(), z.null()]),
      document: z.union([documentSchema, z.null()]).describe('Null until it is done.'),
    }),
  ),
});

const dayOrMoment = z.union([z.iso.date(), z.iso.datetime()]);

/** What of the history is asked for. */
export const historyQuerySchema = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(LIMITS.referenceCharacters)
    .optional()
    .describe('Part of what was typed, of an address or of a payee reference.'),
  decision: decisionSchema.optional(),
  from: dayOrMoment.optional().describe('From this day or moment on.'),
  to: dayOrMoment.optional().describe('Before this day or moment.'),
  cursor: z.string().min(1).max(200).optional().describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(50),
});

/** A page of the history. */
export const historySchema = z.object({
  screenings: z.array(
    z.object({
      screeningId: z.string(),
      href: z.string(),
      screenedAt: z.string(),
      validUntil: z.string(),
      decision: decisionSchema,
      complete: z.boolean(),
      summary: z.string(),
      address: z.string(),
      payeeReference: z.union([z.string(), z.null()]),
    }),
  ),
  nextCursor: z.union([z.string(), z.null()]).describe('Null on the last page.'),
});
