import { z } from 'zod';
import { PAYROLL_FIELDS, ROW_OUTCOMES } from '../../core/payroll.js';
import { LIMITS } from '../limits.js';
import { paymentSchema } from './payment.js';

const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
const byField = <T extends z.ZodType>(schema: T) =>
  z.object(Object.fromEntries(PAYROLL_FIELDS.map((field) => [field, schema])));
const column = () => z.int().min(0).max(LIMITS.fileColumns).nullable();

/** The id of a payroll. */
export const payrollParams = z.strictObject({ payrollId: z.string().min(1).max(40) });

/** What a file is called. */
export const uploadSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(LIMITS.referenceCharacters)
    .default('payroll')
    .describe('The name of the file, which the file that comes back is named after.'),
});

/** How somebody says that a file is read. What is left out stays as it was proposed. */
export const readingSchema = z
  .strictObject({
    sheet: z.string().min(1).max(100),
    headRow: z.int().min(-1).max(LIMITS.fileRows).describe('From 0; -1 where there is none.'),
    columns: z
      .strictObject({
        payee: column(),
        wallet: column(),
        chain: column(),
        asset: column(),
        amount: column(),
        invoice: column(),
      })
      .describe('Column of each field, from 0; null where no column says it.'),
    decimalSign: z.enum(['.', ',']).describe('Between whole coins and parts of them.'),
    defaultChain: z.string().min(1).max(40).describe('For rows that name no chain.'),
    defaultAsset: z.string().min(1).max(200).describe('For rows that name no coin.'),
  })
  .partial();

const proposalSchema = z.object({
  sheets: z.array(z.object({ name: z.string(), isHidden: z.boolean(), rows: z.int() })),
  heads: z.array(z.string()),
  samples: z.array(z.array(z.string())).describe('The first rows below the heads.'),
  reading: z.object({
    sheet: z.string(),
    headRow: z.int(),
    columns: byField(orNull(z.int())),
    decimalSign: orNull(z.enum(['.', ','])),
    defaultChain: orNull(z.string()),
    defaultAsset: orNull(z.string()),
  }),
  questions: z
    .array(
      z.object({
        about: z.enum([...PAYROLL_FIELDS, 'sheet', 'decimalSign']),
        sentence: z.string(),
        rows: z.array(z.int()),
        examples: z.array(z.string()),
      }),
    )
    .describe('Each has to be answered before the payroll is run.'),
  rows: orNull(
    z.object({ asking: z.int(), leftOut: z.array(z.int()), hidden: z.array(z.int()) }),
  ).describe('Null while something is in doubt.'),
});

const summarySchema = z.object({
  payrollId: z.string(),
  href: z.string(),
  fileName: z.string(),
  uploadedAt: z.string(),
  uploadedBy: z.string(),
  state: z
    .enum(['asks', 'ready', 'running', 'done', 'dropped'])
    .describe('`asks` until it is confirmed and no question is open.'),
  counts: z.object(Object.fromEntries(ROW_OUTCOMES.map((outcome) => [outcome, z.int()]))),
  toTake: z.int().describe('Rows that running it, or running it again, would have checked.'),
});

/** A payroll, as it is told. */
export const payrollSchema = summarySchema.extend({
  proposal: orNull(proposalSchema).describe('How it is read; null once it was dropped.'),
});

/** All payrolls. */
export const payrollsSchema = z.object({ payrolls: z.array(summarySchema) });

/** Which rows of a payroll are asked for. */
export const rowQuerySchema = z.strictObject({
  outcome: z.enum(ROW_OUTCOMES).optional(),
  after: z.coerce.number().int().min(0).default(0).describe('`nextAfter` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(LIMITS.pageRows),
});

/** Some rows of a payroll. */
export const rowPageSchema = z.object({
  rows: z.array(
    z.object({
      row: z.int().describe('As a spreadsheet shows it, from 1.'),
      given: orNull(byField(z.string())).describe('As it stands there.'),
      problem: orNull(z.string()).describe('Why it cannot be checked.'),
      outcome: z.enum(ROW_OUTCOMES),
      screenedAt: orNull(z.string()),
      payment: orNull(paymentSchema),
    }),
  ),
  nextAfter: orNull(z.int()).describe('Null on the last page.'),
});
