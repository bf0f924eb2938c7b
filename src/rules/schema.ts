import { z } from 'zod';
import {
  type Asset,
  type AssetId,
  type AssetList,
  erc20AssetId,
  nativeAssetId,
} from '../core/asset.js';
import type { JsonValue } from '../core/canonicalJson.js';
import { CHAINS, findChainByName } from '../core/chain.js';
import { Bug } from '../core/errors.js';
import { SEVERITIES } from '../core/verdict.js';
import { conditionSchema, readCondition } from './conditionSchema.js';
import {
  closedObject,
  closedWord,
  fileError,
  filledText,
  httpsLink,
  hyphenated,
  isReadable,
  parseJsonFile,
} from './problems.js';
import type { Rule, RuleSet } from './ruleSet.js';

export type { RuleSet } from './ruleSet.js';

const WHO = ['finance', 'compliance', 'admin'] as const;

const ruleSchema = closedObject({
  id: hyphenated(),
  severity: closedWord(SEVERITIES),
  when: conditionSchema,
  reason: filledText(),
  source: httpsLink(),
  nextStep: closedObject({ who: closedWord(WHO), text: filledText() }).optional(),
});

const ruleSetSchema = closedObject({
  $schema: z.string().optional().meta({ description: 'for editors; not read' }),
  id: hyphenated(),
  title: filledText(),
  description: filledText(),
  rules: z.array(ruleSchema, { error: 'must be a list of rules' }).min(1, {
    error: 'must hold at least one rule; a set without rules would find nothing',
  }),
}).superRefine(
  ({ rules }, context) => {
    if (!Array.isArray(rules)) return;
    const ids = rules.map((rule) => rule?.id);
    ids.forEach((id, at) => {
      if (typeof id !== 'string' || ids.indexOf(id) === at) return;
      context.addIssue({
        code: 'custom',
        path: ['rules', at, 'id'],
        message: `"${id}" stands twice; every rule needs an id of its own`,
      });
    });
  },
  { when: isReadable },
);

/**
 * Reads a rule set.
 *
 * @throws {RuleSetError} that names every bad field with its path, not only the first.
 */
export function parseRuleSet(text: string, name: string): RuleSet {
  const { id, title, description, rules } = parseJsonFile(text, {
    name,
    what: 'rule set',
    schema: ruleSetSchema,
  });
  return { id, title, description, rules: rules.map(readRule) };
}

/** The JSON schema of a rule set file, for editors and for other programs. */
export function ruleSetJsonSchema(): JsonValue {
  const schema: unknown = JSON.parse(
    JSON.stringify(z.toJSONSchema(ruleSetSchema, { io: 'input' })),
  );
  return z.json().parse(schema);
}

function readRule(fields: z.output<typeof ruleSchema>): Rule {
  const { id, severity, reason, source } = fields;
  return {
    id,
    severity,
    when: readCondition(fields.when),
    reason,
    source,
    nextStep: fields.nextStep ?? null,
  };
}

const atomicUnits = () =>
  z
    .string({ error: 'must be a whole number of atomic units in quotes' })
    .regex(/^[1-9]\d*$/, { error: 'must be a whole number of atomic units in quotes, above 0' });

const priceId = () =>
  z.string({ error: 'must be a text' }).regex(/^[a-z0-9]+:[a-zA-Z0-9-]+$/, {
    error: 'must be a name such as "coingecko:ethereum"',
  });

const assetSchema = closedObject({
  chain: closedWord(CHAINS.map((chain) => chain.name)),
  contract: z
    .string({ error: 'must be null for a native coin, or a contract address' })
    .regex(/^0x[0-9a-f]{40}$/, { error: 'must be 0x and 40 lower-case hex digits' })
    .nullable(),
  symbol: filledText(),
  decimals: z.int({ error: 'must be a whole number' }).min(0).max(36),
  peg: z.literal('usd', { error: 'must be "usd" or null' }).nullable(),
  wraps: z.literal('native', { error: 'must be "native", or be left out' }).optional(),
  tellsWraps: z.literal(true, { error: 'must be true, or be left out' }).optional(),
  priceIds: z
    .array(priceId(), { error: 'must be a list of names, or be left out' })
    .min(1, { error: 'must hold at least one name, or be left out' })
    .optional(),
  freeze: closedObject({
    question: z
      .string({ error: 'must be null where the contract freezes nobody, or a function' })
      .regex(/^[A-Za-z]+\(address\)$/, {
        error: 'must be a function of an address, such as "isBlacklisted(address)"',
      })
      .nullable(),
    source: httpsLink(),
  }).optional(),
  dustAmount: atomicUnits(),
  expansionFloorAmount: atomicUnits(),
  source: httpsLink(),
});

const assetListSchema = closedObject({
  title: filledText(),
  description: filledText(),
  assets: z.array(assetSchema, { error: 'must be a list of assets' }).min(1, {
    error: 'must hold at least one asset; without one nothing carries value',
  }),
});

/**
 * Reads the list of assets that carry value.
 *
 * @throws {RuleSetError} that names every bad field with its path, and every asset that stands twice.
 */
export function parseAssetList(text: string, name: string): AssetList {
  const file = { name, what: 'asset list' };
  const { assets } = parseJsonFile(text, { ...file, schema: assetListSchema });
  const list = new Map<AssetId, Asset>();
  const problems: string[] = [];
  assets.forEach((fields, at) => {
    const asset = readAsset(fields);
    if (list.has(asset.id)) problems.push(`assets[${at}]: ${asset.id} stands twice`);
    if (asset.expansionFloorAmount < asset.dustAmount) {
      problems.push(`assets[${at}].expansionFloorAmount: must not be below dustAmount`);
    }
    if (asset.tellsWraps === true && asset.wraps === null) {
      problems.push(`assets[${at}].tellsWraps: must be left out, for the asset wraps nothing`);
    }
    const isDated = fields.peg === null && fields.wraps === undefined;
    if (isDated && fields.contract === null && fields.priceIds === undefined) {
      problems.push(`assets[${at}].priceIds: is missing; nothing else says what the coin is worth`);
    }
    if (!isDated && fields.priceIds !== undefined) {
      problems.push(
        `assets[${at}].priceIds: must be left out; a peg or the coin that it wraps prices it`,
      );
    }
    if (fields.contract === null && fields.freeze !== undefined) {
      problems.push(`assets[${at}].freeze: must be left out; nobody issues a native coin`);
    }
    list.set(asset.id, asset);
  });
  if (problems.length > 0) throw fileError(file, problems);
  return list;
}

function readAsset(fields: z.output<typeof assetSchema>): Asset {
  const chain = findChainByName(fields.chain);
  if (chain === undefined) throw new Bug('A chain passed the schema that nobody knows.');
  return {
    id: fields.contract === null ? nativeAssetId(chain) : erc20AssetId(chain.id, fields.contract),
    chain: chain.id,
    symbol: fields.symbol,
    decimals: fields.decimals,
    peg: fields.peg,
    wraps: fields.wraps === undefined ? null : nativeAssetId(chain),
    ...(fields.tellsWraps === undefined ? {} : { tellsWraps: fields.tellsWraps }),
    ...(fields.priceIds === undefined ? {} : { priceIds: fields.priceIds }),
    ...(fields.freeze === undefined ? {} : { freeze: { question: fields.freeze.question } }),
    dustAmount: BigInt(fields.dustAmount),
    expansionFloorAmount: BigInt(fields.expansionFloorAmount),
  };
}
