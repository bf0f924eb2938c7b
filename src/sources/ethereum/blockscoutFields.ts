import { z } from 'zod';
import type { Tip } from '../../screening/ports.js';
import { type AskedRoute, decodeBody } from '../decodeBody.js';
import { addressSchema, amountSchema, hashSchema } from './explorerFields.js';

/** A height or a place in a list. */
const countSchema = z.int().nonnegative();

/** An account as a party of a row. */
const partySchema = z.object({ hash: addressSchema }).transform(({ hash }) => hash);

/** A moment as Blockscout writes it. Units: Unix seconds after decoding. */
const timeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  .transform((text) => Math.floor(Date.parse(text) / 1000))
  .refine((seconds) => Number.isSafeInteger(seconds));

/** A transaction as lists and its own page show it. */
export const txRowSchema = z.object({
  hash: hashSchema,
  status: z.enum(['ok', 'error']).nullish(),
  // All of these are null while no block holds the transaction.
  block_number: countSchema.nullish(),
  timestamp: timeSchema.nullish(),
  position: countSchema.nullish(),
  from: partySchema,
  to: partySchema.nullish(),
  created_contract: partySchema.nullish(),
  value: amountSchema,
  fee: z.object({ value: amountSchema.nullish() }).nullish(),
  is_pending_update: z.boolean().nullish(),
});

/** A call inside a transaction. */
export const internalRowSchema = z.object({
  transaction_hash: hashSchema,
  transaction_index: countSchema.nullish(),
  block_number: countSchema,
  timestamp: timeSchema,
  index: countSchema,
  type: z.string().max(40),
  success: z.boolean(),
  from: partySchema,
  to: partySchema.nullish(),
  created_contract: partySchema.nullish(),
  value: amountSchema,
});

/** A movement of a token. */
export const tokenRowSchema = z.object({
  transaction_hash: hashSchema,
  block_number: countSchema,
  block_hash: hashSchema.nullish(),
  timestamp: timeSchema,
  log_index: countSchema,
  from: partySchema,
  to: partySchema,
  token_type: z.string().max(40).nullish(),
  // Instances of before version 8 call the contract's address by another name.
  token: z
    .object({
      address_hash: addressSchema.optional(),
      address: addressSchema.optional(),
      type: z.string().max(40).nullish(),
    })
    .nullish(),
  total: z.object({ value: amountSchema.nullish(), token_id: z.unknown().optional() }).nullish(),
});

/** A withdrawal from the beacon chain. Units: `amount` in wei. */
export const withdrawalRowSchema = z.object({
  index: countSchema,
  block_number: countSchema,
  timestamp: timeSchema,
  amount: amountSchema,
  receiver: partySchema.nullish(),
});

const blockSchema = z
  .object({
    height: countSchema,
    hash: hashSchema,
    timestamp: timeSchema,
    is_pending_update: z.boolean().nullish(),
  })
  .transform(({ height, hash, timestamp, is_pending_update }) => ({
    height,
    hash,
    timeSeconds: timestamp,
    isPending: is_pending_update === true,
  }));

/** A block, and whether the instance is to read it again. */
export type BlockscoutBlock = Tip & { readonly isPending: boolean };

/** One block. @throws {DecodeError} */
export function decodeBlock(body: unknown, asked: AskedRoute): BlockscoutBlock {
  return decodeBody(blockSchema, body, asked);
}

/** The newest blocks. Order: as listed. @throws {DecodeError} */
export function decodeBlocks(body: unknown, asked: AskedRoute): readonly BlockscoutBlock[] {
  return decodeBody(z.object({ items: z.array(blockSchema) }), body, asked).items;
}

const cursorValue = z.union([z.string().max(200), z.number(), z.boolean(), z.null()]);

const pageSchema = z.object({
  items: z.array(z.unknown()).max(1000),
  next_page_params: z.record(z.string().max(60), cursorValue).nullable(),
});

/**
 * The rows of a page as they came, and what to ask the next one with; null after the last page.
 *
 * @throws {DecodeError}
 */
export function decodePage(
  body: unknown,
  asked: AskedRoute,
): { readonly items: readonly unknown[]; readonly next: Readonly<Record<string, string>> | null } {
  const { items, next_page_params } = decodeBody(pageSchema, body, asked);
  if (next_page_params === null) return { items, next: null };
  const kept = Object.entries(next_page_params).filter(([, value]) => value !== null);
  return { items, next: Object.fromEntries(kept.map(([key, value]) => [key, `${value}`])) };
}
