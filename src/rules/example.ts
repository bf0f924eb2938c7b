import { z } from 'zod';
import { type Account, createAccount } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { ACTORS, type Attribution, AUTHORITIES, CATEGORIES } from '../core/attribution.js';
import { findChainByName } from '../core/chain.js';
import { Bug } from '../core/errors.js';
import type { AssetTotal, Exposure, ExposureAmount } from '../core/exposure.js';
import { GAP_KINDS } from '../core/gap.js';
import { SIGNAL_KINDS } from '../core/signal.js';
import type { Evidence } from './evaluate.js';
import { closedObject, closedWord, filledText, parseJsonFile } from './problems.js';

/** Evidence that a rule must fire on, and evidence that it must just not fire on. */
export interface RuleExample {
  /** The id of the rule. */
  readonly rule: string;
  readonly description: string;
  readonly fires: Evidence;
  readonly misses: Evidence;
}

/**
 * Reads an example of a rule. What a file leaves out is empty, and `recentAmounts` and
 * `recentTotals` are those of the whole history.
 *
 * @throws {RuleSetError} that names every bad field with its path.
 */
export function parseRuleExample(text: string, name: string): RuleExample {
  const fields = parseJsonFile(text, { name, what: 'rule example', schema: exampleSchema });
  return {
    rule: fields.rule,
    description: fields.description,
    fires: readEvidence(fields.fires),
    misses: readEvidence(fields.misses),
  };
}

const assetId = () =>
  z
    .string()
    .regex(/^[^\s/]+\/[^\s/]+$/, { error: 'must be a CAIP-19 id such as eip155:1/slip44:60' })
    .transform((text) => text as AssetId);

const amount = () =>
  z
    .string({ error: 'must be a whole number in quotes' })
    .regex(/^\d+$/, { error: 'must be a whole number in quotes' })
    .transform((digits) => BigInt(digits));

const amountSchema = closedObject({
  asset: assetId(),
  haircut: amount(),
  fifo: amount(),
  lower: amount().nullable(),
  upper: amount().nullable(),
  upperIfUnseenRisky: amount().nullable(),
  usd: closedObject({ haircut: amount(), fifo: amount() }).nullable(),
});

const claimFields = {
  category: closedWord(CATEGORIES),
  actor: closedWord(ACTORS).nullable(),
  authority: closedWord(AUTHORITIES),
  entity: filledText().optional(),
  delistedOn: filledText().optional(),
};

const exposureSchema = closedObject({
  ...claimFields,
  direction: closedWord(['incoming', 'outgoing']),
  kind: closedWord(['ownership', 'direct', 'indirect']),
  ownerHops: z.int().min(0).optional(),
  designation: closedWord(['before', 'after', 'both', 'unknown']).optional(),
  dust: z.boolean().optional(),
  amounts: z.array(amountSchema).optional(),
  recentAmounts: z.array(amountSchema).optional(),
});

const totalSchema = closedObject({
  asset: assetId(),
  amount: amount(),
  usdMicros: amount().nullable(),
  returned: amount(),
});

const totalsSchema = closedObject({
  incoming: z.array(totalSchema).optional(),
  outgoing: z.array(totalSchema).optional(),
});

const evidenceSchema = closedObject({
  exposures: z.array(exposureSchema).optional(),
  totals: totalsSchema.optional(),
  recentTotals: totalsSchema.optional(),
  signals: z
    .array(
      closedObject({
        kind: closedWord(SIGNAL_KINDS),
        sentence: filledText(),
        claim: closedObject(claimFields).optional(),
      }),
    )
    .optional(),
  gaps: z.array(closedObject({ kind: closedWord(GAP_KINDS), sentence: filledText() })).optional(),
});

const exampleSchema = closedObject({
  rule: filledText(),
  description: filledText(),
  fires: evidenceSchema,
  misses: evidenceSchema,
});

const SUBJECT = createExampleAccount('11');
const CLAIMED = createExampleAccount('22');

function createExampleAccount(byte: string): Account {
  const chain = findChainByName('ethereum');
  if (chain === undefined) throw new Bug('Ethereum is not among the chains.');
  return createAccount(chain.id, `0x${byte.repeat(20)}`);
}

type EvidenceFields = z.output<typeof evidenceSchema>;
type ClaimFields = z.output<z.ZodObject<typeof claimFields>>;
type ExposureFields = z.output<typeof exposureSchema>;

function readEvidence(fields: EvidenceFields): Evidence {
  const recent = fields.recentTotals ?? fields.totals;
  return {
    exposures: (fields.exposures ?? []).map(readExposure),
    totals: {
      incoming: {
        totals: readTotals(fields.totals?.incoming),
        recentTotals: readTotals(recent?.incoming),
      },
      outgoing: {
        totals: readTotals(fields.totals?.outgoing),
        recentTotals: readTotals(recent?.outgoing),
      },
    },
    signals: (fields.signals ?? []).map(({ kind, sentence, claim }) => ({
      kind,
      sentence,
      account: SUBJECT,
      attribution: claim === undefined ? null : readClaim(claim),
    })),
    gaps: (fields.gaps ?? []).map(({ kind, sentence }) => ({
      kind,
      sentence,
      account: null,
      direction: null,
      channel: null,
      share: null,
      matters: true,
      cure: '',
    })),
  };
}

function readTotals(
  totals: readonly Omit<AssetTotal, 'subject'>[] | undefined,
): readonly AssetTotal[] {
  return (totals ?? []).map((total) => ({ ...total, subject: SUBJECT }));
}

function readExposure(fields: ExposureFields): Exposure {
  const hops = fields.ownerHops ?? { ownership: 0, direct: 1, indirect: 2 }[fields.kind];
  const amounts: readonly ExposureAmount[] = fields.amounts ?? [];
  return {
    subject: SUBJECT,
    direction: fields.direction,
    kind: fields.kind,
    minHops: hops,
    ownerHops: hops,
    attribution: readClaim(fields),
    accounts: [CLAIMED],
    entityDesignation: fields.designation ?? 'unknown',
    designation: fields.designation ?? 'unknown',
    amounts,
    recentAmounts: fields.recentAmounts ?? amounts,
    share: null,
    dust: fields.dust ?? false,
    firstSeenSeconds: null,
    lastSeenSeconds: null,
    paths: [],
  };
}

function readClaim(fields: ClaimFields): Attribution {
  return {
    account: CLAIMED,
    entity: fields.entity ?? 'Example entity',
    category: fields.category,
    actor: fields.actor,
    event: null,
    authority: fields.authority,
    confidence: 1,
    use: 'exposure',
    set: 'example',
    source: 'https://example.org/claim',
    sourceDate: null,
    entityListedOn: null,
    listedOn: null,
    delistedOn: fields.delistedOn ?? null,
    note: null,
  };
}
