import { z } from 'zod';
import { compareFractions, parseDecimal } from '../core/amount.js';
import { ACTORS, AUTHORITIES, CATEGORIES } from '../core/attribution.js';
import { Bug } from '../core/errors.js';
import { GAP_KINDS } from '../core/gap.js';
import { SIGNAL_KINDS } from '../core/signal.js';
import { closedObject, closedWord, isReadable } from './problems.js';
import { BASES, type ClaimFilter, type Condition, FIGURES, UNITS } from './ruleSet.js';

const DECIMAL = /^\d+(\.\d+)?$/;
const DPRK_OR_OTHER = ['dprk', 'other'] as const;

/** One word, or a list of words of which any suffices. */
function wordOrWords<const Words extends readonly string[]>(words: Words) {
  const word = closedWord(words);
  return z
    .union([word, z.array(word).min(1, { error: 'must name at least one word' })])
    .transform((given) => (typeof given === 'string' ? [given] : given));
}

const trueOrFalse = () => z.boolean({ error: 'must be true or false' });

const hopCount = () =>
  z.int({ error: 'must be a whole number of hops' }).min(0, { error: 'must not be negative' });

const belief = () =>
  z
    .number({ error: 'must be a number from 0 to 1, such as 0.5' })
    .min(0, { error: 'must be a number from 0 to 1, such as 0.5' })
    .max(1, { error: 'must be a number from 0 to 1, such as 0.5' });

const claimFields = {
  actors: z
    .union([
      closedWord([...DPRK_OR_OTHER, ...ACTORS]),
      z.array(closedWord(ACTORS)).min(1, { error: 'must name at least one actor' }),
    ])
    .optional()
    .meta({
      description:
        '"dprk": any DPRK-linked actor; "other": a claim about nobody of the DPRK; or actors by name',
    }),
  categories: wordOrWords(CATEGORIES).optional(),
  authorities: wordOrWords(AUTHORITIES).optional().meta({
    description: 'who says so; needed in every condition over claims',
  }),
  confidence: closedObject({ atLeast: belief().optional(), below: belief().optional() })
    .refine((given) => given.atLeast !== undefined || given.below !== undefined, {
      error: 'must hold atLeast or below',
    })
    .optional()
    .meta({
      description:
        'belief in the claim as its label set states it; what a list says is never below',
    }),
  roleStated: trueOrFalse().optional().meta({
    description: 'false: the source names the account under an event without saying its role',
  }),
  delisted: trueOrFalse().optional(),
};

type ClaimFields = z.output<z.ZodObject<typeof claimFields>>;

const MISSING_AUTHORITIES = `is missing; say whose claims count here: any of ${AUTHORITIES.join(', ')}`;

const exposureSchema = closedObject({
  ...claimFields,
  direction: closedWord(['incoming', 'outgoing']).optional(),
  kind: wordOrWords(['ownership', 'direct', 'indirect']).optional(),
  hops: closedObject({ atLeast: hopCount().optional(), atMost: hopCount().optional() })
    .optional()
    .meta({ description: 'owner hops, both ends included' }),
  designation: wordOrWords(['before', 'after', 'both', 'unknown']).optional(),
  dust: closedWord(['above', 'below', 'any']).optional().meta({ description: 'without it: above' }),
  figure: closedWord(FIGURES)
    .optional()
    .meta({ description: 'x is the larger of haircut and fifo; without it: any exposure' }),
  unit: closedWord(UNITS).optional(),
  basis: closedWord(BASES).optional().meta({ description: 'without it: either period suffices' }),
  atLeast: z
    .string({ error: 'must be a decimal number in quotes, such as "0.10"' })
    .regex(DECIMAL, { error: 'must be a decimal number in quotes, such as "0.10"' })
    .optional()
    .meta({ description: 'parts of one for a share, US dollars for usd' }),
}).superRefine(
  (leaf, context) => {
    const complain = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (leaf.authorities === undefined) complain('authorities', MISSING_AUTHORITIES);
    if (leaf.figure === undefined) {
      for (const field of ['unit', 'basis', 'atLeast'] as const) {
        if (leaf[field] !== undefined) complain(field, 'needs a figure beside it');
      }
      return;
    }
    if (leaf.unit === undefined) complain('unit', 'is missing; a figure needs share or usd');
    if (leaf.atLeast === undefined) {
      complain('atLeast', 'is missing; a figure needs a threshold such as "0.10"');
    } else if (DECIMAL.test(leaf.atLeast)) complainAboutThreshold(leaf, complain);
    if (Array.isArray(leaf.kind) && leaf.kind.every((kind) => kind === 'ownership')) {
      complain('figure', 'ownership moves no money and has no figure');
    }
  },
  { when: isReadable },
);

function complainAboutThreshold(
  leaf: { readonly unit?: string | undefined; readonly atLeast?: string | undefined },
  complain: (field: string, message: string) => void,
): void {
  const threshold = parseDecimal(leaf.atLeast ?? '0');
  if (threshold.numerator === 0n) {
    complain('atLeast', 'must be above 0; leave the figure out to ask whether anything matches');
  }
  if (
    leaf.unit === 'share' &&
    compareFractions(threshold, { numerator: 1n, denominator: 1n }) > 0
  ) {
    complain('atLeast', 'a share is at most 1; write 10 % as "0.10"');
  }
}

const signalSchema = closedObject({ ...claimFields, kind: closedWord(SIGNAL_KINDS) }).superRefine(
  ({ kind: _, authorities, ...claim }, context) => {
    const asksOfClaim = Object.values(claim).some((part) => part !== undefined);
    if (!asksOfClaim || authorities !== undefined) return;
    context.addIssue({ code: 'custom', path: ['authorities'], message: MISSING_AUTHORITIES });
  },
  { when: isReadable },
);
const gapSchema = closedObject({ kind: closedWord(GAP_KINDS) });

/** A condition as its file writes it, with words made into lists. */
export interface ConditionFields {
  readonly all?: readonly ConditionFields[] | undefined;
  readonly any?: readonly ConditionFields[] | undefined;
  readonly not?: ConditionFields | undefined;
  readonly exposure?: z.output<typeof exposureSchema> | undefined;
  readonly signal?: z.output<typeof signalSchema> | undefined;
  readonly gap?: z.output<typeof gapSchema> | undefined;
}

const conditions = () =>
  z
    .array(
      z.lazy(() => conditionSchema),
      { error: 'must be a list of conditions' },
    )
    .min(1, { error: 'must hold at least one condition' });

/** The closed grammar of conditions. */
export const conditionSchema: z.ZodType<ConditionFields> = closedObject({
  all: conditions().optional(),
  any: conditions().optional(),
  not: z.lazy(() => conditionSchema).optional(),
  exposure: exposureSchema.optional(),
  signal: signalSchema.optional(),
  gap: gapSchema.optional(),
})
  .refine((given) => Object.values(given).filter((part) => part !== undefined).length === 1, {
    error: 'must hold exactly one of all, any, not, exposure, signal, gap',
    when: isReadable,
  })
  .meta({ id: 'Condition' });

/** A condition of a file in the form that rules are judged by: every default written out. */
export function readCondition(fields: ConditionFields): Condition {
  if (fields.all !== undefined) return { kind: 'all', conditions: fields.all.map(readCondition) };
  if (fields.any !== undefined) return { kind: 'any', conditions: fields.any.map(readCondition) };
  if (fields.not !== undefined) return { kind: 'not', condition: readCondition(fields.not) };
  if (fields.exposure !== undefined) return readExposure(fields.exposure);
  if (fields.signal !== undefined) {
    return { kind: 'signal', signal: fields.signal.kind, claim: readClaim(fields.signal) };
  }
  if (fields.gap !== undefined) return { kind: 'gap', gap: fields.gap.kind };
  throw new Bug('A condition without a part passed its schema.');
}

function readExposure(leaf: z.output<typeof exposureSchema>): Condition {
  const { figure, unit, atLeast } = leaf;
  return {
    kind: 'exposure',
    claim: readClaim(leaf),
    direction: leaf.direction ?? null,
    kinds: leaf.kind ?? null,
    hops: { atLeast: leaf.hops?.atLeast ?? null, atMost: leaf.hops?.atMost ?? null },
    designations: leaf.designation ?? null,
    dust: leaf.dust ?? 'above',
    threshold:
      figure === undefined || unit === undefined || atLeast === undefined
        ? null
        : { figure, unit, basis: leaf.basis ?? null, atLeast: parseDecimal(atLeast) },
  };
}

function readClaim(fields: ClaimFields): ClaimFilter {
  return {
    actors: readActors(fields.actors),
    categories: fields.categories ?? null,
    authorities: fields.authorities ?? null,
    confidence:
      fields.confidence === undefined
        ? null
        : {
            atLeast: fields.confidence.atLeast ?? null,
            below: fields.confidence.below ?? null,
          },
    roleStated: fields.roleStated ?? null,
    delisted: fields.delisted ?? null,
  };
}

function readActors(actors: ClaimFields['actors']): ClaimFilter['actors'] {
  if (actors === undefined) return null;
  if (typeof actors !== 'string') return actors;
  return actors === 'dprk' || actors === 'other' ? actors : [actors];
}
