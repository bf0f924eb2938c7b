import { DecodeError } from '../../../core/errors.js';
import {
  citesNorthKorea,
  closeOverRelations,
  isDprkProgramme,
  type ListedAddress,
  type ListedParty,
  missingField,
  type OfacFile,
  type OfacList,
  type OfacReader,
  readDay,
  readUid,
  tickerOf,
} from './ofacFile.js';

/** Namespaces under which OFAC has published its classic format; the others until May 2024. */
export const CLASSIC_NAMESPACES: readonly string[] = [
  'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML',
  'https://tempuri.org/sdnList.xsd',
  'http://tempuri.org/sdnList.xsd',
];

/** An entry while its elements come by. */
interface Entry {
  uid: string;
  firstName: string;
  lastName: string;
  remarks: string;
  isNorthKorean: boolean;
  readonly programmes: string[];
  readonly addresses: ListedAddress[];
}

/**
 * Reads OFAC's classic format, `SDN.XML` and `CONSOLIDATED.XML`.
 *
 * Relations stand in the remarks there, as `(Linked To: LAZARUS GROUP)`, by name.
 *
 * Blind spot: it says neither when a party was entered nor how sure OFAC is of an address, and it
 * spells family names in capitals. Nor does it say which list it is: the caller must know.
 * Source: https://ofac.treasury.gov/sdn-list-data-formats-data-schemas
 */
export function createClassicReader(list: OfacList): OfacReader {
  const listed: ListedParty[] = [];
  const named = new Set<string>();
  const uidsByName = new Map<string, string[]>();
  const namedRelations: (readonly [uid: string, served: string])[] = [];
  let asOf: string | null = null;
  let announced: number | null = null;
  let count = 0;
  let entry = emptyEntry();
  let idType = '';

  const readField = (name: string, text: string): void => {
    if (name === 'uid') entry.uid = readUid(text, 'sdnEntry/uid');
    else if (name === 'firstName' || name === 'lastName' || name === 'remarks') entry[name] = text;
  };

  const takeEntry = (): void => {
    const uid = readUid(entry.uid, 'sdnEntry/uid');
    count += 1;
    const { firstName, lastName, remarks, programmes, addresses } = entry;
    const key = [lastName, firstName].filter((part) => part !== '').join(', ');
    const sameName = uidsByName.get(foldName(key));
    if (sameName === undefined) uidsByName.set(foldName(key), [uid]);
    else sameName.push(uid);
    const isNorthKorean = entry.isNorthKorean || citesNorthKorea(remarks);
    if (isNorthKorean || programmes.some(isDprkProgramme)) named.add(uid);
    for (const [, served = ''] of remarks.matchAll(
      /\(Linked To: ([^()]*(?:\([^()]*\)[^()]*)*)\)/gi,
    )) {
      namedRelations.push([uid, foldName(served)]);
    }
    if (addresses.length === 0) return;
    const name = [lastName, firstName].filter((part) => part !== '').join(' ');
    listed.push({ uid, name, programmes: [...new Set(programmes)], enteredOn: null, addresses });
  };

  const finish = (): OfacFile => {
    if (asOf === null) throw missingField('publshInformation/Publish_Date');
    if (count === 0 || count < (announced ?? 0)) {
      throw new DecodeError('The file holds fewer parties than it says; fetch it again.', {
        field: 'publshInformation/Record_Count',
      });
    }
    if (list === 'sdn' && listed.length === 0) {
      throw new DecodeError('The file holds no addresses of digital currencies; fetch it again.', {
        field: 'sdnEntry/idList',
      });
    }
    const relations = namedRelations.flatMap(([uid, served]) =>
      (uidsByName.get(served) ?? []).map((servedUid) => [uid, servedUid] as const),
    );
    return { asOf, parties: listed, dprk: closeOverRelations(named, relations) };
  };

  return {
    open: (name) => {
      if (name === 'sdnEntry') entry = emptyEntry();
      if (name === 'id') idType = '';
    },
    close: (name, text, parent) => {
      const plain = text.trim();
      if (parent === 'publshInformation') {
        if (name === 'Publish_Date') asOf = readUsDay(plain);
        if (name === 'Record_Count') announced = readCount(plain);
      } else if (parent === 'sdnEntry') {
        readField(name, plain);
      } else if (parent === 'programList') {
        if (name === 'program') entry.programmes.push(plain);
      } else if (parent === 'id') {
        if (name === 'idType') idType = plain;
        if (name === 'idNumber') {
          const ticker = tickerOf(idType);
          if (ticker !== null) entry.addresses.push({ ticker, address: plain, problem: null });
          if (citesNorthKorea(plain)) entry.isNorthKorean = true;
        }
      } else if (name === 'sdnEntry') {
        takeEntry();
      }
    },
    finish,
  };
}

function emptyEntry(): Entry {
  return {
    uid: '',
    firstName: '',
    lastName: '',
    remarks: '',
    isNorthKorean: false,
    programmes: [],
    addresses: [],
  };
}

/** Remarks spell a name as its entry does, but not always in the same case. */
function foldName(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

function readUsDay(text: string): string {
  const field = 'publshInformation/Publish_Date';
  const [Month = '', Day = '', Year = ''] = text.split('/');
  return readDay({ Year, Month, Day }, field);
}

function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw missingField('publshInformation/Record_Count');
  return Number.parseInt(text, 10);
}
