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
type TotalFields = NonNullable<NonNullable<EvidenceFields['totals']>['incoming']>[number];
type AmountFields = NonNullable<ExposureFields['amounts']>[number];
type ExposureFields = z.output<typeof exposureSchema>;

function readEvidence(fields: EvidenceFields): Evidence {
  const recent = fields.recentTotals ?? fields.totals;
  return {
    boundJointly: null,
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

/** Edge: an example states one returned amount, which every method tells alike, at the mean price. */
function readTotals(totals: readonly TotalFields[] | undefined): readonly AssetTotal[] {
  return (totals ?? []).map(({ asset, amount, usdMicros, returned }) => {
    const micros = usdMicros === null || amount === 0n ? null : (usdMicros * returned) / amount;
    const back = {
      amount: returned,
      usdMicros: returned === 0n && usdMicros !== null ? 0n : micros,
    };
    const all = { haircut: back, fifo: back, most: back };
    return { subject: SUBJECT, asset, amount, usdMicros, returned: all };
  });
}

/** Edge: an example states bounds in atomic units; they are worth the mean price of the haircut. */
function readAmount({ usd, ...amount }: AmountFields): ExposureAmount {
  if (usd === null) return { ...amount, usd };
  const worth = (bound: bigint | null) =>
    bound === null || amount.haircut === 0n ? null : (bound * usd.haircut) / amount.haircut;
  const bounds = {
    lower: worth(amount.lower),
    upper: worth(amount.upper),
    upperIfUnseenRisky: worth(amount.upperIfUnseenRisky),
  };
  return { ...amount, usd: { ...usd, ...bounds } };
}

function readExposure(fields: ExposureFields): Exposure {
  const hops = fields.ownerHops ?? { ownership: 0, direct: 1, indirect: 2 }[fields.kind];
  const amounts = (fields.amounts ?? []).map(readAmount);
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
    recentAmounts: fields.recentAmounts?.map(readAmount) ?? amounts,
    byDate: [],
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
