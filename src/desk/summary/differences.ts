import { formatCanonicalJson, type JsonValue } from '../../core/canonicalJson.js';
import { isMoneyChange } from './changesSince.js';

/** One figure that is another one now. */
export interface Difference {
  /** Where it stands, such as `coverage.screened` or `payments[01J…].worth`. */
  readonly what: string;
  /** What it was, as JSON; null where there was nothing. */
  readonly before: string | null;
  /** What it is, as JSON; null where there is nothing any more. */
  readonly now: string | null;
}

/** What a summary says of the moment at which it was made, of what became of it or of other months. */
const NOT_OF_THE_MONTH: readonly string[] = ['asOf', 'audit', 'erasures', 'trend'];

/** Members that name an element of a list among the others, whichever it has. Order: the first counts. */
const NAMES = ['id', 'concern', 'linkId', 'checkId', 'screeningId', 'ruleId', 'digest'] as const;
const MORE_NAMES = ['set', 'key', 'asset', 'what'] as const;
const EXPOSURE_NAMES = ['entity', 'category', 'direction', 'listing'] as const;

/**
 * A summary without what tells of the moment at which it was made or of other months, so that two of the same figures are
 * the same text. Edge: what is no object stays as it is.
 */
export function figuresOf(model: JsonValue): JsonValue {
  if (!isMembers(model)) return model;
  return Object.fromEntries(
    Object.entries(model).filter(([name]) => !NOT_OF_THE_MONTH.includes(name)),
  );
}

/**
 * What differs between two summaries of one month, figure by figure.
 *
 * Order: of the members' names, then of elements as they stood before, new ones last. Edge: elements of a
 * list are compared by what names them, so that one more does not change all behind it; a list of plain
 * values is a set. What only tells of the moment of making is left out. Where the currency is another one
 * that comes first, and no worth is compared with one of another currency.
 */
export function findDifferences(before: JsonValue, now: JsonValue): readonly Difference[] {
  const [was, is] = [figuresOf(before), figuresOf(now)];
  if (!isMembers(was) || !isMembers(is) || was[CURRENCY] === is[CURRENCY]) {
    return compare(was, is, '');
  }
  return [
    ...compare(was[CURRENCY] ?? null, is[CURRENCY] ?? null, CURRENCY),
    ...compare(withoutWorth(was), withoutWorth(is), ''),
  ];
}

const CURRENCY = 'currency';

/** A model without sums of money and what goes with them. */
function withoutWorth(value: JsonValue): JsonValue {
  if (isList(value)) {
    return value.filter((element) => !isChangeOfMoney(element)).map(withoutWorth);
  }
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OF_CURRENCY.includes(name))
      .map(([name, member]) => [name, withoutWorth(member)]),
  );
}

/** Members that only mean something in a currency. */
const OF_CURRENCY: readonly string[] = [CURRENCY, 'worth', 'rates'];

function isChangeOfMoney(element: JsonValue): boolean {
  return isMembers(element) && typeof element.what === 'string' && isMoneyChange(element.what);
}

function compare(before: JsonValue, now: JsonValue, what: string): readonly Difference[] {
  if (isMembers(before) && isMembers(now)) {
    return compareMembers(new Map(Object.entries(before)), new Map(Object.entries(now)), (name) =>
      what === '' ? name : `${what}.${name}`,
    );
  }
  if (isList(before) && isList(now)) {
    return compareMembers(byName(before), byName(now), (name) => `${what}[${name}]`);
  }
  const [was, is] = [formatCanonicalJson(before), formatCanonicalJson(now)];
  return was === is ? [] : [{ what, before: was, now: is }];
}

function compareMembers(
  before: ReadonlyMap<string, JsonValue>,
  now: ReadonlyMap<string, JsonValue>,
  placeOf: (name: string) => string,
): readonly Difference[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    if (was !== undefined && is !== undefined) return compare(was, is, placeOf(name));
    return [
      {
        what: placeOf(name),
        before: was === undefined ? null : formatCanonicalJson(was),
        now: is === undefined ? null : formatCanonicalJson(is),
      },
    ];
  });
}

/** Elements by what names them; where two have one name, by their place among those too. */
function byName(list: readonly JsonValue[]): ReadonlyMap<string, JsonValue> {
  const named = new Map<string, JsonValue>();
  for (const element of list) {
    const name = nameOf(element);
    let unused = name;
    for (let place = 2; named.has(unused); place += 1) unused = `${name} ${place}`;
    named.set(unused, element);
  }
  return named;
}

function nameOf(element: JsonValue): string {
  if (!isMembers(element)) return formatCanonicalJson(element);
  if (EXPOSURE_NAMES.every((name) => typeof element[name] === 'string')) {
    return EXPOSURE_NAMES.map((name) => element[name]).join(', ');
  }
  const found = [...NAMES, ...MORE_NAMES].find((name) => typeof element[name] === 'string');
  return found === undefined ? '' : `${element[found]}`;
}

/** Whether a value is a list. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a value is an object with members. */
export function isMembers(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}
