import { z } from 'zod';
import { MONTH_FORMATS } from '../../app/summary/monthFiles.js';
import { waitSchema } from './screening.js';

/** The month of a path. */
export const monthParams = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
    .describe('Such as 2026-11.'),
});

/** A version of a path. */
export const versionParams = monthParams.extend({
  version: z
    .string()
    .regex(/^(?:kept|[1-9]\d{0,5})$/)
    .describe('The number of a signed version; or `kept`, as the service summed the month up.'),
});

const format = z
  .enum(MONTH_FORMATS)
  .optional()
  .describe('In place of the header `Accept`. `json` unless either says otherwise.');

/** As what a month is wanted, and how long it is waited for. */
export const monthFileQuery = waitSchema.extend({
  format,
  wait: waitSchema.shape.wait.default(60),
});

/** The figures that somebody signs. */
export const signBody = z.strictObject({
  figuresDigest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional()
    .describe(
      '`sha256:` over the canonical JSON of the summary that was looked at, without its members `asOf`, `audit` and `trend`. Where the figures are others by now, nothing is signed.',
    ),
});

/** A month that takes longer than was waited. */
export const monthUnderWaySchema = z.object({
  month: z.string(),
  state: z.literal('running'),
  done: z.int().describe('Pieces of work that are done.'),
  of: z.int().describe('All of them, as far as they are known; 0 before that.'),
});

const difference = z.object({
  what: z.string().describe('Where it stands, such as `coverage.roster.screened`.'),
  before: z.union([z.string(), z.null()]).describe('As JSON; null where there was nothing.'),
  now: z.union([z.string(), z.null()]).describe('As JSON; null where there is nothing any more.'),
});

/** A version as it was signed. */
export const signedMonthSchema = z.object({
  month: z.string(),
  version: z.int(),
  href: z.string(),
  signedAt: z.string(),
  signedBy: z.string().describe('The id of the person.'),
  modelDigest: z.string().describe('`sha256:` over the summary, word for word.'),
  figuresDigest: z.string(),
  auditRows: z.int(),
  auditHash: z.union([z.string(), z.null()]),
  differences: z
    .union([z.array(difference), z.null()])
    .describe('From the version before; null where either was erased.'),
});

/** All versions of a month. */
export const signedMonthsSchema = z.object({ versions: z.array(signedMonthSchema) });
