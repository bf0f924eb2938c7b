import { InputError } from '../core/errors.js';
import { type NumberFormat, numberFormats } from './numberFormats.js';
import { readSharedTexts } from './sharedTexts.js';
import { walkXml, xmlText } from './xml.js';
import type { PackedFiles } from './zip.js';

/** A sheet of a workbook that has cells, and where it is packed. */
export interface SheetPart {
  readonly name: string;
  readonly isHidden: boolean;
  readonly path: string;
}

/** What a workbook holds beside its sheets. */
export interface Workbook {
  readonly sheets: readonly SheetPart[];
  /** Whether days are counted from 1904 instead of 1900. */
  readonly countsFrom1904: boolean;
  /** Texts that cells name by their number. */
  readonly sharedTexts: readonly string[];
  /** By the style number of a cell. */
  readonly formats: readonly NumberFormat[];
}

interface Relation {
  readonly kind: string;
  readonly path: string;
}

/**
 * Reads what a packed workbook holds.
 *
 * Source: ECMA-376 part 1, 12.2 and 18.2, https://ecma-international.org/publications-and-standards/standards/ecma-376/
 *
 * @throws {InputError} for another kind of packed file, one with macros, or one that is damaged.
 */
export function readWorkbook(files: PackedFiles): Workbook {
  assertPlainWorkbook(files);
  const main = [...readRelations(files, '').values()].find(({ kind }) => kind === 'officeDocument');
  const path = main?.path ?? 'xl/workbook.xml';
  const relations = readRelations(files, path);
  const partOf = (kind: string): string | null => {
    const found = [...relations.values()].find((relation) => relation.kind === kind);
    return found === undefined || !files.has(found.path) ? null : readPart(files, found.path);
  };
  const sheets: SheetPart[] = [];
  let countsFrom1904 = false;
  walkXml(readPart(files, path), {
    open: ({ name, attributes }) => {
      if (name === 'workbookPr') countsFrom1904 = isTrue(attributes.get('date1904'));
      if (name !== 'sheet') return;
      const relation = relations.get(attributes.get('id') ?? '');
      if (relation?.kind !== 'worksheet') return;
      const isHidden = (attributes.get('state') ?? 'visible') !== 'visible';
      sheets.push({ name: attributes.get('name') ?? '', isHidden, path: relation.path });
    },
  });
  return {
    sheets,
    countsFrom1904,
    sharedTexts: readSharedTexts(partOf('sharedStrings')),
    formats: numberFormats(partOf('styles')),
  };
}

/** The text of a packed XML file. @throws {InputError} where it is missing or no text. */
export function readPart(files: PackedFiles, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) {
    throw new InputError('The workbook lacks a part of it; save it again as .xlsx.');
  }
  return xmlText(bytes);
}

/** Whether an attribute says yes, in either way that the standard lets it. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

function assertPlainWorkbook(files: PackedFiles): void {
  const types = files.get('[Content_Types].xml');
  if (types === undefined) {
    throw new InputError(
      'The file is a packed one, and no .xlsx workbook; unpack it, or save the table as .xlsx or CSV.',
    );
  }
  const text = xmlText(types);
  if (/macroEnabled/i.test(text) || [...files.keys()].some((path) => /vbaProject/i.test(path))) {
    throw new InputError(
      'The workbook has macros, which are not taken in; save it as .xlsx without them.',
    );
  }
  if (/sheet\.binary/i.test(text)) {
    throw new InputError('The workbook is of the kind .xlsb; save it as .xlsx.');
  }
  if (!/spreadsheetml/i.test(text)) {
    throw new InputError(
      'The file is an office document without a table; save the table as .xlsx.',
    );
  }
}

/** Relations of a part by their id; for the empty path, those of the whole file. */
function readRelations(files: PackedFiles, path: string): ReadonlyMap<string, Relation> {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const bytes = files.get(`${folder}_rels/${path.slice(slash)}.rels`);
  const relations = new Map<string, Relation>();
  if (bytes === undefined) return relations;
  walkXml(xmlText(bytes), {
    open: ({ name, attributes }) => {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
      const kind = (attributes.get('Type') ?? '').replace(/^.*\//, '');
      const target = resolveTarget(folder, attributes.get('Target') ?? '');
      relations.set(attributes.get('Id') ?? '', { kind, path: target });
    },
  });
  return relations;
}

function resolveTarget(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
