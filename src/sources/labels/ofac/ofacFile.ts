import { DecodeError } from '../../../core/errors.js';
import { parseMoment } from '../../../core/moment.js';
import type { XmlVisitor } from './xmlStream.js';

/**
 * Which of OFAC's lists a file is asked for: the one of Specially Designated Nationals (SDN), or the
 * consolidated one of all others, which forbid less.
 */
export type OfacList = 'sdn' | 'consolidated';

/** An address that the list gives for a party. */
export interface ListedAddress {
  /** OFAC's word for the currency. It is no chain: USDT stands for addresses of three. */
  readonly ticker: string;
  /** As the file spells it. */
  readonly address: string;
  /** Why the file itself does not claim it: one sentence; null where it does. */
  readonly problem: string | null;
}

/** A party that has at least one address. */
export interface ListedParty {
  /** OFAC's own number of the party, under which its page is found. */
  readonly uid: string;
  readonly name: string;
  /** Codes of the programmes under which it is listed. Order: the file's. */
  readonly programmes: readonly string[];
  /** Day on which the party was entered; null where the file does not say. */
  readonly enteredOn: string | null;
  readonly addresses: readonly ListedAddress[];
}

/** Why a party counts as linked to North Korea: the list says so itself, or it serves one that is. */
export type DprkLink = 'named' | 'related';

/** What a file of OFAC's says about addresses, whatever its format. */
export interface OfacFile {
  /** Day on which OFAC issued the file. */
  readonly asOf: string;
  /** Order: the file's. */
  readonly parties: readonly ListedParty[];
  /** Parties linked to North Korea, by uid. */
  readonly dprk: ReadonlyMap<string, DprkLink>;
}

/** Reads one format of OFAC's. */
export interface OfacReader extends XmlVisitor {
  /**
   * What the whole file said; to be asked once, after its last element.
   *
   * @throws {DecodeError} when something is missing that every list has.
   */
  readonly finish: () => OfacFile;
}

/** What a list calls the currency of an address, with the ticker behind it. */
const CURRENCY_PREFIX = 'Digital Currency Address - ';

/** The ticker in the name of an identifier, or null where it is not about an address of a currency. */
export function tickerOf(kind: string): string | null {
  const plain = kind.trim();
  return plain.startsWith(CURRENCY_PREFIX) ? plain.slice(CURRENCY_PREFIX.length).trim() : null;
}

/** Whether a code names a programme of sanctions against North Korea. */
export function isDprkProgramme(code: string): boolean {
  return code.startsWith('DPRK');
}

/**
 * Whether a text cites the regulations on North Korea, as OFAC notes on parties that it listed for
 * their part in North Korea's business under another programme.
 *
 * Source: https://www.ecfr.gov/current/title-31/subtitle-B/chapter-V/part-510
 */
export function citesNorthKorea(text: string): boolean {
  return text.includes('North Korea Sanctions Regulations');
}

/**
 * The parties linked to North Korea: those that are named so, and all that serve, own, belong to or act
 * for one of them, however many parties lie between.
 *
 * Edge: a relation counts from the party that serves to the one that is served, never back; whom a
 * North Korean party supports is not North Korean for that.
 */
export function closeOverRelations(
  named: Iterable<string>,
  relations: readonly (readonly [from: string, to: string])[],
): ReadonlyMap<string, DprkLink> {
  const servants = new Map<string, string[]>();
  for (const [from, to] of relations) {
    const known = servants.get(to);
    if (known === undefined) servants.set(to, [from]);
    else known.push(from);
  }
  const links = new Map<string, DprkLink>();
  for (const uid of named) links.set(uid, 'named');
  // A map hands out what is added while it is walked, so this reaches the relations of relations.
  for (const uid of links.keys()) {
    for (const servant of servants.get(uid) ?? []) {
      if (!links.has(servant)) links.set(servant, 'related');
    }
  }
  return links;
}

/**
 * A day of a list as an ISO date.
 *
 * @throws {DecodeError} for what is no day of the calendar.
 */
export function readDay(
  parts: { readonly Year: string; readonly Month: string; readonly Day: string },
  field: string,
): string {
  const iso = [parts.Year, parts.Month.padStart(2, '0'), parts.Day.padStart(2, '0')].join('-');
  if (parseMoment(iso) === null) {
    throw new DecodeError('The file holds a date that is not in the calendar.', { field });
  }
  return iso;
}

/**
 * The number of a party, which becomes part of a link.
 *
 * @throws {DecodeError} for anything but digits.
 */
export function readUid(text: string | undefined, field: string): string {
  if (text === undefined || !/^\d{1,12}$/.test(text)) {
    throw new DecodeError('The file holds a party without a usable number.', { field });
  }
  return text;
}

/** The error for a file that lacks what every file of its format has. */
export function missingField(field: string): DecodeError {
  return new DecodeError(
    `The file lacks what it should say at ${field}; OFAC may have changed its format.`,
    { field },
  );
}
