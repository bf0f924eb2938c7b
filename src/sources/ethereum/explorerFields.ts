import { z } from 'zod';

const toLower = (text: string) => text.toLowerCase();

/** An address, in lower case. */
export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform(toLower);

/** An address, or null where explorers write an empty text or nothing. */
export const optionalAddress = z
  .union([addressSchema, z.literal('')])
  .nullish()
  .transform((address) => (address === '' ? null : (address ?? null)));

/** A transaction id or block hash, in lower case. */
export const hashSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform(toLower);

/** A hash, or null where explorers write an empty text or nothing. */
export const optionalHash = z
  .union([hashSchema, z.literal('')])
  .nullish()
  .transform((hash) => (hash === '' ? null : (hash ?? null)));

/** A height, a time or a place in a block, written as a decimal text. */
export const numberSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((digits) => Number.parseInt(digits, 10));

/** An amount in atomic units, written as a decimal text. */
export const amountSchema = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);

/** A yes or no, as explorers write it. */
export const flagSchema = z.enum(['0', '1']);
