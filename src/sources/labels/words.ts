import {
  ACTORS,
  type Actor,
  type AttributionUse,
  AUTHORITIES,
  type Authority,
  CATEGORIES,
  type Category,
  RISK_CATEGORIES,
} from '../../core/attribution.js';

/** What a label file may say in its column `confidence`: who stands behind the claim. */
export const AUTHORITY_WORDS = [
  'official',
  'list',
  'government',
  'researcher',
  'vendor-label',
  'vendor',
  'own',
] as const;

/** Belief in a claim where its row says no more than who makes it. Units: 0 to 1. */
export const CONFIDENCE_OF_AUTHORITY: Readonly<Record<Authority, number>> = {
  list: 1,
  government: 0.9,
  researcher: 0.6,
  vendor: 0.4,
  own: 0.6,
};

/** Belief in a claim that its own source calls uncertain, suspected or without a stated role. */
const UNCERTAIN_CONFIDENCE = 0.3;

/** Belief in a claim that was guessed from timing or amounts. */
const PROBABILISTIC_CONFIDENCE = 0.2;

/**
 * The groups that published lists name, in the words they use, under our four actors.
 *
 * Words are compared in lower case, first whole, then without a remark in brackets at their end.
 */
const ACTOR_OF_WORDS: ReadonlyMap<string, Actor> = new Map<string, Actor>([
  ...ACTORS.map((actor) => [actor, actor] as const),
  ['lazarus', 'lazarus'],
  ['lazarus group', 'lazarus'],
  ['lazarusgroup', 'lazarus'],
  ['lazarus_group', 'lazarus'],
  ['lazarus/andariel', 'lazarus'],
  ['lazarus/bluenoroff', 'lazarus'],
  ['tradertraitor', 'lazarus'],
  ['tradertraitor/lazarus', 'lazarus'],
  ['apt38', 'lazarus'],
  ['andariel', 'lazarus'],
  ['bluenoroff', 'lazarus'],
  ['applejeus', 'lazarus'],
  ['applejeus/citrine sleet', 'lazarus'],
  ['unc4736 / dprk-linked', 'lazarus'],
  ['dprk it worker', 'dprk-it-worker'],
  ['dprk it workers', 'dprk-it-worker'],
  ['dprk it worker lead', 'dprk-it-worker'],
  ['dprk it-worker delegation manager', 'dprk-it-worker'],
  ['dprk it workers / ftb', 'dprk-it-worker'],
  ['dprk it workers / ftb (sim hyon sop) / chinyong', 'dprk-it-worker'],
  ['chinyong / dprk it workers', 'dprk-it-worker'],
  ['dprk facilitator', 'dprk-facilitator'],
  ['lazarus facilitator', 'dprk-facilitator'],
  ['tradertraitor/lazarus facilitator', 'dprk-facilitator'],
  ['facilitator for chinyong it workers', 'dprk-facilitator'],
  ['dprk it workers / andreyev facilitator', 'dprk-facilitator'],
  ['dprk foreign trade bank', 'dprk-facilitator'],
  ['dprk bank representative, it-worker proceeds', 'dprk-facilitator'],
  ['dprk bank, it-worker and cyber proceeds', 'dprk-facilitator'],
  ['mixer used by lazarus', 'dprk-facilitator'],
  ['tornado cash (material support to lazarus)', 'dprk-facilitator'],
  ['dprk cyber actors', 'dprk-other'],
  ['suspected dprk', 'dprk-other'],
]);

/** The actor that a word names; null for an empty word, undefined for one that is not known. */
export function parseActor(word: string): Actor | null | undefined {
  const plain = word.trim().toLowerCase();
  if (plain === '') return null;
  return ACTOR_OF_WORDS.get(plain) ?? ACTOR_OF_WORDS.get(plain.replace(/\s*\([^()]*\)$/, ''));
}

/** The category that a word names, or undefined when it is not one of the closed list. */
export function parseCategory(word: string): Category | undefined {
  const plain = word.trim().toLowerCase();
  return CATEGORIES.find((category) => category === plain);
}

/**
 * Who stands behind a claim. `official` is a sanctions list where the source text names OFAC or its
 * SDN list, and a government's word otherwise.
 */
export function parseAuthority(word: string, sourceText: string): Authority | undefined {
  const plain = word.trim().toLowerCase();
  if (plain === 'official') {
    return /\b(?:OFAC|SDN)\b/i.test(sourceText) ? 'list' : 'government';
  }
  if (plain === 'vendor-label') return 'vendor';
  return AUTHORITIES.find((authority) => authority === plain);
}

/** What a row's own words say about how it may be used. */
export interface UseDecision {
  readonly use: AttributionUse;
  /** The category that fits the use: a deposit box of an exchange is `exchange`, whatever the list says. */
  readonly category: Category;
  /** Null when the claim turns out to be about a service. */
  readonly actor: Actor | null;
  readonly confidence: number;
}

/** A claim's words, as a list has them. */
export interface ClaimWords {
  readonly entity: string;
  readonly actorWord: string;
  readonly category: Category;
  readonly actor: Actor | null;
  readonly authority: Authority;
}

/**
 * How a claim may be used.
 *
 * A guess by timing (`PROBABILISTIC`) is only shown. An address that an exchange owns ends the trail
 * and accuses nobody, even where an official list names it. Risk categories are exposures, and so is a
 * business that is listed or DPRK-linked itself; the rest are services.
 */
export function decideUse(claim: ClaimWords): UseDecision {
  const { entity, category, actor, authority } = claim;
  const words = `${entity} ${claim.actorWord}`;
  if (/probabilistic/i.test(words)) {
    return { use: 'note', category, actor, confidence: PROBABILISTIC_CONFIDENCE };
  }
  if (category === 'frozen') {
    // What an issuer froze is told as a signal: it says nothing of where the account's money is from.
    return { use: 'note', category, actor: null, confidence: CONFIDENCE_OF_AUTHORITY[authority] };
  }
  if (/exchange-owned|service-owned/i.test(entity)) {
    return {
      use: 'service',
      category: 'exchange',
      actor: null,
      confidence: CONFIDENCE_OF_AUTHORITY[authority],
    };
  }
  const unsure = /\buncertain\b|\bsuspected\b|role not stated/i.test(words);
  const isRisk = RISK_CATEGORIES.includes(category);
  // Who is listed, or DPRK-linked, is a risk whatever business it runs.
  const accused = !isRisk && (actor !== null || authority === 'list');
  return {
    use: isRisk || accused ? 'exposure' : 'service',
    category: accused ? (authority === 'list' ? 'sanctioned' : 'laundering') : category,
    actor,
    confidence: unsure ? UNCERTAIN_CONFIDENCE : CONFIDENCE_OF_AUTHORITY[authority],
  };
}
