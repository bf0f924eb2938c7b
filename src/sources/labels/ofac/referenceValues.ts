import type { XmlVisitor } from './xmlStream.js';

/** Kinds of reference values that matter here: the element of a value, by the set that holds it. */
const KINDS = {
  FeatureTypeValues: 'FeatureType',
  DetailReferenceValues: 'DetailReference',
  ReliabilityValues: 'Reliability',
  DocNameStatusValues: 'DocNameStatus',
  ListValues: 'List',
  EntryEventTypeValues: 'EntryEventType',
  SanctionsTypeValues: 'SanctionsType',
} as const;

/** A kind of reference values. */
type ReferenceKind = (typeof KINDS)[keyof typeof KINDS];

/** What the numbers of an advanced file stand for, by the file's own word. */
export interface ReferenceValues {
  /** The name behind a number; undefined where the file gives none. */
  readonly nameOf: (kind: ReferenceKind, id: string | undefined) => string | undefined;
  /** Every name of a kind. */
  readonly namesOf: (kind: ReferenceKind) => readonly string[];
}

/** Reads the section of an advanced file that says what its numbers stand for. */
export function createReferenceReader(): XmlVisitor & ReferenceValues {
  const kindOfSet = new Map<string, ReferenceKind>(Object.entries(KINDS));
  const names = new Map<string, Map<string, string>>();
  let id = '';
  return {
    open: (_name, attributes) => {
      id = attributes.ID ?? '';
    },
    close: (name, text, parent) => {
      if (kindOfSet.get(parent) !== name) return;
      const known = names.get(name) ?? new Map<string, string>();
      names.set(name, known.set(id, text.trim()));
    },
    nameOf: (kind, asked) => names.get(kind)?.get(asked ?? ''),
    namesOf: (kind) => [...(names.get(kind)?.values() ?? [])],
  };
}
