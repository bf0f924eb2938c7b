import type { JsonValue } from './canonicalJson.js';
import { DecodeError } from './errors.js';

/**
 * Reads a value that came from outside as what it should be; `at` is its path, for the complaint.
 *
 * @throws {DecodeError} naming the path, when it is anything else.
 */
export type ReadJson<Read> = (value: unknown, at: string) => Read;

/** The complaint about a value that is not what its place asks for. */
export function misshapen(at: string, wanted: string): DecodeError {
  return new DecodeError(`The recorded facts are not as Hopsight writes them: ${at} ${wanted}.`, {
    field: at,
  });
}

/** A text. */
export const readText: ReadJson<string> = (value, at) => {
  if (typeof value === 'string') return value;
  throw misshapen(at, 'must be a text');
};

/** A whole number that a double holds exactly. */
export const readWhole: ReadJson<number> = (value, at) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw misshapen(at, 'must be a whole number');
};

/** A whole number from zero. */
export const readCount: ReadJson<number> = (value, at) => {
  const number = readWhole(value, at);
  if (number >= 0) return number;
  throw misshapen(at, 'must not be below zero');
};

/** Either of the two truth values. */
export const readTruth: ReadJson<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  throw misshapen(at, 'must be true or false');
};

/** An amount from its plain decimal text. Edge: a sign, a blank or a leading zero is refused. */
export const readAmount: ReadJson<bigint> = (value, at) => {
  const text = readText(value, at);
  if (/^(?:0|[1-9]\d*)$/.test(text)) return BigInt(text);
  throw misshapen(at, 'must be an amount in decimal digits');
};

/** The same, or null. */
export function orNull<Read>(read: ReadJson<Read>): ReadJson<Read | null> {
  return (value, at) => (value === null ? null : read(value, at));
}

/** A list, each element read alike. */
export function listOf<Read>(read: ReadJson<Read>): ReadJson<readonly Read[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw misshapen(at, 'must be a list');
    return value.map((each: unknown, index) => read(each, `${at}[${index}]`));
  };
}

/** One word of a closed list. */
export function oneOf<Word extends JsonValue>(words: readonly Word[]): ReadJson<Word> {
  return (value, at) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw misshapen(at, `must be one of ${words.map((word) => JSON.stringify(word)).join(', ')}`);
  };
}

/** What a text names, by a parser that answers null where it names nothing. */
export function named<Read>(
  parse: (text: string) => Read | null | undefined,
  what: string,
): ReadJson<Read> {
  return (value, at) => {
    const found = parse(readText(value, at));
    if (found !== null && found !== undefined) return found;
    throw misshapen(at, `must name ${what}`);
  };
}

/** The members of an object, each by the reader of its name. Edge: every name must be there, and no other. */
export function fieldsOf<Shape extends object>(
  readers: {
    readonly [Name in keyof Shape]: ReadJson<Shape[Name]>;
  },
): ReadJson<Shape> {
  return (value, at) => {
    if (!isObject(value)) throw misshapen(at, 'must be an object');
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(readers, name));
    if (unknown !== undefined) throw misshapen(at, `must not have ${JSON.stringify(unknown)}`);
    const read: Partial<Shape> = {};
    for (const name in readers) {
      read[name] = readers[name](value[name], at === '' ? name : `${at}.${name}`);
    }
    if (isWhole(read, Object.keys(readers))) return read;
    throw misshapen(at, 'lacks a member');
  };
}

function isWhole<Shape>(read: Partial<Shape>, names: readonly string[]): read is Shape {
  return names.every((name) => Object.hasOwn(read, name));
}

/** Whether a value is an object with members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
