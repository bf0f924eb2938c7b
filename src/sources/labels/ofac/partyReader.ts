import {
  citesNorthKorea,
  type ListedAddress,
  missingField,
  readUid,
  tickerOf,
} from './ofacFile.js';
import type { ReferenceValues } from './referenceValues.js';
import type { XmlAttributes, XmlVisitor } from './xmlStream.js';

/** A party with addresses, before it is known whether the list holds it. */
export interface NamedParty {
  readonly uid: string;
  readonly name: string;
  readonly addresses: readonly ListedAddress[];
}

/** The parties of an advanced file as far as they matter here. */
export interface PartyReader extends XmlVisitor {
  /** Those that have addresses, by uid. Order: the file's. */
  readonly withAddresses: ReadonlyMap<string, NamedParty>;
  /** Those on which OFAC notes the regulations on North Korea, by uid. */
  readonly notedNorthKorean: ReadonlySet<string>;
}

/** Reads the section of an advanced file that names the parties, one after the other. */
export function createPartyReader({ nameOf }: ReferenceValues): PartyReader {
  const withAddresses = new Map<string, NamedParty>();
  const notedNorthKorean = new Set<string>();

  let uid = '';
  let partyName = '';
  let addresses: ListedAddress[] = [];
  let inIdentity = false;
  let inAlias = false;
  let nameParts: string[] | null = null;
  let ticker: string | null = null;
  let isFalse = false;

  const open = (name: string, attributes: XmlAttributes): void => {
    switch (name) {
      case 'Profile':
        uid = readUid(attributes.ID, 'Profile/@ID');
        partyName = '';
        addresses = [];
        break;
      case 'Identity':
        inIdentity = attributes.Primary === 'true' && attributes.False !== 'true';
        break;
      case 'Alias':
        inAlias = inIdentity && attributes.Primary === 'true';
        break;
      case 'DocumentedName': {
        const isLatin = nameOf('DocNameStatus', attributes.DocNameStatusID) === 'Primary Latin';
        nameParts = inAlias && (isLatin || partyName === '') ? [] : null;
        break;
      }
      case 'Feature': {
        const kind = nameOf('FeatureType', attributes.FeatureTypeID);
        // A type without a name could be one of addresses, which must not get lost unseen.
        if (kind === undefined) throw missingField('FeatureTypeValues');
        ticker = tickerOf(kind);
        break;
      }
      case 'FeatureVersion':
        isFalse = nameOf('Reliability', attributes.ReliabilityID) === 'False';
        break;
      case 'VersionDetail': {
        const cited = nameOf('DetailReference', attributes.DetailReferenceID) ?? '';
        if (!isFalse && citesNorthKorea(cited)) notedNorthKorean.add(uid);
        break;
      }
    }
  };

  const close = (name: string, text: string): void => {
    switch (name) {
      case 'NamePartValue':
        nameParts?.push(text.trim().replaceAll(/\s+/g, ' '));
        break;
      case 'DocumentedName':
        if (nameParts !== null) partyName = nameParts.join(' ');
        nameParts = null;
        break;
      case 'VersionDetail':
        if (ticker !== null) {
          const problem = isFalse ? 'OFAC itself calls the address false.' : null;
          addresses.push({ ticker, address: text.trim(), problem });
        }
        break;
      case 'Feature':
        ticker = null;
        break;
      case 'Profile':
        if (addresses.length > 0) keep();
        break;
    }
  };

  const keep = (): void => {
    const before = withAddresses.get(uid)?.addresses ?? [];
    withAddresses.set(uid, { uid, name: partyName, addresses: [...before, ...addresses] });
  };

  return { open, close, withAddresses, notedNorthKorean };
}
