import { z } from 'zod';
import { PROOF_KINDS } from '../../core/payee.js';
import { LIMITS } from '../limits.js';

const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
const line = () => z.string().min(1).max(LIMITS.referenceCharacters);
const text = () => z.string().max(LIMITS.textCharacters);
const day = () => orNull(z.iso.date()).describe('The day counts too; null for open.');
const id = () => z.string().min(1).max(40);

/** The longest signature, that of a wallet of many owners. */
const SIGNATURE_CHARACTERS = 20_000;

/** Whom a route is about. */
export const payeeParams = z.strictObject({ payeeId: id() });

/** Which change of whom. */
export const changeParams = z.strictObject({ payeeId: id(), changeId: id() });

/** Which wallet a route is about. */
export const walletParams = z.strictObject({ walletId: id() });

/** What payees are looked for by. */
export const payeeQuerySchema = z.strictObject({
  text: line().optional().describe('Part of a reference, a name, an address or an ENS name.'),
  state: z.enum(['active', 'deactivated', 'all']).default('active'),
  cursor: id().optional().describe('`nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(50),
});

/** A payee as a client sends them. */
export const newPayeeSchema = z.strictObject({
  reference: line().describe("The company's own mark for them, unique whatever its case."),
  name: line(),
  told: text().default('').describe('What they were told of the screening.'),
});

/** What of a payee is to change. */
export const payeeEditSchema = z
  .strictObject({ reference: line(), name: line(), told: text() })
  .partial();

/** The duplicate that is merged. */
export const mergeSchema = z.strictObject({ duplicateId: id() });

const chains = () =>
  orNull(z.array(z.string().min(1).max(40)).min(1).max(20)).describe(
    'Short names of the chains on which it may be paid; null for all that fit and are configured.',
  );
const custody = () => z.enum(['own', 'custodial']).describe('`custodial` is at an exchange.');

/** A wallet as a client sends it. */
export const newWalletSchema = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(LIMITS.textCharacters)
    .describe('An address in any form that people paste, or an ENS name.'),
  chains: chains().default(null),
  custody: custody().default('own'),
  validFrom: day().default(null),
  validUntil: day().default(null),
});

/** What of a wallet is to change. */
export const walletEditSchema = z
  .strictObject({ chains: chains(), custody: custody(), validFrom: day(), validUntil: day() })
  .partial();

const note = () => z.string().min(1).max(LIMITS.textCharacters);

/** What shows control of a wallet. */
export const proofSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('signature'),
    signature: z.string().min(1).max(SIGNATURE_CHARACTERS).describe('Over the text asked for.'),
  }),
  z.strictObject({ kind: z.literal('statement'), note: note().describe('What was seen.') }),
  z.strictObject({ kind: z.literal('test-payment'), note: note().describe('What was seen.') }),
]);

/** A kept proof, as it is told. */
export const keptProofSchema = z.object({
  id: z.string(),
  kind: z.enum(PROOF_KINDS),
  recordedAt: z.string(),
  recordedBy: z.string(),
  method: orNull(z.string()).describe('The standard by which a signature was verified.'),
  note: z.string(),
});

/** A text that is to be signed, as it is told. */
export const proofRequestSchema = z.object({
  walletId: z.string(),
  message: z.string().describe('To be signed as it is, to the letter.'),
  expiresAt: z.string(),
});

/** A wallet, as it is told. */
export const walletSchema = z.object({
  id: z.string(),
  payeeId: z.string(),
  input: z.string(),
  address: z.string(),
  ensName: orNull(z.string()),
  family: z.enum(['evm', 'utxo']),
  chains: z.array(z.string()),
  custody: custody(),
  validFrom: orNull(z.string()).describe('The first day on which it may be paid, in UTC.'),
  validUntil: orNull(z.string()).describe('The last day on which it may be paid, in UTC.'),
  registeredAt: z.string(),
  registeredBy: z.string(),
  confirmedAt: orNull(z.string()).describe('Null until a second person confirmed it.'),
  confirmedBy: orNull(z.string()),
  endedAt: orNull(z.string()),
  proofs: z.array(keptProofSchema),
});

/** A payee, as they are told. */
export const payeeSchema = z.object({
  id: z.string(),
  href: z.string(),
  reference: z.string(),
  name: z.string(),
  told: z.string(),
  createdAt: z.string(),
  deactivatedAt: orNull(z.string()),
  mergedInto: orNull(z.string()),
  wallets: z.array(walletSchema).describe('As registered, newest last; ended ones too.'),
});

/** A page of payees. */
export const payeePageSchema = z.object({
  payees: z.array(payeeSchema),
  nextCursor: orNull(z.string()).describe('Null on the last page.'),
});

/** A change, as it is told. */
const changeSchema = z.object({
  id: z.string(),
  payeeId: z.string(),
  walletId: orNull(z.string()),
  at: z.string(),
  by: z.string().describe('The id of the person who answers for it.'),
  what: z.string(),
  fields: z.array(
    z.object({ name: z.string(), before: orNull(z.string()), after: orNull(z.string()) }),
  ),
  undo: z.union([
    z.object({ kind: z.literal('possible') }),
    z.object({ kind: z.literal('no'), why: z.string() }),
  ]),
});

/** The history of a payee. */
export const changesSchema = z.object({ changes: z.array(changeSchema) });

/** What became of a payee that is to go. */
export const removalSchema = z.union([
  z.object({ kind: z.literal('deleted') }),
  z.object({ kind: z.literal('deactivated'), why: z.string() }),
]);

/** All that is kept of a payee. */
export const payeeExportSchema = z.object({
  exportedAt: z.string(),
  payee: payeeSchema.omit({ href: true }),
  changes: z.array(changeSchema),
  records: z
    .record(z.string(), z.array(z.unknown()))
    .describe('By what it is: screenings, payments, and what else is kept of them.'),
});
