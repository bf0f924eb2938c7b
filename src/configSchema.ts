import leven from 'leven';
import ms from 'ms';
import { z } from 'zod';
import { parseSubject } from './chains/registry.js';
import { count } from './configFields.js';
import { CHAINS, findChainByName } from './core/chain.js';
import type { Checkpoint } from './core/checkpoint.js';
import { ConfigError, InputError, RuleSetError } from './core/errors.js';
import { DEFAULT_POLICY, type Policy } from './core/policy.js';
import { type DocumentsConfig, documentsSchema } from './documentsConfig.js';
import { type FeedConfig, feedsSchema } from './feedConfig.js';
import { type PricesConfig, pricesSchema } from './pricesConfig.js';
import { currencySchema, type RatesConfig, ratesSchema } from './ratesConfig.js';
import { closedObject, filledText, parseJsonFile } from './rules/problems.js';
import { type ServiceConfig, serviceSchema } from './serviceConfig.js';
import { FAMILY_OF_KIND, type SourceConfig, sourceSchema } from './sourceConfig.js';
import { type SummaryConfig, summarySchema } from './summaryConfig.js';

/** What a configuration file says; what it leaves out is undefined. */
export interface ConfigFile {
  readonly database?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly currency?: string | undefined;
  /** A file of certificates in PEM to trust besides those that Node brings. */
  readonly caFile?: string | undefined;
  readonly labels?:
    | {
        readonly builtIn?: boolean | undefined;
        readonly feeds?: readonly FeedConfig[] | undefined;
      }
    | undefined;
  readonly ownAccounts?: readonly string[] | undefined;
  readonly chains?:
    | Readonly<
        Record<
          string,
          {
            readonly sources: readonly SourceConfig[];
            readonly crossCheck?: boolean | undefined;
            readonly checkpoint?: Checkpoint | undefined;
          }
        >
      >
    | undefined;
  readonly prices?: PricesConfig | undefined;
  readonly rates?: RatesConfig | undefined;
  readonly policy?: Policy | undefined;
  readonly service?: ServiceConfig | undefined;
  readonly approvals?: { readonly keyFolder?: string | undefined } | undefined;
  readonly documents?: DocumentsConfig | undefined;
  readonly summary?: SummaryConfig | undefined;
}

const MS_PER_DAY = 86_400_000;

const ownAddress = filledText().superRefine((text, context) => {
  try {
    parseSubject(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    context.addIssue({ code: 'custom', message: `cannot be used. ${error.message}` });
  }
});

const checkpointSchema = closedObject({
  height: z
    .int({ error: 'must be the height of a block' })
    .min(0, { error: 'must be the height of a block' }),
  hash: filledText().transform((hash) => hash.toLowerCase()),
});

/** How block hashes are written on the chains of a family. */
const HASH_OF_FAMILY = {
  evm: { form: /^0x[0-9a-f]{64}$/, words: 'must be 0x and 64 hex digits' },
  utxo: { form: /^[0-9a-f]{64}$/, words: 'must be 64 hex digits, without 0x' },
} as const;

const chainsSchema = z
  .record(
    z.string(),
    closedObject({
      sources: z.array(sourceSchema, { error: 'must be a list of sources' }),
      crossCheck: z.boolean({ error: 'must be true or false' }).optional(),
      checkpoint: checkpointSchema.optional(),
    }),
    { error: 'must be an object of chains by their short names' },
  )
  .superRefine((chains, context) => {
    for (const [name, { sources, crossCheck, checkpoint }] of Object.entries(chains)) {
      const live = sources.filter(({ kind }) => kind !== 'recorded' && kind !== 'rpc');
      if (crossCheck === true && live.length < 2) {
        context.addIssue({
          code: 'custom',
          path: [name, 'crossCheck'],
          message: 'needs two sources that can be asked; add one, or set it to false',
        });
      }
      const problem = problemOfChain(name);
      if (problem !== null) context.addIssue({ code: 'custom', path: [name], message: problem });
      const family = findChainByName(name)?.family;
      const written = family === 'evm' || family === 'utxo' ? HASH_OF_FAMILY[family] : null;
      if (checkpoint !== undefined && written !== null && !written.form.test(checkpoint.hash)) {
        context.addIssue({
          code: 'custom',
          path: [name, 'checkpoint', 'hash'],
          message: written.words,
        });
      }
      for (const [at, { kind }] of sources.entries()) {
        const wanted = FAMILY_OF_KIND[kind];
        if (problem !== null || wanted === null || wanted === family) continue;
        context.addIssue({
          code: 'custom',
          path: [name, 'sources', at, 'kind'],
          message: `a source of kind "${kind}" cannot read ${name}`,
        });
      }
    }
  });

const TRACED = CHAINS.filter((chain) => chain.family !== 'untraced').map((chain) => chain.name);

function problemOfChain(name: string): string | null {
  const chain = findChainByName(name);
  if (chain === undefined) {
    const nearest = [...TRACED].sort((a, b) => leven(a, name) - leven(b, name))[0];
    return `unknown chain "${name}"; the nearest known one is "${nearest}" (of ${TRACED.join(', ')})`;
  }
  if (chain.family !== 'untraced') return null;
  return `${chain.title} cannot be traced by this version; remove it (its addresses are still looked up in the labels)`;
}

const durationSchema = z
  .string({ error: 'must be a text such as "120s"' })
  .transform((text, context) => {
    const duration = parseDuration(text);
    if (duration === null) {
      context.addIssue({ code: 'custom', message: DURATION_WORDS });
      return z.NEVER;
    }
    return duration;
  });

const DURATION_WORDS = 'must be a duration with its unit, such as "120s" or "2m", up to 1 day';

/**
 * A duration such as `120s` or `2m` in milliseconds, or null for a text that is none.
 *
 * Edge: a number without a unit is refused, since seconds may be meant; so is more than a day.
 */
export function parseDuration(text: string): number | null {
  if (!isDurationText(text)) return null;
  const duration = Math.round(ms(text));
  return duration > 0 && duration <= MS_PER_DAY ? duration : null;
}

function isDurationText(text: string): text is ms.StringValue {
  return /^\d+(?:\.\d+)? ?(?:ms|s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?)$/.test(text);
}

const policySchema = closedObject({
  requiredDepth: count(20).default(DEFAULT_POLICY.requiredDepth),
  depth: count(20).default(DEFAULT_POLICY.depth),
  window: count(64).default(DEFAULT_POLICY.window),
  lookbackDays: count(36_500).default(DEFAULT_POLICY.lookbackDays),
  maxRequests: count(1_000_000).default(DEFAULT_POLICY.maxRequests),
  deadline: durationSchema.optional(),
}).transform(({ deadline, ...rest }, context): Policy => {
  const policy = { ...rest, deadlineMs: deadline ?? DEFAULT_POLICY.deadlineMs };
  const problem = problemOfDepths(policy);
  if (problem !== null) context.addIssue({ code: 'custom', path: ['depth'], message: problem });
  return policy;
});

/** Why a policy's depths contradict each other, or null. */
export function problemOfDepths({ depth, requiredDepth }: Policy): string | null {
  if (depth >= requiredDepth) return null;
  return `must be at least requiredDepth (${requiredDepth}): what is required has to be looked at`;
}

const zoneSchema = filledText().superRefine((zone, context) => {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    context.addIssue({
      code: 'custom',
      message: 'must be the IANA name of a time zone, such as "UTC" or "Europe/Berlin"',
    });
  }
});

const configSchema: z.ZodType<ConfigFile> = closedObject({
  database: filledText().optional(),
  timeZone: zoneSchema.optional(),
  currency: currencySchema.optional(),
  caFile: filledText().optional(),
  labels: closedObject({
    builtIn: z.boolean({ error: 'must be true or false' }).optional(),
    feeds: feedsSchema.optional(),
  }).optional(),
  ownAccounts: z.array(ownAddress, { error: 'must be a list of addresses' }).optional(),
  chains: chainsSchema.optional(),
  prices: pricesSchema.optional(),
  rates: ratesSchema.optional(),
  policy: policySchema.optional(),
  service: serviceSchema.optional(),
  approvals: closedObject({ keyFolder: filledText().optional() }).optional(),
  documents: documentsSchema.optional(),
  summary: summarySchema.optional(),
});

/**
 * What the text of a configuration file says.
 *
 * @throws {ConfigError} naming every bad field; a value is never repeated, since keys hide in urls.
 */
export function parseConfigFile(text: string, name: string): ConfigFile {
  assertJson(text, name);
  try {
    return parseJsonFile(text, { name, what: 'configuration', schema: configSchema });
  } catch (cause) {
    if (!(cause instanceof RuleSetError)) throw cause;
    throw new ConfigError(cause.message, { problems: cause.problems }, { cause });
  }
}

function assertJson(text: string, name: string): void {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The reason that JSON.parse gives repeats a part of the file, which may hold a key.
    throw new ConfigError(
      `The configuration ${name} is no JSON; remove comments and trailing commas and check quotes and brackets.`,
    );
  }
}
