import { DecodeError } from '../../../core/errors.js';
import { createEntryReader } from './entryReader.js';
import {
  closeOverRelations,
  type ListedParty,
  missingField,
  type OfacFile,
  type OfacList,
  type OfacReader,
  readDay,
  tickerOf,
} from './ofacFile.js';
import { createPartyReader } from './partyReader.js';
import { createReferenceReader } from './referenceValues.js';
import type { XmlVisitor } from './xmlStream.js';

/** Namespaces under which OFAC has published its advanced format; the second until May 2024. */
export const ADVANCED_NAMESPACES: readonly string[] = [
  'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML',
  'http://www.un.org/sanctions/1.0',
];

/**
 * Reads OFAC's advanced format, `SDN_ADVANCED.XML` and `CONS_ADVANCED.XML`, in the order in which the
 * file has it: reference values, parties, relations, entries.
 *
 * It keeps the parties that have addresses, the relations between parties, and who is linked to North
 * Korea; all else has gone by when the next element comes. Whatever a number stands for (types, lists,
 * reliabilities) is read from the file itself.
 *
 * An address that OFAC calls false is left out, and so are those of a party that has no entry in force
 * on the list asked for.
 *
 * Source: https://ofac.treasury.gov/sdn-list-data-formats-data-schemas
 */
export function createAdvancedReader(list: OfacList): OfacReader {
  const references = createReferenceReader();
  const parties = createPartyReader(references);
  const relations = createRelationReader();
  const entries = createEntryReader(references, list);
  const issued = { Year: '', Month: '', Day: '' };
  const sections = new Map<string, XmlVisitor>([
    ['DateOfIssue', { open: () => undefined, close: noteIssued }],
    ['ReferenceValueSets', references],
    ['DistinctParties', parties],
    ['ProfileRelationships', relations],
    ['SanctionsEntries', entries],
  ]);
  const seen = new Set<string>();
  let section: XmlVisitor | undefined;

  function noteIssued(name: string, text: string): void {
    if (name === 'Year' || name === 'Month' || name === 'Day') issued[name] = text.trim();
  }

  const finish = (): OfacFile => {
    const absent = [...sections.keys()].find((name) => !seen.has(name));
    if (absent !== undefined) throw missingField(absent);
    const asOf = readDay(issued, 'DateOfIssue');
    if (list === 'sdn' && !references.namesOf('FeatureType').some((kind) => tickerOf(kind))) {
      throw new DecodeError('The file knows no addresses of digital currencies; fetch it again.', {
        field: 'FeatureTypeValues',
      });
    }
    if (entries.inForce.size === 0) {
      throw new DecodeError(`The file has no party on the ${list} list; it is another list's.`, {
        field: 'SanctionsEntries',
      });
    }
    const listed = [...parties.withAddresses.values()].map((party): ListedParty => {
      const entry = entries.inForce.get(party.uid);
      if (entry !== undefined) return { ...party, ...entry };
      const problem = `The party has no entry in force on the ${list} list.`;
      const addresses = party.addresses.map((address) => ({ ...address, problem }));
      return { ...party, addresses, programmes: [], enteredOn: null };
    });
    const named = [...parties.notedNorthKorean, ...entries.dprkListed];
    return { asOf, parties: listed, dprk: closeOverRelations(named, relations.pairs) };
  };

  return {
    open: (name, attributes, parent) => {
      if (parent === 'Sanctions') {
        section = sections.get(name);
        seen.add(name);
        // Without the reference values no address is recognised among the features.
        if (section === parties && !seen.has('ReferenceValueSets')) {
          throw missingField('ReferenceValueSets');
        }
      }
      section?.open(name, attributes, parent);
    },
    close: (name, text, parent) => {
      section?.close(name, text, parent);
      if (parent === 'Sanctions') section = undefined;
    },
    finish,
  };
}

function createRelationReader(): XmlVisitor & { readonly pairs: (readonly [string, string])[] } {
  const pairs: (readonly [string, string])[] = [];
  return {
    pairs,
    open: (name, attributes) => {
      if (name !== 'ProfileRelationship' || attributes.Former === 'true') return;
      const from = attributes['From-ProfileID'];
      const to = attributes['To-ProfileID'];
      if (from === undefined || to === undefined) throw missingField(name);
      pairs.push([from, to]);
    },
    close: () => undefined,
  };
}
