import { formatCanonicalJson, type JsonValue } from '../../core/canonicalJson.js';
import { InputError } from '../../core/errors.js';
import { formatMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { SubmissionKeys } from '../../store/submissionKeys.js';
import { digestOf } from '../records.js';

/** How long a key names what was asked under it. Units: seconds. */
const KEPT_SECONDS = SECONDS_PER_DAY;

/** Something that was asked for under a key, so that asking again asks for nothing new. */
export interface Asking {
  /** Who asked and their key: keys of two people, or for two things, are two keys. */
  readonly key: JsonValue;
  /** What was asked for. */
  readonly asked: JsonValue;
  /** Names what was asked for in a sentence, such as `wallets`. */
  readonly what: string;
}

/** What is known of an asking. */
export interface KeptAsking {
  /** What was kept of it, as JSON; null where it is new. */
  readonly keptJson: string | null;
  readonly keep: (json: string) => void;
}

/**
 * Looks an asking up by its key.
 *
 * @throws {InputError} when the key was used for something else within a day.
 */
export function findAsking(
  { key, asked, what }: Asking,
  { keys, nowMs }: { readonly keys: SubmissionKeys; readonly nowMs: number },
): KeptAsking {
  const nowSeconds = Math.floor(nowMs / 1000);
  const keyText = formatCanonicalJson(key);
  const keyDigest = digestOf(keyText);
  const itemsDigest = digestOf(formatCanonicalJson([keyText, asked]));
  const sinceIso = formatMoment(nowSeconds - KEPT_SECONDS);
  const kept = keys.read(keyDigest, sinceIso);
  if (kept !== null && kept.itemsDigest !== itemsDigest) {
    throw new InputError(
      `This idempotency key was used for other ${what} within the last day; use another key.`,
    );
  }
  return {
    keptJson: kept?.statesJson ?? null,
    keep: (statesJson) =>
      keys.write(keyDigest, {
        ...{ itemsDigest, sinceIso, statesJson },
        madeAt: formatMoment(nowSeconds),
      }),
  };
}
