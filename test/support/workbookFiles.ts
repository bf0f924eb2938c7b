import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** A workbook that another program wrote. */
export function foreignWorkbook(name: 'xlsxwriter' | 'libreoffice' | 'openpyxl'): Uint8Array {
  return readFileSync(join(import.meta.dirname, 'workbooks', `${name}.xlsx`));
}

/** Parts of a workbook as texts, by their path. */
export type Parts = Readonly<Record<string, string>>;

const TYPES = `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`;
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The smallest workbook with one sheet of given rows, and other parts in place of its own. */
export function minimalParts(sheetData: string, others: Parts = {}): Parts {
  return {
    '[Content_Types].xml': TYPES,
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}">${sheetData}</worksheet>`,
    ...others,
  };
}

/** Parts as a packed file. */
export function packParts(parts: Parts): Uint8Array {
  const files = Object.entries(parts).map(([path, text]) => [path, strToU8(text)] as const);
  return zipSync(Object.fromEntries(files));
}

/** The parts of a packed file. */
export function unpackParts(bytes: Uint8Array): Parts {
  const files = Object.entries(unzipSync(bytes)).map(
    ([path, file]) => [path, strFromU8(file)] as const,
  );
  return Object.fromEntries(files);
}
