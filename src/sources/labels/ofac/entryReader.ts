import { isDprkProgramme, missingField, type OfacList, readDay, readUid } from './ofacFile.js';
import type { ReferenceValues } from './referenceValues.js';
import type { XmlAttributes, XmlVisitor } from './xmlStream.js';

/** The name that an advanced file gives its list of Specially Designated Nationals. */
const SDN_LIST = 'SDN List';

/** What a list says about one of its parties. */
export interface ListEntry {
  /** Order: the file's. */
  readonly programmes: readonly string[];
  /** First day on which the party was entered; null where the file does not say. */
  readonly enteredOn: string | null;
}

/** The entries of an advanced file as far as they matter here. */
export interface EntryReader extends XmlVisitor {
  /** Entries in force on the list asked for, by the party's uid. */
  readonly inForce: ReadonlyMap<string, ListEntry>;
  /** Parties that any list of the file now holds under a programme against North Korea, by uid. */
  readonly dprkListed: ReadonlySet<string>;
}

/** Something that happened to an entry. */
interface EntryEvent {
  readonly removes: boolean;
  /** Null where the file does not say. */
  day: string | null;
}

/** Reads the section of an advanced file that says which list holds which party, and why. */
export function createEntryReader({ nameOf }: ReferenceValues, list: OfacList): EntryReader {
  const inForce = new Map<string, ListEntry>();
  const dprkListed = new Set<string>();

  let uid = '';
  let isAsked = false;
  let programmes: string[] = [];
  let events: EntryEvent[] = [];
  let isProgramme = false;
  let date: Record<'Year' | 'Month' | 'Day', string> = { Year: '', Month: '', Day: '' };

  const open = (name: string, attributes: XmlAttributes): void => {
    switch (name) {
      case 'SanctionsEntry': {
        const listName = nameOf('List', attributes.ListID);
        if (listName === undefined) throw missingField('ListValues');
        uid = readUid(attributes.ProfileID, 'SanctionsEntry/@ProfileID');
        isAsked = (listName === SDN_LIST) === (list === 'sdn');
        programmes = [];
        events = [];
        break;
      }
      case 'EntryEvent': {
        const kind = nameOf('EntryEventType', attributes.EntryEventTypeID) ?? '';
        events.push({ removes: /remov|delist|revok/i.test(kind), day: null });
        break;
      }
      case 'Date':
        date = { Year: '', Month: '', Day: '' };
        break;
      case 'SanctionsMeasure':
        isProgramme = nameOf('SanctionsType', attributes.SanctionsTypeID) === 'Program';
        break;
    }
  };

  const close = (name: string, text: string, parent: string): void => {
    switch (name) {
      case 'Year':
      case 'Month':
      case 'Day':
        if (parent === 'Date') date[name] = text.trim();
        break;
      case 'Date': {
        const event = events.at(-1);
        if (parent !== 'EntryEvent' || event === undefined) break;
        event.day = readDay(date, 'SanctionsEntry/EntryEvent/Date');
        break;
      }
      case 'Comment':
        if (parent === 'SanctionsMeasure' && isProgramme) programmes.push(text.trim());
        break;
      case 'SanctionsEntry':
        takeEntry();
        break;
    }
  };

  const takeEntry = (): void => {
    if (isRemoved(events)) return;
    const days = events.flatMap(({ day }) => day ?? []);
    if (programmes.some(isDprkProgramme)) dprkListed.add(uid);
    if (!isAsked) return;
    const before = inForce.get(uid);
    const codes = [...(before?.programmes ?? []), ...programmes].filter((code) => code !== '');
    // The prohibition runs from the first day, whatever was added later.
    const [first = before?.enteredOn ?? null] = [...days].sort();
    const isEarlier = first !== null && (before?.enteredOn ?? first) >= first;
    inForce.set(uid, {
      programmes: [...new Set(codes)],
      enteredOn: isEarlier ? first : (before?.enteredOn ?? null),
    });
  };

  return { open, close, inForce, dprkListed };
}

/** The last word counts, so that who was removed and listed again is listed; one without a day is the last. */
function isRemoved(events: readonly EntryEvent[]): boolean {
  if (events.some(({ removes, day }) => removes && day === null)) return true;
  const dated = events.flatMap(({ removes, day }) => (day === null ? [] : [{ removes, day }]));
  const last = dated.sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day))).at(-1);
  return last?.removes === true;
}
