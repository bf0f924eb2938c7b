import { z } from 'zod';
import { PAID_FIELDS } from '../../core/paidSheet.js';
import { LIMITS } from '../limits.js';

const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
const column = z.coerce.number().int().min(1).max(16_384).optional();
const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);

/** How a file of payments is to be read, as far as the request says it. */
export const paidImportQuerySchema = z.strictObject({
  name: z.string().min(1).max(LIMITS.referenceCharacters).optional().describe('Kept nowhere.'),
  sheet: z.string().min(1).max(200).optional(),
  headRow: z.coerce.number().int().min(0).max(1_048_576).optional().describe('From 1; 0 for none.'),
  decimalSign: z.enum(['.', ',']).optional(),
  dateOrder: z.enum(['day-first', 'month-first']).optional(),
  chain: z.string().min(1).max(40).optional().describe('Where no column says it.'),
  asset: z.string().min(1).max(200).optional().describe('Where no column says it.'),
  dateColumn: column.describe('From 1, as all columns.'),
  payeeColumn: column,
  walletColumn: column,
  chainColumn: column,
  assetColumn: column,
  amountColumn: column,
  invoiceColumn: column,
  transactionColumn: column,
  approverColumn: column,
});

/** How a file of payments is to be read. */
export type PaidImportQuery = z.output<typeof paidImportQuerySchema>;

const columnsSchema = z
  .record(z.enum(PAID_FIELDS), orNull(z.int()))
  .describe('By field, from 1; null where no column says it.');

/** What came of an import. */
export const paidImportSchema = z.object({
  added: z.int(),
  known: z.int().describe('Rows that were there already.'),
  changed: z.array(z.object({ row: z.int(), paidId: z.string() })),
  problems: z.array(z.object({ row: z.int(), sentence: z.string() })),
  unknownPayees: z.array(z.int()).describe('Rows whose payee is not registered; they are kept.'),
  questions: z
    .array(
      z.object({
        about: z.enum([...PAID_FIELDS, 'sheet', 'decimalSign', 'dateOrder']),
        sentence: z.string(),
        rows: z.array(z.int()),
        examples: z.array(z.string()),
      }),
    )
    .describe('While there is one, nothing is taken: send the file again with the answers.'),
  columns: columnsSchema,
  heads: z.array(z.string()),
});

/** Which month is looked up. */
export const paidMatchSchema = z.strictObject({ month });

/** The month of a look-up. */
export const paidMatchParams = z.strictObject({ month });

/** How far a look-up of a month has come. */
export const matchRunSchema = z.object({
  month: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  done: z.int(),
  of: z.int(),
  failure: orNull(z.string()),
  matching: orNull(
    z.object({
      matched: z.int(),
      unmatched: z.int(),
      notLookedUp: z.int(),
      found: z.int().describe('Payments that left our accounts and that nobody told.'),
      unseen: z.array(
        z.object({
          chain: z.string(),
          account: orNull(z.string()),
          sentence: z.string(),
          cure: z.string(),
        }),
      ),
    }),
  ),
});
